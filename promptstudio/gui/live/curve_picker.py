"""From the jobs that are shown to the curves of a chart and the lines of its legend."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QCoreApplication

from promptstudio.analysis.bands import Band, BandKind, band
from promptstudio.analysis.lines import LineBook
from promptstudio.analysis.live import JobState, LiveJobs
from promptstudio.analysis.series import Series, Values
from promptstudio.gui.live.legend import Entry
from promptstudio.gui.parts.curve import Curve
from promptstudio.gui.parts.declared import metric_text
from promptstudio.gui.parts.theme import Theme
from promptstudio.gui.ports import RunRow

Mode = Literal["runs", "interval", "range"]
LOSS: Final = "loss"
MOST_CURVES: Final = 40
"""More in one chart can not be told apart."""

_VALIDATION: Final = "validation/"


@dataclass(frozen=True, slots=True)
class Picked:
    """Curves by key, and a legend entry for each."""

    curves: Mapping[str, Curve]
    entries: Sequence[Entry]


def validation_metrics(live: LiveJobs, rows: Sequence[RunRow]) -> list[str]:
    """Return the validation metrics of jobs as chart keys, the tasks' own ones first."""
    own: dict[str, None] = {}
    others: dict[str, None] = {}
    for row in rows:
        job = live.jobs.get(row.job_id)
        for name in job.validation if job is not None else ():
            (own if name == row.metric else others)[_VALIDATION + name] = None
    return [*own, *(key for key in others if key not in own)]


class CurvePicker:
    """Knows the jobs, their lines and the names of tasks."""

    def __init__(self, live: LiveJobs, lines: LineBook, task_title: Callable[[str], str]) -> None:
        self._live, self._lines, self._task_title = live, lines, task_title
        self._bands: dict[int, tuple[object, Band]] = {}

    def first(self, rows: Sequence[RunRow], mode: Mode) -> tuple[RunRow, ...]:
        """Return the first jobs that make no more than `MOST_CURVES` curves."""
        if mode == "runs":
            return tuple(rows[:MOST_CURVES])
        groups: dict[int, None] = {}
        found = []
        for row in rows:
            line = self._lines.line(row.job_id)
            if line is None or (line.group not in groups and len(groups) == MOST_CURVES):
                continue
            groups[line.group] = None
            found.append(row)
        return tuple(found)

    def pick(
        self, rows: Sequence[RunRow], key: str, mode: Mode, weight: float, theme: Theme
    ) -> Picked:
        """Return the curves of a chart key: ``"loss"``, or ``"validation/..."``.

        ``weight`` smooths every run. Otherwise than in the mode ``"runs"`` there is a curve
        with a band for each method and target.
        """
        found = [
            (row, (series.x, series.smoothed(weight)))
            for row in rows
            if (series := self._series(row, key)) is not None and len(series)
        ]
        if mode == "runs":
            return self._runs(found, theme)
        return self._groups(found, mode, theme)

    def _runs(self, found: Sequence[tuple[RunRow, tuple[Values, Values]]], theme: Theme) -> Picked:
        curves: dict[str, Curve] = {}
        entries = []
        for row, (x, y) in found:
            line = self._lines.line(row.job_id)
            if line is None:
                continue
            title = row.label or row.method
            place = _tr("seed {0}, {1}").format(row.seed, self._place(row))
            curves[row.job_id] = Curve(x, y, theme.pen(*line), f"{title}, {place}")
            entries.append(Entry(row.job_id, title, place, *line))
        return Picked(curves, entries)

    def _groups(
        self, found: Sequence[tuple[RunRow, tuple[Values, Values]]], kind: BandKind, theme: Theme
    ) -> Picked:
        groups: dict[int, list[tuple[RunRow, tuple[Values, Values]]]] = {}
        for row, points in found:
            line = self._lines.line(row.job_id)
            if line is not None:
                groups.setdefault(line.group, []).append((row, points))
        curves: dict[str, Curve] = {}
        entries = []
        for group, members in groups.items():
            row = members[0][0]
            made = self._band(group, kind, members)
            title = row.label or row.method
            seeds = _tr("1 seed") if len(members) == 1 else _tr("{0} seeds").format(len(members))
            place = f"{seeds}, {self._place(row)}"
            pen = theme.pen(group, 0)
            key = f"group {group}"
            curves[key] = Curve(made.x, made.mean, pen, f"{title}, {place}", made.low, made.high)
            entries.append(Entry(key, title, place, group, 0))
        return Picked(curves, entries)

    def _band(
        self, group: int, kind: BandKind, members: Sequence[tuple[RunRow, tuple[Values, Values]]]
    ) -> Band:
        """Return the band of a group, made anew where one of its curves has changed."""
        key = (kind, *((row.job_id, len(x), float(y[-1])) for row, (x, y) in members))
        known = self._bands.get(group)
        if known is None or known[0] != key:
            known = self._bands[group] = (key, band([points for _, points in members], kind))
        return known[1]

    def _place(self, row: RunRow) -> str:
        if row.target_task is None:
            return _tr("shared stage")
        return self._task_title(row.target_task)

    def _series(self, row: RunRow, key: str) -> Series | None:
        job = self._live.jobs.get(row.job_id)
        return None if job is None else series_of(job, key)


def series_of(job: JobState, key: str) -> Series | None:
    """Return the curve of a job for a chart key."""
    if key.startswith(_VALIDATION):
        return job.validation.get(key.removeprefix(_VALIDATION))
    return job.numbers.get(key)


def chart_title(key: str) -> str:
    """Return the words of a chart key: ``"Loss"``, ``"Validation accuracy"``."""
    if key == LOSS:
        return _tr("Loss")
    return _tr("Validation {0}").format(metric_text(key.removeprefix(_VALIDATION)))


def short_title(key: str) -> str:
    """Return the words of a chart key on a tab: ``"Accuracy"``, ``"Validation loss"``."""
    name = key.removeprefix(_VALIDATION)
    text = metric_text(name)
    return chart_title(key) if name == LOSS else text[:1].upper() + text[1:]


def _tr(text: str) -> str:
    return QCoreApplication.translate("Curves", text)
