"""A line at one position of a chart, with the values of all curves there."""

from collections.abc import Mapping
from html import escape
from typing import Any, Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtWidgets import QFrame, QLabel

from promptstudio.analysis.crosshair import Reading, readings
from promptstudio.analysis.curve_tables import number_text
from promptstudio.gui.parts.curve import Curve
from promptstudio.gui.parts.declared import count_text
from promptstudio.gui.parts.theme import Theme

_WIDEST_SHARE: Final = 0.35
"""Part of the chart's width that the name of a curve may take."""

_MARGIN: Final = 8


class Crosshair:
    """``chart`` is the plot widget on which the readout lies."""

    def __init__(self, chart: Any, theme: Theme) -> None:
        self._chart = chart
        self.at: float | None = None
        self._line = pg.InfiniteLine(angle=90, movable=False)
        self._line.hide()
        chart.addItem(self._line, ignoreBounds=True)
        self.label = QLabel(chart)
        self.label.setObjectName("readout")
        self.label.setTextFormat(Qt.TextFormat.RichText)
        self.label.setFrameShape(QFrame.Shape.StyledPanel)
        self.label.setAutoFillBackground(True)
        self.label.setMargin(4)
        self.label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.label.hide()
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self._line.setPen(pg.mkPen(theme.muted, style=Qt.PenStyle.DotLine))

    def show_at(self, at: float, curves: Mapping[str, Curve]) -> None:
        """Read all curves at a position."""
        found = readings({name: (curve.x, curve.y) for name, curve in curves.items()}, at)
        if not found:
            self.hide()
            return
        self.at = min((reading.x for reading in found), key=lambda x: abs(x - at))
        self._line.setPos(self.at)
        self._line.show()
        self.label.setText(self._text(found, curves))
        self.label.adjustSize()
        self._place()
        self.label.show()
        self.label.raise_()

    def hide(self) -> None:
        """Show nothing."""
        self.at = None
        self._line.hide()
        self.label.hide()

    @property
    def is_shown(self) -> bool:
        """Whether values are shown."""
        return self.at is not None

    def _text(self, found: list[Reading], curves: Mapping[str, Curve]) -> str:
        head = _tr("Step {0}").format(count_text(self.at or 0.0))
        lines = [f"<b>{head}</b>"]
        metrics = self.label.fontMetrics()
        most = max(1, int(self._area().height() / metrics.lineSpacing()) - 3)
        width = int(_WIDEST_SHARE * self._area().width())
        for reading in found[:most]:
            curve = curves[reading.name]
            colour, title = curve.pen.color().name(), curve.title or reading.name
            words = escape(metrics.elidedText(title, Qt.TextElideMode.ElideRight, width))
            value = _value_text(reading, curve)
            lines.append(f'<span style="color:{colour}">&#9632;</span> <b>{value}</b> {words}')
        if len(found) > most:
            lines.append(_tr("and {0} more").format(len(found) - most))
        return "<br>".join(lines)

    def _area(self) -> QRectF:
        found: QRectF = self._chart.getViewBox().sceneBoundingRect()
        return found

    def _place(self) -> None:
        """Put the readout into the half where the line is not."""
        area = self._area()
        across = self._chart.getViewBox().mapViewToScene(self._line.pos()).x()
        if across > area.center().x():
            left = area.left() + _MARGIN
        else:
            left = area.right() - self.label.width() - _MARGIN
        self.label.move(int(left), int(area.top()) + _MARGIN)


def _value_text(reading: Reading, curve: Curve) -> str:
    value = number_text(reading.y)
    if curve.low is None or curve.high is None:
        return value
    place = int(np.searchsorted(curve.x, reading.x))
    low, high = float(curve.low[place]), float(curve.high[place])
    if low == high:
        return value
    edges = _tr("{0} to {1}").format(number_text(low), number_text(high))
    return f"{value} ({edges})"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Crosshair", text)
