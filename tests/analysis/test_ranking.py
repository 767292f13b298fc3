import math
from itertools import permutations

import numpy as np
import pytest
from scipy import stats
from sklearn.metrics import ndcg_score

from promptstudio.analysis.ranking import ndcg, ranking_quality, regret, spearman
from promptstudio.analysis.similarity import SimilarityMatrix
from promptstudio.analysis.transfer import TransferMatrix, gain, transfer_matrix
from promptstudio.core.transfer import TransferCell

SCORES = np.array([0.9, 0.5, 0.7, 0.1])
NAMES = ("a", "b", "c", "d")


def table(values: list[list[float]] | np.ndarray, names: tuple[str, ...] = NAMES) -> TransferMatrix:
    array = np.asarray(values, float)
    return transfer_matrix(
        TransferCell(source, target, array[i, j])
        for i, source in enumerate(names)
        for j, target in enumerate(names)
        if not np.isnan(array[i, j])
    )


def draw(seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).uniform(0.1, 1.0, (4, 4))


def alike(values: np.ndarray, names: tuple[str, ...] = NAMES) -> SimilarityMatrix:
    return SimilarityMatrix("any", names, values)


def test_spearman_by_hand() -> None:
    # ranks 4 2 3 1 and 3 4 1 2: squared differences 1 4 4 1, so 1 - 6 * 10 / (4 * 15)
    assert spearman(np.array([3.0, 4.0, 1.0, 2.0]), SCORES) == pytest.approx(0.0, abs=1e-12)
    assert spearman(-SCORES, SCORES) == pytest.approx(-1.0)


def test_spearman_shares_the_ranks_of_ties() -> None:
    # ranks 1.5 1.5 3 and 1 2 3: Pearson of these is 1.5 / sqrt(1.5 * 2)
    found = spearman(np.array([0.0, 0.0, 5.0]), np.array([1.0, 2.0, 3.0]))
    assert found == pytest.approx(1.5 / math.sqrt(3.0), rel=1e-12)


def test_ndcg_by_hand() -> None:
    # gains above the worst 0.8 0.4 0.6 0, put into the order 0.4 0.8 0 0.6
    found = ndcg(np.array([3.0, 4.0, 1.0, 2.0]), SCORES)
    got = 0.4 + 0.8 / math.log2(3) + 0.6 / math.log2(5)
    best = 0.8 + 0.6 / math.log2(3) + 0.4 / 2
    assert found == pytest.approx(got / best, rel=1e-12)


def test_ndcg_of_ties_is_the_mean_over_their_orders() -> None:
    tied = np.array([1.0, 1.0, 1.0, 0.0])
    orders = [np.array([*order, 0.0]) for order in permutations([3.0, 2.0, 1.0])]
    expected = np.mean([ndcg(order, SCORES) for order in orders])
    assert ndcg(tied, SCORES) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_both_are_those_of_well_known_libraries(seed: int) -> None:
    drawn = np.random.default_rng(seed)
    predicted, measured = drawn.integers(0, 6, 12) / 6, drawn.normal(size=12)
    known = ndcg_score([measured - measured.min()], [predicted])
    assert ndcg(predicted, measured) == pytest.approx(known, rel=1e-12)
    known = stats.spearmanr(predicted, measured).statistic
    assert spearman(predicted, measured) == pytest.approx(known, rel=1e-12)


def test_ndcg_takes_negative_gains() -> None:
    assert ndcg(SCORES, SCORES - 5) == pytest.approx(1.0)
    order = np.array([3.0, 4.0, 1.0, 2.0])
    assert ndcg(order, SCORES - 5) == pytest.approx(ndcg(order, SCORES))


@pytest.mark.parametrize(("at", "lost"), [(1, 4 / 9), (2, 0.4 / 0.9), (3, 0.2 / 0.9), (9, 0.0)])
def test_regret_by_hand(at: int, lost: float) -> None:
    predicted = np.array([1.0, 4.0, 2.0, 3.0])  # tried in turn: 0.5, 0.1, 0.7, 0.9
    assert regret(predicted, SCORES, at) == pytest.approx(lost, abs=1e-12)


