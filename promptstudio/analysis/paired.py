"""Two methods compared over the runs that they share."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean
from typing import Final

import numpy as np
from numpy.typing import NDArray

from promptstudio.analysis.intervals import Interval, bootstrap_mean_interval
from promptstudio.analysis.outcomes import Pair, Unit, unit_differences
from promptstudio.analysis.ranks import mean_ranks

ALPHA: Final = 0.05
FEWEST: Final = 6
"""Of n differences on one side, Wilcoxon's p is 2 / 2^n: 0.0625 for 5 and 0.03125 for 6."""

_MOST_TIED: Final = 13
"""Tied differences up to which all sign patterns are counted; beyond, a normal curve is near."""

_MOST_EXACT: Final = 50
"""Differences without ties up to which they are counted, as SciPy does."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A method against a baseline; positive figures speak for the method.

    ``units`` is the number of differences that the figures rest on, of which ``ties`` are zero
    and tell the test nothing; ``runs`` is that of paired runs behind them. ``difference`` is the
    mean of the differences. ``p_value`` (two-sided, not corrected) is None with fewer than six
    units, because it could not be small whatever the scores are. ``cohens_dz`` is the mean
    difference in standard deviations of the differences, None where they are all equal.
    ``rank_biserial`` is the part of the rank sum for the method less that against it, and
    ``superiority`` the share of units where it wins, a tie counting half.
    """

    unit: Unit
    units: int
    runs: int
    ties: int
    difference: float | None
    interval: Interval | None
    p_value: float | None
    cohens_dz: float | None
    rank_biserial: float | None
    superiority: float | None


def compare(pairs: Iterable[Pair], unit: Unit = "split", *, seed: int = 0) -> Comparison:
    """Compare the two sides of paired runs.

    Parameters
    ----------
    unit
        What counts as one observation. ``split`` (default): one target on one few-shot sample,
        averaged over seeds. ``target``: one target, averaged over all its runs. ``run``: every
        run by itself.

    Notes
    -----
    The test wants independent differences. Seeds on the same sample are not independent: a
    sample that suits one method suits it under every seed, and so many seeds of one split would
    make a difference sure that another sample turns around. Hence the default. It speaks of
    these targets under new samples; ``target`` speaks of tasks like these, with far fewer
    observations, and ``run`` only of these samples. The interval of the mean difference is a
    percentile bootstrap over units, None with fewer than five.

    References
    ----------
    Kerby, 2014, "The simple difference formula", for the matched-pairs rank-biserial
    correlation.
    """
    known = tuple(pairs)
    differences = np.array(unit_differences(known, unit))
    return Comparison(
        unit=unit,
        units=len(differences),
        runs=len(known),
        ties=int((differences == 0).sum()),
        difference=fmean(differences) if len(differences) else None,
        interval=bootstrap_mean_interval(differences.tolist(), seed=seed),
        p_value=wilcoxon_p(differences) if len(differences) >= FEWEST else None,
        cohens_dz=_cohens_dz(differences),
        rank_biserial=_rank_biserial(differences) if len(differences) else None,
        superiority=_superiority(differences) if len(differences) else None,
    )


def wilcoxon_p(differences: NDArray[np.float64]) -> float:
    """Return the two-sided p of Wilcoxon's signed-rank test over differences (N,).

    Differences of zero are dropped (Wilcoxon's own rule, ``zero_method="wilcox"``); if all are,
    p is 1. Tied sizes share the mean of their ranks. The p is exact up to 50 differences
    without ties and up to 13 with ties, and beyond that a normal approximation.
    """
    moved = differences[differences != 0]
    if len(moved) == 0:
        return 1.0
    sizes = np.abs(moved)
    ranks = mean_ranks(sizes)
    is_tied = len(np.unique(sizes)) < len(sizes)
    if len(sizes) <= (_MOST_TIED if is_tied else _MOST_EXACT):
        return _exact_p(ranks, moved > 0)
    return _normal_p(ranks, moved > 0)


def _normal_p(ranks: NDArray[np.float64], is_positive: NDArray[np.bool_]) -> float:
    """Return p by the normal curve.

    Every rank counts with probability one half, so that the sum has half of all ranks as its mean
    and a quarter of their squares as its variance, with ties or without.
    """
    distance = float(ranks[is_positive].sum() - ranks.sum() / 2)
    return math.erfc(abs(distance) / math.sqrt(float(ranks @ ranks) / 2))


def _exact_p(ranks: NDArray[np.float64], is_positive: NDArray[np.bool_]) -> float:
    """Count the sign patterns whose rank sum is at least as far from its mean, of all 2^N.

    SciPy tries them one after the other, which takes seconds. Mean ranks are halves at worst, so
    that doubled ranks are whole numbers, and the sums can be counted rank by rank.
    """
    doubled = np.rint(2 * ranks).astype(np.int64)
    counts = np.ones(1)
    for rank in doubled:
        with_rank = np.zeros(len(counts) + rank)
        with_rank[: len(counts)] = counts
        with_rank[rank:] += counts
        counts = with_rank
    found = int(doubled[is_positive].sum())
    farther = counts[max(found, int(doubled.sum()) - found) :].sum()
    return min(1.0, float(2 * farther / 2 ** len(doubled)))


def _cohens_dz(differences: NDArray[np.float64]) -> float | None:
    if len(differences) < 2 or np.ptp(differences) == 0:
        return None
    return float(differences.mean() / differences.std(ddof=1))


def _rank_biserial(differences: NDArray[np.float64]) -> float:
    moved = differences[differences != 0]
    ranks = mean_ranks(np.abs(moved))
    return float(ranks @ np.sign(moved) / ranks.sum()) if len(moved) else 0.0


def _superiority(differences: NDArray[np.float64]) -> float:
    return float(np.mean((np.sign(differences) + 1) / 2))
