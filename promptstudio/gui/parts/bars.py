"""Named bars that lie one below the other."""

import math
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QWidget

from promptstudio.analysis.curve_tables import number_text
from promptstudio.gui.parts.theme import Theme

_NAME_LETTERS: Final = 18
_THICK: Final = 0.7
_ROOM: Final = 1.18


class Bars(pg.PlotWidget):  # type: ignore[misc]
    """Values as lengths from 0, each with its number."""

    def __init__(self, title: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[tuple[str, float], ...] = ()
        self._numbers: list[Any] = []
        self.setAccessibleName(title)
        self.setMenuEnabled(False)
        self.setMinimumSize(80, 60)
        plot = self.getPlotItem()
        plot.hideButtons()
        plot.setMouseEnabled(x=False, y=False)
        plot.invertY(b=True)
        plot.getAxis("left").setStyle(tickLength=0)
        plot.getAxis("bottom").enableAutoSIPrefix(enable=False)
        self._item = pg.BarGraphItem(x0=[], y=[], height=_THICK, width=[])
        self.addItem(self._item)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.setBackground(theme.base)
        for name in ("left", "bottom"):
            axis = self.getPlotItem().getAxis(name)
            axis.setPen(theme.line)
            axis.setTextPen(theme.muted)
        bars, self._bars = self._bars, ()
        self.draw(bars)

    def draw(self, bars: Sequence[tuple[str, float]]) -> None:
        """Show (name, value) bars, the first at the top."""
        if tuple(bars) == self._bars:
            return
        self._bars = tuple(bars)
        values = np.nan_to_num(np.array([value for _, value in bars], float))
        self._item.setOpts(
            x0=np.zeros(len(values)),
            y=np.arange(len(values)),
            width=values,
            brush=QColor(self._theme.series[0]),
            pen=QColor(self._theme.base),
        )
        low, high = min(0.0, *values, 0.0), max(0.0, *values, 0.0)
        self.setXRange(low * _ROOM, high * _ROOM or 1.0, padding=0)
        self.setYRange(-0.6, max(len(bars), 1) - 0.4, padding=0)
        self._write_numbers(values)

    @property
    def bars(self) -> tuple[tuple[str, float], ...]:
        """What is shown."""
        return self._bars

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what would be covered by its neighbour."""
        super().resizeEvent(event)
        if hasattr(self, "_item"):  # the first one comes while the base class is built
            self._fit()

    def _fit(self) -> None:
        """Write as many names and numbers as there is room for."""
        metrics = QFontMetrics(self.font())
        room = max(1.0, self.getViewBox().height()) / max(len(self._bars), 1)
        every = math.ceil(metrics.height() / room)
        width = metrics.averageCharWidth() * _NAME_LETTERS
        elide = Qt.TextElideMode.ElideRight
        names = [metrics.elidedText(name, elide, width) for name, _ in self._bars]
        ticks = [(at, name) for at, name in enumerate(names) if at % every == 0]
        self.getPlotItem().getAxis("left").setTicks([ticks])
        for at, item in enumerate(self._numbers):
            item.setVisible(at % every == 0)

    def _write_numbers(self, values: Any) -> None:
        for item in self._numbers:
            self.removeItem(item)
        self._numbers = []
        for at, value in enumerate(values):
            side = 0 if value >= 0 else 1
            item = pg.TextItem(number_text(self._bars[at][1]), self._theme.text, anchor=(side, 0.5))
            item.setPos(value, at)
            self.addItem(item, ignoreBounds=True)
            self._numbers.append(item)
        self._fit()
