"""Prompts as points in a plane, each with its name."""

from collections.abc import Sequence
from typing import Any

import pyqtgraph as pg
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from promptstudio.gui.parts.theme import Theme

_MOST_NAMES = 60
_SYMBOLS = ("o", "s", "t", "d", "+", "x", "star", "p")


class PromptMap(pg.PlotWidget):  # type: ignore[misc]
    """Colour and shape stand for the group of a prompt, its method or family."""

    def __init__(self, title: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self.setMenuEnabled(False)
        self.getPlotItem().hideButtons()
        self.getPlotItem().getViewBox().setDefaultPadding(0.12)
        self._points = pg.ScatterPlotItem(hoverable=True, tip=_tip)
        self.addItem(self._points)
        self._names: list[Any] = []
        self._drawn: tuple[Sequence[str], Sequence[str], Sequence[Sequence[float]]] = ((), (), ())
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.setBackground(theme.base)
        for name in ("left", "bottom"):
            axis = self.getPlotItem().getAxis(name)
            axis.setPen(theme.line)
            axis.setTextPen(theme.muted)
        self.draw(*self._drawn)

    def draw(
        self, names: Sequence[str], groups: Sequence[str], places: Sequence[Sequence[float]]
    ) -> None:
        """Show prompts (n) at places (n, 2)."""
        self._drawn = (names, groups, places)
        order = list(dict.fromkeys(groups))
        colours = self._theme.series
        spots = []
        for name, group, (x, y) in zip(names, groups, places, strict=True):
            number = order.index(group)
            colour = QColor(colours[number % len(colours)])
            symbol = _SYMBOLS[number % len(_SYMBOLS)]
            spots.append(
                {
                    "pos": (x, y),
                    "data": f"{name} ({group})" if group else name,
                    "brush": colour,
                    "pen": None,
                    "symbol": symbol,
                    "size": 10,
                }
            )
        self._points.setData(spots)
        self._write_names(names, places)

    @property
    def count(self) -> int:
        """Number of points."""
        return len(self._points.points())

    def _write_names(self, names: Sequence[str], places: Sequence[Sequence[float]]) -> None:
        for item in self._names:
            self.removeItem(item)
        self._names = []
        if len(names) > _MOST_NAMES:
            return
        for name, (x, y) in zip(names, places, strict=True):
            item = pg.TextItem(name, color=self._theme.muted, anchor=(0.5, 1.2))
            item.setPos(x, y)
            self.addItem(item, ignoreBounds=True)
            self._names.append(item)


def _tip(x: float, y: float, data: str) -> str:
    return data
