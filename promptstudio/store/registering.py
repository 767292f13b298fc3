"""Writes studies and jobs as rows before anything runs."""

import sqlite3
import time
from collections.abc import Sequence
from typing import Any, Final

from promptstudio.core.ids import canonical_json, digest
from promptstudio.core.ordering import in_order
from promptstudio.core.spec import Job, JobSpec, StudySpec, dump_study
from promptstudio.store.values import from_setting, from_time

_NOT_A_SETTING: Final = {"seed", "split_seed", "needs", "target_task", "tasks", "stages", "kind"}
_RUN: Final = """
    INSERT INTO run (job_id, study_id, kind, title, label, method, setting, source_tasks,
                     target_task, seed, split_seed, digest, needs, status, position, created,
                     backbone, spec, config, stages)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'queued', ?, ?, ?, ?, ?, ?)
"""


def insert_study(connection: sqlite3.Connection, study_id: str, study: StudySpec) -> None:
    """Write a study with its text."""
    connection.execute(
        "INSERT INTO study (study_id, name, spec, created) VALUES (?, ?, ?, ?)",
        (study_id, study.name, dump_study(study), from_time(time.time())),
    )


def insert_job(connection: sqlite3.Connection, job: Job) -> None:
    """Write a job as queued, behind those that are there, with its settings."""
    spec = job.spec
    connection.execute(
        _RUN,
        (
            job.job_id,
            job.study_id,
            spec.kind,
            job.title,
            job.label,
            spec.method,
            digest(spec.model_dump(mode="json", exclude=_NOT_A_SETTING)),
            canonical_json(spec.source_tasks),
            spec.target_task,
            spec.seed,
            spec.split_seed,
            spec.digest,
            spec.needs_id,
            next_position(connection),
            from_time(time.time()),
            spec.backbone.source,
            spec.model_dump_json(),
            canonical_json(spec.config),
            canonical_json(spec.stages),
        ),
    )
    connection.executemany(
        "INSERT INTO run_param (job_id, name, type, text, real) VALUES (?, ?, ?, ?, ?)",
        [(job.job_id, name, *from_setting(value)) for name, value in _settings(spec).items()],
    )


def link_jobs(connection: sqlite3.Connection, study_id: str, jobs: Sequence[Job]) -> None:
    """Note which jobs a study needs; a shared stage may belong to several studies."""
    connection.executemany(
        "INSERT INTO study_run (study_id, job_id) VALUES (?, ?)",
        [(study_id, job.job_id) for job in jobs],
    )


def next_position(connection: sqlite3.Connection) -> int:
    """Return the place behind all jobs in the queue."""
    (last,) = connection.execute("SELECT MAX(position) FROM run").fetchone()
    return 0 if last is None else int(last) + 1


def reorder_queue(connection: sqlite3.Connection, wanted: Sequence[str]) -> tuple[str, ...]:
    """Give the jobs that have not begun new places among themselves; return them in order."""
    queue = connection.execute(
        "SELECT job_id, needs, position FROM run "
        "WHERE status = 'queued' OR (status = 'paused' AND started IS NULL) ORDER BY position"
    ).fetchall()
    order = in_order(wanted, {job_id: needs for job_id, needs, _ in queue})
    connection.executemany(
        "UPDATE run SET position = ? WHERE job_id = ?",
        [(row[2], job_id) for row, job_id in zip(queue, order, strict=True)],
    )
    return order


def _settings(spec: JobSpec) -> dict[str, Any]:
    """Return a method's settings by name, and everything else that is set with a dot."""
    job = {"shots", "source_shots", "split_rule", "split_seed", "budget_rows"}
    return {
        **{f"job.{name}": value for name, value in spec.model_dump(include=job).items()},
        **{f"text.{name}": value for name, value in spec.text.model_dump().items()},
        **{f"backbone.{name}": value for name, value in spec.backbone.model_dump().items()},
        **{f"evaluation.{name}": value for name, value in spec.evaluation.model_dump().items()},
        **spec.config,
    }
