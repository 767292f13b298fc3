"""The list of runs for Qt: the lines that pass the filter, as sorted."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from promptstudio.analysis.run_lines import RunFilter, RunLine, RunList
from promptstudio.core.events import Status
from promptstudio.core.marks import MarkChange
from promptstudio.gui.parts.theme import Theme
from promptstudio.gui.results.run_columns import FAVOURITE, STATUS, run_columns

Index = QModelIndex | QPersistentModelIndex

_ROLE: Final = Qt.ItemDataRole
_TEXT, _SIDE, _INK = _ROLE.DisplayRole, _ROLE.TextAlignmentRole, _ROLE.ForegroundRole
_TIP, _SPOKEN = _ROLE.ToolTipRole, _ROLE.AccessibleTextRole
_SERVED: Final = frozenset(map(int, (_TEXT, _SIDE, _INK, _TIP, _SPOKEN)))


class RunModel(QAbstractTableModel):
    """Filters and sorts by itself: a proxy in Python asks for every cell and is ten times slower.

    Every change of what is shown is a reset; the view brings back the selection.
    """

    def __init__(
        self, task_title: Callable[[str], str], theme: Theme, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.columns = run_columns(task_title)
        self._theme = theme
        self._runs = RunList(())
        self._filter = RunFilter()
        self._order: tuple[int, bool] | None = None
        self._places: list[int] = []
        self._rows: dict[int, int] = {}

    @property
    def runs(self) -> RunList:
        """All runs, those that are filtered out too."""
        return self._runs

    @property
    def wanted(self) -> RunFilter:
        """The filter."""
        return self._filter

    def show_runs(self, runs: RunList) -> None:
        """Show other runs, through the same filter and in the same order."""
        self._runs = runs
        self._arrange()

    def filter(self, wanted: RunFilter) -> None:
        """Show the runs that pass."""
        if wanted != self._filter:
            self._filter = wanted
            self._arrange()

    def mark(self, job_ids: Sequence[str], change: MarkChange) -> None:
        """Change marks of runs."""
        self._runs.mark(job_ids, change)
        self._arrange()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        if self._places:
            last = self.index(len(self._places) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def line(self, row: int) -> RunLine:
        """Return the run of a row."""
        return self._runs.lines[self._places[row]]

    def row_of(self, job_id: str) -> int | None:
        """Return the row of a run, None where it is not shown."""
        place = self._runs.place(job_id)
        return None if place is None else self._rows.get(place)

    # -- for Qt ----------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of runs."""
        return 0 if parent.isValid() else len(self._places)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> Any:
        """Return a column's title or side."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        if role == _ROLE.TextAlignmentRole:
            return column.side
        if role == _ROLE.ToolTipRole and column.key == FAVOURITE:
            return self.tr("Favourite")
        return column.title if role == _ROLE.DisplayRole else None

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        """Return what a cell shows."""
        if role not in _SERVED or not index.isValid():  # more than half of all questions end here
            return None
        column = self.columns[index.column()]
        if role == _SIDE:
            return column.side
        run = self.line(index.row())
        if role == _TEXT:
            return column.text(run)
        if role == _INK:
            return self._colour(column.key, run)
        if role == _TIP:
            return run.reason or column.text(run)
        if column.key == FAVOURITE:
            return self.tr("favourite") if run.is_favourite else self.tr("no favourite")
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; a negative one is the order of the store."""
        self._order = None if column < 0 else (column, order == Qt.SortOrder.DescendingOrder)
        self._arrange()

    # -- inner -----------------------------------------------------------------------------

    def _arrange(self) -> None:
        places = self._runs.matching(self._filter)
        if self._order is not None:
            column, descending = self._order
            key = self.columns[column].sort
            places = self._runs.ordered(places, key, descending=descending)
        self.beginResetModel()
        self._places = places
        self._rows = {place: row for row, place in enumerate(places)}
        self.endResetModel()

    def _colour(self, key: str, run: RunLine) -> QColor | None:
        theme = self._theme
        if run.is_archived:
            return QColor(theme.muted)
        if key == FAVOURITE:
            return QColor(theme.warn if run.is_favourite else theme.muted)
        return QColor(_status_colour(theme, run.status)) if key == STATUS else None


def _status_colour(theme: Theme, status: Status) -> str:
    match status:
        case Status.FINISHED:
            return theme.good
        case Status.FAILED:
            return theme.bad
        case Status.RUNNING | Status.PAUSED:
            return theme.link
        case Status.INTERRUPTED | Status.CANCELLED:
            return theme.warn
        case Status.QUEUED:
            return theme.muted
