"""How sure a mean or an accuracy is: intervals, and what one test row is worth."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from promptstudio.analysis.outcomes import SHARES
from promptstudio.core.errors import AnalysisError

LEVEL: Final = 0.95
FEWEST_TO_RESAMPLE: Final = 5
"""From fewer values a bootstrap draws almost the same few samples again and again."""

DRAWS: Final = 2000


@dataclass(frozen=True, slots=True)
class Interval:
    """A confidence interval of 95 %."""

    low: float
    high: float


def mean_interval(values: Sequence[float]) -> Interval | None:
    """Return Student's interval of a mean; None for fewer than two values."""
    if len(values) < 2:
        return None
    from scipy import special  # slow to load; its statistics take three times the memory

    mean = float(np.mean(values))
    error = float(np.std(values, ddof=1)) / len(values) ** 0.5
    half = float(special.stdtrit(len(values) - 1, (1 + LEVEL) / 2)) * error
    return Interval(mean - half, mean + half)


def bootstrap_mean_interval(values: Sequence[float], *, seed: int = 0) -> Interval | None:
    """Return the percentile bootstrap interval of a mean; None for fewer than five values."""
    if len(values) < FEWEST_TO_RESAMPLE:
        return None
    known = np.sort(np.asarray(values, np.float64))  # the order of runs must not matter
    picks = np.random.default_rng(seed).integers(len(known), size=(DRAWS, len(known)))
    return percentile_interval(known[picks].mean(1))


def percentile_interval(drawn: NDArray[np.float64]) -> Interval:
    """Return the middle 95 % of what a bootstrap drew."""
    low, high = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(float(low), float(high))


def accuracy_interval(accuracy: float, rows: int) -> Interval:
    """Return Wilson's interval of an accuracy from its test size.

    It covers the chance in which rows were tested, not that of training.

    Raises
    ------
    AnalysisError
        If the accuracy is not between 0 and 1, or there are no rows.

    References
    ----------
    Wilson, 1927, "Probable inference, the law of succession, and statistical inference".
    """
    if not 0 <= accuracy <= 1 or rows < 1:
        raise AnalysisError(
            f"An accuracy must be from 0 to 1 over one row at least, not {accuracy:g} over {rows}."
        )
    from scipy import special  # slow to load

    right = round(accuracy * rows)
    share = right / rows
    z2 = float(special.ndtri((1 + LEVEL) / 2)) ** 2 / rows
    middle = (share + z2 / 2) / (1 + z2)
    half = (z2 * (share * (1 - share) + z2 / 4)) ** 0.5 / (1 + z2)
    return Interval(
        0.0 if right == 0 else middle - half,
        1.0 if right == rows else middle + half,
    )


def resolution_text(score: float, rows: int, metric: str) -> str:
    """Return a score with what one test row is worth: ``"0.812 (±1 example = 0.5 points)"``.

    A metric that is no share of the rows does not move by a fixed amount, so there the number
    of rows is told.
    """
    if metric in SHARES:
        return f"{score:.3f} (±1 example = {100 / rows:.2g} points)"
    return f"{score:.3f} ({rows} test rows)"
