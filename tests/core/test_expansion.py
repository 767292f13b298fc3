from collections.abc import Mapping
from typing import Any

import pytest

from promptstudio.core.declaration import MethodInfo, StageInfo
from promptstudio.core.errors import ConfigError
from promptstudio.core.expansion import expand, plan_steps
from promptstudio.core.settings import MethodConfig, setting
from promptstudio.core.spec import EvaluationSpec, Job, StudySpec

FINGERPRINTS = {"film": "f1", "book": "b1", "food": "o1", "hotel": "h1"}


def steps(default: int, stage: str) -> Any:
    return setting(default, title="Steps", help="How many.", stage=stage, ge=0, le=10_000)


class PlainConfig(MethodConfig):
    """A method of one target stage."""

    steps: int = steps(100, "tune")


class ChainConfig(MethodConfig):
    """A method of all three scopes."""

    source_steps: int = steps(30, "sources")
    joint_steps: int = steps(20, "joint")
    target_steps: int = steps(10, "adapt")
    target_lr: float = setting(0.1, title="Rate", help="How far.", stage="adapt", ge=0, le=1)


def info(key: str, config_type: type[MethodConfig], *stages: StageInfo, **more: Any) -> MethodInfo:
    return MethodInfo(
        key=key,
        title=key.title(),
        summary="s",
        paper="p",
        config_type=config_type,
        build="algorithm:X",
        stages=stages,
        **more,
    )


METHODS: Mapping[str, MethodInfo] = {
    "plain": info(
        "plain",
        PlainConfig,
        StageInfo(key="tune", title="Tune", scope="target", steps="steps"),
        uses_sources=False,
    ),
    "chain": info(
        "chain",
        ChainConfig,
        StageInfo(key="sources", title="Source prompts", scope="source", steps="source_steps"),
        StageInfo(
            key="joint",
            title="Joint",
            scope="joint",
            steps="joint_steps",
            skip=lambda config: config.joint_steps == 0,
        ),
        StageInfo(key="adapt", title="Adapt", scope="target", steps="target_steps"),
    ),
}


def jobs_of(*methods: dict[str, Any], **changes: Any) -> tuple[Job, ...]:
    values: dict[str, Any] = {
        "name": "study",
        "source_tasks": ["film", "book"],
        "target_tasks": ["food", "hotel"],
        "methods": methods,
        "seeds": [0],
        "shots": 16,
        "source_shots": 200,
    }
    study = StudySpec.model_validate(values | changes)
    return expand(study, study_id="study-1", methods=METHODS, fingerprints=FINGERPRINTS)


CHAIN = {"key": "chain"}
PLAIN = {"key": "plain"}


def stages(jobs: tuple[Job, ...]) -> list[Job]:
    return [job for job in jobs if job.spec.kind == "stage"]


def runs(jobs: tuple[Job, ...]) -> list[Job]:
    return [job for job in jobs if job.spec.kind == "run"]


def test_one_run_per_method_target_and_seed() -> None:
    jobs = jobs_of(PLAIN, {**PLAIN, "label": "Plain again"}, seeds=[4, 2])
    assert [job.title for job in jobs] == [
        "Plain: food, seed 4",
        "Plain: hotel, seed 4",
        "Plain: food, seed 2",
        "Plain: hotel, seed 2",
        "Plain again: food, seed 4",
        "Plain again: hotel, seed 4",
        "Plain again: food, seed 2",
        "Plain again: hotel, seed 2",
    ]
    assert {job.spec.kind for job in jobs} == {"run"}
    assert len({job.job_id for job in jobs}) == 8
    assert [job.spec.seed for job in jobs[:4]] == [4, 4, 2, 2]


def test_shared_stages_stand_once_and_before_the_runs_that_need_them() -> None:
    jobs = jobs_of(CHAIN)
    sources, joint, food, hotel = jobs
    assert [job.spec.stages for job in jobs] == [("sources",), ("joint",), ("adapt",), ("adapt",)]
    assert sources.spec.needs is None
    assert joint.spec.needs_id == sources.job_id
    assert food.spec.needs_id == hotel.spec.needs_id == joint.job_id
    assert sources.job_id == f"stage-{sources.spec.digest}"
    assert sources.title == "Chain: Source prompts, seed 0"


def test_equal_stages_of_two_entries_are_one_job() -> None:
    jobs = jobs_of(CHAIN, {**CHAIN, "label": "Faster", "config": {"target_lr": 0.5}})
    assert [job.spec.stages[0] for job in jobs] == ["sources", "joint", *["adapt"] * 4]
    assert len({job.spec.needs for job in runs(jobs)}) == 1


def test_every_job_stands_after_what_it_needs() -> None:
    seen: set[str] = set()
    for job in jobs_of(PLAIN, CHAIN, {**CHAIN, "config": {"source_steps": 9}}, seeds=[0, 1, 2]):
        assert job.spec.needs_id in {None, *seen}
        seen.add(job.job_id)


