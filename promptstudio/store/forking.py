"""Forks: what a run that begins at another one's checkpoint is given, and what makes one possible.

A fork has its origin's curves up to where it began.
"""

import json
import sqlite3
from typing import Any, Final, NamedTuple

from promptstudio.core.events import Cost
from promptstudio.core.ids import digest
from promptstudio.store.costs import Rows
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
_DROP_OLD: Final = """
    DELETE FROM checkpoint WHERE NOT is_final AND job_id IN (
        SELECT run.job_id FROM checkpoint JOIN run USING (job_id)
        WHERE NOT is_final AND run.status = 'finished'
        ORDER BY run.ended DESC, run.rowid DESC LIMIT -1 OFFSET ?
    )
"""
_RELATED: Final = """
    WITH RECURSIVE
    step (younger, older) AS (
        SELECT DISTINCT run.study_id, origin.study_id
        FROM fork JOIN run USING (job_id) JOIN run AS origin ON origin.job_id = fork.origin
    ),
    before (study_id) AS (
        VALUES (?) UNION SELECT older FROM step JOIN before ON younger = before.study_id
    ),
    after (study_id) AS (
        VALUES (?) UNION SELECT younger FROM step JOIN after ON older = after.study_id
    )
    SELECT study_id FROM before UNION SELECT study_id FROM after
"""
_PLACE: Final = """
    SELECT stage, step FROM checkpoint WHERE job_id = ? AND NOT is_final
    UNION ALL SELECT stage, step FROM fork WHERE job_id = ?
    LIMIT 1
"""


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


def drop_old_checkpoints(connection: sqlite3.Connection, kept: int) -> None:
    """Delete the checkpoints of finished runs save the newest ``kept``."""
    connection.execute(_DROP_OLD, (kept,))


def related_studies(rows: Rows, study_id: str) -> tuple[str, ...]:
    """Return the other studies with runs that a study's were forked from, or the reverse."""
    found = (name for (name,) in rows(_RELATED, [study_id, study_id]))
    return tuple(name for name in found if name != study_id)


def fork_place(rows: Rows, job_id: str) -> tuple[str, int] | None:
    """Return stage and step at which a fork of a run would begin, None if it can not be."""
    found = rows(_PLACE, [job_id, job_id])
    return (found[0][0], found[0][1]) if found else None


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
