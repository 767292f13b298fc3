"""Rows of the wide tables, turned into records."""

from collections.abc import Sequence
from typing import Any, Final

from promptstudio.core.commands import JobStart
from promptstudio.core.spec import Job, JobSpec
from promptstudio.store.records import StoredPrompt
from promptstudio.store.values import to_time

STUDIES: Final = """
    SELECT study.study_id, study.name, study.spec, study.created, COUNT(run.job_id),
           COUNT(run.job_id) FILTER (WHERE run.status = 'finished')
    FROM study
    LEFT JOIN study_run USING (study_id)
    LEFT JOIN run ON run.job_id = study_run.job_id AND run.kind = 'run'
    GROUP BY study.study_id ORDER BY study.rowid
"""
RUNS: Final = """
    SELECT run.job_id, run.study_id, study.name, run.kind, run.title, run.label, run.method,
           run.setting, run.source_tasks, run.target_task, run.seed, run.split_seed, run.config,
           run.stages, run.digest, run.needs, run.status, run.attempt, run.position,
           run.created, run.started, run.ended, run.stage, run.step, run.steps, run.rows,
           run.seconds, run.metric, run.validation, run.test_metrics, run.test_rows, run.device,
           run.backbone, run.backbone_sha256, run.sharing, environment.versions, run.reason,
           run.report, prompt.prompt_id, mark.favourite, mark.archived, mark.note, mark.tags,
           fork.origin, fork.stage, fork.step
    FROM run
    JOIN study USING (study_id)
    LEFT JOIN environment USING (environment_id)
    LEFT JOIN prompt INDEXED BY prompt_of_target
        ON prompt.job_id = run.job_id AND prompt.task = run.target_task
    LEFT JOIN mark ON mark.job_id = run.job_id
    LEFT JOIN fork ON fork.job_id = run.job_id
"""
"""Columns in the order of the fields of `promptstudio.store.records.RunRecord`."""

PROMPTS: Final = """
    SELECT prompt_id, job_id, task, kind, num_virtual_tokens, token_dim, sha256, norm, created,
           data
    FROM prompt
"""


def to_start(row: Sequence[Any]) -> JobStart:
    """Build a job with its attempt from identity, study, title, label, spec and attempt."""
    job_id, study_id, title, label, spec, attempt = row
    job = Job(
        job_id=job_id,
        study_id=study_id,
        title=title,
        label=label,
        spec=JobSpec.model_validate_json(spec),
    )
    return JobStart(job=job, attempt=attempt)


def to_prompt(row: Sequence[Any]) -> StoredPrompt:
    """Build a prompt from a row of `PROMPTS`."""
    return StoredPrompt(
        prompt_id=row[0],
        run_id=row[1],
        task=row[2],
        kind=row[3],
        num_virtual_tokens=row[4],
        token_dim=row[5],
        sha256=row[6],
        norm=row[7],
        created=to_time(row[8]),
        data=row[9],
    )