def test_a_job_reads_only_the_tasks_of_its_scope() -> None:
    sources, joint, food, _hotel = jobs_of(CHAIN)
    assert sources.spec.tasks == {"book": "b1", "film": "f1"}
    assert sources.spec.joint_tasks == ()
    assert (sources.spec.shots, sources.spec.source_shots) == (None, 200)
    assert joint.spec.tasks == FINGERPRINTS
    assert joint.spec.joint_tasks == ("food", "hotel")
    assert joint.spec.target_task is None
    assert (food.spec.target_task, food.spec.joint_tasks) == ("food", ("food", "hotel"))


def test_a_method_without_sources_does_not_depend_on_them() -> None:
    with_sources, without = jobs_of(PLAIN), jobs_of(PLAIN, source_tasks=[])
    assert with_sources[0].spec == without[0].spec
    assert with_sources[0].spec.tasks == {"food": "o1"}
    assert with_sources[0].spec.source_shots is None


def test_changing_a_target_setting_keeps_the_shared_stages() -> None:
    before = jobs_of(CHAIN)
    after = jobs_of({**CHAIN, "config": {"target_lr": 0.5}})
    assert [job.job_id for job in stages(before)] == [job.job_id for job in stages(after)]
    assert {job.spec.config["target_lr"] for job in runs(after)} == {0.5}
    assert [job.spec.config for job in stages(after)] == [
        {"source_steps": 30},
        {"source_steps": 30, "joint_steps": 20},
    ]


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({"shots": 4}, ("sources",)),
        ({"target_tasks": ["food"]}, ("sources",)),
        ({"evaluation": EvaluationSpec(every=3)}, ("sources",)),
        ({"name": "another"}, ("sources", "joint")),
        ({"source_shots": 100}, ()),
        ({"source_tasks": ["film"]}, ()),
        ({"backbone": {"dtype": "bfloat16"}}, ()),
        ({"seeds": [1]}, ()),
        ({"split_seeds": [9]}, ()),
        ({"split_rule": "total"}, ()),
        ({"text": {"task_prefix": True}}, ()),
    ],
)
def test_a_stage_is_shared_exactly_where_nothing_that_it_reads_differs(
    changes: dict[str, Any], same: tuple[str, ...]
) -> None:
    before = {job.spec.stages[0]: job.job_id for job in stages(jobs_of(CHAIN))}
    after = {job.spec.stages[0]: job.job_id for job in stages(jobs_of(CHAIN, **changes))}
    assert tuple(key for key in before if before[key] == after[key]) == same


def test_changed_data_of_a_source_changes_every_stage() -> None:
    study = StudySpec.model_validate(
        {
            "name": "s",
            "source_tasks": ["film"],
            "target_tasks": ["food"],
            "methods": [CHAIN],
        }
    )
    made = [
        expand(study, study_id="study-1", methods=METHODS, fingerprints=FINGERPRINTS | changed)
        for changed in ({}, {"film": "f2"}, {"food": "o2"})
    ]
    ids = [[job.job_id for job in stages(jobs)] for jobs in made]
    assert not set(ids[0]) & set(ids[1])
    assert ids[0][0] == ids[2][0]
    assert ids[0][1] != ids[2][1]


def test_a_skipped_stage_drops_out() -> None:
    sources, food, _hotel = jobs_of({**CHAIN, "config": {"joint_steps": 0}})
    assert food.spec.needs_id == sources.job_id
    assert food.spec.joint_tasks == ()


def test_seed_draws_the_sample_unless_the_study_fixes_it() -> None:
    assert [job.spec.split_seed for job in jobs_of(PLAIN, seeds=[5], target_tasks=["food"])] == [5]
    fixed = jobs_of(PLAIN, seeds=[5, 6], target_tasks=["food"], split_seeds=[1, 2])
    pairs = [(job.spec.seed, job.spec.split_seed) for job in fixed]
    assert pairs == [(5, 1), (5, 2), (6, 1), (6, 2)]
    assert fixed[1].title == "Plain: food, seed 5, split 2"


@pytest.mark.parametrize(
    ("method", "changes", "message"),
    [
        (
            {"key": "plan"},
            {},
            (
                "There is no method 'plan'. Known methods: chain, plain. If a newer PromptStudio "
                "wrote the study, update this one."
            ),
        ),
        (CHAIN, {"source_tasks": []}, "The method 'Chain' needs at least one source task."),
        (
            {"key": "plain", "config": {"stepz": 3}},
            {},
            (
                "Method 'plain': there is no setting 'stepz'. Check its spelling. If a newer "
                "PromptStudio wrote the study, update this one."
            ),
        ),
    ],
)
def test_a_study_that_can_not_be_expanded(
    method: dict[str, Any], changes: dict[str, Any], message: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        jobs_of(method, **changes)
    assert str(caught.value) == message


def test_the_plan_counts_the_steps_of_active_stages() -> None:
    assert plan_steps(METHODS["chain"], ChainConfig()) == {"sources": 30, "joint": 20, "adapt": 10}
    assert plan_steps(METHODS["chain"], ChainConfig(joint_steps=0)) == {"sources": 30, "adapt": 10}
