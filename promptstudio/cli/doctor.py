"""Is this installation sound? Versions, device, memory, Qt, store, and a short self-test."""

import tempfile
import time
from pathlib import Path
from typing import Any

from promptstudio.cli.tables import print_json_line, print_table, readable
from promptstudio.core import system
from promptstudio.core.errors import PromptStudioError
from promptstudio.core.events import Event, RunEnded, RunStarted, Status, StepDone
from promptstudio.core.spec import EvaluationSpec, MethodSpec, StudySpec
from promptstudio.planning import prepare
from promptstudio.store.database import integrity_problems
from promptstudio.supervisor import STORE_NAME, Supervisor, make_runner

SELF_TEST = StudySpec(
    name="self-test",
    target_tasks=("film_sentiment",),
    methods=(MethodSpec(key="prompt_tuning", config={"steps": 10}),),
    evaluation=EvaluationSpec(every=10, validation_rows=16, test_rows=16),
)
"""Ten steps of prompt tuning on the shipped model: a few seconds, most of them imports."""


def examine(workspace: Path, *, as_json: bool) -> int:
    """Print what was found. Returns 0 if nothing is wrong, else 1."""
    problems: list[str] = []
    facts: dict[str, Any] = {
        "versions": system.versions(),
        "memory": system.memory(),
        "gpus": system.gpus(),
        "disk_free_mib": system.disk_free(workspace) // 2**20,
        "qt": _qt(problems),
        "store": _store(workspace, problems),
        "self_test": _self_test(problems),
        "problems": problems,
    }
    if as_json:
        print_json_line(facts)
    else:
        print_table("PromptStudio", ("", ""), [(n, readable(v)) for n, v in facts.items()])
    return 1 if problems else 0


def _qt(problems: list[str]) -> str:
    missing = system.missing_qt_libraries()
    if missing:
        problems.append(f"Qt needs system libraries that are missing: {', '.join(missing)}.")
        return "incomplete"
    return "complete"


def _store(workspace: Path, problems: list[str]) -> str:
    if not (workspace / STORE_NAME).exists():
        return "none yet"
    try:
        found = integrity_problems(workspace / STORE_NAME)
    except PromptStudioError as error:
        problems.append(str(error))
        return "broken"
    problems += [f"The store is damaged: {text}. Restore a backup of it." for text in found]
    return "damaged" if found else "sound"


def _self_test(problems: list[str]) -> dict[str, Any]:
    """Train ten steps in a worker process and a folder that is removed after."""
    heard: list[Event] = []
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="promptstudio-") as name:
        folder = Path(name)
        supervisor = Supervisor(
            folder,
            make_runner(folder, in_process=False),
            sinks=[heard.append],
            on_failed=lambda sentence, report: problems.append(sentence),
        )
        try:
            with supervisor:
                supervisor.submit(prepare(SELF_TEST, folder))
                supervisor.finish()
        except PromptStudioError as error:
            problems.append(str(error))
    ends = [event for event in heard if isinstance(event, RunEnded)]
    if not ends or ends[-1].status is not Status.FINISHED:
        reason = ends[-1].reason if ends else "the worker gave no result"
        problems.append(f"The self-test did not finish: {reason}")
    device = [event.device for event in heard if isinstance(event, RunStarted)]
    losses = [event.metrics["loss"] for event in heard if isinstance(event, StepDone)]
    return {
        "device": device[0] if device else "",
        "losses": [round(loss, 3) for loss in losses[:1] + losses[-1:]],
        "seconds": round(time.monotonic() - began, 1),
    }
