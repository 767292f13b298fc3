from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from promptstudio.backbones.oracle import Oracle
from promptstudio.backbones.requests import Request
from promptstudio.core.commands import Ready, Refused
from promptstudio.core.events import Event
from promptstudio.core.questions import Finding
from promptstudio.core.spec import EvaluationSpec, MethodSpec, StudySpec
from promptstudio.engine.runner import InProcessRunner, Runner
from promptstudio.supervisor import SPOOL_NAME, Supervisor

QUICK: dict[str, dict[str, Any]] = {
    "prompt_tuning": {"steps": 6, "batch_size": 4},
    "svgd_transfer": {"steps": 4, "source_steps": 4, "batch_size": 4, "source_batch_size": 2},
    "meta_init": {"steps": 4, "source_steps": 3, "batch_size": 4},
    "crosspt": {"source_steps": 4, "joint_steps": 4},
}


def quick_study(*methods: str, **changes: Any) -> StudySpec:
    """A study of seconds: few steps, few rows."""
    values: dict[str, Any] = {
        "name": "quick",
        "source_tasks": ("film_sentiment", "food_sentiment"),
        "target_tasks": ("hotel_sentiment", "book_sentiment"),
        "methods": tuple(MethodSpec(key=key, config=QUICK[key]) for key in methods),
        "shots": 8,
        "source_shots": 16,
        "seeds": (0,),
        "evaluation": EvaluationSpec(every=2, validation_rows=16, test_rows=32),
        "sharing": "in_turn",
    }
    return StudySpec.model_validate(values | changes)


class Bench:
    """A supervisor over a temporary workspace, with everything that it said."""

    def __init__(self, workspace: Path, runner: Runner | None = None) -> None:
        self.workspace = workspace
        self.heard: list[Event] = []
        self.failures: list[str] = []
        self.states: list[str] = []
        self.changed: list[list[str]] = []
        self.answers: list[Finding | Refused] = []
        self.greetings: list[Ready] = []
        self.runner = runner or InProcessRunner(workspace / SPOOL_NAME)
        self.supervisor = Supervisor(
            workspace,
            self.runner,
            sinks=[self.heard.append],
            on_failed=lambda sentence, report: self.failures.append(sentence + report),
            on_state=self.states.append,
            on_ready=self.greetings.append,
            on_changed=self.changed.append,
            on_answered=self.answers.append,
        )
        self.supervisor.open()

    def pump_until(self, condition: Callable[[], bool], rounds: int = 4000) -> None:
        """Pump until something holds; a bounded number of rounds guards against hanging."""
        for _ in range(rounds):
            if condition():
                return
            self.supervisor.pump(0.05)
        raise AssertionError(f"did not happen; heard last: {self.heard[-1:]}, {self.failures}")

    def finish(self) -> None:
        self.pump_until(lambda: self.supervisor.is_idle)


@pytest.fixture
def open_bench(tmp_path: Path) -> Iterator[Callable[..., Bench]]:
    benches: list[Bench] = []

    def make(workspace: Path | None = None, runner: Runner | None = None) -> Bench:
        bench = Bench(workspace or tmp_path / "workspace", runner)
        benches.append(bench)
        return bench

    yield make
    for bench in benches:
        bench.supervisor.close()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Request]:
    """Everything that oracles are asked from now on, in order."""
    requests: list[Request] = []
    honest = Oracle.submit

    def submit(self: Oracle, request: Request, owner: str) -> Any:
        requests.append(request)
        return honest(self, request, owner)

    monkeypatch.setattr(Oracle, "submit", submit)
    return requests
