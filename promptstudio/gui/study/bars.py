"""A small chart of bars that lie on their sides, with the table of the same numbers."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from promptstudio.core.errors import PromptStudioError
from promptstudio.core.tables import Table
from promptstudio.gui.parts.file_dialogs import ask_save
from promptstudio.gui.parts.theme import Theme
from promptstudio.gui.parts.twin import Twin

_GAP = 6
_NAME_SHARE = 0.4
"""Of the width, for names at most."""


class Bar(NamedTuple):
    """A name, a number of at least 0, and the number in words."""

    name: str
    value: float
    text: str


class BarRows(QWidget):
    """One bar under the other, all on one scale; light enough for the first page."""

    def __init__(self, title: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[Bar, ...] = ()
        self._theme = theme
        self.setAccessibleName(title)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Show other bars."""
        self._bars = tuple(bars)
        self.setAccessibleDescription("; ".join(f"{bar.name}: {bar.text}" for bar in bars))
        self.setMinimumHeight(self.sizeHint().height())
        self.updateGeometry()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for all bars."""
        return QSize(160, self._line() * len(self._bars) + _GAP)

    def bar_rects(self) -> list[QRect]:
        """Return where the bars are drawn."""
        metrics, line = self.fontMetrics(), self._line()
        names = self._name_width()
        numbers = max((metrics.horizontalAdvance(bar.text) for bar in self._bars), default=0)
        room = max(8, self.width() - names - numbers - 4 * _GAP)
        most = max((bar.value for bar in self._bars), default=0.0) or 1.0
        return [
            QRect(
                names + 2 * _GAP,
                _GAP + place * line + 2,
                max(1, round(room * bar.value / most)) if bar.value else 0,
                line - 6,
            )
            for place, bar in enumerate(self._bars)
        ]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw names, bars and numbers."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.base))
        metrics, names = self.fontMetrics(), self._name_width()
        middle = Qt.AlignmentFlag.AlignVCenter
        for bar, rect in zip(self._bars, self.bar_rects(), strict=True):
            line = QRect(_GAP, rect.top() - 2, names, self._line() - 2)
            name = metrics.elidedText(bar.name, Qt.TextElideMode.ElideRight, names)
            painter.setPen(QColor(self._theme.text))
            painter.drawText(line, Qt.AlignmentFlag.AlignRight | middle, name)
            painter.fillRect(rect, QColor(self._theme.series[0]))
            painter.setPen(QColor(self._theme.muted))
            behind = QRect(rect.left() + rect.width() + _GAP, line.top(), self.width(), 0)
            behind.setHeight(line.height())
            painter.drawText(behind, Qt.AlignmentFlag.AlignLeft | middle, bar.text)
        painter.end()

    def _line(self) -> int:
        return self.fontMetrics().height() + 6

    def _name_width(self) -> int:
        metrics = self.fontMetrics()
        widest = max((metrics.horizontalAdvance(bar.name) for bar in self._bars), default=0)
        return min(widest + 2, round(self.width() * _NAME_SHARE))


class BarTwin(Twin):
    """Bars and their table; both can be saved from the context menu of the bars.

    ``failed`` tells why something could not be saved.
    """

    failed = Signal(str)

    def __init__(self, title: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._title = title
        self.chart = BarRows(title, theme)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setAccessibleName(title)
        scroll.setWidget(self.chart)
        self.set_chart(scroll)
        # On what takes the focus, so that the menu key reaches it; the bars pass clicks on.
        scroll.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        for text, slot in (
            (self.tr("Save picture…"), self._on_picture),
            (self.tr("Save data…"), self._on_data),
        ):
            action = QAction(text, scroll)
            action.triggered.connect(slot)
            scroll.addAction(action)

    def show_both(self, bars: Sequence[Bar], table: Table) -> None:
        """Show bars and the table that they stand for."""
        self.chart.show_bars(bars)
        self.show_table(table)

    def show_note(self, sentence: str) -> None:
        """Show a sentence and no numbers."""
        self.chart.show_bars(())
        super().show_note(sentence)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        super().set_theme(theme)
        self.chart.set_theme(theme)

    def save_picture(self, path: str) -> None:
        """Write the bars as a PNG file."""
        if not self.chart.grab().save(path):
            self.failed.emit(self.tr("The picture can not be saved as '{0}'.").format(path))

    def save_data(self, path: str) -> None:
        """Write the table as a CSV file."""
        from promptstudio.export.tables import write_tables

        table = self.table.cells.table
        try:
            write_tables([table] if table is not None else [], Path(path))
        except PromptStudioError as error:
            self.failed.emit(str(error))

    @Slot()
    def _on_picture(self) -> None:
        kinds = self.tr("Pictures (*.png)")
        ask_save(self, self.tr("Save picture"), f"{self._title}.png", kinds, self.save_picture)

    @Slot()
    def _on_data(self) -> None:
        kinds = self.tr("Tables (*.csv)")
        ask_save(self, self.tr("Save data"), f"{self._title}.csv", kinds, self.save_data)
