"""Means over seeds, per method and target."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from promptstudio.analysis.groups import SeedGroup, score_text
from promptstudio.gui.parts.fitting import fit_columns, fit_rows

_NUMBERS_FROM = 2
_LETTERS: Final = {1: 24, 2: 9, 3: 20, 4: 9}


class SummaryTable(QTableWidget):
    """One row per method and target: test scores over the seeds."""

    def __init__(self, task_title: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(0, 5, parent)
        self._task_title = task_title
        self.setHorizontalHeaderLabels(
            [
                self.tr("Method"),
                self.tr("Target"),
                self.tr("Runs"),
                self.tr("Test, mean ± sd"),
                self.tr("Best"),
            ]
        )
        self.setAccessibleName(self.tr("Means over seeds"))
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Fit rows and columns to the size of texts."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        fit_rows(self)
        fit_columns(self, _LETTERS)

    def show_groups(self, groups: Sequence[SeedGroup]) -> None:
        """Show these groups."""
        self.setRowCount(len(groups))
        for row, group in enumerate(groups):
            texts = (
                group.method,
                self._task_title(group.target_task),
                f"{group.scored} / {group.runs}",
                score_text(group.mean, group.spread),
                score_text(group.best),
            )
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                if column >= _NUMBERS_FROM:
                    item.setTextAlignment(
                        Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                    )
                self.setItem(row, column, item)
