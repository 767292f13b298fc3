"""The prompts of the library as a table that can be sorted and searched."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from promptstudio.core.prompts import PromptEntry
from promptstudio.gui.parts.declared import moment_text, told, told_lines
from promptstudio.gui.parts.fitting import fit_columns, fit_rows

Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_SORT: Final = _ROLE.UserRole + 1
_NAME, _TASK, _METHOD, _SHAPE, _NORM, _CREATED, _ORIGIN = range(7)
_WIDTHS: Final = (42, 18, 20, 11, 8, 17)
"""Letters that each column has room for; the last one takes what is left."""

_NOTHING: Final = "—"

Title = Callable[[str], str]


class PromptModel(QAbstractTableModel):
    """One row per prompt; the titles of tasks and methods are given by their keys."""

    def __init__(
        self, task_title: Title = str, method_title: Title = str, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._entries: list[PromptEntry] = []
        self._task_title = task_title
        self._method_title = method_title
        self._titles = (
            self.tr("Name"),
            self.tr("Task"),
            self.tr("Method"),
            self.tr("Shape"),
            self.tr("Norm"),
            self.tr("Created"),
            self.tr("Origin"),
        )

    def show_entries(self, entries: Sequence[PromptEntry]) -> None:
        """Show these prompts."""
        self.beginResetModel()
        self._entries = list(entries)
        self.endResetModel()

    def entry(self, row: int) -> PromptEntry:
        """Return the prompt of a row."""
        return self._entries[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of prompts."""
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._titles)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> Any:
        """Return the title of a column."""
        if orientation is Qt.Orientation.Horizontal and role == _ROLE.DisplayRole:
            return self._titles[section]
        return None

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        """Return what a cell shows."""
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        if role == _ROLE.DisplayRole:
            return self._text(entry, index.column())
        if role == _SORT:
            return self._sort_key(entry, index.column())
        if role == _ROLE.ToolTipRole:
            return told_lines((entry.name, entry.origin, *entry.provenance))
        if role == _ROLE.TextAlignmentRole and index.column() in (_SHAPE, _NORM):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def searched(self, row: int) -> str:
        """Return all words by which the prompt of a row can be found."""
        entry = self._entries[row]
        shown = (self._text(entry, column) for column in (_NAME, _TASK, _METHOD, _ORIGIN))
        return " ".join((*shown, entry.task, entry.method, entry.note)).casefold()

    def _text(self, entry: PromptEntry, column: int) -> str:
        return (
            entry.name,
            self._task_title(entry.task) if entry.task else _NOTHING,
            self._method_title(entry.method) if entry.method else _NOTHING,
            f"{entry.num_virtual_tokens} \N{MULTIPLICATION SIGN} {entry.token_dim}",
            _NOTHING if entry.norm is None else f"{entry.norm:.3g}",
            moment_text(entry.created),
            told(entry.origin),
        )[column]

    def _sort_key(self, entry: PromptEntry, column: int) -> Any:
        if column == _SHAPE:
            return entry.num_virtual_tokens * entry.token_dim
        if column == _NORM:
            return -1.0 if entry.norm is None else entry.norm
        if column == _CREATED:
            return entry.created.isoformat()
        return self._text(entry, column).casefold()


class _Proxy(QSortFilterProxyModel):
    """Leaves the prompts that hold a text and are of the wanted kind."""

    def __init__(self, model: PromptModel, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self._text = ""
        self._imported: bool | None = None
        self.setSourceModel(model)
        self.setSortRole(_SORT)

    def narrow(self, text: str, *, imported: bool | None) -> None:
        """Show only what fits; None takes trained and imported ones."""
        self.beginFilterChange()
        self._text, self._imported = text.casefold(), imported
        self.endFilterChange()

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        """Tell whether a prompt fits."""
        if self._imported not in (None, self._model.entry(source_row).can_change):
            return False
        words = self._text.split()
        if not words:
            return True
        searched = self._model.searched(source_row)
        return all(word in searched for word in words)


class PromptTable(QTableView):
    """The prompts; several can be selected."""

    selected = Signal()

    def __init__(
        self, task_title: Title = str, method_title: Title = str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.prompts = PromptModel(task_title, method_title, self)
        self._proxy = _Proxy(self.prompts, self)
        self._is_filling = False
        self.setModel(self._proxy)
        self.setAccessibleName(self.tr("Prompts"))
        self.setSortingEnabled(True)
        self.sortByColumn(_CREATED, Qt.SortOrder.DescendingOrder)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._size()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        self.selectionModel().selectionChanged.connect(self._on_selection)

    def show_entries(self, entries: Sequence[PromptEntry]) -> None:
        """Show these prompts; those that were selected stay so."""
        chosen = {entry.prompt_id for entry in self.chosen()}
        self._is_filling = True
        self.prompts.show_entries(entries)
        self._select(chosen)
        self._is_filling = False
        self.selected.emit()

    def narrow(self, text: str, *, imported: bool | None) -> None:
        """Show only prompts that hold a text and, unless None, are imported or are not."""
        self._proxy.narrow(text, imported=imported)

    def shown(self) -> tuple[PromptEntry, ...]:
        """Return the prompts that are left, as sorted."""
        return tuple(self._entry(row) for row in range(self._proxy.rowCount()))

    def chosen(self) -> tuple[PromptEntry, ...]:
        """Return the selected prompts, from top to bottom."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return tuple(self._entry(row) for row in rows)

    def choose(self, prompt_ids: set[str]) -> None:
        """Select prompts by identity, and bring the first into view."""
        rows = self._select(prompt_ids)
        if rows:
            self.scrollTo(self._proxy.index(rows[0], _NAME))

    def changeEvent(self, event: QEvent) -> None:
        """Keep lines as high, and columns as wide, as the text needs."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._size()

    @Slot()
    def _on_selection(self) -> None:
        if not self._is_filling:
            self.selected.emit()

    def _entry(self, row: int) -> PromptEntry:
        return self.prompts.entry(self._proxy.mapToSource(self._proxy.index(row, 0)).row())

    def _select(self, prompt_ids: set[str]) -> list[int]:
        entries = enumerate(self.shown())
        rows = [row for row, entry in entries if entry.prompt_id in prompt_ids]
        selection = QItemSelection()
        for row in rows:
            index = self._proxy.index(row, 0)
            selection.select(index, index)
        flag = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(selection, flag.ClearAndSelect | flag.Rows)
        return rows

    def _size(self) -> None:
        fit_rows(self)
        fit_columns(self, dict(enumerate(_WIDTHS)))
