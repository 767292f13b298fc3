"""Where transfer did harm: each transferred run against the run from scratch beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean
from typing import Final, Literal

from promptstudio.analysis.intervals import Interval, mean_interval
from promptstudio.analysis.outcomes import Outcome, Pair, RunKey, by_method, repetitions
from promptstudio.core.phrases import Phrase, joined

_FEWEST: Final = 3
_NOISE: Final = 1e-9


@dataclass(frozen=True, slots=True)
class RunCheck:
    """A transferred run against that from scratch with its target, split and seed.

    ``spent_less`` had less of a budget than that from scratch, or one that is not known.

    ``harmed`` is worse by more than one test example. ``difference`` is negative where the
    transferred run is worse, None without a run from scratch.
    """

    run: Outcome
    pair: Pair | None
    finding: Literal["harmed", "unharmed", "spent_less", "no_scratch"]
    sentence: str

    @property
    def difference(self) -> float | None:
        """Score less that from scratch."""
        return self.pair.difference if self.pair else None


@dataclass(frozen=True, slots=True)
class TargetCheck:
    """All runs of a method on a target: ``repetitions`` with no less of a budget, their mean.

    ``harmed`` has a mean worse by more than one test example and an interval below 0.
    """

    method: str
    target: str
    finding: Literal["harmed", "not_shown", "too_few"]
    repetitions: int
    difference: float | None
    interval: Interval | None
    sentence: str


def check_runs(
    outcomes: Iterable[Outcome], scratch: str, *, budget_factor: float = 1.25
) -> list[RunCheck]:
    """Check every run that used sources.

    Parameters
    ----------
    scratch
        Label of the method that tunes from scratch.
    budget_factor
        A transferred run whose gradient rows are fewer than those from scratch divided by this
        is never called harmed, nor one whose rows are not known. Being worse with more rows is
        harm all the more.

    Raises
    ------
    AnalysisError
        If a method has two runs of one target, split and seed.
    """
    table = by_method(outcomes)
    alone = table.pop(scratch, {})
    return [
        _check_run(key, run, alone.get(key), budget_factor)
        for runs in table.values()
        for key, run in runs.items()
        if run.sources
    ]


def check_targets(checks: Iterable[RunCheck]) -> list[TargetCheck]:
    """Sum up the checks of runs by method and target, in order of appearance."""
    groups: dict[tuple[str, str], list[RunCheck]] = {}
    for check in checks:
        groups.setdefault((check.run.method, check.run.target), []).append(check)
    return [_check_target(method, target, own) for (method, target), own in groups.items()]


def _check_run(key: RunKey, run: Outcome, scratch: Outcome | None, factor: float) -> RunCheck:
    where = Phrase(
        "'{0}' on '{1}' (split {2}, seed {3})", run.method, run.target, run.split_seed, run.seed
    )
    if scratch is None:
        alone = Phrase("{0} has no run from scratch beside it.", where)
        return RunCheck(run, None, "no_scratch", alone)
    pair = Pair(key, run, scratch)
    told = Phrase("{0} scores {1:.3f}, and {2:.3f} from scratch", where, run.score, scratch.score)
    if run.rows is None or scratch.rows is None:
        unknown = Phrase("{0}, but the budgets are not known.", told)
        return RunCheck(run, pair, "spent_less", unknown)
    if scratch.rows > factor * run.rows:
        less = Phrase(
            "{0}, but it had less: {1:,} and {2:,} gradient rows.", told, run.rows, scratch.rows
        )
        return RunCheck(run, pair, "spent_less", less)
    if pair.difference < -_one_example(pair) - _NOISE:
        return RunCheck(run, pair, "harmed", Phrase("Negative transfer: {0}.", told))
    return RunCheck(run, pair, "unharmed", Phrase("{0}.", told))


def _check_target(method: str, target: str, checks: list[RunCheck]) -> TargetCheck:
    pairs = [c.pair for c in checks if c.pair and c.finding in ("harmed", "unharmed")]
    values = repetitions((pair.key, pair.difference) for pair in pairs) if pairs else ()
    splits = len({pair.key.split_seed for pair in pairs})
    over = Phrase("{0} seeds of one split", len(values))
    if splits > 1:
        over = Phrase("{0} splits", len(values))
    where = Phrase("'{0}' on '{1}'", method, target)
    left_out = len(checks) - len(pairs)
    why = Phrase(
        "Left out: {0}, with no run from scratch, or with less of a budget than it.", left_out
    )
    notes = (why,) if left_out else ()
    mean = fmean(values) if values else None
    interval = mean_interval(values)
    if mean is None or interval is None or len(values) < _FEWEST:
        few = Phrase(
            "Too few to tell: {0} has {1} repetitions of no less a budget, {2} are needed.",
            where,
            len(values),
            _FEWEST,
        )
        sentence = joined(" ", (few, *notes))
        return TargetCheck(method, target, "too_few", len(values), mean, interval, sentence)
    figures = Phrase(
        "{0} {1:+.1f} points over {2} ({3}).", where, mean * 100, over, _text(interval)
    )
    if mean < -max(map(_one_example, pairs)) - _NOISE and interval.high < 0:
        sentence = joined(" ", (Phrase("Negative transfer: {0}", figures), *notes))
        return TargetCheck(method, target, "harmed", len(values), mean, interval, sentence)
    sentence = joined(" ", (Phrase("No harm shown: {0}", figures), *notes))
    return TargetCheck(method, target, "not_shown", len(values), mean, interval, sentence)


def _one_example(pair: Pair) -> float:
    return 1 / min(pair.run.test_rows, pair.base.test_rows)


def _text(interval: Interval) -> str:
    return Phrase("95 % interval {0:+.1f} to {1:+.1f}", interval.low * 100, interval.high * 100)
