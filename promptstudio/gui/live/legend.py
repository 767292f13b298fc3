"""The series of a chart with ticks: which are drawn, and in which line."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from promptstudio.gui.parts.theme import Theme

_SWATCH = QSize(26, 12)
_KEY = Qt.ItemDataRole.UserRole


class Entry(NamedTuple):
    """One series: its key, two lines of words, and the numbers of its colour and dash."""

    key: str
    title: str
    place: str
    group: int
    dash: int


class Legend(QListWidget):
    """A click hides a series or shows it, a double click shows it alone, and then all again."""

    toggled = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._entries: tuple[Entry, ...] = ()
        self._hidden: set[str] = set()
        self.setAccessibleName(self.tr("Legend: series that are drawn"))
        self.setToolTip(
            self.tr("Click: hide or show. Double click: show alone. Colour: method and target.")
        )
        self.setIconSize(_SWATCH)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.itemClicked.connect(self._on_clicked)
        self.itemDoubleClicked.connect(self._on_double_clicked)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """List these series; what was hidden stays hidden."""
        if tuple(entries) == self._entries:
            return
        self._entries = tuple(entries)
        self.clear()
        for entry in entries:
            item = QListWidgetItem(f"{entry.title}\n{entry.place}")
            item.setData(_KEY, entry.key)
            item.setIcon(QIcon(self._theme.swatch(entry.group, entry.dash)))
            item.setToolTip(f"{entry.title}: {entry.place}")
            self.addItem(item)
        self._show_ticks()

    def is_hidden_series(self, key: str) -> bool:
        """Tell whether a series is not to be drawn."""
        return key in self._hidden

    def toggle(self, key: str) -> None:
        """Hide a series, or show it."""
        self._hidden ^= {key}
        self._show_ticks()
        self.toggled.emit()

    def solo(self, key: str) -> None:
        """Show a series alone; where it is alone already, show all."""
        others = {entry.key for entry in self._entries} - {key}
        is_alone = others <= self._hidden
        self._hidden = self._hidden - others if is_alone else self._hidden | others
        self._hidden.discard(key)
        self._show_ticks()
        self.toggled.emit()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        entries, self._entries = self._entries, ()
        self.show_entries(entries)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space hides or shows, Return shows alone."""
        key = self._entries[self.currentRow()].key if self.currentRow() >= 0 else None
        if key is not None and event.key() == Qt.Key.Key_Space:
            self.toggle(key)
        elif key is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.solo(key)
        else:
            super().keyPressEvent(event)

    @Slot(QListWidgetItem)
    def _on_clicked(self, item: QListWidgetItem) -> None:
        self.toggle(item.data(_KEY))

    @Slot(QListWidgetItem)
    def _on_double_clicked(self, item: QListWidgetItem) -> None:
        self.solo(item.data(_KEY))

    def _show_ticks(self) -> None:
        for row in range(self.count()):
            item = self.item(row)
            is_hidden = item.data(_KEY) in self._hidden
            item.setCheckState(Qt.CheckState.Unchecked if is_hidden else Qt.CheckState.Checked)
            # Ticks show the state alone: a click anywhere on the line changes it.
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)
