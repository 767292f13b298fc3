from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from promptstudio.analysis.heat import heat_grid
from promptstudio.core.errors import ExportError
from promptstudio.gui.parts.bars import Bars
from promptstudio.gui.parts.charts import NEW_PER_DRAW, Curve, CurveChart
from promptstudio.gui.parts.heat_map import HeatMap
from promptstudio.gui.parts.picture import save_picture
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


def test_a_curve_with_a_band_counts_as_several(chart: CurveChart) -> None:
    banded = {str(number): banded_curve() for number in range(NEW_PER_DRAW)}
    assert not chart.draw(banded)
    assert 0 < len(chart.names) < NEW_PER_DRAW


def banded_curve() -> Curve:
    x = np.arange(5.0)
    return Curve(x, x, LIGHT.pen(0, 0), "mean", x - 1, x + 2)


def test_lines_are_thin_and_without_antialias_or_symbols(chart: CurveChart) -> None:
    chart.draw({"a": curve()})
    (item,) = chart.getPlotItem().curves
    assert item.opts["pen"].widthF() <= 1
    assert item.opts["antialias"] is False


def test_a_long_curve_is_thinned_to_the_pixels_and_keeps_its_extremes(chart: CurveChart) -> None:
    y = np.zeros(100_000)
    y[51_234], y[77_777] = 9.0, -9.0
    chart.draw({"a": Curve(np.arange(100_000.0), y, LIGHT.pen(0, 0))})
    x, drawn = chart.drawn_points("a")
    assert len(x) <= 2 * chart.getViewBox().width() + 2
    assert (drawn.min(), drawn.max()) == (-9.0, 9.0)
    assert len(chart.points("a")[0]) == 100_000


def test_zooming_in_draws_what_is_seen_in_full(chart: CurveChart) -> None:
    x = np.arange(100_000.0)
    chart.draw({"a": Curve(x, np.sin(x), LIGHT.pen(0, 0))})
    chart.zoom_to(1000, 1100)
    assert chart.is_zoomed
    drawn, _ = chart.drawn_points("a")
    assert (drawn[0], drawn[-1], len(drawn)) == (999, 1101, 103)
    chart.reset_zoom()
    assert not chart.is_zoomed


def test_a_curve_that_did_not_change_is_not_drawn_again(chart: CurveChart) -> None:
    chart.draw({"a": curve()})
    before = chart.drawn_points("a")[0]
    chart.draw({"a": curve()})
    assert chart.drawn_points("a")[0] is before


def test_the_height_can_be_logarithmic(chart: CurveChart) -> None:
    y = np.array([100.0, 0.0, 1.0])
    chart.draw({"a": Curve(np.arange(3.0), y, LIGHT.pen(0, 0))})
    chart.set_log(log=True)
    np.testing.assert_array_equal(chart.drawn_points("a")[1], [2.0, np.nan, 0.0])
    chart.set_log(log=False)
    np.testing.assert_array_equal(chart.drawn_points("a")[1], y)


def test_a_curve_of_one_point_is_a_dot(chart: CurveChart) -> None:
    for points, dots in ((1, 1), (2, 0), (1, 1)):
        chart.draw({"a": curve(points)})
        shown = [i for i in chart.getPlotItem().items if isinstance(i, pg.ScatterPlotItem)]
        assert sum(len(item.points()) for item in shown) == dots
    chart.draw({})
    assert not [i for i in chart.getPlotItem().items if isinstance(i, pg.ScatterPlotItem)]


def test_bands_come_and_go(chart: CurveChart) -> None:
    count = len(chart.getPlotItem().items)
    chart.draw({"a": banded_curve()})
    with_band = len(chart.getPlotItem().items)
    chart.draw({"a": curve()})
    assert count + 1 == len(chart.getPlotItem().items) < with_band
    chart.draw({})
    assert len(chart.getPlotItem().items) == count


def test_the_mouse_reads_the_values_of_all_curves(qtbot: QtBot, chart: CurveChart) -> None:
    chart.draw({"a": curve(value=1.0), "b": curve(value=3.0), "m": banded_curve()})
    assert not chart.grab().isNull()  # the range follows the curves when it is drawn
    box = chart.getViewBox()
    middle = box.sceneBoundingRect().center()
    chart._on_mouse(middle)
    assert "Step 2" in chart.readout
    assert chart.readout.index("<b>3</b>") < chart.readout.index("<b>1</b>")
    assert "2 (1 to 4)</b> mean" in chart.readout
    chart._on_mouse(QPointF(-5, -5))
    assert not chart.readout


