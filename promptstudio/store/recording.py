"""Writes one event into the tables. The caller holds the transaction and checks the order."""

import json
import sqlite3
from collections.abc import Iterable
from typing import Final

from promptstudio.core.events import (
    CheckpointSaved,
    Evaluated,
    Event,
    Message,
    PredictionsSaved,
    PromptSaved,
    RunEnded,
    RunStarted,
    StageEnded,
    StageStarted,
    Status,
    StatusChanged,
    StepDone,
)
from promptstudio.core.ids import canonical_json, digest, new_id
from promptstudio.core.spec import JobSpec
from promptstudio.store.spool import Taken
from promptstudio.store.values import finite_json, from_number, from_time

_METRIC: Final = """
    INSERT INTO metric (job_id, stage, name, step, value, non_finite) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (job_id, stage, name, step)
    DO UPDATE SET value = excluded.value, non_finite = excluded.non_finite
"""
_LATEST: Final = """
    INSERT INTO metric_latest (job_id, stage, name, step, value, non_finite)
    VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (job_id, stage, name)
    DO UPDATE SET step = excluded.step, value = excluded.value, non_finite = excluded.non_finite
"""
_EVALUATION: Final = """
    INSERT OR REPLACE INTO evaluation
        (job_id, stage, step, task, split, name, value, non_finite, rows, is_best, spent)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_PROMPT: Final = """
    INSERT INTO prompt (prompt_id, job_id, task, kind, num_virtual_tokens, token_dim, sha256,
                        norm, created, data)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_CHECKPOINT: Final = """
    INSERT OR REPLACE INTO checkpoint (job_id, is_final, stage, step, sha256, created, data)
    VALUES (?, ?, ?, ?, ?, ?, ?)
"""


def record(connection: sqlite3.Connection, taken: Taken) -> None:
    """Write an event with the blob that came with it."""
    event = taken.event
    match event:
        case RunStarted():
            _run_started(connection, event)
        case StageStarted() | StepDone():
            _progress(connection, event)
        case StageEnded():
            _stage_ended(connection, event)
        case Evaluated():
            _evaluated(connection, event)
        case PromptSaved() | PredictionsSaved() | CheckpointSaved():
            _blob(connection, event, taken)
        case Message():
            connection.execute(
                "INSERT INTO message (job_id, attempt, seq, time, level, text) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                (*_place(event), from_time(event.time), event.level, event.text),
            )
        case StatusChanged() | RunEnded():
            _status(connection, event)


def _blob(
    connection: sqlite3.Connection,
    event: PromptSaved | PredictionsSaved | CheckpointSaved,
    taken: Taken,
) -> None:
    if isinstance(event, PromptSaved):
        _prompt_saved(connection, event, taken)
    elif isinstance(event, PredictionsSaved):
        _predictions_saved(connection, event, taken.data)
    else:
        _checkpoint_saved(connection, event, taken.data)


def _stage_ended(connection: sqlite3.Connection, event: StageEnded) -> None:
    cost = event.cost.model_dump()
    names = ", ".join(cost)
    connection.execute(
        f"INSERT OR REPLACE INTO stage_cost (job_id, stage, step, {names}) "  # noqa: S608
        f"VALUES (?, ?, ?{', ?' * len(cost)})",
        (event.job_id, event.stage, event.step, *cost.values()),
    )


def _place(event: Event) -> tuple[str, int, int]:
    return event.job_id, event.attempt, event.seq


def _run_started(connection: sqlite3.Connection, event: RunStarted) -> None:
    environment = digest(event.versions)
    connection.execute(
        "INSERT OR IGNORE INTO environment (environment_id, versions) VALUES (?, ?)",
        (environment, canonical_json(event.versions)),
    )
    connection.execute(
        "UPDATE run SET status = 'running', started = ?, ended = NULL, device = ?, backbone = ?, "
        "backbone_sha256 = ?, sharing = ?, environment_id = ?, test = NULL, test_metrics = '{}', "
        "test_rows = 0, reason = '', report = '' WHERE job_id = ?",
        (
            from_time(event.time),
            event.device,
            event.backbone,
            event.backbone_sha256,
            event.sharing,
            environment,
            event.job_id,
        ),
    )
    if event.resumed_at is None:
        _forget_all(connection, event.job_id)
    else:
        _forget_beyond(connection, event.job_id, *event.resumed_at)


def _forget_all(connection: sqlite3.Connection, job_id: str) -> None:
    """Remove what an earlier attempt left, so that no curve mixes two attempts."""
    tables = ("metric", "metric_latest", "evaluation", "checkpoint", "stage_cost")
    for table in (*tables, "prediction_set"):
        connection.execute(f"DELETE FROM {table} WHERE job_id = ?", (job_id,))  # noqa: S608
    connection.execute(
        "UPDATE run SET stage = '', step = 0, steps = 0, rows = 0, seconds = 0, validation = NULL "
        "WHERE job_id = ?",
        (job_id,),
    )


