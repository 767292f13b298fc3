"""Matrices of a study, coloured; a cell leads to its runs."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from promptstudio.core.tables import Table
from promptstudio.gui.parts.table_view import TableView
from promptstudio.gui.parts.theme import Theme
from promptstudio.gui.results.view import View


class TransferView(View):
    """``cell_chosen`` names the matrix, the source and the target of a cell."""

    cell_chosen = Signal(str, str, str)

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
            self.choice.addItems([table.title for table in self._tables])
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
        self._note.setText("\n".join(table.notes) if table else "")

    @Slot(QModelIndex)
    def _on_cell(self, index: QModelIndex) -> None:
        table = self.view.cells.table
        if table is not None and index.column() > 0:
            source = table.rows[index.row()][0]
            self.cell_chosen.emit(table.key, source, table.columns[index.column()])

    def _lay_out(self) -> None:
        self.choice.setAccessibleName(self.tr("Matrix"))
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.view.setAccessibleName(self.tr("Transfer matrix"))
        self._note.setWordWrap(True)
        hint = QLabel(self.tr("A click on a cell shows its runs above."))
        head = QHBoxLayout()
        head.addWidget(self.choice)
        head.addWidget(hint)
        head.addStretch()
        column = QVBoxLayout(self.content)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.view, 1)
        column.addWidget(self._note)
