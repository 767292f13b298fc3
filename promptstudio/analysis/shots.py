"""Scores over the number of training rows."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean
from typing import Final, NamedTuple

from promptstudio.analysis.intervals import Interval, mean_interval
from promptstudio.analysis.outcomes import Outcome, RunKey, repetitions

WHOLE: Final = "all"
"""What stands for the whole training split, and for all targets."""

_SWEPT: Final = re.compile(r", shots (?:\d+|all|None)(?=,|$)")


class ShotOutcome(NamedTuple):
    """A scored run with the training rows it had; None is the whole training split."""

    shots: int | None
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class ShotPoint:
    """The mean of ``runs`` scores, with Student's interval where there is one."""

    shots: int | None
    mean: float
    interval: Interval | None
    runs: int


@dataclass(frozen=True, slots=True)
class ShotCurve:
    """Scores of a method on a target over the rows, few first; no target means all of them."""

    method: str
    target: str | None
    points: tuple[ShotPoint, ...]


def shot_curves(found: Iterable[ShotOutcome]) -> tuple[ShotCurve, ...]:
    """Return a curve for every method over all targets, then one for every method and target.

    The interval of one target is over splits, where there are several, as in the leaderboard.
    A point over all targets is the mean over the targets that the method was scored on at every
    number of rows, and its interval is over the means of the splits. Empty unless there are at
    least two numbers of rows.
    """
    scores: dict[str, dict[str, dict[int | None, list[tuple[RunKey, float]]]]] = {}
    for shots, run in found:
        key = RunKey(run.target, run.split_seed, run.seed)
        of_target = scores.setdefault(without_shots(run.method), {}).setdefault(run.target, {})
        of_target.setdefault(shots, []).append((key, run.score))
    known = {shots for targets in scores.values() for own in targets.values() for shots in own}
    if len(known) < 2:
        return ()
    single = [
        ShotCurve(method, target, _points(own))
        for method, targets in scores.items()
        for target, own in targets.items()
    ]
    overall = [
        ShotCurve(method, None, _points(whole))
        for method, targets in scores.items()
        if (whole := _over_targets(targets))
    ]
    return (*overall, *single)


def without_shots(label: str) -> str:
    """Return the label of a method without a swept number of rows."""
    return _SWEPT.sub("", label)


def rows_text(shots: int | None) -> str:
    """Return a number of training rows as a word."""
    return WHOLE if shots is None else str(shots)


def in_order(shots: Iterable[int | None]) -> list[int | None]:
    """Sort numbers of rows, the whole training split last."""
    return sorted(set(shots), key=lambda number: (number is None, number or 0))


def _points(own: dict[int | None, list[tuple[RunKey, float]]]) -> tuple[ShotPoint, ...]:
    points = []
    for shots in in_order(own):
        values = own[shots]
        interval = mean_interval(repetitions(values))
        points.append(ShotPoint(shots, fmean(v for _, v in values), interval, len(values)))
    return tuple(points)


def _over_targets(
    targets: dict[str, dict[int | None, list[tuple[RunKey, float]]]],
) -> dict[int | None, list[tuple[RunKey, float]]]:
    """Average over the targets that have every number of rows; empty where there is none."""
    every = set().union(*targets.values())
    whole = [own for own in targets.values() if set(own) == every]
    found: dict[int | None, list[tuple[RunKey, float]]] = {}
    for shots in in_order(every) if whole else ():
        by_run: dict[RunKey, list[float]] = {}
        for own in whole:
            for key, score in own[shots]:
                by_run.setdefault(key._replace(target=""), []).append(score)
        found[shots] = [
            (key, fmean(scores)) for key, scores in by_run.items() if len(scores) == len(whole)
        ]
    return {shots: values for shots, values in found.items() if values}
