"""A chart and the table of the same numbers, of which one is shown."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from promptstudio.core.tables import Table
from promptstudio.gui.parts.declared import told_lines
from promptstudio.gui.parts.table_view import TableView
from promptstudio.gui.parts.theme import Theme


class Twin(QWidget):
    """The chart comes later, by `set_chart`; until then the table is shown."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = TableView(theme)
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.as_table = QCheckBox(self.tr("As a &table"))
        self.as_table.setChecked(True)
        self.as_table.setEnabled(False)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self.head = QHBoxLayout()
        self.head.addStretch(1)
        self.head.addWidget(self.as_table)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.addLayout(self.head)
        column.addWidget(self._stack, 1)
        column.addWidget(self.note)
        self.as_table.toggled.connect(self._on_toggled)

    def set_chart(self, chart: QWidget) -> None:
        """Put the chart in and show it."""
        self._stack.addWidget(chart)
        self.as_table.setEnabled(True)
        self.as_table.setChecked(False)

    def show_table(self, table: Table | None) -> None:
        """Show the numbers; the table's own notes stand below."""
        self.table.show_table(table)
        self.note.setText(told_lines(table.notes) if table is not None else "")
        self.note.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._stack.show()

    def show_note(self, sentence: str) -> None:
        """Show a sentence in place of chart and table."""
        self.table.show_table(None)
        self.note.setText(sentence)
        self.note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack.hide()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.table.cells.set_theme(theme)

    @Slot(bool)
    def _on_toggled(self, is_table: bool) -> None:  # noqa: FBT001 - Qt's signature
        self._stack.setCurrentIndex(0 if is_table or self._stack.count() == 1 else 1)
