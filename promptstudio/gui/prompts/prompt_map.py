"""Prompts as points in a plane, each with its name."""

from collections.abc import Sequence
from typing import Any, Final

import pyqtgraph as pg
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from promptstudio.analysis.projection import uncovered
from promptstudio.gui.parts.theme import Theme

_MOST_NAMES: Final = 64
_MOST_GROUPS: Final = 12
_SYMBOLS: Final = ("o", "s", "t", "d", "+", "x", "star", "p")
_POINT_PX: Final = 10
_RING_PX: Final = 20
_LEGEND_ALPHA: Final = 215


class PromptMap(pg.PlotWidget):  # type: ignore[misc]
    """Colour and shape stand for the group of a prompt; what a person has chosen has a ring."""

    def __init__(self, title: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self.setMenuEnabled(False)
        self.getPlotItem().hideButtons()
        self.getPlotItem().getViewBox().setDefaultPadding(0.12)
        self._rings = pg.ScatterPlotItem(size=_RING_PX, brush=None)
        self._points = pg.ScatterPlotItem(hoverable=True, tip=_tip)
        self.addItem(self._rings)
        self.addItem(self._points)
        self._legend = self.getPlotItem().addLegend(offset=(-8, 8), verSpacing=-4)
        self._names: list[Any] = []
        self._drawn: tuple[Sequence[str], Sequence[str], Any, int] = ((), (), (), 0)
        self.getViewBox().sigTransformChanged.connect(self._thin_out)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.setBackground(theme.base)
        for name in ("left", "bottom"):
            axis = self.getPlotItem().getAxis(name)
            axis.setPen(theme.line)
            axis.setTextPen(theme.muted)
        self._rings.setPen(pg.mkPen(theme.text, width=2))
        self._legend.setLabelTextColor(theme.text)
        self._legend.setLabelTextSize(f"{self.font().pointSizeF():g}pt")
        behind = QColor(theme.base)
        behind.setAlpha(_LEGEND_ALPHA)
        self._legend.setBrush(behind)
        names, groups, places, marked = self._drawn
        self.draw(names, groups, places, marked=marked)

    def draw(
        self,
        names: Sequence[str],
        groups: Sequence[str],
        places: Sequence[Sequence[float]],
        *,
        marked: int = 0,
    ) -> None:
        """Show prompts (n) at places (n, 2); the first ``marked`` of them have a ring."""
        self._drawn = (names, groups, places, marked)
        looks = {group: self._look(at) for at, group in enumerate(dict.fromkeys(groups))}
        spots = [
            {"pos": (x, y), "data": f"{name} ({group})", "size": _POINT_PX, **looks[group]}
            for name, group, (x, y) in zip(names, groups, places, strict=True)
        ]
        self._points.setData(spots)
        self._rings.setData([{"pos": spot["pos"]} for spot in spots[:marked]])
        self._explain(looks)
        self._write_names(names, places)

    @property
    def count(self) -> int:
        """Number of points."""
        return len(self._points.points())

    @property
    def marked(self) -> int:
        """Number of points with a ring."""
        return len(self._rings.points())

    @property
    def legend(self) -> tuple[str, ...]:
        """The groups as they are explained."""
        return tuple(label.text for _, label in self._legend.items)

    @property
    def names(self) -> tuple[str, ...]:
        """The names that are written beside their points."""
        return tuple(item.textItem.toPlainText() for item in self._names if item.isVisible())

    def _look(self, group: int) -> dict[str, Any]:
        """Where there are more groups than colours, their shapes differ."""
        turn, colour = divmod(group, len(self._theme.series))
        symbol = _SYMBOLS[(group + turn) % len(_SYMBOLS)]
        return {"brush": QColor(self._theme.series[colour]), "pen": None, "symbol": symbol}

    def _explain(self, looks: dict[str, dict[str, Any]]) -> None:
        self._legend.clear()
        if 1 < len(looks) <= _MOST_GROUPS:
            for group, look in looks.items():
                sample = pg.ScatterPlotItem(size=_POINT_PX, **look)
                self._legend.addItem(sample, group)

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
        self._thin_out()

    def _thin_out(self) -> None:
        """Show the names that cover no other one; under the mouse every point tells its own."""
        box = self.getViewBox()
        boxes = []
        for item in self._names:
            at, size = box.mapViewToScene(item.pos()), item.boundingRect()
            boxes.append((at.x() - size.width() / 2, at.y(), size.width(), size.height()))
        for item, is_free in zip(self._names, uncovered(boxes), strict=True):
            item.setVisible(is_free)


def _tip(x: float, y: float, data: str) -> str:
    return data
