"""Scored runs, and which runs of two methods belong together.

Runs are paired over target, split seed and seed. A split seed draws the few-shot sample, a seed
the initialisation and the order of rows, so the two are never mixed up.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean
from typing import Final, Literal, NamedTuple, Protocol, TypeVar

from promptstudio.core.errors import AnalysisError

SHARES: Final = ("accuracy", "exact_match")
"""Metrics that are a number of right rows divided by the number of rows."""

CORRELATIONS: Final = ("matthews", "pearson", "spearman")
"""Metrics that can be negative, so that a gain relative to them has no meaning."""

_DIGITS: Final = 12
"""Differences are rounded to this: 0.8 - 0.7 and 0.7 - 0.6 must be a tie of ranks."""

Unit = Literal["target", "split", "run"]
_DEPTH: Final = {"target": 1, "split": 2, "run": 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One run with its test score, from -1 to 1.

    ``method`` is the label of the method in its study, swept settings included. ``rows`` are
    the gradient rows that count as the run's budget, None where unknown; whether those of
    shared stages are among them is the caller's choice, the same for all runs.
    """

    method: str
    target: str
    split_seed: int
    seed: int
    score: float
    test_rows: int
    metric: str
    is_control: bool = False
    job_id: str = ""
    sources: tuple[str, ...] = ()
    rows: int | None = None

    def __post_init__(self) -> None:
        """Refuse what is no score.

        Raises
        ------
        AnalysisError
            If the score is not a number from -1 to 1, or there are no test rows.
        """
        where = f"'{self.method}' on '{self.target}' (split {self.split_seed}, seed {self.seed})"
        if not math.isfinite(self.score):
            raise AnalysisError(
                f"The score of {where} is {self.score}. Leave out runs without a score."
            )
        if abs(self.score) > 1:
            raise AnalysisError(
                f"The score of {where} is {self.score:g} and must be from -1 to 1. "
                "Divide percentages by 100."
            )
        if self.test_rows < 1:
            raise AnalysisError(f"The score of {where} needs one test row at least.")


class RunKey(NamedTuple):
    """What runs of two methods have to share to be compared."""

    target: str
    split_seed: int
    seed: int


class Keyed(Protocol):
    """Anything that belongs to one run of a method."""

    @property
    def method(self) -> str:
        """Label of the method."""

    @property
    def target(self) -> str:
        """Key of the target task."""

    @property
    def split_seed(self) -> int:
        """What draws the few-shot sample."""

    @property
    def seed(self) -> int:
        """What draws the initialisation and the order of rows."""


class Pair(NamedTuple):
    """A run and the run of the baseline with the same target, split and seed."""

    key: RunKey
    run: Outcome
    base: Outcome

    @property
    def difference(self) -> float:
        """Score less that of the baseline."""
        return rounded(self.run.score - self.base.score)


_Item = TypeVar("_Item", bound=Keyed)


def rounded(value: float) -> float:
    """Round away what floating point adds to a difference of scores."""
    return round(float(value), _DIGITS)


def by_method(items: Iterable[_Item]) -> dict[str, dict[RunKey, _Item]]:
    """Arrange items by method, in order of appearance, and by run.

    Raises
    ------
    AnalysisError
        If a method has two items of one run.
    """
    found: dict[str, dict[RunKey, _Item]] = {}
    for item in items:
        runs = found.setdefault(item.method, {})
        key = RunKey(item.target, item.split_seed, item.seed)
        if key in runs:
            raise AnalysisError(
                f"'{item.method}' has two runs on '{key.target}' with split {key.split_seed} and "
                f"seed {key.seed}. Give methods of different settings different labels, or leave "
                "one run out."
            )
        runs[key] = item
    return found


def check_metrics(outcomes: Iterable[Outcome]) -> None:
    """Make sure that every target is scored by one metric.

    Raises
    ------
    AnalysisError
        If a target is not.
    """
    metrics: dict[str, str] = {}
    for outcome in outcomes:
        first = metrics.setdefault(outcome.target, outcome.metric)
        if first != outcome.metric:
            raise AnalysisError(
                f"The target '{outcome.target}' is scored by {first} in one run and by "
                f"{outcome.metric} in another. Compare runs of one metric."
            )


def pairs_of(
    runs: Mapping[RunKey, Outcome], baseline: Mapping[RunKey, Outcome]
) -> tuple[Pair, ...]:
    """Return the pairs of two methods' runs in the order of their keys."""
    return tuple(Pair(key, runs[key], baseline[key]) for key in sorted(runs.keys() & baseline))


def unit_differences(pairs: Iterable[Pair], unit: Unit) -> tuple[float, ...]:
    """Average differences within a target, within a split of a target, or not at all."""
    groups: dict[tuple[object, ...], list[float]] = {}
    for pair in sorted(pairs):
        groups.setdefault(pair.key[: _DEPTH[unit]], []).append(pair.difference)
    return tuple(rounded(fmean(group)) for group in groups.values())


def repetitions(values: Iterable[tuple[RunKey, float]]) -> tuple[float, ...]:
    """Return the values of one target that may count as independent of each other.

    Where there are several splits these are the means over the seeds of every split, because
    runs on the same few-shot sample are not independent. Where there is one split, they are its
    runs, and then say nothing about other samples.
    """
    splits: dict[int, list[float]] = {}
    for key, value in sorted(values):
        splits.setdefault(key.split_seed, []).append(value)
    if len(splits) == 1:
        return tuple(next(iter(splits.values())))
    return tuple(fmean(runs) for runs in splits.values())