@pytest.mark.parametrize("direction", ["target", "source"])
def test_scores_predict_themselves(direction: str) -> None:
    scores = draw()
    found = ranking_quality(alike(scores), table(scores), direction)
    assert (found.spearman, found.ndcg) == pytest.approx((1.0, 1.0))
    assert (found.regret(1), found.regret(3)) == (0.0, 0.0)
    assert (found.cells, len(found.lines)) == (12, 4)
    against = ranking_quality(alike(-scores), table(scores), direction)
    assert against.spearman == pytest.approx(-1.0)
    assert against.ndcg < 1
    assert against.regret(1) > 0


def test_lines_of_targets_are_columns() -> None:
    scores, other = draw(1), draw(2)
    found = ranking_quality(alike(other), table(scores), "target").lines["b"]
    rest = [0, 2, 3]
    assert found.spearman == pytest.approx(spearman(other[rest, 1], scores[rest, 1]))
    assert found.regret[1] == pytest.approx(regret(other[rest, 1], scores[rest, 1], 1))
    back = ranking_quality(alike(other), table(scores), "source").lines["b"]
    assert back.spearman == pytest.approx(spearman(other[1, rest], scores[1, rest]))


def test_the_diagonal_is_not_counted() -> None:
    scores, other = draw(1), draw(2)
    before = ranking_quality(alike(other), table(scores))
    np.fill_diagonal(scores, 0.0)
    np.fill_diagonal(other, 99.0)
    assert ranking_quality(alike(other), table(scores)) == before


def test_what_is_not_counted_is_named() -> None:
    scores = draw()
    scores[:, 1] = [0.5, 0.9, 0.5, 0.5]  # equal but for the diagonal
    scores[0:2, 2] = math.nan  # one other source left
    found = ranking_quality(alike(draw(3)), table(scores))
    assert (found.constant, found.short, found.unknown) == (("b",), ("c",), ())
    assert set(found.lines) == {"a", "d"}
    assert found.cells == 6


def test_a_constant_similarity_predicts_nothing() -> None:
    found = ranking_quality(alike(np.ones((4, 4))), table(draw()))
    assert found.constant == NAMES
    assert (found.spearman, found.ndcg, found.regret(1)) == (None, None, None)


def test_sources_without_a_prompt_are_named_and_not_counted() -> None:
    names = (*NAMES, "random")
    scores = np.random.default_rng(5).uniform(size=(5, 5))
    found = ranking_quality(alike(draw(3)), table(scores, names))
    known = ranking_quality(alike(draw(3)), table(scores[:4, :4]))
    assert found.unknown == ("random",)
    assert found.lines == known.lines


def test_prompts_may_come_in_any_order() -> None:
    other = draw(3)
    order = [2, 0, 3, 1]
    moved = alike(other[np.ix_(order, order)], tuple(NAMES[i] for i in order))
    expected = ranking_quality(alike(other), table(draw()))
    assert ranking_quality(moved, table(draw())) == expected


def test_scaling_a_target_changes_nothing() -> None:
    scores, other = draw(1), draw(2)
    found = ranking_quality(alike(other), table(scores * [1, 0.5, 20, 3]))
    expected = ranking_quality(alike(other), table(scores))
    assert found.spearman == pytest.approx(expected.spearman)
    assert found.ndcg == pytest.approx(expected.ndcg)
    assert found.regret(1) == pytest.approx(expected.regret(1))


def test_regret_has_no_meaning_without_a_positive_score() -> None:
    scores = draw()
    losses = gain(table(scores), dict.fromkeys(NAMES, 5.0))
    found = ranking_quality(alike(draw(2)), losses)
    assert found.regret(1) is None
    assert found.spearman == ranking_quality(alike(draw(2)), table(scores)).spearman
