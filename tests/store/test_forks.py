"""A run that begins where another one was: its curves, its beginning, its record."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from promptstudio.core.events import Status
from promptstudio.core.spec import Job, StudySpec
from promptstudio.store.forking import ForkPoint
from promptstudio.store.queries import RunReader
from promptstudio.store.records import StoredCheckpoint
from promptstudio.store.writer import RunWriter

STAGES = ("warm", "tune", "last")


@pytest.fixture
def forked(
    path: Path, spool: Path, study: StudySpec, run_job: Callable[..., Job], new_worker: Any
) -> Any:
    """A run with two stages behind it and a checkpoint after step 2 of ``tune``, and its fork."""
    with RunWriter(path, spool, clock=lambda: 0.0) as writer:
        writer.add_study("study-1", study, [run_job(stages=STAGES)])
        worker = new_worker(spool)
        events = [
            worker.started(),
            worker.step(1, "warm", loss=9.0),
            worker.step(2, "warm", loss=8.0),
            worker.stage_ended(2, "warm", rows=7),
            worker.step(1, loss=3.0),
            worker.scored(1, 0.5),
            worker.step(2, loss=2.0),
            worker.scored(2, 0.6),
            worker.checkpoint(2, b"state"),
            worker.step(3, loss=1.0),
            worker.scored(3, 0.7),
            worker.scored(2, 0.4, "test"),
            worker.stage_ended(3, rows=9),
        ]
        for event in events:
            writer(event)
        point = ForkPoint("run-1", StoredCheckpoint("tune", 2, is_final=False, data=b"state"))
        job = run_job("run-2", "study-2", stages=STAGES, config={"lr": 0.1})
        writer.add_fork("study-2", study, [job], point)
        yield writer


def test_curves_up_to_the_fork_are_those_of_its_origin(forked: RunWriter, path: Path) -> None:
    with RunReader(path) as reader:
        assert reader.metrics("run-2") == {
            "warm/loss": ([1, 2], [9.0, 8.0]),
            "tune/loss": ([1, 2], [3.0, 2.0]),
        }
        found = [(score.split, score.step) for score in reader.evaluations("run-2")]
        assert found == [("validation", 1), ("validation", 2)]
        assert [cost.stage for cost in reader.costs(["run-2"])["run-2"]] == ["warm"]
        assert reader.messages("run-2") == []


def test_the_record_names_the_origin(forked: RunWriter, path: Path) -> None:
    with RunReader(path) as reader:
        one, two = reader.run("run-1"), reader.run("run-2")
        assert one.forked_from is None
        assert two.forked_from == ("run-1", "tune", 2)
        assert two.status is Status.QUEUED
        assert two.setting != one.setting
        assert reader.fork_point("run-1") is None
        assert reader.fork_point("run-2") == ("tune", 2, False, b"state")


def test_a_fork_differs_from_a_run_that_always_had_its_settings(
    forked: RunWriter, path: Path, study: StudySpec, run_job: Callable[..., Job]
) -> None:
    same = run_job("run-3", "study-3", stages=STAGES, config={"lr": 0.1})
    forked.add_study("study-3", study, [same])
    with RunReader(path) as reader:
        assert reader.run("run-3").setting != reader.run("run-2").setting
        assert reader.run("run-3").digest == reader.run("run-2").digest


def test_beginning_and_failing_leave_the_fork_point(
    forked: RunWriter, path: Path, new_worker: Any, spool: Path
) -> None:
    worker = new_worker(spool, "run-2")
    for event in (
        worker.started(resumed_at=("tune", 2)),
        worker.step(3, loss=5.0),
        worker.checkpoint(3, b"own"),
        worker.ended(Status.FAILED),
    ):
        forked(event)
    with RunReader(path) as reader:
        assert reader.metrics("run-2")["tune/loss"] == ([1, 2, 3], [3.0, 2.0, 5.0])
        assert reader.run("run-2").validation == 0.6
        assert reader.checkpoint("run-2") == ("tune", 3, False, b"own")
        forked.requeue("run-2", afresh=True)
        assert reader.checkpoint("run-2") is None
        assert reader.fork_point("run-2") == ("tune", 2, False, b"state")
        forked(new_worker(spool, "run-2", 1).started(resumed_at=("tune", 2)))
        assert reader.metrics("run-2")["tune/loss"] == ([1, 2], [3.0, 2.0])


def test_the_origin_is_left_as_it_was(forked: RunWriter, path: Path) -> None:
    with RunReader(path) as reader:
        assert reader.metrics("run-1")["tune/loss"] == ([1, 2, 3], [3.0, 2.0, 1.0])
        assert len(reader.evaluations("run-1")) == 4


def test_a_fork_that_can_not_be_written_leaves_nothing(
    forked: RunWriter, path: Path, study: StudySpec, run_job: Callable[..., Job]
) -> None:
    point = ForkPoint("run-1", StoredCheckpoint("other", 2, is_final=False, data=b""))
    with pytest.raises(ValueError, match="not in list"):
        forked.add_fork("study-9", study, [run_job("run-9", "study-9")], point)
    with RunReader(path) as reader:
        assert "study-9" not in {found.study_id for found in reader.studies()}
