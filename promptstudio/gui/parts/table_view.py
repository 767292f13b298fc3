"""Shows a table of words; the cells of a matrix are coloured by their numbers."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QAction, QColor, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QTableView, QWidget

from promptstudio.core.errors import PromptStudioError
from promptstudio.core.tables import Table
from promptstudio.export.tables import FORMATS, write_tables
from promptstudio.gui.parts.file_dialogs import ask_save
from promptstudio.gui.parts.theme import Theme

_ROLE = Qt.ItemDataRole
_STRONGEST = 0.75
_WIDEST_PX = 260
_MOST_WRAPPED = 200
"""Rows up to which each is as high as its words; more would be measured for too long."""


class TableModel(QAbstractTableModel):
    """The cells of a `Table`. Colours run from the least to the greatest number of a matrix."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table: Table | None = None
        self._theme = theme
        self._scale = (0.0, 0.0)

    @property
    def table(self) -> Table | None:
        """What is shown."""
        return self._table

    def show_table(self, table: Table | None) -> None:
        """Show another table, or none."""
        self.beginResetModel()
        self._table = table
        known = [v for row in (table.values if table else ()) for v in row if v is not None]
        self._scale = (min(known), max(known)) if known else (0.0, 0.0)
        self.endResetModel()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.beginResetModel()
        self._theme = theme
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of rows."""
        return 0 if self._table is None or parent.isValid() else len(self._table.rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of columns."""
        return 0 if self._table is None or parent.isValid() else len(self._table.columns)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = _ROLE.DisplayRole
    ) -> Any:
        """Return a cell's words, side or colour."""
        if self._table is None or not index.isValid():
            return None
        if role in (_ROLE.DisplayRole, _ROLE.ToolTipRole):
            return self._table.rows[index.row()][index.column()]
        if role == _ROLE.TextAlignmentRole:
            return self._side(index.column())
        if role == _ROLE.BackgroundRole:
            return self._colour(index.row(), index.column())
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> Any:
        """Return a column's name or side."""
        if self._table is None or orientation is Qt.Orientation.Vertical:
            return None
        if role in (_ROLE.DisplayRole, _ROLE.ToolTipRole):
            return self._table.columns[section]
        return self._side(section) if role == _ROLE.TextAlignmentRole else None

    def _side(self, column: int) -> Qt.AlignmentFlag:
        numeric = self._table is not None and column in self._table.numeric
        side = Qt.AlignmentFlag.AlignRight if numeric else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

    def _colour(self, row: int, column: int) -> QColor | None:
        low, high = self._scale
        if self._table is None or column not in self._table.numeric or high <= low:
            return None
        value = self._table.values[row][sorted(self._table.numeric).index(column)]
        if value is None:
            return None
        # Where gains may be losses, zero has no colour and each side its own.
        signed = low < 0 < high
        reach = max(-low, high) if signed else high - low
        share = abs(value) / reach if signed else (value - low) / reach
        colour = QColor(self._theme.bad if signed and value < 0 else self._theme.good)
        colour.setAlphaF(_STRONGEST * share)
        return colour


class TableView(QTableView):
    """A `TableModel` to look at, to copy from and to write to a file.

    ``said`` and ``failed`` (a sentence, and a report or nothing) tell how writing went.
    """

    said = Signal(str)
    failed = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cells = TableModel(theme, self)
        self.setModel(self.cells)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        action = QAction(self.tr("Copy"), self)
        action.setShortcut(QKeySequence.StandardKey.Copy)
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(self.copy)
        self.addAction(action)
        self.save = QAction(self.tr("Save data…"), self)
        self.save.triggered.connect(self._on_save)
        self.addAction(self.save)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def show_table(self, table: Table | None) -> None:
        """Show another table, columns as wide as their words."""
        self.cells.show_table(table)
        self.resizeColumnsToContents()
        for column in range(self.cells.columnCount()):
            self.setColumnWidth(column, min(self.columnWidth(column) + 8, _WIDEST_PX))
        if self.cells.rowCount() <= _MOST_WRAPPED:
            self.resizeRowsToContents()

    def write(self, path: str | Path) -> None:
        """Write the table to a file whose suffix names the format."""
        table = self.cells.table
        try:
            write_tables(() if table is None else (table,), Path(path))
        except PromptStudioError as error:
            self.failed.emit(str(error), "")
        else:
            self.said.emit(self.tr("Table written to {0}").format(path))

    @Slot()
    def _on_save(self) -> None:
        table = self.cells.table
        name = "table" if table is None else table.key
        kinds = " ".join(f"*{suffix}" for suffix in FORMATS)
        title = self.tr("Save data")
        ask_save(self, title, f"{name}.csv", f"{title} ({kinds})", self.write)

    @Slot()
    def copy(self) -> None:
        """Copy the selected cells as lines with tabs."""
        QGuiApplication.clipboard().setText(self.selected_text())

    def selected_text(self) -> str:
        """Return the selected cells, or all with the column names where none is selected."""
        table = self.cells.table
        if table is None:
            return ""
        chosen = sorted((index.row(), index.column()) for index in self.selectedIndexes())
        if not chosen:
            return "\n".join("\t".join(line) for line in (table.columns, *table.rows))
        rows = sorted({row for row, _ in chosen})
        columns = sorted({column for _, column in chosen})
        return "\n".join(
            "\t".join(
                table.rows[row][column] if (row, column) in chosen else "" for column in columns
            )
            for row in rows
        )
