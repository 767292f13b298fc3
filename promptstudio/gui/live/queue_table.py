"""The table of jobs: searched, sorted, and put into another order by dragging."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QSignalBlocker,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QAction, QDropEvent, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionProgressBar,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from promptstudio.analysis.queueing import moved, shifted
from promptstudio.core.events import Status
from promptstudio.gui.live.queue_model import (
    BAR,
    METHOD,
    PERCENT,
    REASON,
    SEED,
    SORT,
    STAGE,
    STATUS,
    TARGET,
    TEST,
    TIME,
    VALIDATION,
    QueueModel,
)
from promptstudio.gui.parts.fitting import fit_columns, fit_rows
from promptstudio.gui.ports import RunRow

_LETTERS: Final = {
    METHOD: 28,
    TARGET: 22,
    SEED: 7,
    STATUS: 15,
    STAGE: 18,
    BAR: 15,
    TIME: 17,
    VALIDATION: 11,
    TEST: 8,
}
_SWATCH: Final = QSize(26, 12)


class BarDelegate(QStyledItemDelegate):
    """Paints the share of steps done as a bar with its numbers."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one bar, or nothing where none is known."""
        percent = index.data(PERCENT)
        if percent < 0:
            super().paint(painter, option, index)
            return
        bar = QStyleOptionProgressBar()
        bar.rect = option.rect.adjusted(2, 3, -2, -3)
        bar.palette = option.palette
        bar.minimum, bar.maximum = 0, 100
        bar.progress = percent
        bar.text = index.data()
        bar.textVisible = True
        bar.textAlignment = Qt.AlignmentFlag.AlignCenter
        bar.state = QStyle.StateFlag.State_Enabled | QStyle.StateFlag.State_Horizontal
        QApplication.style().drawControl(QStyle.ControlElement.CE_ProgressBar, bar, painter)


