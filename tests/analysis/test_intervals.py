import math

import numpy as np
import pytest

from promptstudio.analysis.intervals import (
    accuracy_interval,
    bootstrap_mean_interval,
    mean_interval,
    resolution_text,
)
from promptstudio.core.errors import AnalysisError


def test_students_interval_by_hand() -> None:
    found = mean_interval([0.7, 0.8, 0.9])
    assert found is not None
    half = 4.302652729911275 * 0.1 / math.sqrt(3)  # t quantile of two degrees of freedom
    assert (found.low, found.high) == pytest.approx((0.8 - half, 0.8 + half))


def test_one_value_has_no_interval() -> None:
    assert mean_interval([0.5]) is None
    assert bootstrap_mean_interval([0.1, 0.2, 0.3, 0.4]) is None


def test_the_bootstrap_finds_the_normal_interval_of_a_large_sample() -> None:
    values = np.random.default_rng(3).normal(0.5, 0.1, 400)
    found = bootstrap_mean_interval(values.tolist())
    assert found is not None
    half = 1.96 * values.std() / 20
    # 2000 draws leave the quantiles unsure by about 0.03 standard errors times two
    expected = (values.mean() - half, values.mean() + half)
    assert (found.low, found.high) == pytest.approx(expected, abs=0.15 * half)


def test_the_bootstrap_does_not_depend_on_the_order() -> None:
    values = [0.1, 0.5, 0.2, 0.9, 0.4]
    assert bootstrap_mean_interval(values) == bootstrap_mean_interval(values[::-1])
    assert bootstrap_mean_interval(values) != bootstrap_mean_interval(values, seed=1)


def test_the_bootstrap_of_equal_values_is_that_value() -> None:
    found = bootstrap_mean_interval([0.25] * 5)
    assert found is not None
    assert (found.low, found.high) == (0.25, 0.25)


def wilson(accuracy: float, rows: int) -> tuple[float, float]:
    z = 1.959963984540054
    middle = (accuracy + z * z / (2 * rows)) / (1 + z * z / rows)
    spread = math.sqrt(accuracy * (1 - accuracy) / rows + z * z / (4 * rows * rows))
    half = z * spread / (1 + z * z / rows)
    return middle - half, middle + half


@pytest.mark.parametrize(("right", "rows"), [(26, 28), (0, 10), (10, 10), (812, 1000)])
def test_wilsons_interval_against_its_formula(right: int, rows: int) -> None:
    found = accuracy_interval(right / rows, rows)
    assert (found.low, found.high) == pytest.approx(wilson(right / rows, rows), abs=1e-12)


def test_an_accuracy_has_to_be_one() -> None:
    with pytest.raises(AnalysisError, match="from 0 to 1 over one row at least, not 81 over 100"):
        accuracy_interval(81, 100)


def test_resolution_as_text() -> None:
    assert resolution_text(0.812, 200, "accuracy") == "0.812 (±1 example = 0.5 points)"
    assert resolution_text(26 / 28, 28, "accuracy") == "0.929 (±1 example = 3.6 points)"
    assert resolution_text(0.5, 28, "macro_f1") == "0.500 (28 test rows)"
