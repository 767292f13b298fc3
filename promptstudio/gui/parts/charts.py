"""Curves with pyqtgraph, kept cheap: thin pens, no antialias, no symbols."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyqtgraph as pg
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QWidget

from promptstudio.analysis.series import Values
from promptstudio.gui.parts.theme import Theme

DOWNSAMPLE_FROM = 50_000
"""Points from which on clipping and peak downsampling cost less than they save."""

NEW_PER_DRAW = 6
"""New curves a call: each costs about 5 ms to make, and less than 1 ms to change."""


@dataclass(frozen=True, slots=True)
class Curve:
    """What a chart draws for one job."""

    x: Values
    y: Values
    pen: QPen


class CurveChart(pg.PlotWidget):  # type: ignore[misc]
    """Curves over steps, by name."""

    def __init__(self, title: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: dict[str, Any] = {}
        self.setMenuEnabled(False)
        self.setAccessibleName(title)
        self.getPlotItem().hideButtons()
        self.getPlotItem().showGrid(y=True, alpha=0.15)
        self.getViewBox().setDefaultPadding(0.03)
        self.setMinimumSize(80, 60)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._muted = theme.muted
        self.setBackground(theme.base)
        plot = self.getPlotItem()
        for name in ("left", "bottom"):
            axis = plot.getAxis(name)
            axis.setPen(theme.line)
            axis.setTextPen(theme.muted)

    def draw(self, curves: Mapping[str, Curve]) -> bool:
        """Show these curves and no others; a few new ones a call, so that no frame is late.

        Returns whether all are shown.
        """
        room = NEW_PER_DRAW
        for name in self._items.keys() - curves.keys():
            self.removeItem(self._items.pop(name))
        for name, curve in curves.items():
            item = self._items.get(name)
            if item is None and room == 0:
                continue
            if item is None:
                room -= 1
                item = self.plot(antialias=False)
                self._items[name] = item
            is_long = len(curve.x) > DOWNSAMPLE_FROM
            item.setClipToView(is_long)
            item.setDownsampling(auto=is_long, method="peak")
            item.setData(curve.x, curve.y, pen=curve.pen, connect="finite")
        return len(self._items) == len(curves)

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

    def points(self, name: str) -> tuple[Values, Values]:
        """Return the points of a curve as drawn."""
        x, y = self._items[name].getOriginalDataset()
        return x, y
