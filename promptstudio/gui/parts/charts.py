"""Curves with pyqtgraph, kept cheap: thin pens, no antialias, no symbols, only visible points."""

import math
from collections.abc import Mapping
from typing import Any, Final

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QGraphicsView, QLabel, QWidget

from promptstudio.analysis.crosshair import neighbour
from promptstudio.analysis.series import Values
from promptstudio.gui.parts.axis import Axis
from promptstudio.gui.parts.crosshair import Crosshair
from promptstudio.gui.parts.curve import Curve, View
from promptstudio.gui.parts.curve_item import CurveItem
from promptstudio.gui.parts.theme import Theme

__all__ = ["NEW_PER_DRAW", "Curve", "CurveChart"]

NEW_PER_DRAW: Final = 6
"""New curves a call: each costs a few milliseconds to make, and less than one to change."""

_BAND_COSTS: Final = 3
"""New curves for which one with a band counts."""

_ZOOM: Final = 0.8


class CurveChart(pg.PlotWidget):  # type: ignore[misc]
    """Curves over steps, by name.

    The mouse draws a box to zoom into, the wheel zooms, a double click shows everything again.
    The keys ``+``, ``-`` and ``0`` do the same; left and right move the line at which values
    are read, and Esc takes it away.
    """

    def __init__(self, title: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent, axisItems={side: Axis(side) for side in ("left", "bottom")})
        self._items: dict[str, CurveItem] = {}
        self._curves: dict[str, Curve] = {}
        self._log = False
        self._paint = QTimer(self)
        self._paint.setSingleShot(True)
        self._paint.timeout.connect(self._on_paint)
        self.setMenuEnabled(False)
        self.setAccessibleName(title)
        plot, box = self.getPlotItem(), self.getViewBox()
        plot.hideButtons()
        plot.showGrid(y=True, alpha=0.15)
        for side in ("left", "bottom"):
            plot.getAxis(side).enableAutoSIPrefix(enable=False)
        box.setDefaultPadding(0.03)
        box.setMouseMode(pg.ViewBox.RectMode)
        self.setMinimumSize(80, 60)
        self._hint = QLabel(self)
        self._hint.setWordWrap(True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._hint.hide()
        self._crosshair = Crosshair(self, theme)
        self.set_theme(theme)
        box.sigXRangeChanged.connect(self._on_range)
        self.scene().sigMouseMoved.connect(self._on_mouse)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._muted = theme.muted
        self.setBackground(theme.base)
        plot = self.getPlotItem()
        for name in ("left", "bottom"):
            axis = plot.getAxis(name)
            axis.setPen(theme.line)
            axis.setTextPen(theme.muted)
        self._crosshair.set_theme(theme)

    def name_axes(self, across: str, up: str) -> None:
        """Write what the axes measure."""
        plot = self.getPlotItem()
        plot.setLabel("bottom", across)
        plot.setLabel("left", up)

    def show_hint(self, text: str) -> None:
        """Show a sentence in an empty chart; an empty text takes it away."""
        self._hint.setText(text)
        self._hint.setVisible(bool(text))
        self._place_hint()

    def draw(self, curves: Mapping[str, Curve]) -> bool:
        """Show these curves and no others; a few new ones a call, so that no frame is late.

        Returns whether all are shown.
        """
        self._hold()
        room = NEW_PER_DRAW
        for name in self._items.keys() - curves.keys():
            self._items.pop(name).remove()
        self._curves = dict(curves)
        view = self._view()
        for name, curve in curves.items():
            if name not in self._items:
                if room <= 0:
                    continue
                room -= _BAND_COSTS if curve.has_band else 1
                self._items[name] = CurveItem(self.getPlotItem())
            self._items[name].update(curve, view)
        self.getViewBox().prepareForPaint()  # left to the painting, it has all painted twice
        if self._crosshair.at is not None:
            self._crosshair.show_at(self._crosshair.at, self._shown())
        return len(self._items) == len(curves)

    def _hold(self) -> None:
        """Leave the painting to a turn of its own, so that others get theirs between."""
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.NoViewportUpdate)
        self._paint.start()

    @Slot()
    def _on_paint(self) -> None:
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.MinimalViewportUpdate)
        self.viewport().update()

    def set_log(self, *, log: bool) -> None:
        """Make the height logarithmic, or even again."""
        if log == self._log:
            return
        self._log = log
        self.getPlotItem().getAxis("left").setLogMode(x=False, y=log)
        self.reset_zoom()
        self._redraw()

    @property
    def is_log(self) -> bool:
        """Whether the height is logarithmic."""
        return self._log

    def zoom_to(self, low: float, high: float) -> None:
        """Show the curves between two positions."""
        self.getViewBox().setXRange(low, high, padding=0)

    @Slot()
    def reset_zoom(self) -> None:
        """Show everything, and follow what comes."""
        self.getViewBox().enableAutoRange()

    @property
    def is_zoomed(self) -> bool:
        """Whether a part is shown only."""
        return not all(self.getViewBox().autoRangeEnabled())

    def name_dashes(self, pens: Mapping[str, QPen]) -> None:
        """Explain dashes in a legend, where one job draws several curves."""
        plot = self.getPlotItem()
        if plot.legend is None:
            legend = plot.addLegend(offset=(-5, 5), labelTextColor=self._muted, verSpacing=-6)
            for name, pen in pens.items():
                legend.addItem(pg.PlotDataItem(pen=pen), name)

    @property
    def names(self) -> frozenset[str]:
        """Names of the curves that are shown."""
        return frozenset(self._items)

    @property
    def curves(self) -> Mapping[str, Curve]:
        """The curves as they were given."""
        return self._curves

    def points(self, name: str) -> tuple[Values, Values]:
        """Return all points of a curve that is shown."""
        curve = self._shown()[name]
        return curve.x, curve.y

    def drawn_points(self, name: str) -> tuple[Values, Values]:
        """Return the points of a curve that are really drawn."""
        x, y = self._items[name].line.getData()
        return x, y

    # -- reading values --------------------------------------------------------------------

    @property
    def readout(self) -> str:
        """The values at the crosshair as plain text; empty where there is none."""
        return self._crosshair.label.text() if self._crosshair.is_shown else ""

    def read_at(self, at: float) -> None:
        """Show the values of all curves at a position."""
        self._crosshair.show_at(at, self._shown())

    @Slot(object)
    def _on_mouse(self, place: QPointF) -> None:
        if self.getViewBox().sceneBoundingRect().contains(place) and self._items:
            self.read_at(self.getViewBox().mapSceneToView(place).x())
        else:
            self._crosshair.hide()

    def leaveEvent(self, event: QEvent) -> None:
        """Take the values away."""
        super().leaveEvent(event)
        self._crosshair.hide()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show everything again."""
        self.reset_zoom()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom, and move along the curves."""
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._step(forward=key == Qt.Key.Key_Right)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus):
            self.getViewBox().scaleBy(x=_ZOOM if key == Qt.Key.Key_Plus else 1 / _ZOOM)
        elif key in (Qt.Key.Key_0, Qt.Key.Key_Home):
            self.reset_zoom()
        elif key == Qt.Key.Key_Escape and self._crosshair.is_shown:
            self._crosshair.hide()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def _step(self, *, forward: bool) -> None:
        view, at = self._view(), self._crosshair.at
        low, high = view.low, view.high
        start = at if at is not None else (low if forward else high)
        found = neighbour([c.x for c in self._shown().values()], start, forward=forward)
        if found is not None:
            self.read_at(found)
            self.setAccessibleDescription(self._crosshair.label.text())

    # -- drawing ---------------------------------------------------------------------------

    def _shown(self) -> dict[str, Curve]:
        return {name: self._curves[name] for name in self._items}

    def _view(self) -> View:
        box = self.getViewBox()
        low, high = (-math.inf, math.inf) if box.autoRangeEnabled()[0] else box.viewRange()[0]
        return View(low, high, max(1, int(box.width())), self._log)

    def _redraw(self) -> None:
        view = self._view()
        for name, curve in self._shown().items():
            self._items[name].update(curve, view)

    @Slot(object, object)
    def _on_range(self, _box: Any, _range: Any) -> None:
        if not self.getViewBox().autoRangeEnabled()[0]:
            self._redraw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw as many points as there are pixels."""
        super().resizeEvent(event)
        if hasattr(self, "_hint"):  # the first one comes while the base class is built
            self._redraw()
            self._place_hint()

    def _place_hint(self) -> None:
        self._hint.setGeometry(self.rect().adjusted(24, 24, -24, -24))
