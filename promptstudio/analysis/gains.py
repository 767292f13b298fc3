"""Gains of a method over a baseline, target by target."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import Final

import numpy as np
from numpy.typing import NDArray

from promptstudio.analysis.intervals import (
    DRAWS,
    FEWEST_TO_RESAMPLE,
    Interval,
    percentile_interval,
)
from promptstudio.analysis.outcomes import CORRELATIONS, Pair, repetitions, rounded
from promptstudio.core.phrases import Phrase

FLOOR: Final = 0.01
"""Relative to a smaller score of the baseline, any gain is huge and says nothing."""

Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Gains:
    """Gains by target, over the runs that method and baseline share.

    ``absolute`` is M - B in units of the score, ``relative`` (M - B) / B; targets that have no
    relative gain are in ``left_out`` with the reason. ``interval`` is that of the average
    relative gain, None with fewer than five targets.
    """

    absolute: Mapping[str, float]
    relative: Mapping[str, float]
    left_out: Mapping[str, str]
    interval: Interval | None

    @property
    def average_relative(self) -> float | None:
        """Average relative gain (ARG); one target of low baseline can make all of it."""
        return fmean(self.relative.values()) if self.relative else None

    @property
    def median_relative(self) -> float | None:
        """Median relative gain."""
        return median(self.relative.values()) if self.relative else None

    @property
    def mean_absolute(self) -> float | None:
        """Mean over targets of M - B."""
        return fmean(self.absolute.values()) if self.absolute else None

    @property
    def wins(self) -> int:
        """Targets on which the method's mean is above the baseline's."""
        return sum(gain > 0 for gain in self.absolute.values())

    @property
    def ties(self) -> int:
        """Targets on which the means are equal."""
        return sum(gain == 0 for gain in self.absolute.values())

    @property
    def losses(self) -> int:
        """Targets on which the method's mean is below the baseline's."""
        return sum(gain < 0 for gain in self.absolute.values())

    def contribution(self, target: str) -> float:
        """Return a target's part of the average relative gain; the parts add up to it."""
        return self.relative[target] / len(self.relative)

    def influence(self) -> dict[str, float]:
        """Return how much each target adds to the average relative gain of all others.

        That is the average over all targets less the average without this one.
        """
        count, total = len(self.relative), sum(self.relative.values())
        if count < 2:
            return {}
        return {
            target: total / count - (total - gain) / (count - 1)
            for target, gain in self.relative.items()
        }

    def most_influential(self) -> tuple[str, float] | None:
        """Return the target that moves the average relative gain most, and by how much."""
        return max(self.influence().items(), key=lambda item: abs(item[1]), default=None)


def gains(pairs: Iterable[Pair], *, seed: int = 0) -> Gains:
    """Return the gains over paired runs, from means per target.

    The interval is a percentile bootstrap: targets are drawn anew and, within each, its
    repetitions (splits, or the runs of its only split), method and baseline together. It speaks
    of targets like these, not of these targets alone.

    Notes
    -----
    A target scored by a correlation, or on which the baseline is at 0.01 or below, is left out
    of relative gains: there the quotient is huge or has the wrong sign. It still counts in wins,
    losses and absolute gains. Where a draw takes the baseline to the floor, its target is left
    out of that draw.

    References
    ----------
    Ye et al., 2021, CrossFit, arXiv:2104.08835, has the average relative gain.
    """
    targets: dict[str, list[Pair]] = {}
    for pair in sorted(pairs):
        targets.setdefault(pair.key.target, []).append(pair)
    absolute: dict[str, float] = {}
    left_out: dict[str, str] = {}
    scores: dict[str, tuple[Scores, Scores]] = {}
    for target, own in targets.items():
        method = np.array(repetitions((pair.key, pair.run.score) for pair in own))
        base = np.array(repetitions((pair.key, pair.base.score) for pair in own))
        absolute[target] = rounded(method.mean() - base.mean())
        reason = _not_relative(own[0].base.metric, float(base.mean()))
        if reason:
            left_out[target] = reason
        else:
            scores[target] = method, base
    relative = {target: float(_relative(*both)) for target, both in scores.items()}
    return Gains(absolute, relative, left_out, _interval(tuple(scores.values()), seed))


def _not_relative(metric: str, baseline: float) -> str:
    if metric in CORRELATIONS:
        return Phrase("scored by {0}, which can be negative", metric)
    if baseline <= FLOOR:
        return Phrase("the baseline scores {0:.3f}, too little to divide by", baseline)
    return ""


def _relative(method: Scores, base: Scores) -> Scores:
    """Return (M - B) / B of means over the last axis; NaN where B is at the floor."""
    mean, reference = method.mean(-1), base.mean(-1)
    usable = np.where(reference > FLOOR, reference, np.nan)
    gain: Scores = (mean - usable) / usable
    return gain


def _interval(scores: Sequence[tuple[Scores, Scores]], seed: int) -> Interval | None:
    count = len(scores)
    if count < FEWEST_TO_RESAMPLE:
        return None
    random = np.random.default_rng(seed)
    chosen = random.integers(count, size=(DRAWS, count))
    drawn = np.empty(chosen.shape)
    for target, (method, base) in enumerate(scores):
        here = chosen == target
        picks = random.integers(len(method), size=(int(here.sum()), len(method)))
        drawn[here] = _relative(method[picks], base[picks])
    known = drawn[~np.isnan(drawn).all(1)]
    return percentile_interval(np.nanmean(known, axis=1))
