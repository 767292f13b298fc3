import pytest

from promptstudio.analysis.budgets import (
    SpentCurve,
    SpentPoint,
    kept_score,
    scores_at_budgets,
)
from promptstudio.core.errors import AnalysisError


def curve(method: str, *points: tuple[float, float], target: str = "film", seed: int = 0):
    best = float("-inf")
    marked = []
    for spent, score in points:
        marked.append(SpentPoint(spent, score, score > best))
        best = max(best, score)
    return SpentCurve(method=method, target=target, split_seed=0, seed=seed, points=tuple(marked))


def test_the_score_kept_at_a_budget() -> None:
    points = curve("A", (10, 0.5), (20, 0.7), (30, 0.6), (40, 0.8)).points
    budgets = (9, 10, 19, 35, 40, 1000)
    assert [kept_score(points, budget) for budget in budgets] == [None, 0.5, 0.5, 0.7, 0.8, 0.8]
    assert kept_score(points[::-1], 35) == 0.7


def test_scores_at_matched_budgets_by_hand() -> None:
    found = scores_at_budgets(
        [
            curve("A", (25, 0.4), (50, 0.5), (100, 0.6)),
            curve("A", (25, 0.2), (60, 0.3), target="hotel"),  # stopped early
            curve("B", (25, 0.1), (75, 0.2), (200, 0.9)),
            curve("B", (20, 0.3), (200, 0.5), target="hotel"),
        ]
    )
    assert found.budgets == (25.0, 50.0, 75.0, 100.0)
    assert found.scores["A"] == pytest.approx((0.3, 0.35, 0.4, 0.45))
    assert found.scores["B"] == pytest.approx((0.2, 0.2, 0.25, 0.25))
    assert (found.runs, found.left_out) == (2, 0)


def test_targets_weigh_the_same_whatever_their_runs() -> None:
    film = [curve("A", (1, score), seed=seed) for seed, score in enumerate((0.2, 0.4))]
    found = scores_at_budgets([*film, curve("A", (1, 0.9), target="hotel")], (1.0,))
    assert found.scores["A"] == pytest.approx((0.6,))


def test_only_runs_that_all_methods_have_count() -> None:
    found = scores_at_budgets(
        [
            curve("A", (10, 0.4)),
            curve("A", (10, 1.0), seed=1),
            curve("B", (10, 0.6)),
            curve("B", (10, 0.0), seed=2),
        ],
        (1.0,),
    )
    assert found.scores == {"A": (0.4,), "B": (0.6,)}
    assert (found.runs, found.left_out) == (1, 2)


def test_a_run_that_was_not_evaluated_yet_leaves_its_method_without_score() -> None:
    found = scores_at_budgets([curve("A", (10, 0.4)), curve("B", (8, 0.6), (10, 0.7))], (0.5, 0.9))
    assert found.scores == {"A": (None, None), "B": (None, 0.6)}
    late = [curve("A", (5, 0.4)), curve("A", (10, 0.8), target="hotel")]
    assert scores_at_budgets(late, (0.5,)).scores == {"A": (None,)}


def test_nothing_to_compare() -> None:
    assert scores_at_budgets([]).budgets == ()
    assert scores_at_budgets([curve("A")]).scores == {}
    apart = scores_at_budgets([curve("A", (1, 0.5)), curve("B", (1, 0.5), seed=1)], (1.0,))
    assert apart.scores == {"A": (None,), "B": (None,)}


def test_the_same_run_twice_is_refused() -> None:
    with pytest.raises(AnalysisError, match="'A' has two runs on 'film'"):
        scores_at_budgets([curve("A", (1, 0.5)), curve("A", (1, 0.5))])
