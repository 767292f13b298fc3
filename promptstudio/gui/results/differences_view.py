"""The settings in which the selected runs differ."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from promptstudio.analysis.run_lines import RunLine, short_titles, titles_of
from promptstudio.core.tables import Table
from promptstudio.gui.parts.declared import told_lines
from promptstudio.gui.parts.table_view import TableView
from promptstudio.gui.parts.theme import Theme
from promptstudio.gui.ports import Results
from promptstudio.gui.results.view import View

MOST_COMPARED: Final = 30
"""Runs whose settings stand beside each other."""


class DifferencesView(View):
    """A column for every selected run."""

    def __init__(self, source: Results, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._source = source
        self.view = TableView(theme)
        self.view.setAccessibleName(self.tr("Settings that differ"))
        self.view.said.connect(self.said)
        self.view.failed.connect(self.failed)
        self._note = QLabel()
        self._left_out = ""
        column = QVBoxLayout(self.content)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(self.view, 1)
        column.addWidget(self._note)
        self.show_runs(())

    def show_runs(self, runs: Sequence[RunLine]) -> None:
        """Compare runs; of many, the first ones."""
        if len(runs) < 2:
            self.tell(
                self.tr("Select two runs or more above to see in which settings they differ.")
            )
            return
        whole = titles_of(runs[:MOST_COMPARED])
        titles = dict(zip(whole, short_titles(list(whole.values())), strict=True))
        more = len(runs) - len(titles)
        sentence = self.tr("{0} more runs are selected and not compared.")
        self._left_out = sentence.format(more) if more else ""
        self.want("\n".join(titles), partial(self._source.differences, titles))

    def fill(self, made: Table) -> str:
        """Show settings."""
        if not made.rows:
            return self.tr("These runs have the same settings. They differ in target or seed.")
        self.view.show_table(made)
        self._note.setText(told_lines((*made.notes, self._left_out), " "))
        return ""

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        super().set_theme(theme)
        self.view.cells.set_theme(theme)
