"""Guards the pinned Qt: a binding that loses references ends the interpreter here."""

import sys

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

TIMES = 10_000


class Sketch(QWidget):
    painted = 0

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setPen(self.palette().text().color())
        painter.drawLine(0, 0, 7, 7)
        painter.end()
        self.painted += 1


class Bell(QObject):
    rung = Signal(int, str)


class Ear(QObject):
    heard = 0

    @Slot(int, str)
    def on_rung(self, number: int, _text: str) -> None:
        self.heard += number


def test_ten_thousand_repaints(qtbot: QtBot) -> None:
    sketch = Sketch()
    qtbot.addWidget(sketch)
    sketch.resize(8, 8)
    with qtbot.waitExposed(sketch):
        sketch.show()
    sketch.painted = 0
    before = sys.getrefcount(None)
    for _ in range(TIMES):
        sketch.repaint()
    assert sketch.painted == TIMES
    assert sys.getrefcount(None) > before - TIMES / 2


def test_ten_thousand_signals(qtbot: QtBot) -> None:
    bell, ear = Bell(), Ear()
    bell.rung.connect(ear.on_rung)
    before = sys.getrefcount(None)
    for _ in range(TIMES):
        bell.rung.emit(1, "ding")
    assert ear.heard == TIMES
    assert sys.getrefcount(None) > before - TIMES / 2
