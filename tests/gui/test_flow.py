"""Lines of widgets that break where the room ends."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from promptstudio.gui.parts.flow import FlowLayout


@pytest.fixture
def whole(qtbot: QtBot) -> QWidget:
    whole = QWidget()
    qtbot.addWidget(whole)
    return whole


@pytest.fixture
def flow(whole: QWidget) -> FlowLayout:
    flow = FlowLayout(whole, spacing=10)
    for height in (20, 30, 20):
        label = QLabel()
        label.setFixedSize(100, height)
        flow.addWidget(label)
    whole.show()
    return flow


@pytest.mark.parametrize(
    ("width", "places"),
    [
        (320, [(0, 0), (110, 0), (220, 0)]),
        (319, [(0, 0), (110, 0), (0, 40)]),
        (50, [(0, 0), (0, 40), (0, 80)]),
    ],
)
def test_lines_break_where_the_room_ends(
    flow: FlowLayout, width: int, places: list[tuple[int, int]]
) -> None:
    flow.setGeometry(QRect(0, 0, width, 200))
    tops = [flow.itemAt(at).geometry() for at in range(3)]  # type: ignore[union-attr]
    heights = [(30 - rect.height()) // 2 for rect in tops]
    assert [(r.x(), r.y() - h) for r, h in zip(tops, heights, strict=True)] == places
    lines = len({y for _, y in places})
    assert flow.heightForWidth(width) == 30 * lines + 10 * (lines - 1)


def test_hidden_widgets_take_no_room(flow: FlowLayout) -> None:
    item = flow.itemAt(0)
    assert item is not None
    item.widget().hide()
    assert flow.heightForWidth(210) == 30
    assert flow.heightForWidth(209) == 70


def test_the_layout_can_be_emptied(flow: FlowLayout) -> None:
    assert flow.minimumSize().width() == 100
    assert flow.itemAt(3) is None
    taken = flow.takeAt(0)
    assert taken is not None
    taken.widget().deleteLater()
    assert flow.count() == 2
    assert flow.takeAt(7) is None
