"""Writes that a run began from another one's checkpoint, and gives it the curves up to there."""

import json
import sqlite3
from typing import Any, Final, NamedTuple

from promptstudio.core.events import Cost
from promptstudio.core.ids import digest
from promptstudio.store.records import StoredCheckpoint

_REACHED: Final = (
    "(stage = :stage AND step <= :step OR stage IN (SELECT value FROM json_each(:over)))"
)
_COPIES: Final = {
    "metric": ("stage, name, step, value, non_finite", _REACHED),
    "evaluation": (
        "stage, step, task, split, name, value, non_finite, rows, is_best, spent",
        f"split = 'validation' AND {_REACHED}",
    ),
    "stage_cost": (
        f"stage, step, {', '.join(Cost.model_fields)}",
        "stage IN (SELECT value FROM json_each(:over))",
    ),
}


class ForkPoint(NamedTuple):
    """The run ``job_id`` at one of its checkpoints."""

    job_id: str
    checkpoint: StoredCheckpoint


def insert_fork(connection: sqlite3.Connection, job_id: str, point: ForkPoint) -> None:
    """Note where a new run begins. The checkpoint is kept: the other run may delete its own."""
    stage, step, _, data = point.checkpoint
    connection.execute(
        "INSERT INTO fork (job_id, origin, stage, step, data) VALUES (?, ?, ?, ?, ?)",
        (job_id, point.job_id, stage, step, data),
    )
    _tell_apart(connection, job_id, point)
    (text,) = connection.execute("SELECT stages FROM run WHERE job_id = ?", (job_id,)).fetchone()
    stages = json.loads(text)
    place: dict[str, Any] = {
        "job": job_id,
        "origin": point.job_id,
        "stage": stage,
        "step": step,
        "over": json.dumps(stages[: stages.index(stage)]),
    }
    for table, (columns, where) in _COPIES.items():
        connection.execute(
            f"INSERT INTO {table} (job_id, {columns}) SELECT :job, {columns} FROM {table} "  # noqa: S608 - our own names
            f"WHERE job_id = :origin AND {where}",
            place,
        )


def _tell_apart(connection: sqlite3.Connection, job_id: str, point: ForkPoint) -> None:
    """Give a fork its origin's metric, and a setting that only such forks have."""
    own, other = (
        connection.execute("SELECT setting, metric FROM run WHERE job_id = ?", (name,)).fetchone()
        for name in (job_id, point.job_id)
    )
    setting = digest([own[0], other[0], point.checkpoint.stage, point.checkpoint.step])
    connection.execute(
        "UPDATE run SET setting = ?, metric = ? WHERE job_id = ?", (setting, other[1], job_id)
    )
