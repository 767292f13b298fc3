"""Questions while runs are in flight: answered at once, and without a trace in the runs."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from promptstudio.core.commands import Refused
from promptstudio.core.events import StepDone
from promptstudio.core.questions import Neighbours, NeighboursFound, Tried, Try
from promptstudio.core.spec import BackboneSpec, MethodSpec
from promptstudio.engine.runner import InProcessRunner, ProcessRunner, Runner
from promptstudio.planning import prepare
from promptstudio.prompts import StoredPrompts
from promptstudio.supervisor import LOG_NAME, SPOOL_NAME, STORE_NAME
from tests.integration.conftest import Bench, quick_study

TEXT = "review: the soup was awful"
Open = Callable[..., Bench]


def runner_of(kind: str, workspace: Path) -> Runner:
    if kind == "in process":
        return InProcessRunner(workspace / SPOOL_NAME)
    return ProcessRunner(workspace / SPOOL_NAME, workspace / LOG_NAME)


@pytest.mark.parametrize("kind", ["in process", "process"])
def test_a_run_and_a_question_about_its_prompt(open_bench: Open, tmp_path: Path, kind: str) -> None:
    """The prompt of one run is tried while the next one trains."""
    bench = open_bench(tmp_path, runner_of(kind, tmp_path))
    study = quick_study("prompt_tuning")
    bench.supervisor.submit(prepare(study, tmp_path))
    bench.finish()
    library = StoredPrompts(tmp_path / STORE_NAME, tmp_path / SPOOL_NAME)
    entry, other = library.entries()

    again = MethodSpec(key="prompt_tuning", config={"steps": 400, "batch_size": 4})
    prepared = prepare(quick_study("prompt_tuning", methods=(again,)), tmp_path)
    bench.supervisor.submit(prepared)
    started = {job.job_id for job in prepared.jobs}
    bench.pump_until(
        lambda: any(isinstance(e, StepDone) and e.job_id in started for e in bench.heard)
    )
    assert entry.backbone is not None
    path = str(library.file(entry.prompt_id))
    bench.supervisor.ask(
        Try(
            backbone=entry.backbone,
            prompts={entry.name: path, "no prompt": ""},
            text=TEXT,
            labels=("good", "bad"),
        )
    )
    bench.supervisor.ask(Neighbours(backbone=entry.backbone, prompt=path))
    bench.supervisor.ask(Try(backbone=BackboneSpec(source="/other"), prompts={"": ""}, text=TEXT))
    bench.pump_until(lambda: len(bench.answers) == 3)
    assert not bench.supervisor.is_idle
    tried, near, refused = bench.answers
    assert isinstance(tried, Tried)
    assert isinstance(near, NeighboursFound)
    assert isinstance(refused, Refused)
    with_prompt, without = tried.outcomes.values()
    assert sum(with_prompt.probabilities.values()) == pytest.approx(1.0, abs=1e-6)
    assert with_prompt.probabilities != pytest.approx(without.probabilities, abs=1e-3)
    assert len(near.tokens) == len(near.norms) == entry.num_virtual_tokens
    assert "while runs use another one" in refused.reason
    assert bench.failures == []
    assert other.prompt_id != entry.prompt_id


def test_questions_leave_no_trace_in_a_run(open_bench: Open, tmp_path: Path) -> None:
    """In turn, equal studies give equal numbers, whatever is asked beside them."""
    found: list[Any] = []
    for name, asks in (("quiet", False), ("asked", True)):
        bench = open_bench(tmp_path / name)
        study = quick_study("prompt_tuning", target_tasks=("hotel_sentiment",))
        prepared = prepare(study, bench.workspace)
        bench.supervisor.submit(prepared)
        question: dict[str, Any] = {"backbone": study.backbone, "prompts": {"": ""}, "text": TEXT}
        while not bench.supervisor.is_idle:
            if asks:
                bench.supervisor.ask(Try(**question, labels=("a", "b")))
                bench.supervisor.pump(0)  # hears the answer
            bench.supervisor.pump(0.05)
        assert (len(bench.answers) > 3) == asks
        found.append(bench.supervisor.reader.metrics(prepared.jobs[-1].job_id))
    assert found[0] == found[1]
