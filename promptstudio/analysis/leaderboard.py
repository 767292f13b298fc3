"""All methods of a study on all its targets, compared with prompt tuning from scratch."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Final

from promptstudio.analysis.gains import Gains, gains
from promptstudio.analysis.intervals import Interval, mean_interval
from promptstudio.analysis.outcomes import (
    Outcome,
    RunKey,
    Unit,
    by_method,
    check_metrics,
    pairs_of,
    repetitions,
    rounded,
    unit_differences,
)
from promptstudio.analysis.paired import Comparison, compare
from promptstudio.analysis.verdicts import TITLES, Judgement, judge
from promptstudio.core.phrases import Phrase

BASELINE: Final = "Prompt tuning"

Runs = Mapping[RunKey, Outcome]
Record = dict[str, str | float | int | None]


@dataclass(frozen=True, slots=True)
class Cell:
    """A method on a target: mean of its repetitions with Student's interval."""

    mean: float
    interval: Interval | None
    runs: int
    test_rows: int
    metric: str


@dataclass(frozen=True, slots=True)
class Row:
    """A method over all targets.

    ``cells`` has the targets that were scored, ``mean`` is the mean over them. ``missing`` are
    runs that other methods have and this one has not; only shared runs are compared.
    ``gains``, ``comparison`` and ``judgement`` are None for the baseline; the first two also
    where gains are withheld. ``outdone_by`` names the controls that score at least as high over
    the runs that they share with this method.
    """

    method: str
    is_control: bool
    cells: Mapping[str, Cell]
    mean: float
    missing: int
    gains: Gains | None
    comparison: Comparison | None
    judgement: Judgement | None
    outdone_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Leaderboard:
    """Rows by overall mean, the highest first; methods that lack a target follow the others.

    ``withheld`` is the reason for which no gains are shown, empty where they are.
    """

    baseline: str
    targets: tuple[str, ...]
    rows: tuple[Row, ...]
    withheld: str

    def records(self) -> list[Record]:
        """Return one flat record a method, for tables and files.

        The mean on a target is under ``score`` and the target's name, so that no target can
        take the place of another column. Relative gains are shares, 0.1 for 10 %.
        """
        return [_record(row, self.targets) for row in self.rows]


def leaderboard(
    outcomes: Iterable[Outcome],
    *,
    baseline: str = BASELINE,
    unit: Unit = "split",
    seed: int = 0,
) -> Leaderboard:
    """Compare every method with a baseline.

    Parameters
    ----------
    unit
        What counts as one observation of the paired test, see `paired.compare`.
    seed
        Of the bootstrap.

    Notes
    -----
    A comparison without its controls is not shown as a gain: unless the baseline is there, and
    at least one control on every target of the baseline, gains and tests are withheld and the
    verdict is ``no_control``. Holm's correction is over all rows that are tested, controls
    included.

    Raises
    ------
    AnalysisError
        If a method has two runs of one target, split and seed, or a target two metrics.
    """
    known = tuple(outcomes)
    check_metrics(known)
    table = by_method(known)
    controls = sorted(m for m, runs in table.items() if _is_control(runs))
    withheld = _withheld(table, baseline, controls)
    others = [method for method in table if method != baseline]
    pairs = {} if withheld else {m: pairs_of(table[m], table[baseline]) for m in others}
    comparisons = {m: compare(own, unit, seed=seed) for m, own in pairs.items()}
    if withheld:
        judgements = {m: Judgement("no_control", None, withheld) for m in others}
    else:
        judgements = dict(zip(others, judge(list(comparisons.values())), strict=True))
    every_run = {key for runs in table.values() for key in runs}
    targets = tuple(sorted({key.target for key in every_run}))
    rows = []
    for method, runs in table.items():
        cells = _cells(runs)
        rows.append(
            Row(
                method=method,
                is_control=method in controls,
                cells=cells,
                mean=fmean(cell.mean for cell in cells.values()),
                missing=len(every_run) - len(runs),
                gains=gains(pairs[method], seed=seed) if method in pairs else None,
                comparison=comparisons.get(method),
                judgement=judgements.get(method),
                outdone_by=_outdone_by(method, table, controls),
            )
        )
    rows.sort(key=lambda row: (len(row.cells) < len(targets), -rounded(row.mean), row.method))
    return Leaderboard(baseline, targets, tuple(rows), withheld)


def _is_control(runs: Runs) -> bool:
    return any(run.is_control for run in runs.values())


def _withheld(table: Mapping[str, Runs], baseline: str, controls: Sequence[str]) -> str:
    if baseline not in table:
        return Phrase(
            "No gains are shown: the baseline '{0}' has no scores. Add it to the study.", baseline
        )
    checked = {key.target for method in controls for key in table[method]}
    bare = sorted({key.target for key in table[baseline]} - checked)
    if not controls:
        return Phrase(
            "No gains are shown: the study has no control, such as a source prompt used "
            "unchanged. Add one."
        )
    if bare:
        return Phrase("No gains are shown: no control was scored on {0}.", ", ".join(bare))
    return ""


def _cells(runs: Runs) -> dict[str, Cell]:
    targets: dict[str, list[RunKey]] = {}
    for key in sorted(runs):
        targets.setdefault(key.target, []).append(key)
    return {target: _cell([(key, runs[key]) for key in keys]) for target, keys in targets.items()}


def _cell(runs: Sequence[tuple[RunKey, Outcome]]) -> Cell:
    values = repetitions((key, run.score) for key, run in runs)
    first = runs[0][1]
    return Cell(fmean(values), mean_interval(values), len(runs), first.test_rows, first.metric)


def _outdone_by(method: str, table: Mapping[str, Runs], controls: Sequence[str]) -> tuple[str, ...]:
    found = []
    for control in controls:
        behind = unit_differences(pairs_of(table[method], table[control]), "target")
        if control != method and behind and rounded(fmean(behind)) <= 0:
            found.append(control)
    return tuple(found)


def _record(row: Row, targets: Sequence[str]) -> Record:
    record: Record = {"method": row.method, "mean": row.mean}
    for target in targets:
        record[f"score {target}"] = row.cells[target].mean if target in row.cells else None
    record |= {"runs": sum(cell.runs for cell in row.cells.values()), "missing": row.missing}
    record |= _gain_record(row.gains)
    compared, judged = row.comparison, row.judgement
    record |= {
        "pairs": compared.units if compared else None,
        "difference": compared.difference if compared else None,
        "p": compared.p_value if compared else None,
        "p_corrected": judged.p_corrected if judged else None,
        "verdict": TITLES[judged.verdict] if judged else "baseline",
        "reason": judged.sentence if judged else "",
        "outdone_by": ", ".join(row.outdone_by),
    }
    return record


def _gain_record(gained: Gains | None) -> Record:
    most = gained.most_influential() if gained else None
    interval = gained.interval if gained else None
    return {
        "average_relative_gain": gained.average_relative if gained else None,
        "gain_low": interval.low if interval else None,
        "gain_high": interval.high if interval else None,
        "median_relative_gain": gained.median_relative if gained else None,
        "mean_gain": gained.mean_absolute if gained else None,
        "wins": gained.wins if gained else None,
        "ties": gained.ties if gained else None,
        "losses": gained.losses if gained else None,
        "most_influential": most[0] if most else None,
        "influence": most[1] if most else None,
        "left_out": ", ".join(gained.left_out) if gained else "",
    }
