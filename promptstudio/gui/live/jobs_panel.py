"""The bottom of the window: runs, means over seeds, search and scope."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
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
from promptstudio.gui.live.run_table import RunModel, RunTable
from promptstudio.gui.live.summary_table import SummaryTable
from promptstudio.gui.parts.theme import Theme
from promptstudio.gui.ports import RunRow

_THIS_STUDY, _ALL = range(2)


class JobsPanel(QWidget):
    """Shows stored runs of this study or of all."""

    selected = Signal()
    scope_changed = Signal()

    def __init__(
        self,
        lines: LineBook,
        task_title: Callable[[str], str],
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._model = RunModel(lines, task_title, theme, self)
        self.table = RunTable(self._model)
        self.summary = SummaryTable(task_title)
        self._scope = QComboBox()
        self._scope.addItems([self.tr("This study"), self.tr("All studies")])
        self._scope.setAccessibleName(self.tr("Which runs are shown"))
        self._scope.setCurrentIndex(_ALL)
        self._search = QLineEdit()
        self._search.setPlaceholderText(self.tr("Search runs"))
        self._search.setAccessibleName(self.tr("Search runs"))
        self._search.setClearButtonEnabled(True)
        self._search.setMaximumWidth(220)
        self._corner = QHBoxLayout()
        self._lay_out()
        self._search.textChanged.connect(self.table.search)
        self._scope.currentIndexChanged.connect(self.scope_changed)
        self.table.selected.connect(self.selected)

    @property
    def shows_all(self) -> bool:
        """Whether runs of all studies are shown."""
        return self._scope.currentIndex() == _ALL

    def show_this_study(self) -> None:
        """Show the runs of this study alone."""
        self._scope.setCurrentIndex(_THIS_STUDY)

    def offer(self, actions: Sequence[QAction], buttons: Sequence[QAction]) -> None:
        """Put actions into the context menu, and some of them as buttons beside the search."""
        self.table.add_menu_actions(actions)
        for action in buttons:
            button = QToolButton()
            button.setDefaultAction(action)
            button.setToolButtonStyle(button.toolButtonStyle().ToolButtonTextBesideIcon)
            button.setAutoRaise(True)
            self._corner.addWidget(button)

    def show_rows(self, rows: Sequence[RunRow]) -> None:
        """Show these runs and their means."""
        self._model.show_rows(rows)
        self.summary.show_groups(
            seed_groups(
                (row.label or row.method, row.target_task or "", row.test.get(row.metric))
                for row in rows
            )
        )

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._model.set_theme(theme)

    @Slot()
    def clear_selection(self) -> None:
        """Select nothing: all curves are drawn."""
        self.table.clearSelection()

    def _lay_out(self) -> None:
        corner = QWidget()
        corner.setLayout(self._corner)
        self._corner.setContentsMargins(0, 0, 0, 2)
        self._corner.addWidget(self._scope)
        self._corner.addWidget(self._search)
        tabs = QTabWidget()
        tabs.setDocumentMode(True)
        tabs.setAccessibleName(self.tr("Results"))
        tabs.addTab(self.table, self.tr("Runs"))
        tabs.addTab(self.summary, self.tr("Means over seeds"))
        tabs.setCornerWidget(corner)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 0, 6, 4)
        column.addWidget(tabs)
