"""The page of what came out: all runs, and what can be seen of them."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QAction, QUndoStack
from PySide6.QtWidgets import QSplitter, QTabWidget, QVBoxLayout, QWidget

from promptstudio.analysis.run_lines import RunLine, RunList
from promptstudio.core.errors import PromptStudioError
from promptstudio.core.events import Event
from promptstudio.core.marks import MarkChange
from promptstudio.core.tables import Table
from promptstudio.export.tables import write_tables
from promptstudio.gui.page import Page
from promptstudio.gui.parts.export_dialog import ExportDialog
from promptstudio.gui.parts.file_dialogs import ask_save
from promptstudio.gui.parts.maker import Maker
from promptstudio.gui.parts.theme import Theme
from promptstudio.gui.results.ablation_view import AblationView
from promptstudio.gui.results.actions import RunActions, build_run_actions
from promptstudio.gui.results.comparison_panel import ComparisonPanel
from promptstudio.gui.results.curves_view import CurvesView
from promptstudio.gui.results.details_view import DetailsView
from promptstudio.gui.results.differences_view import DifferencesView
from promptstudio.gui.results.mark_command import MarkCommand
from promptstudio.gui.results.predictions_view import PredictionsView
from promptstudio.gui.results.run_browser import RunBrowser
from promptstudio.gui.results.shots_view import ShotsView
from promptstudio.gui.results.transfer_view import TransferView
from promptstudio.gui.services import Services

_REFRESH_MS = 1000
_SETTLE_MS = 120
_HEIGHTS = (290, 350)


class ResultsPage(Page):
    """The list of runs above; below, views of a study and of the selected runs."""

    def __init__(self, services: Services, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._controller = services.controller
        self.commands: RunActions = build_run_actions(self)
        self.undo_stack = QUndoStack(self)
        self.browser = RunBrowser(services.task_title, theme, self.commands.buttons)
        self.comparison = ComparisonPanel(services.comparisons, theme)
        self.transfer = TransferView(theme)
        self.shots = ShotsView(services.results, theme)
        self.ablation = AblationView(services.results, theme)
        self.curves = CurvesView(services.results, theme)
        self.differences = DifferencesView(services.results, theme)
        self.predictions = PredictionsView(services.results, theme)
        self.details = DetailsView(services.results, theme)
        self.tabs = QTabWidget()
        self._runs = Maker(self)
        self._studies = Maker(self)
        self._seen: tuple[RunLine, ...] = ()
        self._refresh = _timer(self, _REFRESH_MS)
        self._settle = _timer(self, _SETTLE_MS)
        self._lay_out()
        self._connect()
        self._on_selected()

    # -- for the window --------------------------------------------------------------------

    def arrive(self) -> None:
        """Read the runs anew; show the newest study where none is shown."""
        self._reload()
        self.comparison.refresh()
        self.comparison.catch_up()

    def offers(self) -> Mapping[str, QAction]:
        """Return what can be done with the selected runs, and undone."""
        return {**self.commands.by_name(), "undo": self._undo, "redo": self._redo}

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.browser.set_theme(theme)
        for view in (self.comparison, *self._views()):
            view.set_theme(theme)

    def rest(self) -> None:
        """Stop following."""
        self.browser.rest()
        self._refresh.stop()
        self._settle.stop()
        for maker in (self._runs, self._studies):
            maker.end()
        for view in (self.comparison, *self._views()):
            view.rest()

    # -- what a person does ----------------------------------------------------------------

    @Slot()
    def favourite(self) -> None:
        """Make the selected runs favourites, or none if all of them are."""
        runs = self.browser.selected_runs()
        self._change(runs, MarkChange(is_favourite=not all(run.is_favourite for run in runs)))

    @Slot()
    def archive(self) -> None:
        """Put the selected runs away, or bring them back if all of them are away."""
        runs = self.browser.selected_runs()
        change = MarkChange(is_archived=not all(run.is_archived for run in runs))
        self._change(runs, change)
        if runs and change.is_archived:
            self.said.emit(self.tr("Archived {0} runs. Undo brings them back.").format(len(runs)))

    @Slot()
    def use_settings(self) -> None:
        """Put the settings of the selected run into the form."""
        for run in self.browser.selected_runs()[:1]:
            results = self._services.results
            self._studies.ask(run.job_id, partial(results.study_of, run.job_id))

    @Slot()
    def open_study(self) -> None:
        """Put the whole study of the selected run into the form."""
        for run in self.browser.selected_runs()[:1]:
            results = self._services.results
            self._studies.ask(run.study_id, partial(results.study, run.study_id))

    @Slot()
    def compare_study(self) -> None:
        """Show the comparison of the selected run's study."""
        for run in self.browser.selected_runs()[:1]:
            self.comparison.show_study(run.study_id)
            self.tabs.setCurrentWidget(self.comparison)

    @Slot()
    def export(self) -> None:
        """Ask where the prompt of the selected run shall go."""
        for run in self.browser.selected_runs()[:1]:
            dialog = ExportDialog(run.job_id, run.title, Path.home(), self._controller, self)
            dialog.show()

    @Slot()
    def save_table(self) -> None:
        """Ask where the list of runs shall go."""
        title = self.tr("Save list of runs")
        ask_save(self, title, "runs.csv", f"{title} (*.csv *.md *.tex *.html)", self.write_runs)

    def write_runs(self, path: str | Path) -> None:
        """Write the runs that are shown to a file, with the columns that are shown."""
        table = self.browser.table.table(self.browser.table.shown_runs())
        try:
            write_tables((table,), Path(path))
        except PromptStudioError as error:
            self.failed.emit(str(error), "")
        else:
            self.said.emit(self.tr("Runs written to {0}").format(path))

    @Slot(object, object)
    def _change(self, runs: Sequence[RunLine], change: MarkChange) -> None:
        if runs:
            text = self.tr("marks of {0} runs").format(len(runs))
            self.undo_stack.push(MarkCommand(text, runs, change, self._mark))

    @Slot()
    def _on_selected(self) -> None:
        self.commands.allow(self.browser.selected_runs())
        self._settle.start()

    @Slot()
    def _on_settled(self) -> None:
        runs = self.browser.selected_runs()
        if runs == self._seen:
            return
        self._seen = runs
        for view in (self.curves, self.differences, self.predictions, self.details):
            view.show_runs(runs)

    @Slot(object, str, str)
    def _on_cell(self, job_ids: Sequence[str], source: str, target: str) -> None:
        if job_ids:
            self.browser.show_only(job_ids, f"{source} → {target}")
        else:
            self.said.emit(self.tr("No run of this workspace stands behind this cell."))

    @Slot()
    def _on_tab(self) -> None:
        of_study = self.tabs.currentIndex() < self.tabs.indexOf(self.curves)
        self.comparison.head.setVisible(of_study)
        if of_study and self.isVisible():
            self.comparison.catch_up()

    # -- what the engine and the store say -------------------------------------------------

    @Slot(list)
    def _on_events(self, events: list[Event]) -> None:
        if any(event.type != "step_done" for event in events):
            self._renew()

    @Slot()
    def _renew(self) -> None:
        if self.isVisible() and not self._refresh.isActive():
            self._refresh.start()

    @Slot()
    def _reload(self) -> None:
        results, title = self._services.results, self._services.task_title
        self._runs.ask("runs", lambda: RunList(results.runs(), title))

    @Slot(str, object)
    def _on_runs(self, _key: str, runs: RunList) -> None:
        self.browser.show_runs(runs)

    @Slot(str, object)
    def _on_study(self, _key: str, study: object) -> None:
        self.study_wanted.emit(study)

    @Slot(object)
    def _on_tables(self, tables: Sequence[Table]) -> None:
        self.transfer.show_tables(tables)

    @Slot()
    def _on_study_chosen(self) -> None:
        self.shots.show_study(self.comparison.study_id)
        self.ablation.show_study(self.comparison.study_id)

    # -- inner -----------------------------------------------------------------------------

    def _mark(self, job_ids: Sequence[str], change: MarkChange) -> None:
        self._controller.mark(job_ids, change)
        self.browser.mark(job_ids, change)

    def _views(
        self,
    ) -> tuple[
        TransferView,
        ShotsView,
        AblationView,
        CurvesView,
        DifferencesView,
        PredictionsView,
        DetailsView,
    ]:
        return (
            self.transfer,
            self.shots,
            self.ablation,
            self.curves,
            self.differences,
            self.predictions,
            self.details,
        )

    def _lay_out(self) -> None:
        self.browser.table.offer(self.commands.menu)
        titles = (
            self.tr("Transfer"),
            self.tr("Shots"),
            self.tr("Ablation"),
            self.tr("Curves"),
            self.tr("Differences"),
            self.tr("Predictions"),
            self.tr("Details"),
        )
        self.tabs.setAccessibleName(self.tr("Views of runs"))
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.comparison, self.tr("Comparison"))
        for view, title in zip(self._views(), titles, strict=True):
            self.tabs.addTab(view, title)
        self.tabs.setCornerWidget(self.comparison.head)
        whole = QSplitter(Qt.Orientation.Vertical)
        whole.setObjectName("results")
        whole.addWidget(self.browser)
        whole.addWidget(self.tabs)
        whole.setSizes(list(_HEIGHTS))
        whole.setStretchFactor(0, 2)  # a larger window gives both more
        whole.setStretchFactor(1, 3)
        whole.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(whole)

    def _connect(self) -> None:
        self._undo = self.undo_stack.createUndoAction(self)
        self._redo = self.undo_stack.createRedoAction(self)
        self.commands.connect(self)
        self.commands.copy.triggered.connect(self.browser.table.copy)
        self.browser.selected.connect(self._on_selected)
        self.browser.marked.connect(self._change)
        self.transfer.cell_chosen.connect(self._on_cell)
        self.comparison.shown.connect(self._on_tables)
        self.comparison.chosen.connect(self._on_study_chosen)
        self.tabs.currentChanged.connect(self._on_tab)
        self._refresh.timeout.connect(self._reload)
        self._settle.timeout.connect(self._on_settled)
        self._runs.made.connect(self._on_runs)
        self._studies.made.connect(self._on_study)
        for part in (self.browser, self._runs, self._studies):
            part.failed.connect(self.failed)
        for view in (self.comparison, *self._views()):
            view.failed.connect(self.failed)
            view.said.connect(self.said)
        self._controller.events.connect(self._on_events)
        self._controller.jobs_changed.connect(self._renew)


def _timer(parent: QWidget, pause_ms: int) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(pause_ms)
    return timer
