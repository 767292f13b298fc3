"""Matrices of a study, coloured; a cell leads to its runs."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QComboBox, QLabel, QVBoxLayout, QWidget

from promptstudio.core.tables import Table
from promptstudio.gui.parts.declared import told, told_lines
from promptstudio.gui.parts.table_view import TableView
from promptstudio.gui.parts.theme import Theme
from promptstudio.gui.results.view import View

_CHOICE_CHARACTERS = 24


class TransferView(View):
    """``cell_chosen`` tells the identities of the runs behind a cell, its source and target."""

    cell_chosen = Signal(object, str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._tables: tuple[Table, ...] = ()
        self.choice = QComboBox()
        self.view = TableView(theme)
        self._note = QLabel()
        self._lay_out()
        self.choice.currentIndexChanged.connect(self._on_chosen)
        self.view.activated.connect(self._on_cell)
        self.view.clicked.connect(self._on_cell)
        self.view.said.connect(self.said)
        self.view.failed.connect(self.failed)
        self.show_tables(())

    def show_tables(self, tables: Sequence[Table]) -> None:
        """Show those of a study's tables that are matrices."""
        before = self.choice.currentText()
        self._tables = tuple(table for table in tables if table.values)
        with QSignalBlocker(self.choice):
            self.choice.clear()
            self.choice.addItems([told(table.title) for table in self._tables])
            self.choice.setCurrentIndex(max(0, self.choice.findText(before)))
        if self._tables:
            self.want("matrices", tuple)
        else:
            self.tell(
                self.tr(
                    "This study has no transfer matrix yet. It comes from runs whose prompt is of "
                    "one source task, such as those of 'Zero-shot source prompt' with every "
                    "source in turn."
                )
            )

    def fill(self, made: object) -> str:
        """Show the chosen matrix."""
        del made
        self._on_chosen()
        return ""

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        super().set_theme(theme)
        self.view.cells.set_theme(theme)

    @Slot()
    def _on_chosen(self) -> None:
        at = self.choice.currentIndex()
        table = self._tables[at] if 0 <= at < len(self._tables) else None
        self.view.show_table(table)
        hint = self.tr("A click on a cell, or Enter, shows its runs above.")
        self._note.setText(told_lines((*table.notes, hint)) if table else "")

    @Slot(QModelIndex)
    def _on_cell(self, index: QModelIndex) -> None:
        table = self.view.cells.table
        if table is not None and index.column() > 0:
            row, column = index.row(), index.column()
            runs = table.runs[row][column - 1] if table.runs else ()
            self.cell_chosen.emit(runs, table.rows[row][0], table.columns[column])

    def _lay_out(self) -> None:
        self.choice.setAccessibleName(self.tr("Matrix"))
        self.choice.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.choice.setMinimumContentsLength(_CHOICE_CHARACTERS)
        self.view.setAccessibleName(self.tr("Transfer matrix"))
        self._note.setWordWrap(True)
        column = QVBoxLayout(self.content)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(6)
        column.addWidget(self.choice)
        column.addWidget(self.view, 1)
        column.addWidget(self._note)