def test_the_keys_read_zoom_and_reset(qtbot: QtBot, chart: CurveChart) -> None:
    chart.draw({"a": curve()})
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert "Step 0" in chart.readout
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert "Step 1" in chart.readout
    assert "Step 1" in chart.accessibleDescription()
    qtbot.keyClick(chart, Qt.Key.Key_Escape)
    assert not chart.readout
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    assert "Step 4" in chart.readout
    qtbot.keyClick(chart, Qt.Key.Key_Plus)
    assert chart.is_zoomed
    qtbot.keyClick(chart, Qt.Key.Key_0)
    assert not chart.is_zoomed


def test_an_empty_chart_says_what_to_do(chart: CurveChart) -> None:
    chart.show_hint("Press Run.")
    (label,) = (part for part in chart.findChildren(QLabel) if part.text() == "Press Run.")
    assert label.isVisible()
    chart.show_hint("")
    assert not label.isVisible()


def test_bars_show_values_with_their_numbers(hosted: Hosted) -> None:
    bars = Bars("Similarity", LIGHT)
    hosted(bars)
    bars.draw([("Hotel sentiment", 0.75), ("Topic", -0.25)])
    assert not bars.grab().isNull()
    assert [item.textItem.toPlainText() for item in bars._numbers] == ["0.75", "-0.25"]
    bars.set_theme(DARK)
    assert bars.bars == (("Hotel sentiment", 0.75), ("Topic", -0.25))
    bars.draw([])
    assert not bars._numbers


def test_bars_leave_out_what_would_cover_its_neighbour(hosted: Hosted) -> None:
    bars = Bars("Similarity", LIGHT)
    hosted(bars)
    bars.draw([(str(number), 1.0) for number in range(100)])
    (ticks,) = bars.getPlotItem().getAxis("left")._tickLevels
    shown = [item for item in bars._numbers if item.isVisible()]
    assert 1 < len(ticks) == len(shown) < 40


def test_a_readout_stays_within_a_small_chart(chart: CurveChart) -> None:
    long = {str(number): replace(curve(), title="long name " * 30) for number in range(40)}
    while not chart.draw(long):
        pass
    assert not chart.grab().isNull()
    chart.read_at(2)
    label = chart._crosshair.label
    assert "more" in chart.readout
    assert chart.rect().contains(label.geometry())


def test_a_band_without_width_is_not_told(chart: CurveChart) -> None:
    x = np.arange(5.0)
    chart.draw({"m": Curve(x, x, LIGHT.pen(0, 0), "mean", x, x)})
    chart.read_at(2)
    assert "<b>2</b> mean" in chart.readout


@pytest.mark.parametrize("suffix", ["png", "svg"])
def test_pictures_are_written(chart: CurveChart, tmp_path: Path, suffix: str) -> None:
    chart.draw({"a": curve()})
    path = tmp_path / f"chart.{suffix}"
    save_picture(chart, path)
    if suffix == "svg":
        assert "<svg" in path.read_text(encoding="utf-8")
    else:
        picture = QImage(str(path))
        assert picture.size() == chart.size() * 2


@pytest.mark.parametrize("suffix", ["png", "svg"])
def test_a_picture_that_can_not_be_written_says_so(
    chart: CurveChart, tmp_path: Path, suffix: str
) -> None:
    with pytest.raises(ExportError, match=r"can not be written\. Choose another folder"):
        save_picture(chart, tmp_path / "none" / f"chart.{suffix}")


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


def test_a_large_heat_map_names_some_rows_and_tells_every_cell(hosted: Hosted) -> None:
    heat = HeatMap("Similarity", LIGHT)
    hosted(heat)
    names = [f"row {at:02d}" for at in range(64)]
    heat.draw(heat_grid([(one, other, 0.5) for one in names for other in names]), 0, 1)
    (ticks,) = heat._plot.getAxis("left")._tickLevels
    room = (heat.height() - 2 * heat.fontMetrics().height()) / 64
    assert 2 < len(ticks) < 64
    assert (ticks[1][0] - ticks[0][0]) * room >= heat.fontMetrics().height()
    assert ticks[1] == (ticks[1][0], f"row {int(ticks[1][0]):02d}")
    assert heat._plot.getAxis("bottom")._tickLevels == [[]]
    assert heat.cell_text(2.9, 63.1) == "row 63\nrow 02\n0.500"
    assert heat.cell_text(-0.1, 3) == heat.cell_text(3, 64.2) == ""


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
