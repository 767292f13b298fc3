"""Runs of the store as a table that can be sorted and searched."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QAction, QColor
from PySide6.QtWidgets import QHeaderView, QMenu, QTableView, QWidget

from promptstudio.analysis.groups import score_text
from promptstudio.analysis.lines import LineBook
from promptstudio.analysis.pace import duration_text
from promptstudio.core.events import Status
from promptstudio.gui.parts.theme import Theme
from promptstudio.gui.ports import RunRow

Index = QModelIndex | QPersistentModelIndex

SORT: Final = Qt.ItemDataRole.UserRole + 1
_METHOD, _TARGET, _SEED, _STATUS, _VALIDATION, _TEST, _SECONDS, _NOTE = range(8)
_WIDTHS: Final = {
    _METHOD: 220,
    _TARGET: 180,
    _SEED: 56,
    _STATUS: 96,
    _VALIDATION: 88,
    _TEST: 80,
    _SECONDS: 96,
}
_NUMBERS: Final = (_VALIDATION, _TEST)


class RunModel(QAbstractTableModel):
    """One row per run."""

    def __init__(
        self,
        lines: LineBook,
        task_title: Callable[[str], str],
        theme: Theme,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._rows: list[RunRow] = []
        self._lines = lines
        self._task_title = task_title
        self._theme = theme
        self._titles = (
            self.tr("Method"),
            self.tr("Target"),
            self.tr("Seed"),
            self.tr("Status"),
            self.tr("Validation"),
            self.tr("Test"),
            self.tr("Work time"),
            self.tr("Note"),
        )

    def show_rows(self, rows: Sequence[RunRow]) -> None:
        """Show these runs. Where only values changed, selection and scroll stay."""
        if [row.job_id for row in rows] == [row.job_id for row in self._rows]:
            self._rows = list(rows)
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, _NOTE))
            return
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, _NOTE))

    def row(self, number: int) -> RunRow:
        """Return a run by its row number."""
        return self._rows[number]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of runs."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._titles)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return the title of a column."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        return self._titles[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        row, column = self._rows[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(row, column)
            case Qt.ItemDataRole.DecorationRole if column == _METHOD:
                line = self._lines.line(row.job_id)
                return None if line is None else self._theme.swatch(line.group, line.seed)
            case Qt.ItemDataRole.ForegroundRole if column == _STATUS:
                return QColor(self._colour(row.status))
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column)
            case Qt.ItemDataRole.ToolTipRole:
                return row.reason or row.title
            case _ if role == SORT:
                return self._sort_key(row, column)
            case _:
                return None

    def _text(self, row: RunRow, column: int) -> str:
        return (
            row.label or row.method,
            self._task_title(row.target_task or ""),
            str(row.seed),
            row.status.value,
            score_text(row.validation),
            score_text(row.test.get(row.metric)),
            duration_text(row.seconds) if row.seconds else "—",
            row.reason,
        )[column]

    def _sort_key(self, row: RunRow, column: int) -> Any:
        numbers: dict[int, float | None] = {
            _SEED: row.seed,
            _VALIDATION: row.validation,
            _TEST: row.test.get(row.metric),
            _SECONDS: row.seconds,
        }
        if column not in numbers:
            return self._text(row, column)
        value = numbers[column]
        return float("-inf") if value is None else value

    def _colour(self, status: Status) -> str:
        match status:
            case Status.FINISHED:
                return self._theme.good
            case Status.FAILED:
                return self._theme.bad
            case Status.RUNNING | Status.PAUSED:
                return self._theme.link
            case Status.INTERRUPTED | Status.CANCELLED:
                return self._theme.warn
            case Status.QUEUED:
                return self._theme.muted


class RunTable(QTableView):
    """The runs; the selection says which curves are drawn."""

    selected = Signal()

    def __init__(self, model: RunModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs = model
        self._proxy = QSortFilterProxyModel(self)
        self._proxy.setSourceModel(model)
        self._proxy.setSortRole(SORT)
        self._proxy.setFilterKeyColumn(-1)
        self._proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setModel(self._proxy)
        self.setSortingEnabled(True)
        self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.setAccessibleName(self.tr("Runs"))
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setIconSize(QSize(26, 12))
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(22)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(_NOTE, QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            header.resizeSection(column, width)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu)
        self.selectionModel().selectionChanged.connect(self._on_selection)
        model.modelReset.connect(self._on_reset)

    def add_menu_actions(self, actions: Sequence[QAction]) -> None:
        """Offer actions in the context menu."""
        self._menu_actions = tuple(actions)

    def selected_runs(self) -> tuple[RunRow, ...]:
        """Return the selected runs, from top to bottom."""
        indexes = sorted(self.selectionModel().selectedRows(), key=lambda index: index.row())
        return tuple(self._runs.row(self._proxy.mapToSource(index).row()) for index in indexes)

    def visible_runs(self) -> tuple[RunRow, ...]:
        """Return the runs that the search leaves, as sorted."""
        indexes = (self._proxy.index(row, 0) for row in range(self._proxy.rowCount()))
        return tuple(self._runs.row(self._proxy.mapToSource(index).row()) for index in indexes)

    def select(self, job_ids: Sequence[str]) -> None:
        """Select runs by identity."""
        self.clearSelection()
        selection = QItemSelection()
        for number in range(self._runs.rowCount()):
            if self._runs.row(number).job_id in job_ids:
                left = self._proxy.mapFromSource(self._runs.index(number, 0))
                right = self._proxy.mapFromSource(self._runs.index(number, _NOTE))
                selection.select(left, right)
        self.selectionModel().select(selection, self.selectionModel().SelectionFlag.ClearAndSelect)

    @Slot(str)
    def search(self, text: str) -> None:
        """Show only runs that match a text in any column."""
        self._proxy.setFilterFixedString(text)

    @Slot(QItemSelection, QItemSelection)
    def _on_selection(self, _now: QItemSelection, _before: QItemSelection) -> None:
        self.selected.emit()

    @Slot()
    def _on_reset(self) -> None:
        self.selected.emit()

    @Slot(QPoint)
    def _on_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.addActions(self._menu_actions)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.viewport().mapToGlobal(at))


def _alignment(column: int) -> Qt.AlignmentFlag:
    if column in (_SEED, _SECONDS):
        return Qt.AlignmentFlag.AlignCenter
    side = Qt.AlignmentFlag.AlignRight if column in _NUMBERS else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