def _forget_beyond(connection: sqlite3.Connection, job_id: str, stage: str, step: int) -> None:
    """Remove what an earlier attempt wrote beyond the checkpoint that this one continues."""
    (text,) = connection.execute("SELECT spec FROM run WHERE job_id = ?", (job_id,)).fetchone()
    stages = JobSpec.model_validate_json(text).stages
    later = stages[stages.index(stage) + 1 :] if stage in stages else ()
    for table in ("metric", "evaluation"):
        connection.execute(
            f"DELETE FROM {table} WHERE job_id = ? AND ((stage = ? AND step > ?) "  # noqa: S608
            "OR stage IN (SELECT value FROM json_each(?)))",
            (job_id, stage, step, json.dumps(later)),
        )
    connection.execute(
        "DELETE FROM stage_cost WHERE job_id = ? AND stage IN (SELECT value FROM json_each(?))",
        (job_id, json.dumps([stage, *later])),
    )
    for table in ("metric_latest", "prediction_set"):
        connection.execute(f"DELETE FROM {table} WHERE job_id = ?", (job_id,))  # noqa: S608
    connection.execute(
        "INSERT INTO metric_latest (job_id, stage, name, step, value, non_finite) "
        "SELECT job_id, stage, name, MAX(step), value, non_finite FROM metric "
        "WHERE job_id = ? GROUP BY stage, name",
        (job_id,),
    )
    connection.execute(
        "UPDATE run SET validation = (SELECT value FROM evaluation AS found "
        "WHERE found.job_id = run.job_id AND split = 'validation' AND task = run.target_task "
        "AND found.stage = ? AND name = run.metric AND is_best ORDER BY found.step DESC LIMIT 1) "
        "WHERE job_id = ?",
        (stage, job_id),
    )


def _progress(connection: sqlite3.Connection, event: StageStarted | StepDone) -> None:
    if isinstance(event, StageStarted):
        connection.execute(
            "UPDATE run SET stage = ?, step = ?, steps = ? WHERE job_id = ?",
            (event.stage, event.first_step, event.steps, event.job_id),
        )
        return
    rows = [
        (event.job_id, event.stage, name, event.step, *from_number(value))
        for name, value in event.metrics.items()
    ]
    connection.executemany(_METRIC, rows)
    connection.executemany(_LATEST, rows)
    connection.execute(
        "UPDATE run SET stage = ?, step = ?, rows = ?, seconds = ? WHERE job_id = ?",
        (event.stage, event.step, event.rows, event.seconds, event.job_id),
    )


def _evaluated(connection: sqlite3.Connection, event: Evaluated) -> None:
    connection.executemany(_EVALUATION, _evaluation_rows(event))
    main = event.main or next(iter(event.metrics), "")
    score = from_number(event.metrics[main])[0] if main in event.metrics else None
    where = "WHERE job_id = ? AND target_task = ?"
    if event.split == "test":
        connection.execute(
            f"UPDATE run SET metric = ?, test = ?, test_metrics = ?, test_rows = ? {where}",  # noqa: S608
            (main, score, finite_json(event.metrics), event.rows, event.job_id, event.task),
        )
    elif event.is_best:
        connection.execute(
            f"UPDATE run SET metric = ?, validation = ? {where}",  # noqa: S608
            (main, score, event.job_id, event.task),
        )


def _evaluation_rows(event: Evaluated) -> Iterable[tuple[object, ...]]:
    for name, value in event.metrics.items():
        place = (event.job_id, event.stage, event.step, event.task, event.split, name)
        yield (*place, *from_number(value), event.rows, event.is_best, event.spent)


def _prompt_saved(connection: sqlite3.Connection, event: PromptSaved, taken: Taken) -> None:
    """Replace the job's prompt of this task. A prompt with other content has another identity."""
    connection.execute(
        "DELETE FROM prompt WHERE job_id = ? AND task = ?", (event.job_id, event.task)
    )
    connection.execute(
        _PROMPT,
        (
            new_id("prompt"),
            event.job_id,
            event.task,
            event.kind,
            event.num_virtual_tokens,
            event.token_dim,
            event.blob.sha256,
            from_number(taken.norm)[0],
            from_time(event.time),
            taken.data,
        ),
    )


def _predictions_saved(
    connection: sqlite3.Connection, event: PredictionsSaved, data: bytes
) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO prediction_set (job_id, task, rows, sha256, created, data) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (event.job_id, event.task, event.rows, event.blob.sha256, from_time(event.time), data),
    )


def _checkpoint_saved(connection: sqlite3.Connection, event: CheckpointSaved, data: bytes) -> None:
    connection.execute(
        _CHECKPOINT,
        (
            event.job_id,
            event.is_final,
            event.stage,
            event.step,
            event.blob.sha256,
            from_time(event.time),
            data,
        ),
    )


def _status(connection: sqlite3.Connection, event: StatusChanged | RunEnded) -> None:
    if isinstance(event, StatusChanged):
        connection.execute(
            "UPDATE run SET status = ? WHERE job_id = ?", (event.status, event.job_id)
        )
        return
    connection.execute(
        "UPDATE run SET status = ?, ended = ?, reason = ?, report = ?, rows = MAX(rows, ?), "
        "seconds = MAX(seconds, ?) WHERE job_id = ?",
        (
            event.status,
            from_time(event.time),
            event.reason,
            event.report,
            event.rows,
            event.seconds,
            event.job_id,
        ),
    )
    if event.status is Status.FINISHED:  # nothing forks it; a shared stage's result stays
        connection.execute(
            "DELETE FROM checkpoint WHERE job_id = ? AND NOT is_final AND (step = 0 OR EXISTS "
            "(SELECT 1 FROM run WHERE run.job_id = checkpoint.job_id AND kind = 'stage'))",
            (event.job_id,),
        )
