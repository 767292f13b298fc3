import math
import subprocess
import sys

import numpy as np
import pytest
from scipy.spatial.distance import cdist

from promptstudio.core.errors import AnalysisError
from promptstudio.nn.similarity import (
    MEASURES,
    matrix,
    measure_of,
    neuron_overlap,
    similarities,
    task_vectors,
)

ONE = np.array([[1.0, 0.0], [0.0, 1.0]])
TWO = np.array([[1.0, 0.0], [1.0, 0.0]])
HALF = 1 / math.sqrt(2)

BY_HAND = {  # from ONE to TWO, and back
    "mean_token": (HALF, HALF),
    "pairwise": (0.5, 0.5),
    "max_pairwise": (0.5, 1.0),
    "max_pairwise_both": (0.75, 0.75),
    "flatten": (0.5, 0.5),
    "euclidean": (1 / (1 + math.sqrt(2)), 1 / (1 + math.sqrt(2))),
    "euclidean_pairwise": (1 / (1 + HALF), 1 / (1 + HALF)),
}


def draw(*lengths: int, width: int = 6) -> list[np.ndarray]:
    generator = np.random.default_rng(0)
    return [generator.normal(size=(length, width)) for length in lengths]


def by_loops(key: str, p: np.ndarray, q: np.ndarray) -> float:
    """The definitions of token pairs, one pair at a time, by SciPy's distances."""
    cosines, distances = 1 - cdist(p, q, "cosine"), cdist(p, q)
    there = sum(max(row) for row in cosines) / len(p)
    back = sum(max(column) for column in cosines.T) / len(q)
    return {
        "mean_token": lambda: 1 - cdist([p.mean(0)], [q.mean(0)], "cosine").item(),
        "pairwise": lambda: sum(map(sum, cosines)) / cosines.size,
        "max_pairwise": lambda: there,
        "max_pairwise_both": lambda: (there + back) / 2,
        "flatten": lambda: 1 - cdist([p.ravel()], [q.ravel()], "cosine").item(),
        "euclidean": lambda: 1 / (1 + cdist([p.ravel()], [q.ravel()]).item()),
        "euclidean_pairwise": lambda: 1 / (1 + sum(map(sum, distances)) / distances.size),
    }[key]()


def test_every_measure_has_a_known_answer() -> None:
    assert MEASURES.keys() == BY_HAND.keys()
    assert all(key == measure.key for key, measure in MEASURES.items())


@pytest.mark.parametrize("key", MEASURES)
def test_by_hand(key: str) -> None:
    found = matrix(key, [ONE, TWO])
    # 1e-12: a handful of float64 operations
    np.testing.assert_allclose([found[0, 1], found[1, 0]], BY_HAND[key], rtol=1e-12)


@pytest.mark.parametrize("key", MEASURES)
def test_against_loops_over_pairs(key: str) -> None:
    prompts = draw(4, 4, 4) if MEASURES[key].equal_lengths else draw(2, 5, 1)
    expected = [[by_loops(key, p, q) for q in prompts] for p in prompts]
    # 1e-7: the distance of a row to itself, through products, is off by the root of rounding
    np.testing.assert_allclose(matrix(key, prompts), expected, rtol=1e-7, atol=1e-12)


@pytest.mark.parametrize("key", MEASURES)
def test_a_query_is_a_row_of_the_matrix(key: str) -> None:
    prompts = draw(4, 4, 4)
    found = similarities(key, prompts[0], prompts)
    np.testing.assert_allclose(found, matrix(key, prompts)[0], rtol=1e-12)
    assert similarities(key, prompts[0], []).shape == (0,)


@pytest.mark.parametrize("key", MEASURES)
def test_what_the_registry_says_holds(key: str) -> None:
    measure = measure_of(key)
    prompts = draw(4, 4, 4, 4)
    found = matrix(key, prompts)
    assert np.allclose(found, found.T) is not measure.directional
    shuffled = [prompts[0], prompts[1][::-1]]
    moved = not np.isclose(matrix(key, shuffled)[0, 1], found[0, 1])
    assert moved is measure.equal_lengths  # those alone compare token by token


