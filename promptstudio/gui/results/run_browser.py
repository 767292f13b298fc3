"""All runs of the workspace: found, marked, selected."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from promptstudio.analysis.run_lines import RunLine, RunList
from promptstudio.core.marks import MarkChange
from promptstudio.gui.parts.theme import Theme
from promptstudio.gui.results.filter_bar import FilterBar
from promptstudio.gui.results.mark_strip import MarkStrip
from promptstudio.gui.results.run_model import RunModel
from promptstudio.gui.results.run_table import RunTable

_WIDTHS = (900, 240)


class RunBrowser(QWidget):
    """``selected`` tells that other runs are selected; ``marked`` a change (runs, `MarkChange`)."""

    selected = Signal()
    marked = Signal(object, object)
    failed = Signal(str, str)

    def __init__(
        self,
        task_title: Callable[[str], str],
        theme: Theme,
        actions: Sequence[QAction],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._task_title = task_title
        self.model = RunModel(task_title, theme, self)
        self.filters = FilterBar()
        self.table = RunTable(self.model)
        self.strip = MarkStrip(actions)
        self.empty = QLabel()
        self.clear = QPushButton(self.tr("Show all runs"))
        self._stack = QStackedWidget()
        self._lay_out()
        self.filters.changed.connect(self._on_filter)
        self.table.selected.connect(self._on_selected)
        self.table.starred.connect(self._on_starred)
        self.strip.wanted.connect(self.marked)
        self.strip.failed.connect(self.failed)
        self.clear.clicked.connect(self.filters.clear)
        self._tell(is_loaded=False)

    def show_runs(self, runs: RunList) -> None:
        """Show the runs of the store."""
        if runs.lines != self.model.runs.lines:
            self.model.show_runs(runs)
            self.filters.offer(runs.choices())
            self.strip.show_runs(self.table.selected_runs())
        self._tell()

    def mark(self, job_ids: Sequence[str], change: MarkChange) -> None:
        """Show changed marks before the store has them."""
        self.model.mark(job_ids, change)
        self.filters.offer(self.model.runs.choices())
        self._tell()
        self._on_selected()

    def show_only(self, job_ids: Sequence[str], title: str) -> None:
        """Show these runs alone."""
        self.filters.show_only(job_ids, title)

    def selected_runs(self) -> tuple[RunLine, ...]:
        """Return the selected runs, from top to bottom."""
        return self.table.selected_runs()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.model.set_theme(theme)

    def rest(self) -> None:
        """Tell what was typed, and end the timer."""
        self.strip.finish()
        self.filters.rest()

    @Slot()
    def _on_filter(self) -> None:
        self.model.filter(self.filters.wanted())
        self._tell()

    @Slot()
    def _on_selected(self) -> None:
        self.strip.show_runs(self.table.selected_runs())
        self.selected.emit()

    @Slot(str)
    def _on_starred(self, job_id: str) -> None:
        place = self.model.runs.place(job_id)
        if place is not None:
            run = self.model.runs.lines[place]
            self.marked.emit((run,), MarkChange(is_favourite=not run.is_favourite))

    @Slot()
    def _on_columns(self) -> None:
        menu = self.filters.columns.menu()
        menu.clear()
        menu.addActions(self.table.column_actions(menu))

    def _tell(self, *, is_loaded: bool = True) -> None:
        """Say how many runs are shown, or why none is."""
        whole, shown = len(self.model.runs.lines), self.model.rowCount()
        self.filters.show_count(shown, whole)
        if whole:
            self.empty.setText(self.tr("No run passes the filters."))
        elif is_loaded:
            self.empty.setText(
                self.tr("Nothing has been run in this workspace yet. Set up a study (Ctrl+1).")
            )
        self.clear.setVisible(bool(whole))
        self.filters.setEnabled(bool(whole))
        self._stack.setCurrentIndex(0 if shown else 1)

    def _lay_out(self) -> None:
        columns = self.model.columnCount()  # a state of other columns is not taken up
        self.table.horizontalHeader().setObjectName(f"results_runs_{columns}")
        self.filters.columns.menu().aboutToShow.connect(self._on_columns)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        nothing = QWidget()
        lines = QVBoxLayout(nothing)
        lines.addStretch()
        lines.addWidget(self.empty)
        lines.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignHCenter)
        lines.addStretch()
        self._stack.addWidget(self.table)
        self._stack.addWidget(nothing)
        split = QSplitter()
        split.setObjectName("results_marks")
        split.addWidget(self._stack)
        split.addWidget(self.strip)
        split.setChildrenCollapsible(False)
        split.setSizes(list(_WIDTHS))
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.filters)
        column.addWidget(split, 1)
