"""Columns side by side; where there is no room for that, one part at a time, under tabs."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSplitter, QTabBar, QVBoxLayout, QWidget

_LEAST_HEIGHT: Final = 36
"""In heights of a line of text, as the widths of the columns."""


class Columns(QWidget):
    """Shows a splitter whole, or of its parts only the one whose tab is chosen.

    Parameters
    ----------
    whole
        Splitter of all columns.
    columns
        Every column with its least width, in heights of a line of text.
    parts
        What the tabs show, by their titles; each lies in one of the columns, or is one.
    """

    def __init__(
        self,
        whole: QSplitter,
        columns: Sequence[tuple[QWidget, int]],
        parts: Mapping[str, QWidget],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._whole = whole
        self._columns = tuple(columns)
        self._parts = tuple(parts.values())
        self.tabs = QTabBar()
        self.tabs.setDocumentMode(True)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(self.tr("Parts of the page"))
        for title in parts:
            self.tabs.addTab(title)
        self.tabs.hide()
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(whole)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(scroll, 1)
        self.tabs.currentChanged.connect(self._on_chosen)
        self._keep_readable()

    @property
    def is_narrow(self) -> bool:
        """Tell whether there is room for one part only."""
        return not self.tabs.isHidden()

    def reveal(self, widget: QWidget) -> None:
        """Turn to the part that a widget lies in."""
        for place, part in enumerate(self._parts):
            if part is widget or part.isAncestorOf(widget):
                self.tabs.setCurrentIndex(place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the columns side by side where there is room now."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Keep room for the texts when their size changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._keep_readable()
            self._arrange()

    def _keep_readable(self) -> None:
        for column, lines in self._columns:
            column.setMinimumWidth(lines * self.fontMetrics().height())

    def _arrange(self) -> None:
        line = self.fontMetrics().height()
        width = line * sum(lines for _, lines in self._columns)
        is_narrow = self.width() < width or self.height() < line * _LEAST_HEIGHT
        if is_narrow != self.is_narrow:
            self.tabs.setVisible(is_narrow)
            self._show_parts()

    @Slot()
    def _on_chosen(self) -> None:
        self._show_parts()

    def _show_parts(self) -> None:
        """Show the chosen part and what it lies in, or everything."""
        chosen = self._parts[self.tabs.currentIndex()]
        for part in self._parts:
            part.setVisible(part is chosen or not self.is_narrow)
        around = {part.parentWidget() for part in self._parts} - {None, self._whole}
        for box in around:
            if box is not None:
                box.setVisible(box.isAncestorOf(chosen) or not self.is_narrow)
