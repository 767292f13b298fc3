"""The lower part of the page: queue, log, means over seeds."""

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from promptstudio.analysis.groups import seed_groups
from promptstudio.analysis.lines import LineBook
from promptstudio.analysis.live import LiveJobs
from promptstudio.gui.live.log_view import LogView
from promptstudio.gui.live.queue_model import REASON, QueueModel
from promptstudio.gui.live.queue_table import QueueTable
from promptstudio.gui.live.summary_table import SummaryTable
from promptstudio.gui.parts.declared import moment_text
from promptstudio.gui.parts.theme import Theme
from promptstudio.gui.ports import RunRow

_ALL = ""
_SEARCH_LETTERS = 22


class StudyEntry(NamedTuple):
    """A study that may be looked at."""

    study_id: str
    name: str
    created: datetime


class JobsPanel(QWidget):
    """Shows the jobs of one study, or all that have not ended.

    ``scope_changed`` tells that others are wanted.
    """

    selected = Signal()
    scope_changed = Signal()

    def __init__(
        self,
        live: LiveJobs,
        lines: LineBook,
        task_title: Callable[[str], str],
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._model = QueueModel(live, lines, task_title, theme, self)
        self.table = QueueTable(self._model)
        self.log = LogView()
        self.summary = SummaryTable(task_title)
        self.tabs = QTabWidget()
        self._scope = QComboBox()
        self._scope.setAccessibleName(self.tr("Which jobs are shown"))
        self._scope.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._scope.setMinimumContentsLength(18)
        self._search = QLineEdit()
        self._search.setPlaceholderText(self.tr("Search jobs"))
        self._search.setAccessibleName(self.tr("Search jobs"))
        self._search.setClearButtonEnabled(True)
        self._search.setMaximumWidth(_SEARCH_LETTERS * self.fontMetrics().averageCharWidth() * 2)
        self._own_menu: tuple[QAction | None, ...] = ()
        self._own_buttons: tuple[QAction, ...] = ()
        self._corner = QHBoxLayout()
        self._lay_out()
        self.show_studies((), "")
        self._search.textChanged.connect(self.table.search)
        self._scope.currentIndexChanged.connect(self.scope_changed)
        self.table.selected.connect(self.selected)
        self.tabs.currentChanged.connect(self._summarise)

    @property
    def study_id(self) -> str | None:
        """The study whose jobs are wanted; None for all that have not ended."""
        return self._scope.currentData() or None

    def show_studies(self, studies: Sequence[StudyEntry], current: str) -> None:
        """Offer studies, the newest first, and turn to one of them."""
        with QSignalBlocker(self._scope):
            self._scope.clear()
            self._scope.addItem(self.tr("All that have not ended"), _ALL)
            for study in studies:
                self._scope.addItem(study.name, study.study_id)
                tip = f"{study.name} ({moment_text(study.created)})"
                self._scope.setItemData(self._scope.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
            self._scope.setCurrentIndex(max(0, self._scope.findData(current)))

    def show_study(self, study_id: str) -> None:
        """Turn to a study that is offered."""
        self._scope.setCurrentIndex(max(0, self._scope.findData(study_id)))

    def set_own_actions(self, menu: Sequence[QAction | None], buttons: Sequence[QAction]) -> None:
        """Take the actions of the page; they come before those of the window."""
        self._own_menu, self._own_buttons = tuple(menu), tuple(buttons)

    def offer(self, actions: Sequence[QAction], buttons: Sequence[QAction]) -> None:
        """Put actions into the context menu, and some of them as buttons beside the search."""
        self.table.set_menu((*self._own_menu, None, *actions))
        order: list[QWidget] = [self.tabs.tabBar(), self._scope, self._search]
        for action in (*self._own_buttons, *buttons):
            button = QToolButton()
            button.setDefaultAction(action)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            button.setAccessibleName(action.text().replace("&", ""))
            button.setAutoRaise(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._corner.addWidget(button)
            order.append(button)
        for before, after in pairwise((*order, self.table, self.log.level, self.summary)):
            self.setTabOrder(before, after)

    def show_rows(self, jobs: Sequence[RunRow]) -> None:
        """Show these jobs, and the means of the runs among them."""
        self._model.show_rows(jobs)
        self._summarise()

    def refresh_work(self) -> None:
        """Show how far the jobs at work are."""
        self._model.refresh_work()

    def copy(self) -> None:
        """Copy the selected rows as lines with tabs, under the names of the columns."""
        chosen = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        model, columns = self.table.model(), range(REASON + 1)
        titles = [str(model.headerData(c, Qt.Orientation.Horizontal)) for c in columns]
        lines = [titles] + [[str(model.index(r, c).data()) for c in columns] for r in chosen]
        QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in lines))

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._model.set_theme(theme)

    @Slot()
    def _summarise(self) -> None:
        """Show the means where they are looked at; with many runs they take a while."""
        if self.tabs.currentWidget() is not self.summary:
            return
        self.summary.show_groups(
            seed_groups(
                (row.label or row.method, row.target_task or "", row.test.get(row.metric))
                for row in self._model.rows
                if row.kind == "run"
            )
        )

    @Slot()
    def clear_selection(self) -> None:
        """Select nothing: the jobs of the study are drawn."""
        self.table.clearSelection()

    def _lay_out(self) -> None:
        corner = QWidget()
        corner.setLayout(self._corner)
        self._corner.setContentsMargins(0, 0, 0, 2)
        self._corner.setSpacing(4)
        self._corner.addWidget(self._scope)
        self._corner.addWidget(self._search)
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(self.tr("Jobs"))
        self.tabs.tabBar().setAccessibleName(self.tr("Jobs"))
        self.tabs.addTab(self.table, self.tr("Queue"))
        self.tabs.addTab(self.log, self.tr("Log"))
        self.tabs.addTab(self.summary, self.tr("Means over seeds"))
        self.tabs.setCornerWidget(corner)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 0, 6, 4)
        column.addWidget(self.tabs)
