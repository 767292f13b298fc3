"""Scores at equal spending: what each method had reached when a budget was used up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import NamedTuple

from promptstudio.analysis.outcomes import RunKey, by_method


class SpentPoint(NamedTuple):
    """A validation score and what was spent until then; ``is_best`` marks the prompt kept."""

    spent: float
    score: float
    is_best: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SpentCurve:
    """One run's validation scores over what it spent: rows, tokens or seconds, one of them."""

    method: str
    target: str
    split_seed: int
    seed: int
    points: tuple[SpentPoint, ...]


@dataclass(frozen=True, slots=True)
class BudgetScores:
    """Scores by method, one per budget; None where a run had not been evaluated yet.

    A score is a mean over targets of means over runs, over the ``runs`` that all methods have;
    ``left_out`` counts those that some method lacks.
    """

    budgets: tuple[float, ...]
    scores: Mapping[str, tuple[float | None, ...]]
    runs: int
    left_out: int


def kept_score(points: Iterable[SpentPoint], budget: float) -> float | None:
    """Return the score of the prompt that a run keeps if it is ended at a budget.

    A run that ended earlier keeps its prompt, so a larger budget gives the same score.
    """
    within = [point for point in points if point.is_best and point.spent <= budget]
    return max(within, key=lambda point: point.spent).score if within else None


def scores_at_budgets(
    curves: Iterable[SpentCurve], fractions: Sequence[float] = (0.25, 0.5, 0.75, 1.0)
) -> BudgetScores:
    """Return the scores at fractions of the largest budget that every method reached.

    A method's budget is what its longest run spent; runs that stopped early do not lower it.
    The smallest of these budgets is the one that is divided.

    Raises
    ------
    AnalysisError
        If a method has two curves of one target, split and seed.
    """
    table = by_method(curve for curve in curves if curve.points)
    if not table:
        return BudgetScores((), {}, 0, 0)
    every = set.union(*(set(runs) for runs in table.values()))
    shared = sorted(set.intersection(*(set(runs) for runs in table.values())))
    largest = min(
        max(point.spent for curve in runs.values() for point in curve.points)
        for runs in table.values()
    )
    budgets = tuple(fraction * largest for fraction in fractions)
    scores = {
        method: tuple(_mean(runs, shared, budget) for budget in budgets)
        for method, runs in table.items()
    }
    return BudgetScores(budgets, scores, len(shared), len(every) - len(shared))


def _mean(
    runs: Mapping[RunKey, SpentCurve], shared: Sequence[RunKey], budget: float
) -> float | None:
    targets: dict[str, list[float]] = {}
    for key in shared:
        score = kept_score(runs[key].points, budget)
        if score is None:
            return None
        targets.setdefault(key.target, []).append(score)
    return fmean(fmean(scores) for scores in targets.values()) if targets else None
