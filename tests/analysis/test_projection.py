"""Maps of vectors whose principal components are known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.decomposition import PCA

from promptstudio.analysis.projection import place, project, uncovered
from promptstudio.core.errors import AnalysisError


def test_points_in_a_plane_keep_their_places() -> None:
    """Long along the second axis, short along the first: these are the components, in order."""
    flat = np.zeros((4, 5))
    flat[:, 1] = [9, -9, 3, -3]
    flat[:, 0] = [1, 1, -1, -1]
    expected = np.column_stack([flat[:, 1], flat[:, 0]])
    np.testing.assert_allclose(project(flat + 7.0), expected, atol=1e-12)


def test_the_map_is_that_of_another_library_up_to_signs() -> None:
    vectors = np.random.default_rng(0).normal(size=(12, 30))
    found, other = project(vectors), PCA(2, svd_solver="full").fit_transform(vectors)
    signs = np.sign((found * other).sum(0))
    np.testing.assert_allclose(found, other * signs, atol=1e-10)


@given(st.integers(0, 100), st.integers(2, 8), st.integers(2, 20))
def test_no_pair_lies_farther_apart_than_its_vectors(seed: int, count: int, width: int) -> None:
    vectors = np.random.default_rng(seed).normal(size=(count, width))
    places = project(vectors)
    apart = np.linalg.norm(vectors[:, None] - vectors[None], axis=-1)
    shown = np.linalg.norm(places[:, None] - places[None], axis=-1)
    assert (shown <= apart + 1e-9).all()


def test_signs_do_not_depend_on_the_order_of_rows() -> None:
    vectors = np.random.default_rng(1).normal(size=(6, 9))
    order = [3, 0, 5, 1, 4, 2]
    np.testing.assert_allclose(project(vectors[order]), project(vectors)[order], atol=1e-12)


@pytest.mark.parametrize("size", [(1, 4), (3, 1), (2, 5)])
def test_what_has_no_spread_is_zero(size: tuple[int, int]) -> None:
    places = project(np.random.default_rng(2).normal(size=size))
    assert places.shape == (size[0], 2)
    np.testing.assert_allclose(places[:, 1], 0.0, atol=1e-12)
    assert np.ptp(places[:, 0]) > 0.1 or size[0] == 1


def test_prompts_of_one_shape_are_placed_by_all_their_numbers() -> None:
    """Their mean tokens are equal, so mean tokens alone would put them on one spot."""
    one = np.array([[1.0, 0.0], [-1.0, 0.0]])
    places = place([one, -one])
    assert np.linalg.norm(places[0] - places[1]) == pytest.approx(2.0)


def test_a_long_prompt_lies_where_a_short_one_of_its_direction_lies() -> None:
    one, other = np.array([[1.0, 2.0]]), np.array([[2.0, -1.0]])
    places = place([one, 1000 * one, other, np.zeros((1, 2))])
    np.testing.assert_allclose(places[0], places[1], atol=1e-12)
    assert np.linalg.norm(places[0] - places[2]) == pytest.approx(np.sqrt(2))
    assert np.linalg.norm(places[0] - places[3]) == pytest.approx(1.0)


def test_prompts_of_several_lengths_are_placed_by_their_mean_tokens() -> None:
    places = place([np.array([[1.0, 0.0], [3.0, 0.0]]), np.array([[0.0, 3.0]])])
    assert np.linalg.norm(places[0] - places[1]) == pytest.approx(np.sqrt(2))


def test_what_has_no_map_is_refused() -> None:
    with pytest.raises(AnalysisError, match=r"different widths \(2, 3\)"):
        place([np.ones((1, 2)), np.ones((1, 3))])
    with pytest.raises(AnalysisError, match=r"different widths \(none\)"):
        place([])
    with pytest.raises(AnalysisError, match="table of finite numbers"):
        project(np.array([[1.0, np.nan]]))


def test_boxes_that_would_cover_earlier_ones_are_left_out() -> None:
    boxes = [(0, 0, 10, 5), (9, 4, 10, 5), (10, 0, 10, 5), (15, 3, 1, 1), (0, 5, 10, 5)]
    assert uncovered(boxes) == [True, False, True, False, True]
    assert uncovered([]) == []
