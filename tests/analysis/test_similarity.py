import math

import numpy as np
import pytest

from promptstudio.analysis.similarity import (
    SimilarityMatrix,
    family_contrast,
    nearest,
    similarity_matrix,
)
from promptstudio.core.errors import AnalysisError

PROMPTS = {
    "up": np.array([[0.0, 2.0]]),
    "left": np.array([[-3.0, 0.0]]),
    "right": np.array([[1.0, 0.0]]),
    "slant": np.array([[1.0, 1.0]]),
}
FAMILIES = {"left": "level", "right": "level", "up": "height", "slant": "height"}
HALF = 1 / math.sqrt(2)


def test_the_matrix_has_families_beside_each_other() -> None:
    found = similarity_matrix(PROMPTS, "mean_token", FAMILIES)
    assert found.names == ("slant", "up", "left", "right")
    expected = [[1, HALF, -HALF, HALF], [HALF, 1, 0, 0], [-HALF, 0, 1, -1], [HALF, 0, -1, 1]]
    np.testing.assert_allclose(found.values, expected, atol=1e-12)
    assert similarity_matrix(PROMPTS, "mean_token").names == ("left", "right", "slant", "up")


def test_the_nearest_come_first_and_never_the_prompt_itself() -> None:
    found = nearest(similarity_matrix(PROMPTS, "mean_token"), 2)
    assert [name for name, _ in found["left"]] == ["up", "slant"]
    assert found["right"][0] == ("slant", pytest.approx(HALF))
    everyone = nearest(similarity_matrix(PROMPTS, "mean_token"), 9)
    assert all(name not in dict(others) for name, others in everyone.items())
    assert {len(others) for others in everyone.values()} == {3}


def test_the_nearest_are_those_of_the_row() -> None:
    values = np.array([[1.0, 0.9, 0.1], [0.2, 1.0, 0.8], [0.3, 0.4, 1.0]])
    found = nearest(SimilarityMatrix("max_pairwise", ("a", "b", "c"), values), 1)
    assert found == {"a": [("b", 0.9)], "b": [("c", 0.8)], "c": [("b", 0.4)]}


def test_families_by_hand() -> None:
    found = family_contrast(similarity_matrix(PROMPTS, "mean_token"), FAMILIES)
    assert found.same == pytest.approx((-1 + HALF) / 2)
    assert found.other == pytest.approx((0 + 0 - HALF + HALF) / 4, abs=1e-12)
    assert (found.same_pairs, found.other_pairs, found.left_out) == (4, 8, ())


def test_prompts_without_a_family_are_named() -> None:
    matrix = similarity_matrix(PROMPTS, "mean_token")
    found = family_contrast(matrix, {"up": "height", "left": "level"})
    assert (found.same, found.other) == (None, pytest.approx(0.0, abs=1e-12))
    assert (found.same_pairs, found.other_pairs) == (0, 2)
    assert found.left_out == ("right", "slant")


def test_prompts_of_two_models_are_refused() -> None:
    with pytest.raises(AnalysisError, match="different models"):
        similarity_matrix(PROMPTS | {"wide": np.ones((1, 3))}, "mean_token")
