import pytest

from promptstudio.analysis.failures import Kind
from promptstudio.analysis.remedies import Remedy, remedy
from promptstudio.core.settings import MethodConfig, fields_of, setting


class Config(MethodConfig):
    source_learning_rate: float = setting(
        0.1, title="Source rate", help="h", stage="source", ge=1e-4, le=1
    )
    learning_rate: float = setting(
        0.3, title="Learning rate", help="h", stage="target", ge=1e-4, le=1
    )
    one_lr: float = setting(0.3, title="One", help="h", stage="two", ge=1e-4, le=1)
    other_lr: float = setting(0.3, title="Other", help="h", stage="two", ge=1e-4, le=1)


FIELDS = fields_of(Config)


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        ("flat", 0.9),
        ("one_class", 0.9),
        ("not_finite", 0.1),
        ("norm_blow_up", 0.1),
        ("loss_rising", 0.1),
    ],
)
def test_a_still_score_asks_for_more_and_a_wild_one_for_less(kind: Kind, wanted: float) -> None:
    found = remedy(kind, FIELDS, {}, "target")
    assert found == Remedy("learning_rate", "Learning rate", 0.3, wanted)


def test_the_rate_of_the_stage_at_work_is_meant() -> None:
    found = remedy("loss_rising", FIELDS, {"source_learning_rate": 0.05}, "source")
    assert found == Remedy("source_learning_rate", "Source rate", 0.05, 0.017)


def test_bounds_hold_and_at_a_bound_nothing_is_left_to_try() -> None:
    found = remedy("flat", FIELDS, {"learning_rate": 0.5}, "target")
    assert found is not None
    assert found.wanted == 1.0
    assert remedy("flat", FIELDS, {"learning_rate": 1.0}, "target") is None


@pytest.mark.parametrize("stage", ["two", "none"])
def test_without_one_rate_nothing_is_suggested(stage: str) -> None:
    assert remedy("flat", FIELDS, {}, stage) is None