class QueueTable(QTableView):
    """``selected`` tells that other jobs are chosen, ``reordered`` the wanted order of a queue.

    ``said`` explains why jobs can not be moved.
    """

    selected = Signal()
    reordered = Signal(list)
    said = Signal(str)

    def __init__(self, model: QueueModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = model
        self._kept: tuple[str, ...] = ()
        self._menu_actions: tuple[QAction | None, ...] = ()
        self._proxy = QSortFilterProxyModel(self)
        self._proxy.setSourceModel(model)
        self._proxy.setSortRole(SORT)
        self._proxy.setFilterKeyColumn(-1)
        self._proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setModel(self._proxy)
        self._set_up()
        self.customContextMenuRequested.connect(self._on_menu)
        self.selectionModel().selectionChanged.connect(self._on_selection)
        model.modelAboutToBeReset.connect(self._on_about_to_reset)
        model.modelReset.connect(self._on_reset)

    def set_menu(self, actions: Sequence[QAction | None]) -> None:
        """Offer actions in the context menu; None is a separator."""
        self._menu_actions = tuple(actions)

    def selected_jobs(self) -> tuple[RunRow, ...]:
        """Return the selected jobs, from top to bottom."""
        # Whole rows are selected, so the ranges tell all; to ask for each row takes far longer.
        ranges = self.selectionModel().selection().toList()
        rows = {row for part in ranges for row in range(part.top(), part.bottom() + 1)}
        return tuple(self._at(row) for row in sorted(rows))

    def selected_runs(self) -> tuple[RunRow, ...]:
        """Return the selected runs without shared stages, from top to bottom."""
        return tuple(row for row in self.selected_jobs() if row.kind == "run")

    def visible_jobs(self) -> tuple[RunRow, ...]:
        """Return the jobs that the search leaves, as sorted."""
        return tuple(self._at(row) for row in range(self._proxy.rowCount()))

    def visible_runs(self) -> tuple[RunRow, ...]:
        """Return the runs without shared stages that the search leaves, as sorted."""
        return tuple(row for row in self.visible_jobs() if row.kind == "run")

    def select(self, job_ids: Sequence[str]) -> None:
        """Select jobs by identity, and bring the first of them into view."""
        selection = QItemSelection()
        for number, row in enumerate(self._jobs.rows):
            if row.job_id in job_ids:
                left = self._proxy.mapFromSource(self._jobs.index(number, 0))
                right = self._proxy.mapFromSource(self._jobs.index(number, REASON))
                selection.select(left, right)
        self.selectionModel().select(selection, self.selectionModel().SelectionFlag.ClearAndSelect)
        first = min((part.top() for part in selection.toList()), default=None)
        if first is not None:
            self.scrollTo(self._proxy.index(first, 0))

    @Slot(str)
    def search(self, text: str) -> None:
        """Show only jobs that match a text in any column."""
        self._proxy.setFilterFixedString(text)

    # -- the order of the queue ------------------------------------------------------------

    def queued(self) -> tuple[str, ...]:
        """Return the jobs that wait, in their order."""
        return tuple(row.job_id for row in self._jobs.rows if row.status is Status.QUEUED)

    def shift(self, by: int) -> None:
        """Move the selected queued jobs one place earlier (-1) or later (1)."""
        self._wish(shifted(self.queued(), self._chosen(), by))

    def move_first(self) -> None:
        """Have the selected queued jobs run next."""
        order = self.queued()
        self._wish(moved(order, self._chosen(), order[0] if order else None))

    def drop_before(self, job_ids: Sequence[str], before: str | None) -> None:
        """Move queued jobs before another one; what has begun stands before all of them."""
        order = self.queued()
        names = [row.job_id for row in self._jobs.rows]
        if before is not None and before not in order:
            behind = names[names.index(before) :]
            is_ended = not set(behind) & set(order)
            before = None if is_ended else order[0]
        self._wish(moved(order, set(job_ids) & set(order), before))

    def dropEvent(self, event: QDropEvent) -> None:
        """Take in a new order; the rows move once the engine has it."""
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        if event.source() is not self:
            return
        if self.horizontalHeader().sortIndicatorSection() >= 0:
            self.said.emit(
                self.tr("Click the sorted column until its arrow goes, then drag the queue.")
            )
            return
        index = self.indexAt(event.position().toPoint())
        row = index.row() if index.isValid() else self._proxy.rowCount()
        if self.dropIndicatorPosition() == QTableView.DropIndicatorPosition.BelowItem:
            row += 1
        before = self._at(row).job_id if row < self._proxy.rowCount() else None
        self.drop_before([job.job_id for job in self.selected_jobs()], before)

    def _chosen(self) -> set[str]:
        return {row.job_id for row in self.selected_jobs() if row.status is Status.QUEUED}

    def _wish(self, order: Sequence[str]) -> None:
        if tuple(order) != self.queued():
            self.reordered.emit(list(order))

    # -- inner -----------------------------------------------------------------------------

    def _at(self, row: int) -> RunRow:
        return self._jobs.row(self._proxy.mapToSource(self._proxy.index(row, 0)).row())

    @Slot(QItemSelection, QItemSelection)
    def _on_selection(self, _now: QItemSelection, _before: QItemSelection) -> None:
        self.selected.emit()

    @Slot()
    def _on_about_to_reset(self) -> None:
        self._kept = tuple(row.job_id for row in self.selected_jobs())

    @Slot()
    def _on_reset(self) -> None:
        if self._kept:
            place = self.verticalScrollBar().value()
            with QSignalBlocker(self.selectionModel()):
                self.select(self._kept)
            self.verticalScrollBar().setValue(place)
        self.selected.emit()

    @Slot(QPoint)
    def _on_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        for action in self._menu_actions:
            if action is None:
                menu.addSeparator()
            else:
                menu.addAction(action)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.viewport().mapToGlobal(at))

    def changeEvent(self, event: QEvent) -> None:
        """Fit rows and columns to the size of texts."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        fit_rows(self)
        fit_columns(self, _LETTERS)

    def _set_up(self) -> None:
        self.setSortingEnabled(True)
        self.horizontalHeader().setSortIndicatorClearable(True)
        self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.setItemDelegateForColumn(BAR, BarDelegate(self))
        self.setAccessibleName(self.tr("Queue and runs"))
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QTableView.DragDropMode.InternalMove)
        self.setDragDropOverwriteMode(False)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setIconSize(_SWATCH)
        self.setTabKeyNavigation(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(REASON, QHeaderView.ResizeMode.Stretch)
        self._fit()
