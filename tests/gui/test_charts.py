from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from promptstudio.analysis.heat import heat_grid
from promptstudio.gui.parts.charts import DOWNSAMPLE_FROM, NEW_PER_DRAW, Curve, CurveChart
from promptstudio.gui.parts.heat_map import HeatMap
from promptstudio.gui.parts.theme import DASHES, Theme, themes

LIGHT, DARK, _ = themes()
YELLOW = "#fde725"
"""The top of the colour map."""


Hosted = Callable[[QWidget], None]


@pytest.fixture
def hosted(qtbot: QtBot) -> Hosted:
    """Puts charts into a window, as in the application: on their own they close badly."""
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(600, 300)
    column = QVBoxLayout(host)

    def put(chart: QWidget) -> None:
        column.addWidget(chart)
        host.show()

    return put


@pytest.fixture
def chart(hosted: Hosted) -> CurveChart:
    chart = CurveChart("Loss", LIGHT)
    hosted(chart)
    return chart


def curve(points: int = 5, value: float = 1.0) -> Curve:
    return Curve(np.arange(float(points)), np.full(points, value), LIGHT.pen(0, 0))


def test_curves_come_change_and_go(chart: CurveChart) -> None:
    assert chart.draw({"a": curve(), "b": curve()})
    assert chart.draw({"b": curve(value=3.0)})
    assert chart.names == {"b"}
    np.testing.assert_array_equal(chart.points("b")[1], np.full(5, 3.0))


def test_many_new_curves_are_spread_over_frames(chart: CurveChart) -> None:
    curves = {str(number): curve() for number in range(2 * NEW_PER_DRAW + 1)}
    assert [chart.draw(curves) for _ in range(3)] == [False, False, True]
    assert chart.names == set(curves)


def test_lines_are_thin_and_without_antialias_or_symbols(chart: CurveChart) -> None:
    chart.draw({"a": curve()})
    (item,) = chart.getPlotItem().listDataItems()
    assert item.opts["pen"].widthF() <= 1
    assert item.opts["antialias"] is False
    assert item.opts["symbol"] is None


@pytest.mark.parametrize("points", [DOWNSAMPLE_FROM, DOWNSAMPLE_FROM + 1])
def test_only_long_series_are_downsampled(chart: CurveChart, points: int) -> None:
    chart.draw({"a": curve(points)})
    (item,) = chart.getPlotItem().listDataItems()
    assert item.opts["autoDownsample"] is (points > DOWNSAMPLE_FROM)
    assert item.opts["clipToView"] is (points > DOWNSAMPLE_FROM)


def test_values_that_are_not_finite_leave_gaps(chart: CurveChart) -> None:
    values = np.array([1.0, np.nan, 3.0, np.inf, 5.0])
    chart.draw({"a": Curve(np.arange(5.0), values, LIGHT.pen(0, 0))})
    assert not chart.grab().isNull()


def test_charts_follow_the_theme(chart: CurveChart) -> None:
    chart.set_theme(DARK)
    assert chart.backgroundBrush().color() == QColor(DARK.base)
    assert chart.getPlotItem().getAxis("left").textPen().color() == QColor(DARK.muted)


def test_heat_map_names_its_cells(hosted: Hosted) -> None:
    heat = HeatMap("Router", LIGHT)
    hosted(heat)
    heat.draw(heat_grid([("film", "a", 0.25), ("film", "b", 0.75), ("hotel", "a", 1.0)]), 0, 1)
    assert heat.numbers == ("0.25", "0.75", "1.00", "")
    image = heat.grab().toImage()
    places = [(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)]
    colours = {image.pixelColor(x, y).name() for x, y in places}
    assert {YELLOW, LIGHT.base} <= colours


def test_heat_map_takes_more_cells_and_drops_numbers_when_large(hosted: Hosted) -> None:
    heat = HeatMap("Router", LIGHT)
    hosted(heat)
    small = heat_grid([("a", "x", 0.5)])
    heat.draw(small, 0, 1)
    assert heat.numbers == ("0.50",)
    large = heat_grid([(f"r{r}", f"c{c}", 0.1) for r in range(9) for c in range(9)])
    heat.draw(large, 0, 1)
    assert heat.numbers == ()
    heat.draw(small, 0, 1)
    assert heat.numbers == ("0.50",)


@pytest.mark.parametrize("theme", themes())
def test_neighbouring_series_differ_in_colour_and_seeds_in_dash(theme: Theme) -> None:
    assert len(set(theme.series)) == 8
    assert theme.pen(0, 0).color() != theme.pen(1, 0).color()
    assert [theme.pen(0, seed).style() for seed in range(5)] == list(DASHES)
    again = theme.pen(8, 0)
    assert again.color() == theme.pen(0, 0).color()
    assert again.style() != theme.pen(0, 0).style()


@pytest.mark.parametrize("theme", themes())
def test_texts_and_series_stand_out_from_their_background(theme: Theme) -> None:
    for colour in (theme.text, theme.muted, theme.good, theme.bad, theme.warn, theme.link):
        assert contrast(colour, theme.base) >= 4.5, colour
    for colour in theme.series:
        assert contrast(colour, theme.base) >= 3.0, colour


def contrast(one: str, other: str) -> float:
    """Contrast ratio of WCAG 2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
