"""Sums of prompts against values worked out by hand."""

import numpy as np
import pytest

from promptstudio.analysis.arithmetic import formula, weighted_sum
from promptstudio.core.errors import AnalysisError

A = np.array([[3.0, 0.0], [0.0, 4.0]])
B = np.array([[1.0, 2.0], [3.0, 4.0]])
C = np.array([[0.0, 5.0], [0.0, 0.0]])


def test_an_analogy_adds_and_subtracts() -> None:
    np.testing.assert_array_equal(weighted_sum([A, B, C], [1, 1, -1]), [[4, -3], [3, 8]])


@pytest.mark.parametrize("share", [0.0, 0.25, 1.0])
def test_interpolation_lies_between(share: float) -> None:
    found = weighted_sum([A, B], [1 - share, share])
    np.testing.assert_allclose(found, A + share * (B - A), rtol=1e-15)


def test_a_rescaled_mean_points_as_the_mean_and_is_as_long_as_its_parts() -> None:
    found = weighted_sum([A, C], [0.5, 0.5], rescale=True)
    plain = weighted_sum([A, C], [0.5, 0.5])
    assert np.linalg.norm(found) == pytest.approx(5.0)  # both parts have norm 5
    assert np.linalg.norm(plain) == pytest.approx(np.sqrt(12.5))
    np.testing.assert_allclose(found / np.linalg.norm(found), plain / np.linalg.norm(plain))
    uneven = weighted_sum([A, 2 * C], [-3, 1], rescale=True)
    assert np.linalg.norm(uneven) == pytest.approx((3 * 5 + 1 * 10) / 4)


@pytest.mark.parametrize(
    ("prompts", "listed"), [([A, A[:1]], "1 by 2, 2 by 2"), ([A, A[:, :1]], "2 by 1, 2 by 2")]
)
def test_prompts_of_several_shapes_are_refused(prompts: list[np.ndarray], listed: str) -> None:
    with pytest.raises(AnalysisError, match=f"one shape can be added, and these have: {listed}"):
        weighted_sum(prompts, [1, 1])


def test_nothing_and_a_sum_of_nothing_are_refused() -> None:
    with pytest.raises(AnalysisError, match="these have: none"):
        weighted_sum([], [])
    with pytest.raises(AnalysisError, match="The sum of these prompts is 0"):
        weighted_sum([A, A], [1, -1], rescale=True)


def test_formulas_in_words() -> None:
    assert formula(["a", "b", "c"], [1, 1, -1]) == "a + b - c"
    assert formula(["a", "b"], [-0.5, 1 / 3]) == "- 0.5 * a + 0.3333 * b"
    assert formula(["a"], [2], rescale=True) == "2 * a, scaled to their mean norm"
