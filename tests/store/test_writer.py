import json
import math
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

PROMPT = np.arange(6, dtype=np.float32).reshape(2, 3)


def count(path: Path, table: str) -> int:
    connection = sqlite3.connect(path)
    (number,) = connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()  # noqa: S608
    connection.close()
    return int(number)


# -- studies and jobs ----------------------------------------------------------------------


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


# -- batches -------------------------------------------------------------------------------


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


# -- order ---------------------------------------------------------------------------------


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


# -- attempts ------------------------------------------------------------------------------


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


# -- contents ------------------------------------------------------------------------------


def test_numbers_that_are_not_finite_come_back(
    writer: RunWriter, reader: RunReader, path: Path, worker: Any
) -> None:
    writer(worker.started())
    writer(worker.step(1, loss=math.nan, norm=math.inf, gap=-math.inf))
    writer(worker.scored(1, math.nan, "test"))
    curves = reader.metrics("run-1")
    assert math.isnan(curves["tune/loss"][1][0])
    assert curves["tune/norm"] == ([1], [math.inf])
    assert curves["tune/gap"] == ([1], [-math.inf])
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT value, non_finite FROM metric ORDER BY name").fetchall()
    (test, text) = connection.execute("SELECT test, test_metrics FROM run").fetchone()
    connection.close()
    assert rows == [(None, "-inf"), (None, "nan"), (None, "inf")]
    assert test is None
    assert json.loads(text) == {"accuracy": None, "loss": 0.7}
    assert math.isnan(reader.run("run-1").test["accuracy"])


def test_prompt_is_stored_bit_for_bit_and_leaves_the_spool(
    writer: RunWriter, reader: RunReader, worker: Any, spool: Path
) -> None:
    writer(worker.started())
    event = worker.prompt(PROMPT, kind="ensemble")
    data = (spool / event.blob.name).read_bytes()
    writer(event)
    (prompt,) = reader.prompts("run-1")
    assert prompt.data == data
    assert (prompt.run_id, prompt.task, prompt.kind) == ("run-1", "food", "ensemble")
    assert (prompt.num_virtual_tokens, prompt.token_dim) == (2, 3)
    assert prompt.sha256 == event.blob.sha256
    assert prompt.norm == pytest.approx(math.sqrt(55), rel=1e-15)
    assert reader.prompt(prompt.prompt_id) == prompt
    assert reader.run("run-1").prompt_id == prompt.prompt_id
    assert list(spool.iterdir()) == []


def test_later_prompt_of_a_task_replaces_the_earlier(
    writer: RunWriter, reader: RunReader, worker: Any
) -> None:
    writer(worker.started())
    writer(worker.prompt(PROMPT))
    writer(worker.prompt(PROMPT, task="film"))
    (film, first) = reader.prompts("run-1")
    writer(worker.prompt(PROMPT + 1))
    (still, second) = reader.prompts("run-1")
    assert still == film
    assert second.prompt_id != first.prompt_id
    assert second.sha256 != first.sha256


def test_latest_checkpoint_and_the_final_one_are_kept(
    writer: RunWriter, reader: RunReader, path: Path, worker: Any
) -> None:
    writer(worker.started())
    writer(worker.checkpoint(1, b"one"))
    writer(worker.checkpoint(2, b"two"))
    assert reader.checkpoint("run-1") == ("tune", 2, False, b"two")
    writer(worker.checkpoint(3, b"three", is_final=True))
    assert reader.checkpoint("run-1") == ("tune", 3, True, b"three")
    assert count(path, "checkpoint") == 2
    assert reader.finished_stage("run-1") is None
    writer(worker.ended())
    assert reader.finished_stage("run-1") == b"three"


def damaged(spool: Path, name: str) -> None:
    data = bytearray((spool / name).read_bytes())
    data[-1] ^= 1
    (spool / name).write_bytes(data)


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        (damaged, r"arrived damaged: \d+ bytes of \d+, or another checksum"),
        (lambda spool, name: (spool / name).write_bytes(b""), "arrived damaged: 0 bytes of"),
        (lambda spool, name: (spool / name).unlink(), "can not be read: No such file"),
    ],
)
def test_blob_that_is_not_sound_is_not_taken(
    writer: RunWriter, reader: RunReader, worker: Any, spool: Path, harm: Any, sentence: str
) -> None:
    writer(worker.started())
    event = worker.prompt(PROMPT)
    harm(spool, event.blob.name)
    with pytest.raises(StoreError, match=sentence):
        writer(event)
    assert reader.prompts("run-1") == []
    writer.end_abandoned("run-1", Status.FAILED, "The prompt was lost.")
    assert reader.run("run-1").status == "failed"


def test_blob_elsewhere_is_not_taken(
    writer: RunWriter, worker: Any, spool: Path, tmp_path: Path
) -> None:
    writer(worker.started())
    event = worker.checkpoint(1, b"state")
    (spool / event.blob.name).rename(tmp_path / "outside")
    outside = event.blob.model_copy(update={"name": "../outside"})
    with pytest.raises(StoreError, match=r"'\.\./outside' does not lie in the spool folder"):
        writer(event.model_copy(update={"blob": outside}))
    assert (tmp_path / "outside").exists()


def test_prompt_of_another_shape_is_not_taken(writer: RunWriter, worker: Any) -> None:
    writer(worker.started())
    with pytest.raises(StoreError, match=r"float32 \(2, 3\), not float32 \(4, 3\)"):
        writer(worker.prompt(PROMPT, num_virtual_tokens=4))


def test_prompt_that_is_no_safetensors_is_not_taken(writer: RunWriter, worker: Any) -> None:
    writer(worker.started())
    with pytest.raises(StoreError, match="task 'food' is no safetensors file"):
        writer(worker.prompt(PROMPT, blob=worker.blob(b"no tensors")))


def test_two_writers_are_refused(writer: RunWriter, path: Path, spool: Path) -> None:
    with (
        pytest.raises(StoreError, match="Another PromptStudio is writing"),
        RunWriter(path, spool),
    ):
        pytest.fail("two writers")
