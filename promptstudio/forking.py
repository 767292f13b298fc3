"""From a stored run and changed settings to a run that begins at its last checkpoint."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from promptstudio.core.errors import ConfigError, StoreError, TaskError
from promptstudio.core.single import changed, study_of
from promptstudio.core.spec import Job, StudySpec
from promptstudio.planning import prepare
from promptstudio.store.forking import ForkPoint
from promptstudio.store.queries import RunReader


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
        If the changes are not valid, or shape a shared stage that the run is past.
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
        raise StoreError(
            f"The run '{origin.title}' has no checkpoint to fork from: it has not been evaluated "
            "yet, or it is finished and kept its prompt alone."
        )
    study = changed(study_of(origin, reader.study(origin.study_id)), changes)
    prepared = prepare(study, workspace, study_id=study_id)
    runs = [job for job in prepared.jobs if _is_successor(job, origin)]
    stages = [job for job in prepared.jobs if job.spec.kind == "stage"]
    if len(runs) != 1:
        raise ConfigError(f"The changes do not make one run of '{origin.title}'.")
    _check_same_start(runs[0], origin, changes)
    point = ForkPoint(origin.job_id, checkpoint)
    return Fork(study_id=study_id, study=study, jobs=(*stages, *runs), point=point)


def _is_successor(job: Job, origin: Job) -> bool:
    return job.spec.kind == "run" and job.spec.target_task == origin.spec.target_task


def _check_same_start(job: Job, origin: Job, changes: Mapping[str, object]) -> None:
    """Refuse a fork that would need other data, another model or another shared stage."""
    if (job.spec.tasks, job.spec.weights) != (origin.spec.tasks, origin.spec.weights):
        raise TaskError(
            f"The data or the model of '{origin.title}' has changed since. Start a new run instead."
        )
    if job.spec.needs != origin.spec.needs or job.spec.stages != origin.spec.stages:
        names = ", ".join(f"'{name}'" for name in changes)
        raise ConfigError(
            f"A fork of '{origin.title}' can not change {names}: the stages before its "
            "checkpoint depend on that. Start a new run instead."
        )
