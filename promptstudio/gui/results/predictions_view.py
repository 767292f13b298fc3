"""What a run predicted for single rows: right and wrong ones, and the confusion matrix."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from promptstudio.analysis.confusion import chosen, confusion, prediction_table
from promptstudio.analysis.run_lines import RunLine
from promptstudio.core.events import Status
from promptstudio.core.predictions import Prediction
from promptstudio.gui.parts.declared import told_lines
from promptstudio.gui.parts.table_view import TableView
from promptstudio.gui.parts.theme import Theme
from promptstudio.gui.ports import Results
from promptstudio.gui.results.view import View

_WIDTHS = (700, 380)


class PredictionsView(View):
    """Rows of the test split; a click on a cell of the matrix shows its rows alone."""

    def __init__(self, source: Results, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._source = source
        self._predictions: tuple[Prediction, ...] = ()
        self._pair: tuple[str, str] | None = None
        self.errors = QCheckBox(self.tr("&Errors only"))
        self.cell = QPushButton()
        self.count = QLabel()
        self.rows = TableView(theme)
        self.matrix = TableView(theme)
        self._note = QLabel()
        self._lay_out()
        self.errors.toggled.connect(self._show_rows)
        self.cell.clicked.connect(self._on_all)
        self.matrix.clicked.connect(self._on_cell)
        self.matrix.activated.connect(self._on_cell)
        for view in (self.rows, self.matrix):
            view.said.connect(self.said)
            view.failed.connect(self.failed)
        self.show_runs(())

    def show_runs(self, runs: Sequence[RunLine]) -> None:
        """Show the first of the runs."""
        if not runs:
            self.tell(self.tr("Select a run above to see what it predicted."))
            return
        run = runs[0]
        if run.status is not Status.FINISHED:
            self.tell(self.tr("Predictions are there once the run has finished."))
            return
        self.want(run.job_id, partial(self._source.predictions, run.job_id))

    def fill(self, made: Sequence[Prediction]) -> str:
        """Show predictions."""
        self._predictions = tuple(made)
        self._pair = None
        if not made:
            return self.tr(
                "No predictions are stored of this run: it was made by an earlier version, or "
                "trained nothing. Run it again to have them."
            )
        matrix = confusion(self._predictions)
        self.matrix.show_table(matrix)
        self.matrix.setVisible(matrix is not None)
        self._note.setText(
            told_lines(matrix.notes)
            if matrix
            else self.tr("There are too many different answers for a confusion matrix.")
        )
        self._show_rows()
        return ""

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        super().set_theme(theme)
        self.rows.cells.set_theme(theme)
        self.matrix.cells.set_theme(theme)

    @Slot()
    def _show_rows(self) -> None:
        shown = chosen(self._predictions, only_errors=self.errors.isChecked(), pair=self._pair)
        self.rows.show_table(prediction_table(shown))
        self.count.setText(self.tr("{0} of {1} rows").format(len(shown), len(self._predictions)))
        self.cell.setVisible(self._pair is not None)
        if self._pair is not None:
            text = self.tr("{0}, predicted as {1}  ✕")
            self.cell.setText(text.format(*self._pair))

    @Slot()
    def _on_all(self) -> None:
        self._pair = None
        self._show_rows()

    @Slot(QModelIndex)
    def _on_cell(self, index: QModelIndex) -> None:
        table = self.matrix.cells.table
        if table is not None and index.column() > 0:
            self._pair = (table.rows[index.row()][0], table.columns[index.column()])
            self._show_rows()

    def _lay_out(self) -> None:
        self.rows.setAccessibleName(self.tr("Predictions"))
        self.matrix.setAccessibleName(self.tr("Confusion matrix"))
        self.cell.setToolTip(self.tr("Show all rows again"))
        self._note.setWordWrap(True)
        head = QHBoxLayout()
        head.addWidget(self.errors)
        head.addWidget(self.cell)
        head.addWidget(self.count)
        head.addStretch()
        left, right = QWidget(), QWidget()
        rows = QVBoxLayout(left)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addLayout(head)
        rows.addWidget(self.rows, 1)
        cells = QVBoxLayout(right)
        cells.setContentsMargins(0, 0, 0, 0)
        cells.addWidget(self.matrix, 1)
        cells.addWidget(self._note, 0, Qt.AlignmentFlag.AlignTop)
        split = QSplitter()
        split.setObjectName("results_predictions")
        split.addWidget(left)
        split.addWidget(right)
        split.setChildrenCollapsible(False)
        split.setSizes(list(_WIDTHS))
        column = QVBoxLayout(self.content)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(split)
