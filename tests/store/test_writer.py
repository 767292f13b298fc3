"""The one writer: studies and jobs, events gathered and in order."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from promptstudio.core.errors import StoreError
from promptstudio.core.events import Status
from promptstudio.core.spec import Job, StudySpec
from promptstudio.store.queries import RunReader
from promptstudio.store.writer import RunWriter
from tests.store.conftest import count

PROMPT = np.arange(6, dtype=np.float32).reshape(2, 3)


def test_jobs_are_queued_in_their_order(
    writer: RunWriter, reader: RunReader, study: StudySpec, run_job: Callable[..., Job]
) -> None:
    jobs = [run_job(f"run-b{i}", "study-2", seed=i) for i in (2, 0, 1)]
    writer.add_study("study-2", study, jobs)
    assert [start.job for start in reader.pending_jobs()] == [run_job(), *jobs]
    assert {start.attempt for start in reader.pending_jobs()} == {0}


def test_finished_stage_is_reused_by_another_study(
    writer: RunWriter,
    reader: RunReader,
    study: StudySpec,
    stage_job: Callable[..., Job],
    run_job: Callable[..., Job],
    new_worker: Any,
    spool: Path,
) -> None:
    stage = stage_job("study-2")
    writer.add_study("study-2", study, [stage])
    worker = new_worker(spool, stage.job_id)
    for event in (
        worker.started(),
        worker.checkpoint(5, b"state", stage="sources", is_final=True),
        worker.ended(),
    ):
        writer(event)
    run = run_job("run-3", "study-3", needs=stage.spec.digest)
    writer.add_study("study-3", study, [stage_job("study-3"), run])
    assert [start.job.job_id for start in reader.pending_jobs()] == ["run-1", "run-3"]
    assert reader.finished_stage(stage.job_id) == b"state"
    for name in ("study-2", "study-3"):
        (found,) = reader.runs(name, kind="stage")
        assert (found.job_id, found.study_id, found.status) == (
            stage.job_id,
            "study-2",
            "finished",
        )


@pytest.mark.parametrize(
    ("status", "queued"),
    [(Status.FAILED, ["stage", "run-2"]), (Status.FINISHED, ["run-2"])],
)
def test_adding_a_stage_that_ended_without_a_result_queues_it_again(
    writer: RunWriter,
    reader: RunReader,
    study: StudySpec,
    stage_job: Callable[..., Job],
    run_job: Callable[..., Job],
    new_worker: Any,
    spool: Path,
    status: Status,
    queued: list[str],
) -> None:
    stage = stage_job()
    writer.add_study("study-2", study, [stage])
    writer(new_worker(spool, stage.job_id).ended(status))
    writer.add_study("study-3", study, [stage, run_job("run-2", "study-3")])
    starts = reader.pending_jobs()[1:]
    assert [start.job.job_id.replace(stage.job_id, "stage") for start in starts] == queued
    assert [start.attempt for start in starts] == [1, 0][-len(queued) :]


def test_study_that_can_not_be_written_leaves_nothing(
    writer: RunWriter, path: Path, study: StudySpec, run_job: Callable[..., Job]
) -> None:
    lacks_its_stage = run_job("run-2", "study-2", needs="123456789abc")
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        writer.add_study("study-2", study, [lacks_its_stage])
    assert (count(path, "study"), count(path, "run")) == (1, 1)


def test_events_are_gathered(writer: RunWriter, path: Path, worker: Any) -> None:
    writer(worker.started())
    writer(worker.stage())
    for step in range(1, 255):
        writer(worker.step(step))
    assert count(path, "metric") == 0
    writer(worker.step(255))
    assert count(path, "metric") == 255
    writer(worker.step(256))
    writer.flush()
    assert count(path, "metric") == 256


def test_events_wait_a_quarter_of_a_second(
    path: Path, spool: Path, study: StudySpec, run_job: Callable[..., Job], worker: Any
) -> None:
    now = 0.0
    with RunWriter(path, spool, clock=lambda: now) as writer:
        writer.add_study("study-1", study, [run_job()])
        writer(worker.started())
        now = 10.0
        writer(worker.step(1))
        now = 10.24
        writer(worker.step(2))
        assert count(path, "metric") == 0
        now = 10.25
        writer(worker.step(3))
        assert count(path, "metric") == 3


@pytest.mark.parametrize("what", ["scored", "prompt", "checkpoint", "ended"])
def test_what_matters_is_written_at_once(
    writer: RunWriter, path: Path, worker: Any, what: str
) -> None:
    make = {
        "scored": lambda: worker.scored(1, 0.5),
        "prompt": lambda: worker.prompt(PROMPT),
        "checkpoint": lambda: worker.checkpoint(1, b"state"),
        "ended": lambda: worker.ended(),
    }
    writer(worker.started())
    writer(worker.step(1))
    assert count(path, "metric") == 0
    writer(make[what]())
    assert count(path, "metric") == 1


def test_closing_writes_what_is_pending(
    path: Path, spool: Path, study: StudySpec, run_job: Callable[..., Job], worker: Any
) -> None:
    with RunWriter(path, spool) as writer:
        writer.add_study("study-1", study, [run_job()])
        writer(worker.started())
        writer(worker.step(1))
    assert count(path, "metric") == 1


def test_gap_is_refused(writer: RunWriter, reader: RunReader, worker: Any) -> None:
    writer(worker.started())
    lost, late = worker.step(1), worker.step(2)
    with pytest.raises(StoreError, match="sent event 2 of attempt 0 where event 1 was due"):
        writer(late)
    writer(lost)
    writer(late)
    writer.flush()
    assert reader.metrics("run-1")["tune/loss"] == ([1, 2], [1.0, 0.5])


def test_second_end_is_refused(writer: RunWriter, reader: RunReader, worker: Any) -> None:
    writer(worker.started())
    writer(worker.ended(Status.FAILED, reason="first"))
    with pytest.raises(StoreError, match="event 2 of attempt 0 after its end"):
        writer(worker.ended())
    assert (reader.run("run-1").status, reader.run("run-1").reason) == ("failed", "first")


def test_end_that_is_none_is_refused(writer: RunWriter, worker: Any) -> None:
    with pytest.raises(StoreError, match="an end as 'running'"):
        writer(worker.ended(Status.RUNNING))


def test_event_of_another_attempt_is_refused(
    writer: RunWriter, new_worker: Any, spool: Path
) -> None:
    with pytest.raises(StoreError, match="of attempt 1 during attempt 0"):
        writer(new_worker(spool, attempt=1).started())


def test_event_of_an_unknown_job_is_refused(
    writer: RunWriter, new_worker: Any, spool: Path
) -> None:
    with pytest.raises(StoreError, match="no job 'run-7' in the store"):
        writer(new_worker(spool, "run-7").started())


def test_two_writers_are_refused(writer: RunWriter, path: Path, spool: Path) -> None:
    with (
        pytest.raises(StoreError, match="Another PromptStudio is writing"),
        RunWriter(path, spool),
    ):
        pytest.fail("two writers")