@pytest.mark.parametrize("key", ["mean_token", "max_pairwise", "max_pairwise_both", "flatten"])
def test_cosines_ignore_scale_and_are_one_to_oneself(key: str) -> None:
    prompts = draw(4, 4)
    found = matrix(key, prompts)
    np.testing.assert_allclose(np.diag(found), 1.0, rtol=1e-12)
    scaled = matrix(key, [prompts[0] * 1e-3, prompts[1] * 70])
    np.testing.assert_allclose(scaled, found, rtol=1e-12)


def test_half_precision_is_computed_in_double() -> None:
    large = np.full((2, 3), 6e4, np.float16)  # the square of this overflows float16
    assert matrix("flatten", [large, large]) == pytest.approx(np.ones((2, 2)), rel=1e-12)


@pytest.mark.parametrize("key", ["mean_token", "pairwise", "max_pairwise", "flatten"])
def test_zeros_are_like_nothing(key: str) -> None:
    assert matrix(key, [np.zeros((2, 2)), ONE])[0, 1] == 0


def test_task_vectors_remove_the_common_start() -> None:
    start = np.full((2, 2), 100.0)
    moves = [np.array([[1.0, 0], [0, 0]]), np.array([[0, 0], [0, 1.0]])]
    prompts = [start + move for move in moves]
    assert matrix("flatten", prompts)[0, 1] > 0.999
    found = matrix("flatten", task_vectors(prompts, [start, start]))
    np.testing.assert_array_equal(found, np.eye(2))


@pytest.mark.parametrize("origins", [[], [ONE], [ONE, ONE[:1]]])
def test_task_vectors_need_a_start_each(origins: list[np.ndarray]) -> None:
    with pytest.raises(AnalysisError, match="every prompt needs one start of its own shape"):
        task_vectors([ONE, TWO], origins)


def test_neuron_overlap_by_hand() -> None:
    inputs = np.array([[[0.1, -3.0], [2.0, 5.0]], [[9.0, 0.0], [-1.0, 0.2]], [[-1, -1], [-1, 0]]])
    shared = 2 / math.sqrt(3 * 2)
    expected = [[1, shared, 0], [shared, 1, 0], [0, 0, 0]]
    np.testing.assert_allclose(neuron_overlap(inputs), expected, rtol=1e-12)


def test_an_unknown_measure_is_told_with_those_there_are() -> None:
    with pytest.raises(AnalysisError, match=r"no measure 'cosine'\. Measures: mean_token, pair"):
        matrix("cosine", [ONE])


def test_prompts_of_two_models_are_refused() -> None:
    with pytest.raises(AnalysisError, match=r"different widths \(2, 6\).*different models"):
        matrix("mean_token", [ONE, *draw(2)])


@pytest.mark.parametrize("key", MEASURES)
def test_different_lengths_are_refused_only_token_by_token(key: str) -> None:
    prompts = draw(2, 5)
    if not MEASURES[key].equal_lengths:
        assert matrix(key, prompts).shape == (2, 2)
        return
    with pytest.raises(AnalysisError, match=rf"'{key}'.*\(2, 5\).*any length: mean_token, pair"):
        matrix(key, prompts)


@pytest.mark.parametrize(
    "bad", [np.ones(3), np.ones((0, 2)), np.array([[math.nan, 1.0]]), np.ones((1, 2, 2))]
)
def test_what_is_no_prompt_is_refused(bad: np.ndarray) -> None:
    with pytest.raises(AnalysisError, match="table of finite numbers with one row a token"):
        similarities("mean_token", ONE, [bad])


def test_nothing_to_compare_is_refused() -> None:
    with pytest.raises(AnalysisError, match="no prompt to compare"):
        matrix("mean_token", [])


def test_no_torch_is_loaded() -> None:
    code = "import sys, promptstudio.nn.similarity; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
