"""One curve of a chart, with its band: thinned to the pixels that it covers."""

from typing import Any, Final

import pyqtgraph as pg
from PySide6.QtGui import QColor

from promptstudio.analysis.downsample import Thinner
from promptstudio.analysis.series import Values
from promptstudio.gui.parts.curve import Curve, View

_BAND_ALPHA: Final = 45
_DOT_PX: Final = 7


class CurveItem:
    """The graphics of a curve. What did not change since the last call is not drawn again."""

    def __init__(self, plot: Any) -> None:
        self._plot = plot
        self._line = pg.PlotCurveItem(antialias=False, connect="finite")
        self._thinner = Thinner()
        self._shown: object = None
        self._band: _BandItem | None = None
        self._dot: Any = None
        plot.addItem(self._line)

    def update(self, curve: Curve, view: View) -> None:
        """Show a curve as far as it is seen."""
        points = self._thinner.points(
            curve.x, curve.y, view.low, view.high, view.columns, log=view.log
        )
        pen = (curve.pen.color().rgba(), curve.pen.style())
        if self._shown != (id(points), pen):
            self._shown = (id(points), pen)
            self._line.setData(*points, pen=curve.pen)
            self._show_dot(points, curve.pen.color())
        self._show_band(curve, view)

    def remove(self) -> None:
        """Take everything out of the plot."""
        self._plot.removeItem(self._line)
        if self._dot is not None:
            self._plot.removeItem(self._dot)
        if self._band is not None:
            self._band.remove()

    @property
    def line(self) -> Any:
        """The drawn line."""
        return self._line

    def _show_dot(self, points: tuple[Values, Values], colour: QColor) -> None:
        """Mark a curve of one point, which has no line."""
        if len(points[0]) == 1:
            if self._dot is None:
                self._dot = pg.ScatterPlotItem(size=_DOT_PX, pen=None)
                self._plot.addItem(self._dot)
            self._dot.setData(*points, brush=colour)
        elif self._dot is not None:  # an empty one still costs in every frame
            self._plot.removeItem(self._dot)
            self._dot = None

    def _show_band(self, curve: Curve, view: View) -> None:
        if curve.low is None or curve.high is None:
            if self._band is not None:
                self._band.remove()
                self._band = None
            return
        if self._band is None:
            self._band = _BandItem(self._plot)
        self._band.update(curve.x, curve.low, curve.high, curve.pen.color(), view)


class _BandItem:
    """The area between two curves."""

    def __init__(self, plot: Any) -> None:
        self._plot = plot
        self._edges = (pg.PlotCurveItem(pen=None), pg.PlotCurveItem(pen=None))
        self._thinners = (Thinner(), Thinner())
        self._shown: object = None
        self._area = pg.FillBetweenItem(*self._edges)
        self._area.setZValue(-10)
        for item in (*self._edges, self._area):
            plot.addItem(item)

    def update(self, x: Values, low: Values, high: Values, colour: QColor, view: View) -> None:
        """Show the band as far as it is seen."""
        edges = [
            thinner.points(x, y, view.low, view.high, view.columns, log=view.log)
            for thinner, y in zip(self._thinners, (low, high), strict=True)
        ]
        shown = (*(id(points) for points in edges), colour.rgba())
        if shown == self._shown:
            return
        self._shown = shown
        for item, points in zip(self._edges, edges, strict=True):
            item.setData(*points, connect="finite")
        brush = QColor(colour)
        brush.setAlpha(_BAND_ALPHA)
        self._area.setBrush(brush)

    def remove(self) -> None:
        for item in (self._area, *self._edges):
            self._plot.removeItem(item)
