"""From one run of a study to a study of that run alone, with or without changes."""

from collections.abc import Mapping
from typing import Final

from pydantic import ValidationError

from promptstudio.core.errors import ConfigError
from promptstudio.core.settings import explain
from promptstudio.core.spec import EvaluationSpec, Job, MethodSpec, StudySpec

_MOST_CHARACTERS: Final = 120
"""Longest name of a study."""


def study_of(job: Job, study: StudySpec) -> StudySpec:
    """Return a study of one run: one method, one target, one seed.

    A run that shares a joint stage keeps the targets that were learned together, without
    which it would be another run.

    Parameters
    ----------
    job
        A run, no shared stage.
    study
        The study that it is of: where its cards are, and how its runs share batches.
    """
    spec = job.spec
    method = MethodSpec(
        key=spec.method,
        label=job.label,
        control=any(entry.control for entry in study.methods if entry.key == spec.method),
        config={name: value for name, value in spec.config.items() if value is not None},
    )
    target = (spec.target_task,) if spec.target_task else ()
    changes = {
        "name": shortened(job.title),
        "backbone": spec.backbone,
        "source_tasks": spec.source_tasks,
        "target_tasks": spec.joint_tasks or target,
        "methods": (method,),
        "shots": spec.shots,
        "source_shots": spec.source_shots,
        "split_rule": spec.split_rule,
        "text": spec.text,
        "seeds": (spec.seed,),
        "split_seeds": None if study.split_seeds is None else (spec.split_seed,),
        "sweep": {},
        "published": (),
        "deviations": (),
        "evaluation": spec.evaluation,
        "budget_rows": spec.budget_rows,
    }
    return study.model_copy(update=changes)


def changed(study: StudySpec, changes: Mapping[str, object]) -> StudySpec:
    """Return a study of one run with other settings, which its name and label tell.

    Settings of the method go by their names, those of scoring as ``evaluation.every``.

    Raises
    ------
    ConfigError
        If nothing is changed, a value is a list, or a setting is none that a run in progress
        may change.
    """
    if not changes:
        raise ConfigError("A fork needs at least one setting with another value.")
    own: dict[str, object] = {}
    scoring = study.evaluation.model_dump()
    for name, value in changes.items():
        if isinstance(value, list | tuple | dict):
            raise ConfigError(f"A fork takes one value of '{name}', not several.")
        if name.removeprefix("evaluation.") in scoring and name.startswith("evaluation."):
            scoring[name.removeprefix("evaluation.")] = value
        elif "." in name:
            raise ConfigError(f"A fork can not change '{name}'. Start a new run instead.")
        else:
            own[name] = value
    (method,) = study.methods
    told = ", ".join(f"{name} = {_words(value)}" for name, value in changes.items())
    fields = {
        "config": {**method.config, **own},
        "label": f"{method.label}, {told}",
    }
    try:
        evaluation = EvaluationSpec.model_validate(scoring)
    except ValidationError as error:
        raise ConfigError(explain(error, "The fork")) from error
    return study.model_copy(
        update={
            "name": shortened(f"{study.name}, {told}"),
            "methods": (method.model_copy(update=fields),),
            "evaluation": evaluation,
        }
    )


def shortened(name: str) -> str:
    """Return a name that is short enough for a study."""
    return name if len(name) <= _MOST_CHARACTERS else f"{name[: _MOST_CHARACTERS - 1]}…"


def _words(value: object) -> str:
    return "none" if value is None else str(value)
