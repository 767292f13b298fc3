"""The order of the queue: who takes part in it, and where they stand after it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from promptstudio.core.events import Status
from promptstudio.core.spec import Job, StudySpec
from promptstudio.store.queries import RunReader
from promptstudio.store.writer import RunWriter

NAMES = ("run-a", "run-b", "run-c", "run-d")


@pytest.fixture
def queue(writer: RunWriter, study: StudySpec, run_job: Callable[..., Job]) -> RunWriter:
    writer.add_study("study-2", study, [run_job(name, "study-2") for name in NAMES])
    return writer


def order(reader: RunReader) -> list[str]:
    records = sorted(reader.runs(), key=lambda record: record.position)
    return [record.job_id for record in records]


def test_the_wanted_come_first_and_places_of_others_stay(
    queue: RunWriter, reader: RunReader, new_worker: Any, spool: Path
) -> None:
    queue(new_worker(spool, "run-b").started())
    found = queue.reorder(["run-d", "run-b", "run-x", "run-1"])
    assert found == ("run-d", "run-1", "run-a", "run-c")
    assert order(reader) == ["run-d", "run-1", "run-b", "run-a", "run-c"]
    assert [start.job.job_id for start in reader.pending_jobs()] == list(found)


def test_a_job_held_before_it_began_takes_part_and_a_paused_one_does_not(
    queue: RunWriter, new_worker: Any, spool: Path
) -> None:
    held, paused, again = (new_worker(spool, f"run-{name}") for name in "abc")
    for event in (
        held.turned(Status.PAUSED),
        paused.started(),
        paused.turned(Status.PAUSED),
        again.started(),
        again.ended(Status.FAILED),
    ):
        queue(event)
    queue.requeue("run-c")
    queue(new_worker(spool, "run-c", 1).turned(Status.PAUSED))
    assert queue.reorder(["run-c", "run-b", "run-a"]) == ("run-c", "run-a", "run-1", "run-d")


def test_a_stage_comes_before_the_run_that_is_wanted(
    queue: RunWriter,
    study: StudySpec,
    stage_job: Callable[..., Job],
    run_job: Callable[..., Job],
) -> None:
    stage = stage_job()
    runs = [run_job(f"run-{n}", "study-3", needs=stage.spec.digest) for n in (7, 8)]
    queue.add_study("study-3", study, [stage, *runs])
    assert queue.reorder(["run-8"])[:3] == (stage.job_id, "run-8", "run-1")
