"""Particles as points in a plane that move, each with the way that it came."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from promptstudio.analysis.particles import Path
from promptstudio.gui.parts.theme import Theme

_TAIL_ALPHA: Final = 130
_SIZE_PX: Final = 9
_PADDING: Final = 0.08


class ParticleMap(pg.PlotWidget):  # type: ignore[misc]
    """Both axes have the same scale, and stay as they are while the particles move."""

    def __init__(self, title: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paths: tuple[Path, ...] = ()
        self.setAccessibleName(title)
        self.setMenuEnabled(False)
        self.setMinimumSize(80, 60)
        plot = self.getPlotItem()
        plot.hideButtons()
        plot.setMouseEnabled(x=False, y=False)
        plot.setAspectLocked(lock=True)
        plot.showGrid(x=True, y=True, alpha=0.12)
        for side in ("left", "bottom"):
            plot.getAxis(side).enableAutoSIPrefix(enable=False)
        self._tails = pg.PlotCurveItem(antialias=True)
        self._points = pg.ScatterPlotItem(hoverable=True, tip=_tip)
        self.addItem(self._tails)
        self.addItem(self._points)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.setBackground(theme.base)
        for name in ("left", "bottom"):
            axis = self.getPlotItem().getAxis(name)
            axis.setPen(theme.line)
            axis.setTextPen(theme.muted)
        self.draw(self._paths, None)

    def draw(self, paths: Sequence[Path], extent: tuple[float, float, float, float] | None) -> None:
        """Show particles within the least and greatest x, then y."""
        self._paths = tuple(paths)
        if extent is not None:
            self.setRange(xRange=extent[:2], yRange=extent[2:], padding=_PADDING)
        if not paths:
            self._tails.setData([], [])
            self._points.setData([])
            return
        places = np.concatenate([path.places for path in paths])
        follows = np.concatenate([_joined(len(path.places)) for path in paths])
        tail = QColor(self._theme.muted)
        tail.setAlpha(_TAIL_ALPHA)
        self._tails.setData(places[:, 0], places[:, 1], connect=follows, pen=tail)
        colours = self._theme.series
        self._points.setData(
            [
                {
                    "pos": path.places[-1],
                    "data": path.name,
                    "brush": QColor(colours[number % len(colours)]),
                    "pen": QColor(self._theme.base),
                    "size": _SIZE_PX,
                }
                for number, path in enumerate(paths)
            ]
        )

    @property
    def paths(self) -> tuple[Path, ...]:
        """What is shown."""
        return self._paths


def _joined(count: int) -> np.ndarray:
    """Join every place to the next, the last to none."""
    joined = np.ones(count, np.int32)
    joined[-1] = 0
    return joined


def _tip(x: float, y: float, data: str) -> str:
    return data
