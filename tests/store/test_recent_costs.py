"""What past jobs with a backbone cost, for estimates of the next ones."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from promptstudio.core.events import Cost, Status
from promptstudio.core.spec import BackboneSpec, Job, StudySpec
from promptstudio.store.queries import RunReader
from promptstudio.store.writer import RunWriter


@pytest.fixture
def past(
    writer: RunWriter,
    study: StudySpec,
    run_job: Callable[..., Job],
    new_worker: Any,
    spool: Path,
) -> None:
    """A failed run, two finished ones of the sandbox, and one in bfloat16."""
    half = run_job("run-half", "study-2", backbone=BackboneSpec(dtype="bfloat16"))
    two = run_job("run-two", "study-2", stages=("warm", "tune"))
    jobs = [run_job("run-old", "study-2"), run_job("run-bad", "study-2"), two, half]
    writer.add_study("study-2", study, jobs)
    for job in jobs:
        worker = new_worker(spool, job.job_id)
        status = Status.FAILED if job.job_id == "run-bad" else Status.FINISHED
        writer(worker.started())
        for stage in job.spec.stages:
            writer(worker.stage_ended(5, stage, rows=3, tokens=70))
        writer(worker.ended(status))
    writer.flush()


def named(reader: RunReader, **changes: Any) -> list[str]:
    wanted: dict[str, Any] = {"backbone": "sandbox", "dtype": "float32", "device": "cpu"}
    return [each.job_id for each in reader.recent_costs(**(wanted | changes))]


def test_finished_jobs_of_the_same_model_come_newest_first(reader: RunReader, past: None) -> None:
    assert named(reader) == ["run-two", "run-old"]  # two ended later: it had one event more
    assert named(reader, most=1) == ["run-two"]
    assert named(reader, dtype="bfloat16") == ["run-half"]
    assert named(reader, device="cuda:0") == named(reader, backbone="other") == []


def test_stages_are_added_up(reader: RunReader, past: None) -> None:
    newest = reader.recent_costs(backbone="sandbox", dtype="float32", device="cpu")[0]
    assert newest.cost == Cost(rows=6, tokens=140)
    assert newest.started < newest.ended
    assert newest.test_rows == 0
