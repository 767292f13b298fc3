import pytest
import torch
from torch import Tensor

from promptstudio.core.errors import ConfigError
from promptstudio.core.settings import validated
from promptstudio.methods.registry import methods
from promptstudio.methods.task_vectors import terms_of
from tests.methods.fakes import STUDY, Bench, seeded

P, D = 2, 3
INFO = methods()["task_vectors"]
ORIGIN = torch.full((P, D), 0.5)
SOURCE_PROMPTS = torch.randn(3, P, D, generator=seeded("sources"))
VECTORS = SOURCE_PROMPTS - ORIGIN


def combined(**values: object) -> Tensor:
    plain = {"num_virtual_tokens": P, "average": False}
    tuned = Bench(INFO, {**plain, **values}, token_dim=D)
    stage = next(stage for stage, _ in tuned.active if stage.key == "combine")
    state = {"sources": SOURCE_PROMPTS, "origins": ORIGIN.repeat(3, 1, 1)}
    return tuned.begin(stage, {**state, "prompt": SOURCE_PROMPTS[1] + 0.01})["prompt"]


def named(formula: str, **values: object) -> Tensor:
    return combined(combination="named", formula=formula, **values)


def test_vectors_are_added_to_the_origin() -> None:
    torch.testing.assert_close(combined(), ORIGIN + VECTORS.sum(0))
    torch.testing.assert_close(combined(average=True), ORIGIN + VECTORS.mean(0))
    torch.testing.assert_close(combined(scale=-0.3), ORIGIN - 0.3 * VECTORS.sum(0))


def test_a_scale_of_zero_leaves_the_origin() -> None:
    assert torch.equal(combined(scale=0.0), ORIGIN)


def test_a_formula_adds_negates_and_scales() -> None:
    film, food, travel = VECTORS
    found = named("film - 0.5*food + travel")
    torch.testing.assert_close(found, ORIGIN + film - 0.5 * food + travel)
    torch.testing.assert_close(named("-film"), ORIGIN - film)
    torch.testing.assert_close(
        named("film + 2 * travel", average=True), ORIGIN + film + 2 * travel
    )  # a written formula means what it says


def test_a_task_and_its_negation_cancel() -> None:
    torch.testing.assert_close(named("film - film"), ORIGIN)


def test_the_order_of_terms_does_not_matter() -> None:
    torch.testing.assert_close(named("film + food - travel"), named("-travel + food + film"))


def test_the_nearest_vectors_are_added() -> None:
    """The probe is close to the second source."""
    torch.testing.assert_close(combined(combination="nearest", top_k=1), SOURCE_PROMPTS[1])


def test_zero_shot_use_takes_no_steps() -> None:
    tuned = Bench(INFO, {"use": "zero_shot"}, token_dim=D)
    assert [stage.key for stage, _ in tuned.active] == ["source", "combine"]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", {}),
        ("a", {"a": 1.0}),
        ("+a -b", {"a": 1.0, "b": -1.0}),
        ("a-b - a-b + c", {"a-b": 0.0, "c": 1.0}),
        (" 2.5*a_b.c  + a_b.c ", {"a_b.c": 3.5}),
        ("0.25 * x1 - 3*y", {"x1": 0.25, "y": -3.0}),
    ],
)
def test_a_formula_is_read(text: str, terms: dict[str, float]) -> None:
    assert terms_of(text) == terms


@pytest.mark.parametrize("text", ["a b", "a +", "a ** b", "2 a", "A", "a + (b)"])
def test_what_is_no_formula_is_refused(text: str) -> None:
    with pytest.raises(ConfigError, match=r"formula = .* is no term; write for example"):
        validated(INFO.config_type, {"formula": text}, "Method 'task_vectors'")


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"same_start": False}, "vectors can be added only if all source prompts start from one"),
        ({"combination": "named"}, "the formula is empty. Write source tasks"),
        (
            {"combination": "named", "formula": "film - moon"},
            "'moon' in the formula is no source task",
        ),
        ({"combination": "nearest", "top_k": 9}, "9 nearest sources are asked for"),
    ],
)
def test_settings_that_do_not_fit_the_study(values: dict[str, object], message: str) -> None:
    assert INFO.check is not None
    with pytest.raises(ConfigError, match=message):
        INFO.check(INFO.config_type.model_validate(values), STUDY)
