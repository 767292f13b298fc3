"""Numbers as a table tells them."""

from collections.abc import Iterable
from statistics import fmean

from promptstudio.analysis.intervals import Interval
from promptstudio.core.phrases import Phrase

NOTHING = "—"


def score(value: float | None, interval: Interval | None = None) -> str:
    """Return a score with half its interval: ``"0.812 ± 0.021"``."""
    if value is None:
        return NOTHING
    if interval is None:
        return f"{value:.3f}"
    return f"{value:.3f} ± {(interval.high - interval.low) / 2:.3f}"


def points(value: float | None) -> str:
    """Return a difference of scores in points: ``"+1.2"``."""
    return NOTHING if value is None else f"{_tenths(value):+.1f}"


def percent(value: float | None) -> str:
    """Return a share with its sign: ``"+12.3 %"``."""
    return NOTHING if value is None else f"{_tenths(value):+.1f} %"


def percent_range(interval: Interval | None) -> str:
    """Return an interval of shares: ``"-1.0 to +4.2 %"``."""
    if interval is None:
        return NOTHING
    low, high = _tenths(interval.low), _tenths(interval.high)
    return Phrase("{0:+.1f} to {1:+.1f} %", low, high)


def chance(p: float | None) -> str:
    """Return a p-value: three digits, or ``"< 0.001"``."""
    if p is None:
        return NOTHING
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def large(value: float | None) -> str:
    """Return a count with separators."""
    return NOTHING if value is None else f"{value:,.0f}"


def _tenths(share: float) -> float:
    """Return percent with one digit, never a negative zero."""
    return round(100 * share, 1) + 0.0


def mean(values: Iterable[float | None]) -> float | None:
    """Return the mean of the values that there are."""
    known = [value for value in values if value is not None]
    return fmean(known) if known else None
