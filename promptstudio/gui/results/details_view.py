"""All facts of one run."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from promptstudio.analysis.run_lines import RunLine
from promptstudio.core.tables import Table
from promptstudio.gui.parts.table_view import TableView
from promptstudio.gui.parts.theme import Theme
from promptstudio.gui.ports import Results
from promptstudio.gui.results.view import View


class DetailsView(View):
    """Status, scores, costs, provenance and settings."""

    def __init__(self, source: Results, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._source = source
        self.view = TableView(theme)
        self.view.setAccessibleName(self.tr("Details of the run"))
        self.view.said.connect(self.said)
        self.view.failed.connect(self.failed)
        column = QVBoxLayout(self.content)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(self.view)
        self.show_runs(())

    def show_runs(self, runs: Sequence[RunLine]) -> None:
        """Show the first of the runs."""
        if not runs:
            self.tell(self.tr("Select a run above to see all that is known of it."))
            return
        self.want(runs[0].job_id, partial(self._source.details, runs[0].job_id))

    def fill(self, made: Table) -> str:
        """Show the facts."""
        self.view.show_table(made)
        return ""

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        super().set_theme(theme)
        self.view.cells.set_theme(theme)
