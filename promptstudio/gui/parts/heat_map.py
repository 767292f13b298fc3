"""A labelled heat map with a colour bar."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Slot
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QWidget

from promptstudio.analysis.heat import HeatGrid
from promptstudio.gui.parts.theme import Theme

_MOST_NUMBERS = 64
_COLOURS = "viridis"
_BRIGHT = 0.6
_ROW_NAME_PX = 130
_ROW_NAME_SHARE = 0.3
_BAR_PX = 60
_GAP_PX = 14


class HeatMap(pg.GraphicsLayoutWidget):  # type: ignore[misc]
    """Cells with values; columns and rows are named, as many as there is room for.

    Small maps print the values too; under the mouse every cell tells its own.
    """

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
        self.scene().sigMouseMoved.connect(self._on_mouse)
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
        left = min(longest, max(_ROW_NAME_PX, round(_ROW_NAME_SHARE * self.width())))
        side, room = len(grid.rows), self.width() - left - _BAR_PX
        every = math.ceil(metrics.height() * side / max(1, self.height() - 2 * metrics.height()))
        column = room // len(grid.columns) - _GAP_PX
        names = {
            "left": _ticks(grid.rows[::every], every, left, metrics),
            "bottom": _ticks(grid.columns, 1, column, metrics) if column > 0 else [],
        }
        for name, ticks in names.items():
            self._plot.getAxis(name).setTicks([ticks])
        self._plot.getAxis("left").setWidth(left + _GAP_PX)
        self._plot.setXRange(0, len(grid.columns), padding=0)
        self._plot.setYRange(0, side, padding=0)

    def cell_text(self, x: float, y: float) -> str:
        """Return what the cell at a place of the map tells; nothing where there is none."""
        grid = self._grid
        if grid is None or not (0 <= x < len(grid.columns) and 0 <= y < len(grid.rows)):
            return ""
        row, column = int(y), int(x)
        value = grid.values[row, column]
        told = "—" if np.isnan(value) else f"{value:.3f}"
        return f"{grid.rows[row]}\n{grid.columns[column]}\n{told}"

    @Slot(object)
    def _on_mouse(self, place: QPointF) -> None:
        at = self._plot.getViewBox().mapSceneToView(place)
        self.setToolTip(self.cell_text(at.x(), at.y()))

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


def _ticks(
    names: Sequence[str], every: int, width: int, metrics: QFontMetrics
) -> list[tuple[float, str]]:
    """Return names at the middle of their cells, every so many; both ends of a name stay."""
    elide = Qt.TextElideMode.ElideMiddle
    return [
        (at * every + 0.5, metrics.elidedText(name, elide, width)) for at, name in enumerate(names)
    ]
