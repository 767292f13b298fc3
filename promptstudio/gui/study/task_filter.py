"""Which tasks of the tree are shown: by a text and by a kind."""

from typing import Final, Literal

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel, Qt

KEY: Final = Qt.ItemDataRole.UserRole + 1
SEARCH: Final = Qt.ItemDataRole.UserRole + 2
ORIGIN: Final = Qt.ItemDataRole.UserRole + 3

Kind = Literal["all", "ticked", "sandbox", "own", "hub", "verified"]


class TaskFilter(QSortFilterProxyModel):
    """Tasks that match both; a family is shown as long as one of its tasks is.

    ``tick_columns`` are those with the ticks.
    """

    def __init__(self, tick_columns: tuple[int, ...], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tick_columns = tick_columns
        self._text = ""
        self._kind: Kind = "all"
        self.setRecursiveFilteringEnabled(True)

    def search(self, text: str) -> None:
        """Show tasks of which a text speaks."""
        self._text = text.strip().lower()
        self.invalidate()

    def choose(self, kind: Kind) -> None:
        """Show tasks of a kind; those of the hub are there whether verified or not."""
        self._kind = kind
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: QModelIndex | QPersistentModelIndex) -> bool:
        """Tell whether a task is shown; a family by itself is not."""
        index = self.sourceModel().index(row, 0, parent)
        if not index.data(KEY):
            return False
        return self._text in index.data(SEARCH) and self._is_chosen(index)

    def _is_chosen(self, index: QModelIndex) -> bool:
        if self._kind == "all":
            return True
        if self._kind == "ticked":
            ticked = Qt.CheckState.Checked
            marks = (index.siblingAtColumn(column) for column in self._tick_columns)
            states = (mark.data(Qt.ItemDataRole.CheckStateRole) for mark in marks)
            return any(Qt.CheckState(state) is ticked for state in states)
        origin = index.data(ORIGIN)
        return bool(origin == self._kind or (self._kind == "hub" and origin == "verified"))
