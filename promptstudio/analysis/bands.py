"""Curves of several seeds as their mean with a band around it."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from promptstudio.analysis.intervals import LEVEL

Values = NDArray[np.float64]
Curve = tuple[Values, Values]
BandKind = Literal["interval", "range"]
"""Student's interval of the mean, or from the least to the greatest run."""

FEWEST: Final = 3
"""Runs from which on an interval of their mean is drawn."""


# fmt: off
_STUDENT: Final = (
    12.7062, 4.30265, 3.18245, 2.77645, 2.57058, 2.44691, 2.36462, 2.30600, 2.26216, 2.22814,
    2.20099, 2.17881, 2.16037, 2.14479, 2.13145, 2.11991, 2.10982, 2.10092, 2.09302, 2.08596,
    2.07961, 2.07387, 2.06866, 2.06390, 2.05954, 2.05553, 2.05183, 2.04841, 2.04523, 2.04227,
)
# fmt: on


@dataclass(frozen=True, slots=True)
class Band:
    """Positions, means, and the edges of the band (all (N,)); ``runs`` counts runs at each."""

    x: Values
    mean: Values
    low: Values
    high: Values
    runs: NDArray[np.intp]


def band(curves: Sequence[Curve], kind: BandKind) -> Band:
    """Return the mean of curves at every position that one of them has.

    A run counts from its first point to its last; between two of its points it is taken as
    straight. Values that are not finite do not count. Where one run alone is known, the band
    has no width; an interval has none from two runs either, of which Student's would be more
    than four times as wide as the runs lie apart.

    Parameters
    ----------
    curves
        Positions (ascending) and values of each run.
    """
    filled = [(x, y) for x, y in curves if len(x)]
    if not filled:
        empty = np.empty(0)
        return Band(empty, empty, empty, empty, np.empty(0, np.intp))
    positions = filled[0][0]
    if any(x.shape != positions.shape or (x != positions).any() for x, _ in filled[1:]):
        positions = np.unique(np.concatenate([x for x, _ in filled]))
    values = np.stack([_at(positions, x, y) for x, y in filled])  # (R, N)
    return _band(positions, values, kind)


def _at(positions: Values, x: Values, y: Values) -> Values:
    """Return a run's values at some positions; NaN before its first and after its last point."""
    known = np.isfinite(y)
    if not known.any():
        return np.full(len(positions), np.nan)
    if len(x) == len(positions):  # the positions hold all of x, so they are the same
        return np.where(known, y, np.nan)
    return np.interp(positions, x[known], y[known], left=np.nan, right=np.nan)


def _band(positions: Values, values: Values, kind: BandKind) -> Band:
    there = ~np.isnan(values)
    runs = there.sum(0)
    some = runs > 0
    positions, values, there, runs = positions[some], values[:, some], there[:, some], runs[some]
    total = np.where(there, values, 0.0)
    mean = total.sum(0) / runs
    if kind == "range":
        low = np.where(there, values, np.inf).min(0)
        high = np.where(there, values, -np.inf).max(0)
        return Band(positions, mean, low, high, runs)
    squares = np.where(there, values - mean, 0.0) ** 2
    several = runs >= FEWEST
    spread = np.sqrt(squares.sum(0) / np.where(several, runs - 1, 1))
    half = np.where(several, _quantiles(runs) * spread / np.sqrt(runs), 0.0)
    return Band(positions, mean, mean - half, mean + half, runs)


def _quantiles(runs: NDArray[np.intp]) -> Values:
    """Return Student's quantile for each count of runs; 0 where there are too few."""
    counts, where = np.unique(runs, return_inverse=True)
    table = [student(count - 1) if count >= FEWEST else 0.0 for count in counts.tolist()]
    return np.asarray(table, np.float64)[where]


def student(degrees: int) -> float:
    """Return the quantile of Student's t that holds the middle 95 %, to four digits.

    Notes
    -----
    The first thirty are a table, the others the Cornish-Fisher expansion to the second order:
    this runs in the window, which scipy would stop for half a second while it loads.
    """
    if degrees <= len(_STUDENT):
        return _STUDENT[degrees - 1]
    z = NormalDist().inv_cdf((1 + LEVEL) / 2)
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    return z + first / degrees + second / degrees**2
