"""Scores over the number of training rows, with bands."""

from collections.abc import Sequence
from functools import partial
from math import nan
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QWidget

from promptstudio.analysis.shots import ShotCurve, in_order, rows_text
from promptstudio.core.tables import Table
from promptstudio.gui.parts.figure import Figure
from promptstudio.gui.parts.theme import Theme
from promptstudio.gui.ports import Results
from promptstudio.gui.results.series_list import Entry, SeriesList
from promptstudio.gui.results.view import View

if TYPE_CHECKING:
    from promptstudio.gui.results.charts import Band, BandChart

_MOST_BANDS: Final = 5
"""Methods up to which intervals are drawn at first; those of more hide each other."""


class ShotsView(View):
    """A line for every method."""

    def __init__(self, source: Results, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._source = source
        self._curves: tuple[ShotCurve, ...] = ()
        self.target = QComboBox()
        self.bands = QCheckBox(self.tr("&Intervals"))
        self.figure = Figure(theme)
        self.series = SeriesList(theme)
        self.chart: BandChart | None = None
        self._lay_out()
        self.target.currentIndexChanged.connect(self._draw)
        self.bands.toggled.connect(self._draw)
        self.series.toggled.connect(self._draw)
        self.figure.said.connect(self.said)
        self.figure.failed.connect(self.failed)
        self.show_study(None)

    def show_study(self, study_id: str | None) -> None:
        """Show a study, or none."""
        if study_id is None:
            self.tell(self.tr("No study of this workspace is chosen."))
        else:
            self.want(study_id, partial(self._source.shots, study_id))

    def fill(self, made: tuple[Sequence[ShotCurve], Table]) -> str:
        """Show the curves of a study."""
        self._curves, table = tuple(made[0]), made[1]
        if not self._curves:
            return self.tr(
                "The finished runs of this study all have the same number of training rows. Sweep "
                "over shots (Study, Protocol) to see scores grow with them."
            )
        if self.chart is None:
            from promptstudio.gui.results.charts import BandChart  # loads pyqtgraph

            self.chart = BandChart(self.tr("Score over training rows"), self.theme)
            self.figure.set_chart(self.chart)
        self.figure.show_table(table)
        kept = self.target.currentData()
        with QSignalBlocker(self.target):
            self.target.clear()
            for target in dict.fromkeys(curve.target for curve in self._curves):
                self.target.addItem(target or self.tr("Mean of all targets"), target)
            self.target.setCurrentIndex(max(0, self.target.findData(kept)))
        methods = dict.fromkeys(curve.method for curve in self._curves)
        self.series.show_entries([Entry(name, at) for at, name in enumerate(methods)])
        with QSignalBlocker(self.bands):
            self.bands.setChecked(len(methods) <= _MOST_BANDS)
        self._draw()
        return ""

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        super().set_theme(theme)
        self.figure.set_theme(theme)
        self.series.set_theme(theme)
        self._draw()

    @Slot()
    def _draw(self) -> None:
        if self.chart is None:
            return
        target = self.target.currentData()
        curves = {curve.method: curve for curve in self._curves if curve.target == target}
        places = in_order(point.shots for curve in curves.values() for point in curve.points)
        bands = {
            entry.name: self._band(curves[entry.name], places, entry)
            for entry in self.series.drawn()
            if entry.name in curves
        }
        names = [rows_text(shots) for shots in places]
        self.chart.draw(bands, names, self.tr("Test score"), self.tr("Training rows"))

    def _band(self, curve: ShotCurve, places: Sequence[int | None], entry: Entry) -> "Band":
        from promptstudio.gui.results.charts import Band

        points, is_wide = curve.points, self.bands.isChecked()
        return Band(
            x=[float(places.index(point.shots)) for point in points],
            y=[point.mean for point in points],
            low=[i.low if (i := point.interval) and is_wide else nan for point in points],
            high=[i.high if (i := point.interval) and is_wide else nan for point in points],
            pen=self.theme.pen(entry.group, entry.dash),
        )

    def _lay_out(self) -> None:
        self.target.setAccessibleName(self.tr("Target"))
        self.target.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.figure.head.insertWidget(0, self.target)
        self.figure.head.insertWidget(1, self.bands)
        row = QHBoxLayout(self.content)
        row.setContentsMargins(4, 4, 4, 4)
        row.setSpacing(6)
        row.addWidget(self.figure, 1)
        row.addWidget(self.series)
