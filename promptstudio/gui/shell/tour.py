"""The tour: a card that leads over the pages to a finished study."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from promptstudio.core.spec import StudySpec
from promptstudio.gui.shell.tour_steps import TourStep, tour_steps

if TYPE_CHECKING:
    from promptstudio.gui.shell.main_window import MainWindow

_LETTERS = 48
_GAP = 16
_PEN = 3
_SETTLE_MS = 60


class _Frame(QWidget):
    """A frame around what is spoken of; clicks go through it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def surround(self, widget: QWidget) -> None:
        """Lie around a widget of the same window."""
        parent = self.parentWidget()
        if parent is None or not widget.isVisible():
            self.hide()
            return
        corner = widget.mapTo(parent, QPoint(0, 0))
        self.setGeometry(QRect(corner, widget.size()))
        self.show()
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the frame."""
        painter = QPainter(self)
        painter.setPen(QPen(self.palette().highlight(), _PEN))
        painter.drawRect(self.rect().adjusted(1, 1, -2, -2))
        painter.end()


class Tour(QFrame):
    """Lies over the window at the lower right. ``ended`` tells that it was finished or left."""

    ended = Signal()

    def __init__(self, window: "MainWindow", study: Callable[[], StudySpec]) -> None:
        super().__init__(window)
        self._window = window
        self._study = study
        self._steps: tuple[TourStep, ...] = ()
        self._at = 0
        self._frame = _Frame(window)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._title = QLabel()
        self._text = QLabel()
        self._count = QLabel()
        self.skip = QPushButton(self.tr("S&kip"))
        self.back = QPushButton(self.tr("&Back"))
        self.next = QPushButton(self.tr("&Next"))
        self._lay_out()
        self._settle.timeout.connect(self._on_settled)
        self.skip.clicked.connect(self.leave)
        self.back.clicked.connect(self._on_back)
        self.next.clicked.connect(self._on_next)
        window.installEventFilter(self)
        self.hide()

    @property
    def title(self) -> str:
        """The heading of the card."""
        return self._title.text()

    @Slot()
    def begin(self) -> None:
        """Show the first card, and the tour's study in the form."""
        self._steps, self._at = tour_steps(), 0
        self._window.study.show_study(self._study())
        self._show()

    @Slot()
    def leave(self) -> None:
        """End the tour."""
        self.rest()
        self.ended.emit()

    @Slot()
    def look(self) -> None:
        """See whether what the tour waits for has come."""
        if self.isVisible():
            self._settle.start()

    def rest(self) -> None:
        """Wait for nothing more: the window is closing."""
        self._settle.stop()
        self._frame.hide()
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner when the window changes its size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._settle.start()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on by Enter, leave by Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_next()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _on_back(self) -> None:
        self._at = max(0, self._at - 1)
        self._show()

    @Slot()
    def _on_next(self) -> None:
        if self._at + 1 == len(self._steps):
            self.leave()
            return
        if self._steps[self._at].runs:
            self._window.start()
        self._at += 1
        self._show()

    @Slot()
    def _on_settled(self) -> None:
        if not self.isVisible():
            return
        step = self._steps[self._at]
        if step.waits and self._window.live.is_done:
            self._on_next()
            return
        self._place()
        self._frame.surround(step.target(self._window))
        self.raise_()

    def _show(self) -> None:
        step = self._steps[self._at]
        page = step.page(self._window)
        self._window.show_page(page)
        page.reveal(step.target(self._window))
        self._title.setText(step.title)
        self._text.setText(step.text)
        self._count.setText(f"{self._at + 1} / {len(self._steps)}")
        self.back.setEnabled(self._at > 0)
        is_last = self._at + 1 == len(self._steps)
        self.next.setText(self.tr("&Done") if is_last else self.tr("&Next"))
        self.show()
        self._place()
        self.raise_()
        self.next.setFocus()
        self._settle.start()

    def _place(self) -> None:
        width = min(_LETTERS * self.fontMetrics().averageCharWidth(), self._window.width() // 2)
        self.setFixedWidth(width)
        self.adjustSize()
        bottom = self._window.height() - self._window.statusBar().height() - _GAP
        self.move(self._window.width() - width - _GAP, max(0, bottom - self.height()))

    def _lay_out(self) -> None:
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setAccessibleName(self.tr("Tour"))
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        self._text.setWordWrap(True)
        row = QHBoxLayout()
        row.addWidget(self._count)
        row.addStretch(1)
        for button in (self.skip, self.back, self.next):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addLayout(row)
