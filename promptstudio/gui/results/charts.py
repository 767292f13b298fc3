"""Charts of means with intervals, with pyqtgraph: loaded when the first one is looked at."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QWidget

from promptstudio.gui.parts.theme import Theme

_BAND_ALPHA = 22
_DOT_PX = 8
_LINE_PX = 2
_LEAST_LINES = 4
_NO_LINE: Final = (0, 0, 0, 0)


class Band(NamedTuple):
    """Means over places on the axis, from ``low`` to ``high`` (NaN where not known)."""

    x: Sequence[float]
    y: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]
    pen: QPen


class Whisker(NamedTuple):
    """A difference with its interval, None where there is none."""

    title: str
    value: float
    low: float | None
    high: float | None
    colour: str


class _Chart(pg.PlotWidget):  # type: ignore[misc]
    def __init__(self, title: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self.setMenuEnabled(False)
        self.getPlotItem().hideButtons()
        self.setMinimumSize(120, 80)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme; what is drawn has to be drawn again."""
        self._theme = theme
        self.setBackground(theme.base)
        for name in ("left", "bottom"):
            axis = self.getPlotItem().getAxis(name)
            axis.setPen(theme.line)
            axis.setTextPen(theme.muted)
            axis.setTickFont(self.font())
            axis.enableAutoSIPrefix(enable=False)


class BandChart(_Chart):
    """Means with bands over named places."""

    def __init__(self, title: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(title, theme, parent)
        self.getPlotItem().showGrid(y=True, alpha=0.15)
        self.bands: Mapping[str, Band] = {}

    def draw(
        self, bands: Mapping[str, Band], places: Sequence[str], left: str, bottom: str
    ) -> None:
        """Show these and no others; ``left`` and ``bottom`` name the axes."""
        self.clear()
        self.bands = bands
        for band in bands.values():
            self._draw(band)
        plot = self.getPlotItem()
        plot.getAxis("bottom").setTicks([list(enumerate(places))])
        plot.setLabel("left", left, color=self._theme.muted)
        plot.setLabel("bottom", bottom, color=self._theme.muted)
        plot.setXRange(0, max(1, len(places) - 1), padding=0.08)
        known = [v for b in bands.values() for v in (*b.y, *b.low, *b.high) if np.isfinite(v)]
        if known:
            plot.setYRange(min(known), max(known), padding=0.06)

    def _draw(self, band: Band) -> None:
        if np.isfinite(band.low).any():
            x = np.asarray(band.x)
            known = np.isfinite(band.low)
            low, high = (
                pg.PlotCurveItem(x[known], np.asarray(values)[known], pen=_NO_LINE)
                for values in (band.low, band.high)
            )
            fill = QColor(band.pen.color())
            fill.setAlpha(_BAND_ALPHA)
            self.addItem(pg.FillBetweenItem(low, high, brush=fill))
        pen = QPen(band.pen)
        pen.setWidth(_LINE_PX)
        self.plot(
            band.x,
            band.y,
            pen=pen,
            symbol="o",
            symbolSize=_DOT_PX,
            symbolBrush=pen.color(),
            symbolPen=None,
            antialias=True,
        )


class WhiskerChart(_Chart):
    """Differences below each other, each with its interval; the line in the middle is none."""

    def __init__(self, title: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(title, theme, parent)
        self.getPlotItem().showGrid(x=True, alpha=0.15)
        self.getPlotItem().invertY(b=True)
        self.setMouseEnabled(x=False, y=False)
        self.whiskers: Sequence[Whisker] = ()

    def draw(self, whiskers: Sequence[Whisker], bottom: str) -> None:
        """Show these and no others; ``bottom`` names the axis."""
        self.clear()
        self.whiskers = whiskers
        self.addItem(pg.InfiniteLine(0.0, pen=pg.mkPen(self._theme.muted)))
        for row, whisker in enumerate(whiskers):
            pen = QPen(QColor(whisker.colour))
            pen.setCosmetic(True)
            pen.setWidth(_LINE_PX)
            if whisker.low is not None and whisker.high is not None:
                self.plot([whisker.low, whisker.high], [row, row], pen=pen)
            self.plot(
                [whisker.value],
                [row],
                pen=None,
                symbol="o",
                symbolSize=_DOT_PX + 1,
                symbolBrush=pen.color(),
                symbolPen=None,
            )
        plot = self.getPlotItem()
        plot.getAxis("left").setTicks([[(row, w.title) for row, w in enumerate(whiskers)]])
        plot.setLabel("bottom", bottom, color=self._theme.muted)
        plot.setYRange(-0.5, len(whiskers) - 0.5, padding=0)
        plot.enableAutoRange(axis="x")
        line = self.fontMetrics().height()
        self.setMinimumHeight(round(line * (_LEAST_LINES + 1.6 * len(whiskers))))

    def sizeHint(self) -> QSize:
        """Want no more than a line for each."""
        return QSize(self.minimumSize())
