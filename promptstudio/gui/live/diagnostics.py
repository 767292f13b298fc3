"""A method's own numbers: curves, heat maps, bars and maps of particles."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from promptstudio.analysis.lines import LineBook
from promptstudio.analysis.live import JobState, LiveJobs
from promptstudio.analysis.particles import map_of, shared_title
from promptstudio.analysis.shapes import Shape, shape_of
from promptstudio.core.declaration import MethodInfo
from promptstudio.gui.live.series_views import BarsView, CellsView, CurvesView, MapView, SeriesView
from promptstudio.gui.live.step_slider import StepSlider
from promptstudio.gui.parts.declared import declared
from promptstudio.gui.parts.theme import Theme
from promptstudio.gui.ports import RunRow

_FEW: Final = 4
"""Curves that stand in two columns; more take three."""

_VIEWS: Final[Mapping[Shape, type[SeriesView]]] = {
    "cells": CellsView,
    "bars": BarsView,
    "curves": CurvesView,
}


class DiagnosticsView(QWidget):
    """One picture per series that the current method declares.

    Curves show all runs of the method; the other pictures show one run, at one step.
    """

    changed = Signal()
    said = Signal(str)
    failed = Signal(str, str)

    def __init__(
        self,
        methods: Mapping[str, MethodInfo],
        lines: LineBook,
        task_title: Callable[[str], str],
        theme: Theme,
    ) -> None:
        super().__init__()
        self._methods = methods
        self._lines = lines
        self._task_title = task_title
        self._theme = theme
        self._views: dict[str, SeriesView] = {}
        self._method = QComboBox()
        self._method.setAccessibleName(self.tr("Method whose numbers are shown"))
        self._job = QComboBox()
        self._job.setAccessibleName(self.tr("Run of which maps and bars are shown"))
        for combo in (self._method, self._job):
            combo.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            combo.setMinimumContentsLength(20)
            combo.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.steps = StepSlider()
        self._empty = QLabel(
            self.tr(
                "Some methods tell numbers of their own: where particles are, what a router "
                "weighs, how alike prompts are. The runs that are looked at have told none so far."
            )
        )
        self._empty.setWordWrap(True)
        self._body = QHBoxLayout()
        self._maps, self._grid = QVBoxLayout(), QGridLayout()
        self._new_layouts()
        head = QHBoxLayout()
        head.addWidget(self._method)
        head.addWidget(self._job)
        head.addWidget(self.steps, 1)
        head.addStretch(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.addLayout(head)
        column.addWidget(self._empty)
        column.addLayout(self._body, 1)
        self._method.currentIndexChanged.connect(self._on_method)
        self._job.currentIndexChanged.connect(self.changed)
        self.steps.moved.connect(self.changed)

    def draw(self, live: LiveJobs, rows: Sequence[RunRow]) -> bool:
        """Show the numbers of the current method's jobs among these; one new picture a call.

        Returns whether all is shown.
        """
        self._offer_methods(live, rows)
        info = self._methods.get(str(self._method.currentData()))
        self._empty.setVisible(info is None)
        self._method.setVisible(info is not None)
        if info is None:
            self._job.setVisible(False)
            self.steps.setVisible(False)
            return True
        mine = {r.job_id: r for r in rows if r.method == info.key and r.job_id in live.jobs}
        jobs = {job_id: live.jobs[job_id] for job_id in mine}
        wanted = self._wanted(info, jobs)
        self._drop_others(wanted)
        self._offer_jobs(info, mine, jobs, wanted)
        for prefix, make in wanted.items():
            is_new = prefix not in self._views
            if is_new:
                self._add(prefix, make(_title(info, prefix), self))
            if not self._views[prefix].draw(prefix, list(mine.values()), jobs) or is_new:
                return False
        return True

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        for view in self._views.values():
            view.frame.set_theme(theme)

    def chart(self, prefix: str) -> Any:
        """Return the picture of a series, if there is one."""
        view = self._views.get(prefix)
        return None if view is None else view.frame.chart

    def view(self, prefix: str) -> SeriesView | None:
        """Return a series with its frame, if there is one."""
        return self._views.get(prefix)

    def show_method(self, key: str) -> None:
        """Choose a method by its key."""
        self._method.setCurrentIndex(self._method.findData(key))

    # -- what the pictures ask -------------------------------------------------------------

    @property
    def theme(self) -> Theme:
        """The colours in use."""
        return self._theme

    @property
    def lines(self) -> LineBook:
        """The lines of all jobs."""
        return self._lines

    @property
    def job_id(self) -> str:
        """The run of which maps and bars are shown."""
        return str(self._job.currentData() or "")

    def task_title(self, key: str) -> str:
        """Return the title of a task, or the key where it is none."""
        return self._task_title(key)

    # -- inner -----------------------------------------------------------------------------

    def _wanted(
        self, info: MethodInfo, jobs: Mapping[str, JobState]
    ) -> dict[str, Callable[[str, Any], SeriesView]]:
        """Return which picture every declared series gets, as far as it is reported."""
        series = info.series or {}
        maps = map_of(series)
        seconds = {y for _, y in maps.values()}
        found: dict[str, Callable[[str, Any], SeriesView]] = {}
        for prefix in series:
            if prefix in seconds:
                continue
            shapes = [s for job in jobs.values() if (s := shape_of(job, prefix)) is not None]
            if not shapes:
                continue
            is_map = any(x == prefix for x, _ in maps.values())
            found[prefix] = MapView if is_map else _VIEWS[_commonest(shapes)]
        return found

    def _drop_others(self, wanted: Mapping[str, Callable[[str, Any], SeriesView]]) -> None:
        """Take pictures away that are of another kind now; those behind them move up."""
        if all(type(view) is wanted.get(prefix) for prefix, view in self._views.items()):
            return
        self._clear()

    def _clear(self) -> None:
        for view in self._views.values():
            view.frame.hide()
            view.frame.deleteLater()
        self._views.clear()
        self._new_layouts()

    def _new_layouts(self) -> None:
        """Make room anew: maps at the left, one below the other, curves at the right."""
        for layout in (self._maps, self._grid):
            self._body.removeItem(layout)
            layout.deleteLater()
        self._maps, self._grid = QVBoxLayout(), QGridLayout()
        for layout in (self._maps, self._grid):
            layout.setSpacing(6)
            self._body.addLayout(layout)

    def _add(self, prefix: str, view: SeriesView) -> None:
        self._views[prefix] = view
        curves = [v.frame for v in self._views.values() if not v.is_wide]
        if view.is_wide:
            self._maps.addWidget(view.frame, 1)
        else:
            columns = 2 if len(curves) <= _FEW else 3
            for place, frame in enumerate(curves):
                row, column = divmod(place, columns)
                self._grid.addWidget(frame, row, column)
                self._grid.setRowStretch(row, 1)
                self._grid.setColumnStretch(column, 1)
        self._body.setStretchFactor(self._maps, 3 if self._maps.count() else 0)
        self._body.setStretchFactor(self._grid, min(len(curves), 2) * 2)
        view.frame.said.connect(self.said)
        view.frame.failed.connect(self.failed)

    @Slot()
    def _on_method(self) -> None:
        self._clear()
        self._job.clear()
        self.changed.emit()

    def _offer_methods(self, live: LiveJobs, rows: Sequence[RunRow]) -> None:
        found: dict[str, str] = {}
        for row in rows:
            info = self._methods.get(row.method)
            job = live.jobs.get(row.job_id)
            if info is None or job is None or info.key in found:
                continue
            if any(job.metric_names(prefix) for prefix in info.series or {}):
                found[info.key] = info.title
        before = self._method.currentData()
        _offer(self._method, found)
        if self._method.currentData() != before:
            self._clear()

    def _offer_jobs(
        self,
        info: MethodInfo,
        rows: Mapping[str, RunRow],
        jobs: Mapping[str, JobState],
        wanted: Mapping[str, Callable[[str, Any], SeriesView]],
    ) -> None:
        single = [prefix for prefix, view in wanted.items() if view is not CurvesView]
        telling = {
            job_id: row.title.removeprefix(f"{row.label}: ")
            for job_id, row in rows.items()
            if any(jobs[job_id].metric_names(prefix) for prefix in single)
        }
        _offer(self._job, telling)
        self._job.setVisible(bool(single) and self._job.count() > 1)
        job = jobs.get(self.job_id)
        moving = [p for p in single if wanted[p] is not BarsView]
        last = max((job.last_step(p) for p in moving), default=0) if job is not None else 0
        self.steps.setVisible(last > 0)
        self.steps.set_last(last)


def _offer(combo: QComboBox, entries: Mapping[str, str]) -> None:
    """Offer these titles by their keys and no others; the chosen one stays while it is offered."""
    with QSignalBlocker(combo):
        for place in reversed(range(combo.count())):
            if combo.itemData(place) not in entries:
                combo.removeItem(place)
        for key, title in entries.items():
            if combo.findData(key) < 0:
                combo.addItem(title, key)


def _title(info: MethodInfo, prefix: str) -> str:
    """Return the title of a series; that of a map is what those of its coordinates share."""
    series = info.series or {}
    for across, up in map_of(series).values():
        if across == prefix:
            return declared(shared_title(series[across], series[up]))
    return declared(series[prefix])


def _commonest(shapes: Sequence[Shape]) -> Shape:
    return max(dict.fromkeys(shapes), key=shapes.count)
