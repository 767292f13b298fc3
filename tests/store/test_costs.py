"""What jobs cost: their own stages, and their part of the shared stages that they need."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from promptstudio.core.events import Cost, Status
from promptstudio.core.spec import Job, StudySpec
from promptstudio.store.queries import RunReader
from promptstudio.store.records import Spent
from promptstudio.store.writer import RunWriter

OWN: dict[str, Any] = {"rows": 10, "tokens": 100, "forwards": 12, "backwards": 10}
"""What every run of the chain spends in its only stage."""


def end(worker: Any, status: Status, stage: str = "tune", **cost: Any) -> list[Any]:
    return [worker.started(), worker.stage_ended(5, stage, **cost), worker.ended(status)]


@pytest.fixture
def chain(
    writer: RunWriter,
    study: StudySpec,
    stage_job: Callable[..., Job],
    run_job: Callable[..., Job],
    new_worker: Any,
    spool: Path,
) -> tuple[str, str]:
    """Two stages in a row; three finished runs and a failed one from them."""
    sources = stage_job("study-2", stages=("sources",))
    joint = stage_job("study-2", stages=("joint",), needs=sources.spec.digest)
    runs = [run_job(f"run-j{i}", "study-2", needs=joint.spec.digest) for i in range(3)]
    short = run_job("run-s", "study-2", needs=sources.spec.digest)
    writer.add_study("study-2", study, [sources, joint, *runs, short])
    spent: list[tuple[str, Status, dict[str, Any]]] = [
        (sources.job_id, Status.FINISHED, {"stage": "sources", "rows": 60, "seconds": 9.0}),
        (joint.job_id, Status.FINISHED, {"stage": "joint", "rows": 8, "peak_memory": 700}),
        ("run-j0", Status.FINISHED, OWN | {"evaluation_forwards": 7, "trainable": 50}),
        ("run-j1", Status.FINISHED, OWN),
        ("run-j2", Status.FAILED, OWN),
        ("run-s", Status.FINISHED, OWN | {"peak_memory": 900}),
    ]
    for job_id, status, cost in spent:
        for event in end(new_worker(spool, job_id), status, **cost):
            writer(event)
    return sources.job_id, joint.job_id


def test_stages_stand_in_their_order_with_what_they_spent(
    writer: RunWriter,
    reader: RunReader,
    study: StudySpec,
    run_job: Callable[..., Job],
    new_worker: Any,
    spool: Path,
) -> None:
    writer.add_study("study-2", study, [run_job("run-2", stages=("warm", "again", "tune"))])
    worker = new_worker(spool, "run-2")
    cost = {"rows": 1, "tokens": 2, "forwards": 3, "backwards": 4, "evaluation_forwards": 5}
    cost |= {"seconds": 6.5, "peak_memory": 7, "trainable": 8, "stored": 9}
    writer(worker.started())
    writer(worker.stage_ended(3, "warm", **cost))
    writer(worker.stage_ended(2, "again"))
    writer(worker.stage_ended(1, "tune"))
    writer.flush()
    found = reader.costs(["run-2", "run-1"])
    assert [(stage.stage, stage.step) for stage in found["run-2"]] == [
        ("warm", 3),
        ("again", 2),
        ("tune", 1),
    ]
    assert found["run-2"][0].cost == Cost(**cost)
    assert found["run-1"] == []


def test_a_shared_stage_counts_whole_and_as_a_share_of_the_finished_runs(
    reader: RunReader, chain: tuple[str, str]
) -> None:
    """The first stage serves three finished runs (60 / 3), the second two of them (8 / 2)."""
    totals = reader.total_costs(["run-j0", "run-s"])
    joint, short = totals["run-j0"], totals["run-s"]
    assert joint.own == Spent(rows=10, tokens=100, passes=22, evaluation_passes=7)
    assert (joint.whole.rows, joint.share.rows) == (10 + 60 + 8, 10 + 60 / 3 + 8 / 2)
    assert (joint.whole.seconds, joint.share.seconds) == (9.0, 3.0)
    assert (joint.whole.passes, joint.share.passes) == (22, 22)
    assert (short.whole.rows, short.share.rows) == (10 + 60, 10 + 60 / 3)
    assert (joint.peak_memory, short.peak_memory) == (700, 900)
    assert (joint.trainable, short.trainable) == (50, 0)


def test_the_shares_of_the_finished_runs_add_up_to_what_was_spent(
    reader: RunReader, chain: tuple[str, str]
) -> None:
    totals = reader.total_costs(["run-j0", "run-j1", "run-s"])
    shares = sum(total.share.rows for total in totals.values())
    assert shares == pytest.approx(3 * 10 + 60 + 8, rel=1e-12)  # thirds are rounded


def test_a_run_that_did_not_finish_is_no_user(reader: RunReader, chain: tuple[str, str]) -> None:
    total = reader.total_costs(["run-j2"])["run-j2"]
    assert (total.whole.rows, total.share.rows) == (78, 34)


def test_a_stage_that_no_run_used_yet_counts_whole(
    writer: RunWriter,
    reader: RunReader,
    study: StudySpec,
    stage_job: Callable[..., Job],
    run_job: Callable[..., Job],
    new_worker: Any,
    spool: Path,
) -> None:
    stage = stage_job("study-2")
    writer.add_study("study-2", study, [stage, run_job("run-2", needs=stage.spec.digest)])
    for event in end(new_worker(spool, stage.job_id), Status.FINISHED, "sources", rows=60):
        writer(event)
    total = reader.total_costs(["run-2"])["run-2"]
    assert (total.own.rows, total.whole.rows, total.share.rows) == (0, 60, 60)


def test_a_shared_stage_has_a_cost_of_its_own(reader: RunReader, chain: tuple[str, str]) -> None:
    sources, joint = chain
    totals = reader.total_costs([sources, joint])
    assert (totals[sources].own.rows, totals[sources].whole.rows) == (60, 60)
    assert (totals[joint].own.rows, totals[joint].whole.rows) == (8, 68)


def test_nothing_was_spent_by_what_is_unknown_or_queued(reader: RunReader) -> None:
    for total in reader.total_costs(["run-1", "run-7"]).values():
        assert (total.own, total.whole, total.share) == (Spent(), Spent(), Spent())
        assert (total.peak_memory, total.trainable) == (0, 0)
    assert reader.total_costs([]) == {}


def test_the_view_names_things_as_people_do(path: Path, chain: tuple[str, str]) -> None:
    with closing(sqlite3.connect(path)) as db:
        rows = db.execute(
            "SELECT method, kind, target, split_seed, stage, rows, tokens, passes,"
            " evaluation_passes, MB, trained FROM costs WHERE run IN ('run-j0', ?) ORDER BY kind",
            [chain[1]],
        ).fetchall()
    assert rows == [
        ("Prompt tuning", "run", "food", 3, "tune", 10, 100, 22, 7, 0.0, 50),
        ("Sources", "stage", None, 3, "joint", 8, 0, 0, 0, 0.0007, 0),
    ]


def test_a_resumed_stage_forgets_its_cost_and_that_of_later_ones(
    writer: RunWriter,
    reader: RunReader,
    study: StudySpec,
    run_job: Callable[..., Job],
    new_worker: Any,
    spool: Path,
) -> None:
    writer.add_study("study-2", study, [run_job("run-2", stages=("a", "b", "c"))])
    worker = new_worker(spool, "run-2")
    for event in (
        worker.started(),
        *(worker.stage_ended(9, stage, rows=9) for stage in "abc"),
        worker.ended(Status.INTERRUPTED),
    ):
        writer(event)
    writer.requeue("run-2")
    again = new_worker(spool, "run-2", attempt=1)
    writer(again.started(resumed_at=("b", 4)))
    writer.flush()
    assert [found.stage for found in reader.costs(["run-2"])["run-2"]] == ["a"]
    writer(again.stage_ended(9, "b", rows=12))
    writer(again.ended(Status.FAILED))
    assert [found.cost.rows for found in reader.costs(["run-2"])["run-2"]] == [9, 12]
    writer.requeue("run-2")
    writer(new_worker(spool, "run-2", attempt=2).started())
    writer.flush()
    assert reader.costs(["run-2"])["run-2"] == []
