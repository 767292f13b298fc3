"""A list of items under headings."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget


class GroupedList(QListWidget):
    """Items to tick, in groups; a group's heading is shown once it has an item."""

    def __init__(self, headings: Sequence[str], parent: QWidget | None = None) -> None:
        """``headings`` name the groups in order; the heading of the first is never shown."""
        super().__init__(parent)
        self._headings = [self._heading(text) for text in headings]
        self._items: list[list[QListWidgetItem]] = [[] for _ in headings]

    def add(self, item: QListWidgetItem, group: int) -> None:
        """Put an unticked item at the end of a group."""
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Unchecked)
        mine = self._items[group]
        before = sum(map(len, self._items[: group + 1])) + sum(map(bool, self._items[1:group]))
        if group and not mine:
            self.insertItem(before, self._headings[group])
        self.insertItem(before + bool(group), item)
        mine.append(item)

    def remove(self, item: QListWidgetItem) -> None:
        """Take an item away, and the heading with the last one of a group."""
        group = next(n for n, items in enumerate(self._items) if item in items)
        self._items[group].remove(item)
        self.takeItem(self.row(item))
        if group and not self._items[group]:
            self.takeItem(self.row(self._headings[group]))

    def empty(self) -> None:
        """Take all items away."""
        for heading, items in zip(self._headings, self._items, strict=True):
            for item in (heading, *items) if items else ():
                if self.row(item) >= 0:
                    self.takeItem(self.row(item))
            items.clear()

    def changeEvent(self, event: QEvent) -> None:
        """Take the headings' colour from another palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            for heading in self._headings:
                heading.setForeground(self.palette().placeholderText())

    def _heading(self, text: str) -> QListWidgetItem:
        heading = QListWidgetItem(text)
        heading.setFlags(Qt.ItemFlag.ItemIsEnabled)
        heading.setTextAlignment(Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft)
        heading.setForeground(self.palette().placeholderText())
        font = self.font()
        font.setBold(True)
        heading.setFont(font)
        return heading
