"""Curves of the selected runs on one axis."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSignalBlocker, QTimer, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QWidget

from promptstudio.analysis.overlay import (
    NamedCurve,
    Series,
    curve_names,
    curves_of,
    looks_of,
    overlay_table,
    points_table,
)
from promptstudio.analysis.run_lines import RunLine, short_titles, titles_of
from promptstudio.core.errors import PromptStudioError
from promptstudio.export.tables import write_tables
from promptstudio.gui.parts.elided_label import ElidedLabel
from promptstudio.gui.parts.figure import Figure
from promptstudio.gui.parts.file_dialogs import ask_save
from promptstudio.gui.parts.theme import Theme
from promptstudio.gui.ports import Results
from promptstudio.gui.results.series_list import Entry, SeriesList
from promptstudio.gui.results.view import View

if TYPE_CHECKING:
    from promptstudio.gui.parts.charts import CurveChart

MOST_DRAWN: Final = 40
"""Runs whose curves are drawn together; more can not be told apart."""


class CurvesView(View):
    """One curve of every selected run, chosen by name."""

    def __init__(self, source: Results, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._source = source
        self._runs: tuple[RunLine, ...] = ()
        self._curves: Mapping[str, Mapping[str, Series]] = {}
        self._shown: tuple[NamedCurve, ...] = ()
        self.name = QComboBox()
        self.log = QCheckBox(self.tr("&Log scale"))
        self.more = ElidedLabel("")
        self.figure = Figure(theme)
        self.series = SeriesList(theme)
        self.points = QAction(self.tr("Save all points…"), self)
        self.chart: CurveChart | None = None
        self._rest_of_drawing = QTimer(self)
        self._rest_of_drawing.setSingleShot(True)
        self._rest_of_drawing.setInterval(0)
        self._lay_out()
        self._rest_of_drawing.timeout.connect(self._draw)
        self.name.currentIndexChanged.connect(self._on_named)
        self.log.toggled.connect(self._draw)
        self.series.toggled.connect(self._draw)
        self.points.triggered.connect(self._on_points)
        self.figure.said.connect(self.said)
        self.figure.failed.connect(self.failed)
        self.show_runs(())

    def show_runs(self, runs: Sequence[RunLine]) -> None:
        """Show runs; of many, the first ones."""
        if not runs:
            self.tell(self.tr("Select runs above to lay their curves over each other."))
            return
        self._runs = tuple(runs[:MOST_DRAWN])
        left_out = len(runs) - len(self._runs)
        self.more.setText(
            self.tr("{0} more runs are selected and not drawn.").format(left_out)
            if left_out
            else ""
        )
        job_ids = [run.job_id for run in self._runs]
        self.want("\n".join(job_ids), partial(self._source.curves, job_ids))

    def fill(self, made: Mapping[str, Mapping[str, Series]]) -> str:
        """Show curves by run and name."""
        self._curves = made
        names = curve_names(made)
        if not names:
            return self.tr(
                "The selected runs have no curves of their own. A run that takes its prompt from a "
                "shared stage as it is does not train."
            )
        if self.chart is None:
            from promptstudio.gui.parts.charts import CurveChart  # loads pyqtgraph

            self.chart = CurveChart(self.tr("Curves of the selected runs"), self.theme)
            self.figure.set_chart(self.chart)
            self.chart.addAction(self.points)
        kept = self.name.currentText()
        with QSignalBlocker(self.name):
            self.name.clear()
            self.name.addItems(names)
            self.name.setCurrentIndex(max(0, self.name.findText(kept)))
        self._on_named()
        return ""

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        super().set_theme(theme)
        self.figure.set_theme(theme)
        self.series.set_theme(theme)
        self._draw()

    def write_points(self, path: str) -> None:
        """Write every point of the curves shown to a file."""
        try:
            write_tables((points_table(self.name.currentText(), self._shown),), Path(path))
        except PromptStudioError as error:
            self.failed.emit(str(error), "")
        else:
            self.said.emit(self.tr("Points written to {0}").format(path))

    def rest(self) -> None:
        """End drawing and the thread."""
        self._rest_of_drawing.stop()
        super().rest()

    @Slot()
    def _on_named(self) -> None:
        titles = titles_of(self._runs)
        name = self.name.currentText()
        self._shown = curves_of(name, self._curves, titles)
        self.figure.show_table(overlay_table(name, self._shown))
        short = short_titles([curve.title for curve in self._shown])
        looks = looks_of(self._runs)
        self.series.show_entries(
            [
                Entry(curve.title, *looks[curve.job_id], name)
                for name, curve in zip(short, self._shown, strict=True)
            ]
        )
        self._draw()

    @Slot()
    def _draw(self) -> None:
        if self.chart is None:
            return
        from promptstudio.gui.parts.charts import Curve

        entries = {entry.name: entry for entry in self.series.drawn()}
        curves = {
            curve.job_id: Curve(curve.x, curve.y, self.theme.pen(entry.group, entry.dash))
            for curve in self._shown
            if (entry := entries.get(curve.title))
        }
        self.chart.set_log(log=self.log.isChecked())
        if not self.chart.draw(curves):
            self._rest_of_drawing.start()  # a few at a time, so that the window stays fluid

    @Slot()
    def _on_points(self) -> None:
        title = self.tr("Save all points")
        ask_save(self, title, "curves.csv", f"{title} (*.csv)", self.write_points)

    def _lay_out(self) -> None:
        self.name.setAccessibleName(self.tr("Curve"))
        self.name.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.figure.head.insertWidget(0, self.name)
        self.figure.head.insertWidget(1, self.log)
        self.figure.head.insertWidget(2, self.more, 1)
        row = QHBoxLayout(self.content)
        row.setContentsMargins(4, 4, 4, 4)
        row.setSpacing(6)
        row.addWidget(self.figure, 1)
        row.addWidget(self.series)
