"""Shows a table of words; the cells of a matrix are coloured by their numbers."""

from heapq import nlargest
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QAction, QColor, QGuiApplication, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QTableView, QWidget

from promptstudio.core.errors import PromptStudioError
from promptstudio.core.tables import Table
from promptstudio.export.tables import FORMATS, write_tables
from promptstudio.gui.parts.declared import told_table
from promptstudio.gui.parts.file_dialogs import ask_save
from promptstudio.gui.parts.theme import Theme

_ROLE = Qt.ItemDataRole
_STRONGEST = 0.75
_WIDEST_LETTERS = 43
_MARGIN_PX = 16
_GAP_PX = 8
_LINE_SPACE_PX = 4
_MOST_WRAPPED = 200
"""Rows up to which each is as high as its words; more would be measured for too long."""

_MEASURED = 5
"""The longest texts of a column by their letters, of which one is the widest in all likelihood.
Qt would lay every cell out, which takes half a second for a matrix of 64 prompts."""


class TableModel(QAbstractTableModel):
    """The cells of a `Table`. Colours run from the least to the greatest number of a matrix.

    Its phrases are shown in the window's language; ``table`` is as it was given.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table: Table | None = None
        self._told: Table | None = None
        self._theme = theme
        self._scale = (0.0, 0.0)

    @property
    def table(self) -> Table | None:
        """What is shown."""
        return self._table

    def words(self, column: int) -> list[str]:
        """Return the lines of a column as they are shown."""
        rows = () if self._told is None else self._told.rows
        return [line for row in rows for line in row[column].splitlines()]

    def show_table(self, table: Table | None) -> None:
        """Show another table, or none."""
        self.beginResetModel()
        self._table = table
        self._told = None if table is None else told_table(table)
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
        if self._told is None or not index.isValid():
            return None
        if role in (_ROLE.DisplayRole, _ROLE.ToolTipRole):
            return self._told.rows[index.row()][index.column()]
        if role == _ROLE.TextAlignmentRole:
            return self._side(index.column())
        if role == _ROLE.BackgroundRole:
            return self._colour(index.row(), index.column())
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> Any:
        """Return a column's name or side."""
        if self._told is None or orientation is Qt.Orientation.Vertical:
            return None
        if role in (_ROLE.DisplayRole, _ROLE.ToolTipRole):
            return self._told.columns[section]
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
    _is_sized = False

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cells = TableModel(theme, self)
        self._widths: list[int] = []
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
        """Show another table, columns as wide as their words; an equal one is left as it is."""
        if table is not None and table == self.cells.table:
            return
        self.cells.show_table(table)
        self._is_sized = False
        if self.isVisible():
            self._size()

    def showEvent(self, event: QShowEvent) -> None:
        """Fit the columns to what came while nobody looked."""
        super().showEvent(event)
        if not self._is_sized:
            self._size()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the last column what is left now."""
        super().resizeEvent(event)
        if self._is_sized and self._fit_last():
            self._wrap()

    def changeEvent(self, event: QEvent) -> None:
        """Fit the columns to another size of text."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._is_sized = False
            if self.isVisible():
                self._size()

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

    def _size(self) -> None:
        self._is_sized = True
        rows = self.verticalHeader()
        rows.setMinimumSectionSize(self.fontMetrics().height() + _LINE_SPACE_PX)
        rows.setDefaultSectionSize(rows.minimumSectionSize())
        self._widths = [self._natural_width(at) for at in range(self.cells.columnCount())]
        for column, width in enumerate(self._widths):
            self.setColumnWidth(column, min(width, self._widest()))
        self._fit_last()
        self._wrap()

    def _fit_last(self) -> bool:
        """Give the last column what is left, if its words need it; tell whether it changed."""
        *others, last = self._widths or [0]
        if last <= self._widest():
            return False
        left = self.viewport().width() - sum(min(width, self._widest()) for width in others)
        width = min(last, max(left, self._widest()))
        is_new = width != self.columnWidth(len(others))
        self.setColumnWidth(len(others), width)
        return is_new

    def _wrap(self) -> None:
        if max(self._widths, default=0) > self._widest() and self.cells.rowCount() <= _MOST_WRAPPED:
            self.resizeRowsToContents()

    def _widest(self) -> int:
        """Return the width up to which a column has its words in one line."""
        return _WIDEST_LETTERS * self.fontMetrics().averageCharWidth()

    def _natural_width(self, column: int) -> int:
        """Return how wide a column would be with all its words in one line."""
        metrics = self.fontMetrics()
        longest = nlargest(_MEASURED, self.cells.words(column), key=len)
        cell = max((metrics.horizontalAdvance(text) for text in longest), default=0)
        return max(cell + _MARGIN_PX, self.horizontalHeader().sectionSizeHint(column) + _GAP_PX)
