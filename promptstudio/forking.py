"""From a stored run and changed settings to a run that begins at its last checkpoint."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from promptstudio.core.errors import ConfigError, StoreError, TaskError
from promptstudio.core.single import changed, study_of
from promptstudio.core.spec import Job, StudySpec
from promptstudio.methods.registry import methods
from promptstudio.planning import prepare
from promptstudio.store.forking import ForkPoint
from promptstudio.store.queries import RunReader
from promptstudio.store.records import StoredCheckpoint

NO_CHECKPOINT: Final = (
    "The run '{0}' has no checkpoint to fork from: it has not been evaluated yet, or it is "
    "finished and kept its prompt alone. 'Checkpoints kept' in the settings says how many "
    "finished runs keep one."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fork:
    """A study of one run, its jobs with the run as the last, and where the run begins."""

    study_id: str
    study: StudySpec
    jobs: tuple[Job, ...]
    point: ForkPoint


def prepare_fork(
    reader: RunReader,
    job_id: str,
    changes: Mapping[str, object],
    workspace: Path,
    *,
    study_id: str,
) -> Fork:
    """Check what a fork changes, and make its study and jobs.

    Raises
    ------
    ConfigError
        If the changes are not valid, shape a stage that the run is past, or leave nothing to
        do.
    StoreError
        If there is no such run, it is a shared stage, or no checkpoint of it is stored.
    TaskError
        If its data or its model has changed.
    """
    record = reader.run(job_id)
    origin = reader.job(record.job_id)
    if origin.spec.kind != "run":
        raise StoreError(f"'{origin.title}' is a shared stage; only runs can be forked.")
    checkpoint = reader.checkpoint(origin.job_id) or reader.fork_point(origin.job_id)
    if checkpoint is None:
        raise StoreError(NO_CHECKPOINT.format(origin.title))
    study = changed(study_of(origin, reader.study(origin.study_id)), changes)
    prepared = prepare(study, workspace, study_id=study_id)
    runs = [job for job in prepared.jobs if _is_successor(job, origin)]
    stages = [job for job in prepared.jobs if job.spec.kind == "stage"]
    if len(runs) != 1:
        raise ConfigError(f"The changes do not make one run of '{origin.title}'.")
    past = methods()[origin.spec.method].settings_before(checkpoint.stage)
    _check_same_start(runs[0], origin, changes, past)
    _check_has_work(runs[0], checkpoint, spent=record.rows)
    point = ForkPoint(origin.job_id, checkpoint)
    return Fork(study_id=study_id, study=study, jobs=(*stages, *runs), point=point)


def _is_successor(job: Job, origin: Job) -> bool:
    return job.spec.kind == "run" and job.spec.target_task == origin.spec.target_task


def _check_same_start(
    job: Job, origin: Job, changes: Mapping[str, object], past: Collection[str]
) -> None:
    """Refuse a fork that would need other data, another model or other stages before it.

    ``past`` are settings that count no more at the checkpoint.
    """
    if (job.spec.tasks, job.spec.weights) != (origin.spec.tasks, origin.spec.weights):
        raise TaskError(
            f"The data or the model of '{origin.title}' has changed since. Start a new run instead."
        )
    refused = [name for name in changes if name in past]
    if (job.spec.needs, job.spec.stages) != (origin.spec.needs, origin.spec.stages):
        refused = refused or list(changes)
    if refused:
        names = ", ".join(f"'{name}'" for name in refused)
        raise ConfigError(
            f"A fork of '{origin.title}' can not change {names}: the stages before its "
            "checkpoint depend on that. Start a new run instead."
        )


def _check_has_work(job: Job, checkpoint: StoredCheckpoint, *, spent: int) -> None:
    """Refuse a fork that would end where it begins."""
    spec = job.spec
    if spec.budget_rows is not None and spent >= spec.budget_rows:
        raise ConfigError(
            f"The budget of {spec.budget_rows:,} rows is spent at the checkpoint, so a fork would "
            "end at once. Start a new run with a larger budget instead."
        )
    if checkpoint.stage != spec.stages[-1]:
        return
    info = methods()[spec.method]
    name = next(stage.steps for stage in info.stages if stage.key == checkpoint.stage)
    steps = int(spec.config[name]) if name else 0
    if steps <= checkpoint.step:
        raise ConfigError(
            f"The checkpoint stands after step {checkpoint.step:,}, and the fork would end at step "
            f"{steps:,}. Give '{name}' a larger value, so that it goes on."
        )
