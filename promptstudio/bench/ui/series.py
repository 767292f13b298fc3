"""How fast the live chart draws one very long curve that grows."""

import time
from typing import Final

import numpy as np

from promptstudio.analysis.series import Series
from promptstudio.bench.ui.painted import Painted
from promptstudio.bench.ui.readings import Reading
from promptstudio.core.errors import PromptStudioError
from promptstudio.gui.app import application
from promptstudio.gui.live.chart_area import ChartArea
from promptstudio.gui.live.curve_picker import Picked
from promptstudio.gui.live.legend import Entry
from promptstudio.gui.parts.curve import Curve
from promptstudio.gui.parts.theme import ThemeKeeper

POINTS: Final = 1_000_000
FRAMES: Final = 100
NEW_POINTS: Final = 1000
TARGET_FPS: Final = 30
_SIZE: Final = (1100, 500)
_RUN: Final = "run"


class GrowingChart:
    """The chart area of the Live page with one curve of noise around a falling line.

    The curve is smoothed as the page does it by default.
    """

    def __init__(self, points: int) -> None:
        self._app = application()
        themes = ThemeKeeper(self._app, self._app)
        themes.dress()
        self._theme = themes.theme
        self.area = ChartArea(self._theme)
        self.area.build()
        self.area.resize(*_SIZE)
        self.area.show()
        assert self.area.chart is not None  # noqa: S101 - built two lines above
        self._chart = self.area.chart
        self._painted = Painted(self._chart.viewport())
        self._random = np.random.default_rng(0)
        self._series = Series()
        self.grow(points)

    def grow(self, points: int) -> None:
        """Add points one by one, as they come from a run."""
        start = len(self._series)
        steps = np.arange(start, start + points)
        values = 2 / np.log(steps + 3) + self._random.normal(0, 0.1, points)
        for step, value in zip(steps.tolist(), values.tolist(), strict=True):
            self._series.append(step, value)

    def draw(self) -> None:
        """Give the chart the curve and have it painted before this returns."""
        y = self._series.smoothed(self.area.weight)
        curve = Curve(self._series.x, y, self._theme.pen(0, 0), _RUN)
        picked = Picked({_RUN: curve}, (Entry(_RUN, _RUN, "", 0, 0),))
        self.area.draw(picked, "", "")
        self._painted.wait()

    def zoom(self) -> None:
        """Show the last hundredth of the curve and room for what comes."""
        length = len(self._series)
        self._chart.zoom_to(length * 0.99, length + FRAMES * NEW_POINTS)

    def drawn(self) -> int:
        """Return how many points are drawn."""
        return len(self._chart.drawn_points(_RUN)[0])

    def close(self) -> None:
        """Take the window away."""
        self.area.close()
        self.area.deleteLater()
        self._app.processEvents()


def measure(*, points: int = POINTS, frames: int = FRAMES) -> list[Reading]:
    """Return frames per second of the whole curve and of its zoomed end, growing meanwhile.

    Raises
    ------
    PromptStudioError
        If nothing was drawn.
    """
    chart = GrowingChart(points)
    began = time.perf_counter()
    chart.draw()
    first = time.perf_counter() - began
    whole = frames_per_second(chart, frames)
    chart.zoom()
    zoomed = frames_per_second(chart, frames)
    chart.close()
    what = f"curve of {points:,} points, {NEW_POINTS:,} more each frame, {frames} frames"
    return [
        Reading(f"{what}: all of it", whole, "frames/s", TARGET_FPS, at_least=True),
        Reading("its last hundredth, zoomed", zoomed, "frames/s", TARGET_FPS, at_least=True),
        Reading("its first drawing", first * 1000, "ms"),
    ]


def frames_per_second(chart: GrowingChart, frames: int) -> float:
    """Draw a growing curve again and again.

    Raises
    ------
    PromptStudioError
        If nothing was drawn.
    """
    began = time.perf_counter()
    for _ in range(frames):
        chart.grow(NEW_POINTS)
        chart.draw()
    spent = time.perf_counter() - began
    if not chart.drawn():
        raise PromptStudioError("The chart drew no point of the curve, so nothing was measured.")
    return frames / spent
