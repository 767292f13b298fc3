import re

import pytest

from promptstudio.analysis.plan import (
    Plan,
    combinations,
    count_jobs,
    effort_of,
    parse_seeds,
    plan_of,
    plan_table,
    planned_jobs,
    seeds_text,
)
from promptstudio.core.declaration import MethodInfo, StageInfo, Work
from promptstudio.core.errors import ConfigError
from promptstudio.core.settings import MethodConfig, setting
from promptstudio.core.spec import MethodSpec, StudySpec


class Config(MethodConfig):
    source_steps: int = setting(30, title="S", help="s.", stage="source", ge=0, le=1000)
    steps: int = setting(100, title="T", help="t.", stage="target", ge=0, le=1000)


METHODS = {
    "two": MethodInfo(
        key="two",
        title="Two stages",
        summary="Learns.",
        paper="None",
        config_type=Config,
        build="algorithm:Two",
        stages=(
            StageInfo(
                key="source",
                title="Source",
                scope="source",
                steps="source_steps",
                skip=lambda config: config.source_steps == 0,
            ),
            StageInfo(
                key="target",
                title="Target",
                scope="target",
                steps="steps",
                work=lambda config, tasks: Work(gradients=16 * tasks),
            ),
        ),
    )
}
STUDY = StudySpec(
    name="s",
    source_tasks=("a",),
    target_tasks=("b", "c"),
    methods=(MethodSpec(key="two"),),
    seeds=(0, 1, 2),
)


def test_counts_runs_shared_stages_and_steps() -> None:
    assert plan_of(STUDY, METHODS) == Plan(runs=6, stages=3, steps=3 * 30 + 6 * 100)


def test_a_stage_that_drops_out_is_not_counted() -> None:
    without = MethodSpec(key="two", config={"source_steps": 0, "steps": 7})
    study = STUDY.model_copy(update={"methods": (without,)})
    assert plan_of(study, METHODS) == Plan(runs=6, stages=0, steps=42)


def test_the_sentence_of_a_plan() -> None:
    assert Plan(16, 6, 9600).sentence == "16 runs, 6 shared stages, 9,600 steps"
    assert Plan(1, 0, 1).sentence == "1 run, 1 step"


def test_a_study_that_can_not_be_expanded_says_why() -> None:
    study = STUDY.model_copy(update={"source_tasks": ()})
    with pytest.raises(ConfigError, match="'Two stages' needs at least one source task"):
        plan_of(study, METHODS)


def test_the_table_counts_runs_by_method_and_target_and_the_stages_below() -> None:
    jobs = planned_jobs(STUDY, METHODS)
    table = plan_table(jobs, METHODS)
    assert table.rows == (
        ("Two stages", "b", "3", "300"),
        ("Two stages", "c", "3", "300"),
        ("Two stages", "Source", "3", "90"),
    )
    assert sum(int(row[3]) for row in table.rows) == count_jobs(jobs, METHODS).steps


def test_swept_settings_have_lines_of_their_own() -> None:
    swept = MethodSpec(key="two", config={"source_steps": 0, "steps": [7, 9]})
    study = STUDY.model_copy(update={"methods": (swept,), "target_tasks": ("b",)})
    rows = plan_table(planned_jobs(study, METHODS), METHODS).rows
    assert [row[0] for row in rows] == ["Two stages, steps 7", "Two stages, steps 9"]
    assert [row[3] for row in rows] == ["21", "27"]


def test_sources_that_only_a_sweep_names_are_planned() -> None:
    study = STUDY.model_copy(update={"sweep": {"source_tasks": (("a",), ("d", "e"))}})
    assert plan_of(study, METHODS).runs == 12


def test_effort_names_steps_gradients_and_what_is_shared() -> None:
    config = Config()
    assert effort_of(METHODS["two"], config, sources=3, targets=2) == (
        "30 steps on the sources, shared by all targets, then 100 steps of 16 gradients on each "
        "target"
    )
    idle = Config(source_steps=0, steps=0)
    assert effort_of(METHODS["two"], idle, sources=3, targets=2) == "nothing is trained"


@pytest.mark.parametrize(
    ("text", "seeds"),
    [("0", (0,)), ("0, 1,5", (0, 1, 5)), ("0-3", (0, 1, 2, 3)), ("7 2-3", (7, 2, 3))],
)
def test_seeds_are_read_as_typed(text: str, seeds: tuple[int, ...]) -> None:
    assert parse_seeds(text) == seeds
    assert parse_seeds(seeds_text(seeds)) == seeds


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "give at least one number"),
        ("x", "'x' is neither a number nor a range such as 0-4."),
        ("1-", "'1-' is neither"),
        ("-1", "'-1' is neither"),
        ("5-2", "the range '5-2' is empty"),
        ("0-100000", "longer than 1000"),
        ("1, 1", "the same seed stands twice"),
    ],
)
def test_seeds_that_can_not_be_read_say_why(text: str, sentence: str) -> None:
    with pytest.raises(ConfigError, match=re.escape(sentence)):
        parse_seeds(text)


def test_long_ranges_of_seeds_are_short() -> None:
    assert seeds_text((0, 1, 2, 3)) == "0-3"
    assert seeds_text((0, 1)) == "0, 1"
    assert seeds_text((0, 2, 3)) == "0, 2, 3"


def test_combinations_are_the_runs_of_a_study_without_doubles() -> None:
    study = StudySpec(
        name="wide",
        source_tasks=("a",),
        target_tasks=("b", "c"),
        methods=(
            MethodSpec(key="two", config={"steps": [1, 2, 3], "source_steps": [4, 5]}),
            MethodSpec(key="two", config={"steps": 7}),
        ),
        seeds=(0, 1),
        split_seeds=(0, 1, 2),
        sweep={"shots": (4, 8)},
    )
    assert combinations(study) == (6 + 1) * 2 * 6 * 2
    assert combinations(study) == plan_of(study, METHODS).runs
