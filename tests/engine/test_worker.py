"""The worker's side: what it refuses, and how it ends when nobody talks to it."""

import io
import queue
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from promptstudio.core.commands import (
    Command,
    JobStart,
    Refused,
    Said,
    Shutdown,
    Stop,
    Submit,
)
from promptstudio.core.spec import BackboneSpec, EvaluationSpec, Job, JobSpec
from promptstudio.engine import worker
from promptstudio.engine.worker import WorkerCore


def run_of(name: str) -> Job:
    spec = JobSpec(
        kind="run",
        method="prompt_tuning",
        config={},
        stages=("target",),
        needs=None,
        backbone=BackboneSpec(),
        source_tasks=(),
        joint_tasks=(),
        target_task="food",
        tasks={"food": "b2"},
        seed=0,
        split_seed=0,
        shots=4,
        source_shots=None,
        evaluation=EvaluationSpec(),
        budget_rows=None,
    )
    return Job(job_id=name, study_id="study-1", title=name, label=name, spec=spec)


def test_a_request_with_a_broken_card_is_refused_whole_and_names_its_jobs(tmp_path: Path) -> None:
    said: list[Said] = []
    core = WorkerCore(tmp_path, said.append)
    starts = tuple(JobStart(job=run_of(name)) for name in ("run-1", "run-2"))
    cards = {"food": {"key": "food"}}
    core.handle(Submit(request_id="request-1", starts=starts, cards=cards, results={}))
    (refused,) = said
    assert isinstance(refused, Refused)
    assert (refused.request_id, refused.job_ids) == ("request-1", ("run-1", "run-2"))
    assert "TaskCard" in refused.reason
    assert "Traceback" in refused.report
    assert not core.work(lambda: False)
    assert said == [refused], "nothing of the request was queued"


def test_a_worker_that_gets_a_broken_line_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """What came before is carried out; then it shuts down, as if its parent were gone."""
    commands: queue.SimpleQueue[Command] = queue.SimpleQueue()
    stop = Stop(job_ids=("run-1",), keep=True)
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{stop.model_dump_json()}\nodd\n"))
    with pytest.raises(ValidationError, match="Invalid JSON"):
        worker._listen(commands)
    assert [commands.get_nowait(), commands.get_nowait()] == [stop, Shutdown()]
    assert commands.empty()


def test_a_worker_whose_parent_is_gone_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    commands: queue.SimpleQueue[Command] = queue.SimpleQueue()
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    worker._listen(commands)
    assert commands.get_nowait() == Shutdown()
