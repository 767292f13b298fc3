"""Does at random what a hand could do: clicks, keys, wheel, sizes, drops."""

import random
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from promptstudio.gui.shell.main_window import MainWindow

_KEYS = (
    *(Qt.Key(Qt.Key.Key_A + n) for n in range(26)),
    *(Qt.Key(Qt.Key.Key_0 + n) for n in range(10)),
    Qt.Key.Key_Tab,
    Qt.Key.Key_Backtab,
    Qt.Key.Key_Return,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Space,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Delete,
    Qt.Key.Key_Backspace,
    Qt.Key.Key_Period,
    Qt.Key.Key_Minus,
    Qt.Key.Key_F1,
    Qt.Key.Key_F2,
)
_NONE, _CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
_MODIFIERS = (_NONE, _NONE, _NONE, Qt.KeyboardModifier.ShiftModifier, _CONTROL)

_PATIENCE_MS = 20


def _close_popup() -> None:
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()


class Monkey:
    """Acts on a window, or on the popup or dialog that stands in front of it."""

    def __init__(self, window: MainWindow, files: list[Path], seed: int) -> None:
        self._window = window
        self._files = files
        self._random = random.Random(seed)
        self._patience = QTimer(window)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(_close_popup)
        self._acts: tuple[tuple[Callable[[], None], int], ...] = (
            (self._click, 50),
            (self._type, 25),
            (self._wheel, 6),
            (self._turn, 6),
            (self._trigger, 6),
            (self._resize, 3),
            (self._drop, 2),
            (self._double_click, 2),
        )

    def act(self) -> None:
        """Do one thing. A menu that waits for an answer gets none."""
        self._patience.start()
        acts, weights = zip(*self._acts, strict=True)
        self._random.choices(acts, weights)[0]()
        if not self._window.isVisible():
            self._window.show()

    def rest(self) -> None:
        """Do nothing more."""
        self._patience.stop()

    def _stage(self) -> QWidget:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        return app.activePopupWidget() or app.activeModalWidget() or self._some_window()

    def _some_window(self) -> QWidget:
        others = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w.isWindow()]
        if len(others) > 1 and self._random.random() < 0.3:
            return self._random.choice(others)
        return self._window

    def _target(self) -> QWidget:
        stage = self._stage()
        parts = [w for w in stage.findChildren(QWidget) if w.isVisible() and w.isEnabled()]
        return self._random.choice(parts) if parts else stage

    def _place(self, widget: QWidget) -> QPoint:
        return QPoint(
            self._random.randrange(max(1, widget.width())),
            self._random.randrange(max(1, widget.height())),
        )

    def _click(self) -> None:
        widget = self._target()
        buttons = (Qt.MouseButton.LeftButton,) * 5 + (Qt.MouseButton.RightButton,)
        modifier = self._random.choice(_MODIFIERS)
        QTest.mouseClick(widget, self._random.choice(buttons), modifier, self._place(widget))

    def _double_click(self) -> None:
        widget = self._target()
        QTest.mouseDClick(widget, Qt.MouseButton.LeftButton, _NONE, self._place(widget))

    def _type(self) -> None:
        widget = QApplication.focusWidget() or self._stage()
        for _ in range(self._random.randrange(1, 4)):
            QTest.keyClick(widget, self._random.choice(_KEYS), self._random.choice(_MODIFIERS))
            widget = QApplication.focusWidget() or self._stage()

    def _wheel(self) -> None:
        widget = self._target()
        place = QPointF(self._place(widget))
        turn = QPoint(0, self._random.choice((-360, -120, 120, 360)))
        event = QWheelEvent(
            place,
            QPointF(widget.mapToGlobal(place.toPoint())),
            QPoint(),
            turn,
            Qt.MouseButton.NoButton,
            _NONE,
            Qt.ScrollPhase.NoScrollPhase,
            False,  # noqa: FBT003 - Qt's signature
        )
        QApplication.sendEvent(widget, event)

    def _turn(self) -> None:
        self._window.show_page(self._random.choice(self._window.pages))

    def _trigger(self) -> None:
        action = self._random.choice(list(self._window.offered().values()))
        if action.isEnabled():
            action.trigger()

    def _resize(self) -> None:
        self._window.resize(self._random.randrange(400, 2000), self._random.randrange(300, 1400))

    def _drop(self) -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(self._random.choice(self._files)))])
        copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
        enter = QDragEnterEvent(QPoint(5, 5), copy, data, left, _NONE)
        QApplication.sendEvent(self._window, enter)
        drop = QDropEvent(QPointF(5, 5), copy, data, left, _NONE)
        QApplication.sendEvent(self._window, drop)
