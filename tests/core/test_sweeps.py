from typing import Any

import pytest

from promptstudio.core.errors import ConfigError
from promptstudio.core.expansion import expand
from promptstudio.core.settings import MethodConfig, setting
from promptstudio.core.spec import Job, MethodSpec, StudySpec, dump_study, parse_study
from promptstudio.core.sweeps import (
    config_variants,
    parse_sweep,
    study_variants,
    sweep_text,
)
from tests.core.test_expansion import FINGERPRINTS, METHODS, info, steps


def number(default: float, stage: str, **more: Any) -> Any:
    return setting(default, title="Rate", help="How far.", stage=stage, ge=0, le=100, **more)


class PriorConfig(MethodConfig):
    """A method whose width matters under one prior, and whose floor under one width rule."""

    steps: int = steps(10, "tune")
    prior: str = setting("none", title="Prior", help="What is believed.", stage="tune")
    width: float = number(1.0, "tune", when={"prior": ("gaussian",)})
    floor: float = number(0.1, "tune", when={"width": (1.0, 2.0)})


PRIOR = info("prior", PriorConfig, *METHODS["plain"].stages, uses_sources=False)


def study(**changes: Any) -> StudySpec:
    values = {
        "name": "study",
        "source_tasks": ["film", "book"],
        "target_tasks": ["food"],
        "methods": [{"key": "plain"}, {"key": "chain"}],
    }
    return StudySpec.model_validate(values | changes)


def jobs_of(**changes: Any) -> tuple[Job, ...]:
    made = study(**changes)
    return expand(made, study_id="s", methods=METHODS, fingerprints=FINGERPRINTS)


def test_every_combination_of_swept_fields_is_a_study_without_sweep() -> None:
    sweep = {"shots": [4, "all"], "text.label_words": ["natural", "numeric"]}
    found = study_variants(study(sweep=sweep))
    assert [(v.study.shots, v.study.text.label_words) for v in found] == [
        (4, "natural"),
        (4, "numeric"),
        (None, "natural"),
        (None, "numeric"),
    ]
    assert all(v.study.sweep == {} for v in found)
    assert found[1].label("Plain", uses_sources=False) == "Plain, shots 4, text.label_words numeric"


def test_a_study_without_sweep_is_its_one_variant() -> None:
    (only,) = study_variants(study())
    assert only.study == study()
    assert only.label("Plain", uses_sources=True) == "Plain"


def test_a_method_without_sources_runs_once_whatever_the_sources_are() -> None:
    jobs = jobs_of(sweep={"source_tasks": [["film"], ["film", "book"]]})
    labels = [job.label for job in jobs if job.spec.kind == "run"]
    assert labels == ["Plain", "Chain, source_tasks film", "Chain, source_tasks film+book"]


def test_a_shared_stage_is_computed_once_for_all_values_of_a_target_setting() -> None:
    jobs = jobs_of(methods=[{"key": "chain", "config": {"target_lr": [0.1, 0.2, 0.3]}}])
    kinds = [job.spec.kind for job in jobs]
    assert (kinds.count("stage"), kinds.count("run")) == (2, 3)
    runs = [job for job in jobs if job.spec.kind == "run"]
    assert len({job.spec.needs for job in runs}) == 1
    assert [job.label for job in runs] == [f"Chain, target_lr {v}" for v in (0.1, 0.2, 0.3)]


def test_a_swept_source_setting_makes_a_shared_stage_for_each_value() -> None:
    jobs = jobs_of(methods=[{"key": "chain", "config": {"source_steps": [10, 20]}}])
    kinds = [job.spec.kind for job in jobs]
    assert (kinds.count("stage"), kinds.count("run")) == (4, 2)


def test_settings_that_do_not_matter_make_no_variants() -> None:
    config = {"prior": ["none", "gaussian"], "width": [1.0, 2.0, 5.0], "floor": [0.1, 0.2]}
    found = config_variants(MethodSpec(key="prior", config=config), PRIOR, "Prior")
    assert [variant.label for variant in found] == [
        "Prior, prior none",
        "Prior, prior gaussian, width 1.0, floor 0.1",
        "Prior, prior gaussian, width 1.0, floor 0.2",
        "Prior, prior gaussian, width 2.0, floor 0.1",
        "Prior, prior gaussian, width 2.0, floor 0.2",
        "Prior, prior gaussian, width 5.0",
    ]


def test_a_label_of_the_study_stands_before_the_values() -> None:
    jobs = jobs_of(methods=[{"key": "plain", "label": "Mine", "config": {"steps": [1, 2]}}])
    assert [job.label for job in jobs] == ["Mine, steps 1", "Mine, steps 2"]


def test_methods_of_one_name_are_numbered() -> None:
    names = ["plain", "plain", "chain", "plain"]
    jobs = jobs_of(methods=[{"key": key} for key in names])
    labels = [job.label for job in jobs if job.spec.kind == "run"]
    assert labels == ["Plain", "Plain 2", "Chain", "Plain 3"]


def test_a_sweep_is_written_and_read_back() -> None:
    made = study(
        sweep={"shots": [4, "all"], "backbone.prompt_position": ["prepend", "append"]},
        methods=[{"key": "chain", "config": {"target_lr": [0.1, 0.2]}}],
        split_seeds=[3, 4],
    )
    read = parse_study(dump_study(made), "The text")
    assert study_variants(read) == study_variants(made)
    assert read.split_seeds == (3, 4)


@pytest.mark.parametrize(
    ("sweep", "message"),
    [
        (
            {"target_tasks": [["food"]]},
            "The sweep names 'target_tasks'. A sweep can be over: shots",
        ),
        ({"text": ["natural"]}, "The sweep names 'text'."),
        ({"shots": []}, "The sweep over 'shots' has no values. Give one at least."),
        ({"shots": [0]}, "The sweep: shots = 0: Input should be greater than or equal to 1."),
        ({"text.words": ["numeric"]}, "The sweep: there is no setting 'text.words'."),
        ({"source_tasks": [["food"]]}, "The sweep: "),
        ({"shots": list(range(1, 200)), "budget_rows": list(range(1, 200))}, "39601 combinations"),
    ],
)
def test_a_sweep_that_can_not_be_run(sweep: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        study_variants(study(sweep=sweep))
    assert message in str(caught.value)


def test_a_setting_without_values_is_refused() -> None:
    entry = MethodSpec(key="prior", config={"steps": []})
    with pytest.raises(ConfigError, match="The sweep over 'steps' has no values"):
        config_variants(entry, PRIOR, "Prior")


def test_a_sweep_as_text_is_read_back() -> None:
    sweep = {
        "shots": (4, 16, "all"),
        "text.label_words": ("natural", "numeric"),
        "source_tasks": (["a"], ["a", "b"]),
    }
    assert parse_sweep(sweep_text(sweep)) == sweep
    assert (sweep_text({}), parse_sweep("")) == ("", {})


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("shots 4, 16", "one line for every field"),
        ("shots = 4", "'shots' needs a list of values in square brackets"),
        ('text.label_words = ["natural"]', '"text.label_words"'),
    ],
)
def test_a_sweep_that_can_not_be_read_is_told(text: str, sentence: str) -> None:
    with pytest.raises(ConfigError, match=sentence):
        parse_sweep(text)
