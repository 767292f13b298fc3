"""A labelled heat map with a colour bar."""

from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QWidget

from promptstudio.analysis.heat import HeatGrid
from promptstudio.gui.parts.theme import Theme

_MOST_NUMBERS = 64
_COLOURS = "viridis"
_BRIGHT = 0.6
_ROW_NAME_PX = 130
_BAR_PX = 60
_GAP_PX = 14


class HeatMap(pg.GraphicsLayoutWidget):  # type: ignore[misc]
    """Cells with values; columns and rows are named. Small maps print the values too."""

    _grid: HeatGrid | None = None

    def __init__(self, title: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._numbers: list[Any] = []
        self.setAccessibleName(title)
        self._plot = self.addPlot()
        self._plot.setMenuEnabled(False)
        self._plot.hideButtons()
        self._plot.invertY(b=True)
        self._plot.setMouseEnabled(x=False, y=False)
        for side in ("left", "bottom"):
            self._plot.getAxis(side).setStyle(hideOverlappingLabels=False, tickLength=0)
        self._image = pg.ImageItem(axisOrder="row-major")
        self._plot.addItem(self._image)
        self._bar = pg.ColorBarItem(
            values=(0.0, 1.0), colorMap=pg.colormap.get(_COLOURS), interactive=False, width=12
        )
        self._bar.setImageItem(self._image, insert_in=self._plot)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.setBackground(theme.base)
        for axis in (self._plot.getAxis("left"), self._plot.getAxis("bottom"), self._bar.axis):
            axis.setPen(theme.line)
            axis.setTextPen(theme.muted)

    def draw(self, grid: HeatGrid, low: float, high: float) -> None:
        """Show a grid; colours run from ``low`` to ``high``."""
        is_new = self._grid is None or (self._grid.rows, self._grid.columns) != (
            grid.rows,
            grid.columns,
        )
        self._grid = grid
        self._image.setImage(grid.values, autoLevels=False)
        self._bar.setLevels(low=low, high=high)
        if is_new:
            self._name_axes(grid)
        self._write_numbers(grid, low, high)

    @property
    def grid(self) -> HeatGrid | None:
        """What is shown."""
        return self._grid

    @property
    def numbers(self) -> tuple[str, ...]:
        """The values as printed, row after row."""
        return tuple(item.textItem.toPlainText() for item in self._numbers)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the names to the new size."""
        super().resizeEvent(event)
        if self._grid is not None:
            self._name_axes(self._grid)

    def _name_axes(self, grid: HeatGrid) -> None:
        metrics = QFontMetrics(self.font())
        longest = max(metrics.horizontalAdvance(label) for label in grid.rows)
        left = min(longest, _ROW_NAME_PX)
        room = self.width() - left - _BAR_PX
        widths = {"left": left, "bottom": room // len(grid.columns) - _GAP_PX}
        for name, labels in (("left", grid.rows), ("bottom", grid.columns)):
            ticks = [
                (at + 0.5, metrics.elidedText(label, Qt.TextElideMode.ElideRight, widths[name]))
                for at, label in enumerate(labels)
            ]
            self._plot.getAxis(name).setTicks([ticks])
        self._plot.getAxis("left").setWidth(left + _GAP_PX)
        self._plot.setXRange(0, len(grid.columns), padding=0)
        self._plot.setYRange(0, len(grid.rows), padding=0)

    def _write_numbers(self, grid: HeatGrid, low: float, high: float) -> None:
        wanted = grid.values.size if grid.values.size <= _MOST_NUMBERS else 0
        while len(self._numbers) > wanted:
            self._plot.removeItem(self._numbers.pop())
        while len(self._numbers) < wanted:
            item = pg.TextItem(anchor=(0.5, 0.5))
            self._numbers.append(item)
            self._plot.addItem(item)
        middle = low + _BRIGHT * (high - low)
        cells = np.ndenumerate(grid.values)
        for item, ((row, column), value) in zip(self._numbers, cells, strict=False):
            item.setText("" if np.isnan(value) else f"{value:.2f}")
            item.setColor("#101010" if value > middle else "#f4f4f4")
            item.setPos(column + 0.5, row + 0.5)
