"""Parts that replace slower ones of libraries: the axis of charts, the label that is cut."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from promptstudio.gui.parts.charts import Curve, CurveChart
from promptstudio.gui.parts.elided_label import ElidedLabel
from promptstudio.gui.parts.theme import themes
from promptstudio.gui.parts.wrapped_label import WrappedLabel

TEXT = "Processors 180 %, memory 1,200 MB, worker 900 MB"


@pytest.fixture
def label(qtbot: QtBot) -> ElidedLabel:
    label = ElidedLabel(TEXT)
    qtbot.addWidget(label)
    return label


def dark_columns(image: QImage) -> list[int]:
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = [[grey.pixelColor(x, y).value() for x in range(grey.width())] for y in range(20)]
    return np.flatnonzero((np.array(rows) < 128).any(0)).tolist()


def test_a_text_that_fits_is_drawn_as_by_a_plain_label(qtbot: QtBot, label: ElidedLabel) -> None:
    plain = QLabel(TEXT)
    qtbot.addWidget(plain)
    for one in (plain, label):
        one.resize(plain.sizeHint())
    assert label.grab().toImage() == plain.grab().toImage()


def test_a_text_without_room_ends_in_an_ellipsis_inside_the_label(label: ElidedLabel) -> None:
    label.resize(80, 20)
    image = label.grab().toImage()
    cut = label.fontMetrics().elidedText(TEXT, Qt.TextElideMode.ElideRight, 80)
    assert cut.endswith("…")
    assert max(dark_columns(image)) < 80
    assert max(dark_columns(image)) <= label.fontMetrics().horizontalAdvance(cut) + 1
    assert label.text() == TEXT  # what is read aloud is whole


def test_a_long_text_does_not_widen_a_window(label: ElidedLabel) -> None:
    assert label.minimumSizeHint().width() < label.sizeHint().width() / 4


def test_the_axis_follows_its_range(qtbot: QtBot) -> None:
    chart = CurveChart("Chart", themes()[0])
    qtbot.addWidget(chart)
    chart.resize(600, 300)
    x = np.arange(50, dtype=float)
    pen = QPen(QColor("black"))
    axis = chart.getPlotItem().getAxis("bottom")
    seen = []
    for scale in (1.0, 10.0):
        chart.draw({"a": Curve(x * scale, x * scale, pen)})
        chart.grab()
        assert axis.picture is not None
        seen.append([text for _, _, text in axis.picture[2]])
    assert "40" in seen[0]
    assert "400" in seen[1]


def test_the_axis_has_two_levels_of_ticks(qtbot: QtBot) -> None:
    chart = CurveChart("Chart", themes()[0])
    qtbot.addWidget(chart)
    axis = chart.getPlotItem().getAxis("left")
    assert len(axis.tickValues(0, 100, 300)) == 2


class Counted(CurveChart):
    """Counts how often it is painted."""

    paints = 0

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        self.paints += 1
        super().paintEvent(event)


def test_new_points_are_painted_in_a_turn_of_their_own(qtbot: QtBot) -> None:
    chart = Counted("Chart", themes()[0])
    qtbot.addWidget(chart)
    x = np.arange(50, dtype=float)
    chart.show()
    qtbot.waitUntil(lambda: chart.paints > 0)
    for _ in range(10):
        QApplication.processEvents()  # what the first show asked for besides
    before = chart.paints
    chart.draw({"a": Curve(x, -x, QPen(QColor("black")))})
    QApplication.sendPostedEvents()
    assert chart.paints == before
    qtbot.waitUntil(lambda: chart.paints > before)
    chart.hide()


def test_a_label_of_many_lines_takes_the_height_of_each_text(qtbot: QtBot) -> None:
    label = WrappedLabel()
    qtbot.addWidget(label)
    label.resize(200, 20)
    label.show()
    label.setText("one")
    low = label.minimumHeight()
    label.setText("many words " * 20)
    assert label.minimumHeight() > 3 * low
    label.setText("one")
    assert label.minimumHeight() == low
