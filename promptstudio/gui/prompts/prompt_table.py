"""The prompts of the library as a table that can be sorted and searched."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from promptstudio.core.prompts import PromptEntry

Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_SORT: Final = _ROLE.UserRole + 1
_NAME, _TASK, _METHOD, _SHAPE, _NORM, _ORIGIN, _CREATED = range(7)


class PromptModel(QAbstractTableModel):
    """One row per prompt."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[PromptEntry] = []
        self._titles = (
            self.tr("Name"),
            self.tr("Task"),
            self.tr("Method"),
            self.tr("Shape"),
            self.tr("Norm"),
            self.tr("Origin"),
            self.tr("Created"),
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
            return _text(entry, index.column())
        if role == _SORT:
            return _sort_key(entry, index.column())
        if role == _ROLE.ToolTipRole:
            return "\n".join((entry.name, entry.origin, *entry.provenance))
        if role == _ROLE.TextAlignmentRole and index.column() in (_SHAPE, _NORM):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None


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
        entry = self._model.entry(source_row)
        if self._imported is not None and entry.can_change != self._imported:
            return False
        return all(word in _searched(entry) for word in self._text.split())


class PromptTable(QTableView):
    """The prompts; several can be selected."""

    selected = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.prompts = PromptModel(self)
        self._proxy = _Proxy(self.prompts, self)
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
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.resizeSection(_NAME, 20 * self.fontMetrics().averageCharWidth() * 2)
        header.setStretchLastSection(True)
        self.selectionModel().selectionChanged.connect(self._on_selection)
        self.prompts.modelReset.connect(self._on_selection)

    def show_entries(self, entries: Sequence[PromptEntry]) -> None:
        """Show these prompts; those that were selected stay so."""
        chosen = {entry.prompt_id for entry in self.chosen()}
        self.prompts.show_entries(entries)
        self.choose(chosen)

    def narrow(self, text: str, *, imported: bool | None) -> None:
        """Show only prompts that hold a text and, unless None, are imported or are not."""
        self._proxy.narrow(text, imported=imported)

    def shown(self) -> tuple[PromptEntry, ...]:
        """Return the prompts that are left, as sorted."""
        rows = (self._proxy.index(row, 0) for row in range(self._proxy.rowCount()))
        return tuple(self.prompts.entry(self._proxy.mapToSource(row).row()) for row in rows)

    def chosen(self) -> tuple[PromptEntry, ...]:
        """Return the selected prompts, from top to bottom."""
        rows = sorted(self.selectionModel().selectedRows(), key=lambda index: index.row())
        return tuple(self.prompts.entry(self._proxy.mapToSource(row).row()) for row in rows)

    def choose(self, prompt_ids: set[str]) -> None:
        """Select prompts by identity."""
        self.clearSelection()
        flag = QItemSelectionModel.SelectionFlag
        for row in range(self._proxy.rowCount()):
            index = self._proxy.index(row, 0)
            entry = self.prompts.entry(self._proxy.mapToSource(index).row())
            if entry.prompt_id in prompt_ids:
                self.selectionModel().select(index, flag.Select | flag.Rows)

    def _on_selection(self) -> None:
        self.selected.emit()


def _text(entry: PromptEntry, column: int) -> str:
    return (
        entry.name,
        entry.task or "—",
        entry.method or "—",
        f"{entry.num_virtual_tokens} by {entry.token_dim}",
        "—" if entry.norm is None else f"{entry.norm:.3g}",
        entry.origin,
        f"{entry.created.astimezone():%Y-%m-%d %H:%M}",
    )[column]


def _sort_key(entry: PromptEntry, column: int) -> Any:
    if column == _SHAPE:
        return entry.num_virtual_tokens * entry.token_dim
    if column == _NORM:
        return -1.0 if entry.norm is None else entry.norm
    if column == _CREATED:
        return entry.created.isoformat()
    return _text(entry, column).casefold()


def _searched(entry: PromptEntry) -> str:
    return " ".join((entry.name, entry.task, entry.method, entry.origin)).casefold()
