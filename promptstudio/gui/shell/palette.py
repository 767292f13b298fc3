"""The command palette: everything that can be done, found by typing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from promptstudio.analysis.matching import best

_MOST = 60
_LETTERS = 64
_LINES = 14
_TOP = 48


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing to do; ``hint`` is its keys or its kind."""

    title: str
    hint: str
    do: Callable[[], object]


class Palette(QFrame):
    """Lies over the window; Enter does the chosen thing, Escape goes away."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._entries: Sequence[Entry] = ()
        self._places: list[int] = []
        self.line = QLineEdit()
        self.line.setPlaceholderText(self.tr("Type what you want to do"))
        self.line.setAccessibleName(self.tr("Command"))
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Commands"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        self._none = QLabel(self.tr("Nothing fits."))
        column = QVBoxLayout(self)
        for widget in (self.line, self.list, self._none):
            column.addWidget(widget)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.line.installEventFilter(self)
        self.line.textChanged.connect(self._on_typed)
        self.list.itemClicked.connect(self._on_taken)
        self.hide()

    def open_with(self, entries: Sequence[Entry]) -> None:
        """Offer these things, with nothing typed."""
        self._entries = entries
        self.line.clear()
        self._on_typed("")
        self._place()
        self.show()
        self.raise_()
        self.line.setFocus()

    @property
    def titles(self) -> list[str]:
        """What is offered now, best first."""
        return [self._entries[place].title for place in self._places]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move in the list while the line has the focus; go away when it loses it."""
        if event.type() == QEvent.Type.FocusOut:
            self.hide()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            match event.key():
                case Qt.Key.Key_Escape:
                    self._leave()
                case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                    self._on_taken()
                case Qt.Key.Key_Down:
                    self._move(1)
                case Qt.Key.Key_Up:
                    self._move(-1)
                case _:
                    return super().eventFilter(watched, event)
            return True
        return super().eventFilter(watched, event)

    @Slot(str)
    def _on_typed(self, text: str) -> None:
        titles = [entry.title for entry in self._entries]
        self._places = best(text, titles, _MOST)
        self.list.clear()
        for place in self._places:
            entry = self._entries[place]
            item = QListWidgetItem(f"{entry.title}    {entry.hint}" if entry.hint else entry.title)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self._none.setVisible(not self._places)

    @Slot()
    def _on_taken(self) -> None:
        row = self.list.currentRow()
        self._leave()
        if 0 <= row < len(self._places):
            self._entries[self._places[row]].do()

    def _move(self, by: int) -> None:
        count = self.list.count()
        if count:
            self.list.setCurrentRow((self.list.currentRow() + by) % count)

    def _leave(self) -> None:
        self.hide()
        parent = self.parentWidget()
        if parent is not None:
            parent.setFocus()

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is None:
            return
        letter = self.fontMetrics().averageCharWidth()
        width = min(_LETTERS * letter, parent.width() - 24)
        height = min(_LINES * 2 * self.fontMetrics().height(), parent.height() - 2 * _TOP)
        self.setGeometry((parent.width() - width) // 2, _TOP, width, height)
