"""Where transfer did harm: each transferred run against the run from scratch beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean
from typing import Final, Literal

from promptstudio.analysis.intervals import Interval, mean_interval
from promptstudio.analysis.outcomes import Outcome, Pair, RunKey, by_method, repetitions

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
    where = f"'{run.method}' on '{run.target}' (split {run.split_seed}, seed {run.seed})"
    if scratch is None:
        return RunCheck(run, None, "no_scratch", f"{where} has no run from scratch beside it.")
    pair = Pair(key, run, scratch)
    score = f"scores {run.score:.3f}, and {scratch.score:.3f} from scratch"
    if run.rows is None or scratch.rows is None:
        unknown = f"{where} {score}, but the budgets are not known."
        return RunCheck(run, pair, "spent_less", unknown)
    if scratch.rows > factor * run.rows:
        budgets = f"{run.rows:,} and {scratch.rows:,} gradient rows"
        return RunCheck(run, pair, "spent_less", f"{where} {score}, but it had less: {budgets}.")
    if pair.difference < -_one_example(pair) - _NOISE:
        return RunCheck(run, pair, "harmed", f"Negative transfer: {where} {score}.")
    return RunCheck(run, pair, "unharmed", f"{where} {score}.")


def _check_target(method: str, target: str, checks: list[RunCheck]) -> TargetCheck:
    pairs = [c.pair for c in checks if c.pair and c.finding in ("harmed", "unharmed")]
    values = repetitions((pair.key, pair.difference) for pair in pairs) if pairs else ()
    splits = len({pair.key.split_seed for pair in pairs})
    over = f"{len(values)} splits" if splits > 1 else f"{len(values)} seeds of one split"
    where = f"'{method}' on '{target}'"
    left_out = len(checks) - len(pairs)
    why = "with no run from scratch, or with less of a budget than it"
    note = f" Left out: {left_out}, {why}." if left_out else ""
    mean = fmean(values) if values else None
    interval = mean_interval(values)
    if mean is None or interval is None or len(values) < _FEWEST:
        few = f"{len(values)} repetitions of no less a budget, {_FEWEST} are needed"
        sentence = f"Too few to tell: {where} has {few}.{note}"
        return TargetCheck(method, target, "too_few", len(values), mean, interval, sentence)
    figures = f"{mean * 100:+.1f} points over {over} ({_text(interval)}).{note}"
    if mean < -max(map(_one_example, pairs)) - _NOISE and interval.high < 0:
        sentence = f"Negative transfer: {where} {figures}"
        return TargetCheck(method, target, "harmed", len(values), mean, interval, sentence)
    sentence = f"No harm shown: {where} {figures}"
    return TargetCheck(method, target, "not_shown", len(values), mean, interval, sentence)


def _one_example(pair: Pair) -> float:
    return 1 / min(pair.run.test_rows, pair.base.test_rows)


def _text(interval: Interval) -> str:
    return f"95 % interval {interval.low * 100:+.1f} to {interval.high * 100:+.1f}"
