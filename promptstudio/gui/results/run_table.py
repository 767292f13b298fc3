"""Shows the list of runs: columns to choose, a selection that outlives filters, copies."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QByteArray,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QHeaderView, QMenu, QTableView, QWidget

from promptstudio.analysis.run_lines import RunLine
from promptstudio.core.tables import Table
from promptstudio.gui.parts.fitting import fit_rows
from promptstudio.gui.results.run_columns import FAVOURITE
from promptstudio.gui.results.run_model import RunModel


class RunTable(QTableView):
    """``selected`` tells that other runs are selected, ``starred`` (identity) a click on a star."""

    selected = Signal()
    starred = Signal(str)
    _letter = 0  # until the columns have widths

    def __init__(self, model: RunModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs = model
        self._kept: tuple[str, ...] = ()
        self._current = ""
        self._is_restoring = False
        self._menu_actions: tuple[QAction, ...] = ()
        self.setModel(model)
        self.setAccessibleName(self.tr("All runs"))
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
        fit_rows(self)
        self._lay_out_header()
        self.setSortingEnabled(True)
        self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu)
        self.clicked.connect(self._on_clicked)
        self.selectionModel().selectionChanged.connect(self._on_selection)
        model.modelAboutToBeReset.connect(self._on_about_to_reset)
        model.modelReset.connect(self._on_reset)

    # -- for callers -----------------------------------------------------------------------

    def offer(self, actions: Sequence[QAction]) -> None:
        """Put actions into the context menu, and give the table their keys."""
        self._menu_actions = tuple(actions)
        self.addActions(list(actions))

    def selected_runs(self) -> tuple[RunLine, ...]:
        """Return the selected runs, from top to bottom."""
        selection = self.selectionModel().selection()
        blocks = [selection.at(place) for place in range(selection.count())]
        rows = {row for block in blocks for row in range(block.top(), block.bottom() + 1)}
        return tuple(self._runs.line(row) for row in sorted(rows))

    def select(self, job_ids: Sequence[str]) -> None:
        """Select runs by identity; those that are not shown are left out."""
        rows = self._select(job_ids)
        if rows:
            self._make_current(rows[0])
            self.scrollTo(self._runs.index(rows[0], 1))

    def table(self, runs: Sequence[RunLine]) -> Table:
        """Return runs with the columns that are shown, as the person has ordered them."""
        header = self.horizontalHeader()
        places = [header.logicalIndex(at) for at in range(header.count())]
        columns = [self._runs.columns[at] for at in places if not header.isSectionHidden(at)]
        return Table(
            key="runs",
            title=self.tr("Runs"),
            columns=tuple(column.title for column in columns),
            rows=tuple(tuple(column.text(run) for column in columns) for run in runs),
        )

    def shown_runs(self) -> tuple[RunLine, ...]:
        """Return the runs that pass the filter, as sorted."""
        return tuple(self._runs.line(row) for row in range(self._runs.rowCount()))

    @Slot()
    def copy(self) -> None:
        """Copy the selected runs, or all that are shown, as lines with tabs."""
        table = self.table(self.selected_runs() or self.shown_runs())
        lines = ("\t".join(line) for line in (table.columns, *table.rows))
        QGuiApplication.clipboard().setText("\n".join(lines))

    def column_actions(self, parent: QMenu) -> list[QAction]:
        """Return an action for every column that shows or hides it."""
        header = self.horizontalHeader()
        found = []
        for at, column in enumerate(self._runs.columns):
            is_star = column.key == FAVOURITE
            action = QAction(self.tr("Favourite") if is_star else column.title, parent)
            action.setCheckable(True)
            action.setChecked(not header.isSectionHidden(at))
            action.toggled.connect(lambda shown, at=at: self.setColumnHidden(at, not shown))
            found.append(action)
        return found

    def save_state(self) -> QByteArray:
        """Return widths, order and choice of the columns."""
        return self.horizontalHeader().saveState()

    def restore_state(self, state: QByteArray) -> None:
        """Bring back what `save_state` gave; another version's columns stay as they are."""
        header = self.horizontalHeader()
        plain = header.saveState()
        if not header.restoreState(state) or header.count() != len(self._runs.columns):
            header.restoreState(plain)

    # -- what a person does ----------------------------------------------------------------

    @Slot()
    def _on_selection(self) -> None:
        if not self._is_restoring:
            self.selected.emit()

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        if self._runs.columns[index.column()].key == FAVOURITE:
            self.starred.emit(self._runs.line(index.row()).job_id)

    @Slot(QPoint)
    def _on_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.addActions(list(self._menu_actions))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.viewport().mapToGlobal(at))

    @Slot(QPoint)
    def _on_header_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.addActions(self.column_actions(menu))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.horizontalHeader().mapToGlobal(at))

    # -- what the model says ---------------------------------------------------------------

    @Slot()
    def _on_about_to_reset(self) -> None:
        self._kept = tuple(run.job_id for run in self.selected_runs())
        current = self.currentIndex()
        self._current = self._runs.line(current.row()).job_id if current.isValid() else ""
        self._is_restoring = True

    @Slot()
    def _on_reset(self) -> None:
        self._select(self._kept)
        row = self._runs.row_of(self._current)
        if row is not None:
            self._make_current(row)
        self._is_restoring = False
        if self._kept:
            self.selected.emit()

    # -- inner -----------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        """Keep lines as high as the text."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            fit_rows(self)
            self._size_columns()

    def _select(self, job_ids: Sequence[str]) -> list[int]:
        known = (self._runs.row_of(job_id) for job_id in job_ids)
        rows = sorted(row for row in known if row is not None)
        last = self._runs.columnCount() - 1
        selection = QItemSelection()
        start = 0
        for place, row in enumerate(rows, start=1):
            if place == len(rows) or rows[place] != row + 1:
                first = self._runs.index(rows[start], 0)
                selection.select(first, self._runs.index(row, last))
                start = place
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().select(selection, flags)
        return rows

    def _make_current(self, row: int) -> None:
        keep = QItemSelectionModel.SelectionFlag.NoUpdate
        self.setAutoScroll(False)
        self.selectionModel().setCurrentIndex(self._runs.index(row, 1), keep)
        self.setAutoScroll(True)

    def _size_columns(self) -> None:
        """Let every column have room for as many letters as before."""
        letter = self.fontMetrics().averageCharWidth()
        header = self.horizontalHeader()
        for at in range(header.count()):
            if self._letter and not header.isSectionHidden(at):
                header.resizeSection(at, round(header.sectionSize(at) * letter / self._letter))
        self._letter = letter

    def _lay_out_header(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsMovable(True)
        header.setStretchLastSection(True)
        header.setMinimumSectionSize(24)
        self._letter = self.fontMetrics().averageCharWidth()
        for at, column in enumerate(self._runs.columns):
            header.resizeSection(at, max(24, column.width * self._letter + 8))
            self.setColumnHidden(at, not column.is_shown)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._on_header_menu)
        header.setToolTip(self.tr("Columns can be chosen in the context menu"))
