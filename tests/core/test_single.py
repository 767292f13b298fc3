"""A study of one run: it expands to that run and to no other."""

from typing import Any

import pytest

from promptstudio.core.errors import ConfigError
from promptstudio.core.expansion import expand
from promptstudio.core.single import changed, shortened, study_of
from promptstudio.core.spec import EvaluationSpec, Job, MethodSpec, StudySpec
from promptstudio.methods.registry import methods

TASKS = ("film", "food", "home", "shop")


def study(**changes: Any) -> StudySpec:
    values: dict[str, Any] = {
        "name": "many",
        "source_tasks": ("film", "food"),
        "target_tasks": ("home", "shop"),
        "methods": (
            MethodSpec(key="prompt_tuning", config={"learning_rate": [0.1, 0.3], "steps": 6}),
            MethodSpec(key="spot", label="My SPoT", control=True, config={"top_k": 2}),
            MethodSpec(key="crosspt"),
        ),
        "seeds": (0, 1),
        "sweep": {"shots": (4, "all"), "text.task_prefix": (False, True)},
        "evaluation": EvaluationSpec(every=7),
        "published": ("spot",),
        "in_flight": 5,
    }
    return StudySpec.model_validate(values | changes)


def jobs_of(found: StudySpec) -> tuple[Job, ...]:
    fingerprints = {task: f"mark of {task}" for task in TASKS}
    return expand(found, study_id="s", methods=methods(), fingerprints=fingerprints)


@pytest.mark.parametrize("split_seeds", [None, (3, 4)])
def test_every_run_of_a_study_comes_back_alone(split_seeds: tuple[int, ...] | None) -> None:
    whole = study(split_seeds=split_seeds)
    jobs = jobs_of(whole)
    runs = [job for job in jobs if job.spec.kind == "run"]
    stages = {job.job_id for job in jobs} - {run.job_id for run in runs}
    assert len(runs) >= 64
    for run in runs:
        alone = study_of(run, whole)
        made = jobs_of(alone)
        same = [job for job in made if job.spec == run.spec]
        assert len(same) == 1
        assert (same[0].label, same[0].title) == (run.label, run.title)
        assert {job.job_id for job in made if job.spec.kind == "stage"} <= stages
        joint = run.spec.method == "crosspt"
        assert sum(job.spec.kind == "run" for job in made) == (2 if joint else 1)


def test_what_belongs_to_the_whole_study_stays_there() -> None:
    whole = study()
    run = next(job for job in jobs_of(whole) if job.label.startswith("My SPoT"))
    alone = study_of(run, whole)
    assert (alone.sweep, alone.published, alone.in_flight) == ({}, (), 5)
    assert alone.name == run.title
    assert alone.methods[0].control


def test_changes_stand_in_name_label_config_and_scoring() -> None:
    run = jobs_of(study())[0]
    alone = study_of(run, study())
    found = changed(alone, {"steps": 9, "evaluation.patience": 3, "evaluation.test_rows": None})
    told = "steps = 9, evaluation.patience = 3, evaluation.test_rows = none"
    assert found.name == shortened(f"{run.title}, {told}")
    assert found.methods[0].label == f"{run.label}, {told}"
    assert found.methods[0].config == {**run.spec.config, "steps": 9}
    assert (found.evaluation.patience, found.evaluation.every) == (3, 7)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "A fork needs at least one setting with another value."),
        ({"steps": [1, 2]}, "A fork takes one value of 'steps', not several."),
        ({"backbone.dtype": "bfloat16"}, "A fork can not change 'backbone.dtype'. Start a new"),
        ({"evaluation.odd": 1}, "A fork can not change 'evaluation.odd'. Start a new run"),
        ({"evaluation.every": 0}, "The fork: every = 0: Input should be greater than"),
    ],
)
def test_changes_that_are_refused(changes: dict[str, object], sentence: str) -> None:
    alone = study_of(jobs_of(study())[0], study())
    with pytest.raises(ConfigError) as raised:
        changed(alone, changes)
    assert str(raised.value).startswith(sentence)


def test_a_name_is_cut_at_what_a_study_takes() -> None:
    assert shortened("x" * 120) == "x" * 120
    assert shortened("x" * 121) == "x" * 119 + "…"
    long = study_of(jobs_of(study())[0], study()).model_copy(update={"name": "x" * 120})
    assert StudySpec.model_validate(changed(long, {"steps": 9}).model_dump()).name.endswith("x…")
