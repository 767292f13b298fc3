"""Rows of the wide tables, turned into records."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from promptstudio.core.commands import JobStart
from promptstudio.core.events import Status
from promptstudio.core.spec import Job, JobSpec
from promptstudio.store.records import RunRecord, StoredPrompt
from promptstudio.store.values import to_number, to_time

RUNS: Final = """
    SELECT run.job_id, run.study_id, study.name, run.kind, run.title, run.label, run.method,
           run.setting, run.source_tasks, run.target_task, run.seed, run.digest, run.needs,
           run.status, run.attempt, run.position, run.created, run.started, run.ended, run.stage,
           run.step, run.steps, run.rows, run.seconds, run.metric, run.validation,
           run.test_metrics, run.device, run.backbone, run.backbone_sha256, run.sharing,
           run.environment_id, run.reason, run.report, prompt.prompt_id, run.split_seed,
           run.test_rows, json_extract(run.spec, '$.config'), json_extract(run.spec, '$.stages')
    FROM run
    JOIN study USING (study_id)
    LEFT JOIN prompt ON prompt.job_id = run.job_id AND prompt.task = run.target_task
"""
PROMPTS: Final = """
    SELECT prompt_id, job_id, task, kind, num_virtual_tokens, token_dim, sha256, norm, created,
           data
    FROM prompt
"""


def to_run(row: Sequence[Any], environments: Mapping[str, dict[str, str]]) -> RunRecord:
    """Build a record from a row of `RUNS`; ``environments`` are versions by identity."""
    return RunRecord(
        job_id=row[0],
        study_id=row[1],
        study=row[2],
        kind=row[3],
        title=row[4],
        label=row[5],
        method=row[6],
        setting=row[7],
        source_tasks=tuple(json.loads(row[8])),
        target_task=row[9],
        seed=row[10],
        digest=row[11],
        needs=row[12],
        status=Status(row[13]),
        attempt=row[14],
        position=row[15],
        created=to_time(row[16]),
        started=None if row[17] is None else to_time(row[17]),
        ended=None if row[18] is None else to_time(row[18]),
        stage=row[19],
        step=row[20],
        steps=row[21],
        rows=row[22],
        seconds=row[23],
        metric=row[24],
        validation=row[25],
        test={name: to_number(value, None) for name, value in json.loads(row[26]).items()},
        device=row[27],
        backbone=row[28],
        backbone_sha256=row[29],
        sharing=row[30],
        versions=environments.get(row[31], {}),
        reason=row[32],
        report=row[33],
        prompt_id=row[34],
        split_seed=row[35],
        test_rows=row[36],
        config=json.loads(row[37]),
        stages=tuple(json.loads(row[38])),
    )


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
