"""The attempts of a job: their life, resuming, queueing again, what a crash leaves."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from promptstudio.core.errors import StoreError
from promptstudio.core.events import Status
from promptstudio.core.spec import Job, StudySpec
from promptstudio.store.queries import RunReader
from promptstudio.store.writer import RunWriter


def test_life_of_a_run(writer: RunWriter, reader: RunReader, worker: Any) -> None:
    def status() -> str:
        return reader.run("run-1").status.value

    seen = [status()]
    for event in (
        worker.started(),
        worker.turned(Status.PAUSED),
        worker.turned(Status.RUNNING),
        worker.ended(rows=80, seconds=4.0),
    ):
        writer(event)
        seen.append(status())
    assert seen == ["queued", "running", "paused", "running", "finished"]


def test_resumed_run_writes_over_what_lies_beyond_its_checkpoint(
    writer: RunWriter, reader: RunReader, worker: Any, new_worker: Any, spool: Path
) -> None:
    writer(worker.started())
    for step in (1, 2, 3, 4):
        writer(worker.step(step, loss=float(step), extra=9.0))
        if step == 1:
            writer(worker.scored(1, 0.5))
        if step == 2:
            writer(worker.scored(2, 0.3, is_best=False))
            writer(worker.checkpoint(2, b"second"))
    writer(worker.scored(4, 0.9))
    writer(worker.ended(Status.INTERRUPTED))
    assert reader.run("run-1").validation == 0.9

    assert writer.requeue("run-1") == ("run-1",)
    assert reader.pending_jobs()[0].attempt == 1
    again = new_worker(spool, attempt=1)
    writer(again.started(resumed_at=("tune", 2)))
    assert reader.metrics("run-1") == {
        "tune/loss": ([1, 2], [1.0, 2.0]),
        "tune/extra": ([1, 2], [9.0, 9.0]),
    }
    assert reader.latest("run-1") == {"tune/loss": 2.0, "tune/extra": 9.0}
    assert [found.step for found in reader.evaluations("run-1")] == [1, 2]
    assert reader.run("run-1").validation == 0.5
    assert reader.checkpoint("run-1") == ("tune", 2, False, b"second")

    writer(again.step(3, loss=30.0))
    writer(again.ended())
    assert reader.metrics("run-1")["tune/loss"] == ([1, 2, 3], [1.0, 2.0, 30.0])


def test_resuming_in_a_first_stage_forgets_the_second(
    path: Path,
    spool: Path,
    study: StudySpec,
    run_job: Callable[..., Job],
    new_worker: Any,
) -> None:
    with RunWriter(path, spool) as writer, RunReader(path) as reader:
        writer.add_study("study-1", study, [run_job(stages=("warm", "tune"))])
        worker = new_worker(spool)
        events = [worker.started(), worker.step(1, stage="warm"), worker.step(1, stage="tune")]
        for event in (*events, worker.ended(Status.FAILED)):
            writer(event)
        writer.requeue("run-1")
        writer(new_worker(spool, attempt=1).started(resumed_at=("warm", 1)))
        assert reader.metrics("run-1") == {"warm/loss": ([1], [1.0])}


def test_run_begun_anew_forgets_the_attempt_before(
    writer: RunWriter, reader: RunReader, worker: Any, new_worker: Any, spool: Path
) -> None:
    for event in (
        worker.started(),
        worker.step(1),
        worker.scored(1, 0.5),
        worker.scored(1, 0.4, "test"),
        worker.checkpoint(1, b"state"),
        worker.ended(Status.FAILED, reason="no luck", report="trace"),
    ):
        writer(event)
    writer.requeue("run-1")
    writer(new_worker(spool, attempt=1).started())
    record = reader.run("run-1")
    assert (record.status, record.attempt) == ("running", 1)
    assert (record.step, record.rows, record.validation, record.test) == (0, 0, None, {})
    assert (record.reason, record.report, record.ended) == ("", "", None)
    assert reader.metrics("run-1") == {}
    assert reader.latest("run-1") == {}
    assert reader.evaluations("run-1") == []
    assert reader.checkpoint("run-1") is None
    assert record.test_rows == 0


def test_requeue_takes_the_stages_along_that_failed(
    writer: RunWriter,
    reader: RunReader,
    study: StudySpec,
    stage_job: Callable[..., Job],
    run_job: Callable[..., Job],
    new_worker: Any,
    spool: Path,
) -> None:
    first = stage_job()
    second = stage_job(stages=("joint",), needs=first.spec.digest)
    run = run_job("run-2", needs=second.spec.digest)
    writer.add_study("study-2", study, [first, second, run])
    assert reader.dependencies("run-2") == (first.job_id, second.job_id)
    writer(new_worker(spool, first.job_id).ended())
    for job in (second, run):
        writer(new_worker(spool, job.job_id).ended(Status.CANCELLED))
    assert writer.requeue("run-2") == (second.job_id, "run-2")
    assert [start.job.job_id for start in reader.pending_jobs()] == [
        "run-1",
        second.job_id,
        "run-2",
    ]


def test_only_what_ended_without_finishing_is_queued_again(writer: RunWriter, worker: Any) -> None:
    with pytest.raises(StoreError, match="'run-1' is queued; there is nothing to resume"):
        writer.requeue("run-1")
    writer(worker.started())
    with pytest.raises(StoreError, match="is running; there is nothing"):
        writer.requeue("run-1")
    writer(worker.ended())
    with pytest.raises(StoreError, match="is finished; there is nothing"):
        writer.requeue("run-1")


def test_orphans_become_interrupted_and_the_spool_is_emptied(
    path: Path,
    spool: Path,
    study: StudySpec,
    run_job: Callable[..., Job],
    new_worker: Any,
) -> None:
    names = ("run-1", "run-2", "run-3", "run-4")
    with RunWriter(path, spool) as writer:
        writer.add_study("study-1", study, [run_job(name) for name in names])
        workers = {name: new_worker(spool, name) for name in names}
        for name in names[:3]:
            writer(workers[name].started())
        writer(workers["run-2"].turned(Status.PAUSED))
        writer(workers["run-3"].ended())
    workers["run-1"].blob(b"never announced")
    with RunWriter(path, spool) as writer, RunReader(path) as reader:
        assert writer.sweep_orphans() == ("run-1", "run-2")
        assert [record.status.value for record in reader.runs()] == [
            "interrupted",
            "interrupted",
            "finished",
            "queued",
        ]
        assert reader.run("run-1").reason == "PromptStudio ended before the run did."
        assert list(spool.iterdir()) == []
        assert writer.sweep_orphans() == ()


def test_abandoned_run_is_ended_once(writer: RunWriter, reader: RunReader, worker: Any) -> None:
    writer(worker.started())
    writer(worker.step(10))
    event = writer.end_abandoned("run-1", Status.FAILED, "The worker died.")
    assert event is not None
    assert (event.attempt, event.seq) == (0, 2)
    record = reader.run("run-1")
    assert (record.status, record.reason) == ("failed", "The worker died.")
    assert (record.rows, record.seconds) == (80, 5.0)
    assert writer.end_abandoned("run-1", Status.FAILED, "again") is None
    with pytest.raises(StoreError, match="after its end"):
        writer(worker.turned(Status.PAUSED).model_copy(update={"seq": 3}))
