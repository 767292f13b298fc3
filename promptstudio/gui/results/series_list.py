"""The series of a chart as a list with ticks: what is drawn, in which line."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from promptstudio.gui.parts.theme import Theme

_SWATCH = QSize(26, 12)
_NAME = Qt.ItemDataRole.UserRole
_SHARE = 3


class Entry(NamedTuple):
    """A series; ``group`` gives its colour and ``dash`` its dashes, ``short`` is what is read."""

    name: str
    group: int
    dash: int = 0
    short: str = ""


class SeriesList(QListWidget):
    """``toggled`` tells that other series shall be drawn."""

    toggled = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._entries: tuple[Entry, ...] = ()
        self._hidden: set[str] = set()
        self.setAccessibleName(self.tr("Series"))
        self.setIconSize(_SWATCH)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setToolTip(
            self.tr("A tick draws a series; a double click or Enter draws it alone, or all")
        )
        self.itemChanged.connect(self._on_changed)
        self.itemDoubleClicked.connect(self._on_double_clicked)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """List series; what was hidden stays hidden."""
        self._entries = tuple(entries)
        with QSignalBlocker(self):
            self.clear()
            for entry in entries:
                item = QListWidgetItem(entry.short or entry.name)
                item.setIcon(QIcon(self._theme.swatch(entry.group, entry.dash)))
                item.setToolTip(entry.name)
                item.setData(_NAME, entry.name)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(self._state(entry.name))
                self.addItem(item)
        room = self.sizeHintForColumn(0) + 2 * self.frameWidth()
        bar = self.verticalScrollBar().sizeHint().width()
        parent = self.parentWidget()
        most = room + bar if parent is None else parent.width() // _SHARE
        self.setFixedWidth(min(room + bar, most))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter draw a series alone."""
        chosen = self.selectedItems()
        if chosen and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_double_clicked(chosen[0])
            event.accept()
        else:
            super().keyPressEvent(event)

    def drawn(self) -> tuple[Entry, ...]:
        """Return the series that shall be drawn."""
        return tuple(entry for entry in self._entries if entry.name not in self._hidden)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.show_entries(self._entries)

    @Slot(QListWidgetItem)
    def _on_changed(self, item: QListWidgetItem) -> None:
        self._hidden.discard(item.data(_NAME))
        if item.checkState() is Qt.CheckState.Unchecked:
            self._hidden.add(item.data(_NAME))
        self.toggled.emit()

    @Slot(QListWidgetItem)
    def _on_double_clicked(self, item: QListWidgetItem) -> None:
        alone = [entry.name for entry in self.drawn()] == [item.data(_NAME)]
        names = {entry.name for entry in self._entries}
        self._hidden = (
            self._hidden - names if alone else self._hidden | (names - {item.data(_NAME)})
        )
        self._hidden.discard(item.data(_NAME))
        row = self.row(item)
        self.show_entries(self._entries)
        self.setCurrentRow(row)
        self.toggled.emit()

    def _state(self, name: str) -> Qt.CheckState:
        return Qt.CheckState.Unchecked if name in self._hidden else Qt.CheckState.Checked
