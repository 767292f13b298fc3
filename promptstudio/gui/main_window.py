"""The main window: puts the parts together and passes on what a person and the engine say."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QMainWindow,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from promptstudio.analysis.plan import plan_of
from promptstudio.core.declaration import MethodInfo
from promptstudio.core.errors import ConfigError, PromptStudioError
from promptstudio.core.events import Event, RunEnded, Status
from promptstudio.core.spec import StudySpec, dump_study, load_study
from promptstudio.gui.actions import build_actions, build_menus, build_toolbar, connect_actions
from promptstudio.gui.banner import Banner
from promptstudio.gui.comparison_window import ComparisonWindow
from promptstudio.gui.export_dialog import ExportDialog
from promptstudio.gui.file_dialogs import ask_open, ask_save
from promptstudio.gui.help_page import HelpDialog
from promptstudio.gui.import_window import ImportWindow
from promptstudio.gui.job_book import JobBook
from promptstudio.gui.job_log import log_text
from promptstudio.gui.jobs_panel import JobsPanel
from promptstudio.gui.live_panel import LivePanel
from promptstudio.gui.ports import Card, Catalogue, Comparisons, Controller, Importer, Reader
from promptstudio.gui.preload import ChartPreload
from promptstudio.gui.study_form import StudyForm
from promptstudio.gui.task_selector import Previews
from promptstudio.gui.theme import Theme, ThemeKeeper

_SIZE = (1360, 860)
_SIDES = (250, 320)
_REFRESH_MS = 250
_MESSAGE_MS = 15_000


class MainWindow(QMainWindow):
    """Pick tasks and methods, run, watch, find the results, export."""

    def __init__(
        self,
        controller: Controller,
        reader: Reader,
        comparisons: Comparisons,
        importer: Importer,
        catalogue: Catalogue,
        methods: Mapping[str, MethodInfo],
        previews: Previews,
        study: StudySpec,
    ) -> None:
        super().__init__()
        self.controller = controller
        self._catalogue = catalogue
        self._methods = methods
        self._study_id: str | None = None
        self._has_charts = False
        self.book = JobBook(reader, methods)
        app = QApplication.instance()
        assert isinstance(app, QApplication)  # noqa: S101 - tells the type checker
        self.themes = ThemeKeeper(app, self)
        theme = self.themes.theme
        self.form = StudyForm(catalogue, methods, previews, study)
        self.live = LivePanel(self.book.live, self.book.lines, methods, self.task_title, theme)
        self.jobs = JobsPanel(self.book.lines, self.task_title, theme)
        self.comparison = ComparisonWindow(comparisons, theme, self)
        self.importing = ImportWindow(importer, self)
        self.banner = Banner(theme)
        self.commands = build_actions(self)
        self._plan = QLabel()
        self._worker = QLabel()
        self._late = QLabel()
        self._refresh = QTimer(self)
        self._refresh.setSingleShot(True)
        self._refresh.setInterval(_REFRESH_MS)
        self._preload = ChartPreload(self._build_charts, self)
        self._lay_out()
        self._connect()
        self.themes.changed.connect(self._on_theme)
        self._on_theme(theme)
        self._show_study(study)
        self._on_refresh()

    # -- for callers -----------------------------------------------------------------------

    def start(self) -> None:
        """Press Run."""
        self._on_run()

    def task_title(self, key: str) -> str:
        """Return the title of a task, or its key where no card is at hand."""
        card = self._catalogue.get(key)
        return key if card is None else card.title

    @property
    def plan_text(self) -> str:
        """The plan, or what is missing for one."""
        return self._plan.text()

    def open_study(self, path: str | Path) -> None:
        """Show a study file."""
        try:
            self._show_study(load_study(Path(path)))
        except PromptStudioError as error:
            self.banner.show_error(str(error))

    def save_study(self, path: str | Path) -> None:
        """Write the study as set up to a file."""
        try:
            Path(path).write_text(dump_study(self.form.study()), encoding="utf-8")
        except PromptStudioError as error:
            self.banner.show_error(str(error))
        except OSError as error:
            self.banner.show_error(
                self.tr("The study can not be saved as '{0}': {1}.").format(path, error.strerror)
            )
        else:
            self._say(self.tr("Saved as {0}").format(path))

    # -- what a person does ----------------------------------------------------------------

    @Slot()
    def _on_run(self) -> None:
        try:
            self._study_id = self.controller.submit(self.form.study())
        except PromptStudioError as error:
            self.banner.show_error(str(error))
            return
        self.banner.hide()
        self.jobs.clear_selection()
        self.jobs.show_this_study()
        self._on_refresh()
        self.live.wake()

    @Slot()
    def _on_keep(self) -> None:
        self.controller.stop_and_keep(self._meant_jobs())

    @Slot()
    def _on_cancel(self) -> None:
        self.controller.cancel(self._meant_jobs())

    @Slot()
    def _on_resume(self) -> None:
        for row in self.jobs.table.selected_runs():
            if _can_resume(row.status):
                self.controller.resume(row.job_id)

    @Slot()
    def _on_export(self) -> None:
        runs = self.jobs.table.selected_runs()
        if runs:
            dialog = ExportDialog(runs[0].job_id, runs[0].title, Path.home(), self)
            dialog.wanted.connect(self._on_export_wanted)
            dialog.show()

    @Slot(str, str, str)
    def _on_export_wanted(self, run_id: str, format_: str, folder: str) -> None:
        self.controller.export(run_id, format_, Path(folder))

    @Slot()
    def _on_open(self) -> None:
        kinds = self.tr("Studies (*.toml)")
        ask_open(self, self.tr("Open study"), kinds, self.open_study)

    @Slot()
    def _on_table(self) -> None:
        kinds = self.tr("Tables (*.jsonl *.csv *.tsv)")
        ask_open(self, self.tr("Open transfer table"), kinds, self.comparison.show_file)

    @Slot(object)
    def _on_kept(self, card: Card) -> None:
        self._catalogue = {**self._catalogue, card.key: card}
        self.form.tasks.add(card)
        self._say(self.tr("Imported as {0}").format(card.title))

    @Slot()
    def _on_compare(self) -> None:
        runs = self.jobs.table.selected_runs()
        self.comparison.show_study(runs[0].study_id if runs else self._study_id)

    @Slot()
    def _on_save(self) -> None:
        kinds = self.tr("Studies (*.toml)")
        ask_save(self, self.tr("Save study"), "study.toml", kinds, self.save_study)

    @Slot()
    def _on_help(self) -> None:
        info = self.form.methods.current()
        if info is not None:
            HelpDialog(info, self).show()

    @Slot()
    def _on_quit(self) -> None:
        self.close()

    @Slot()
    def _on_form_changed(self) -> None:
        try:
            plan = plan_of(self.form.study(), self._methods).sentence
            self.commands.run.setEnabled(True)
        except ConfigError as error:
            plan = str(error)
            self.commands.run.setEnabled(False)
        self._plan.setText(plan)
        self._plan.setToolTip(plan)

    @Slot()
    def _on_selection(self) -> None:
        selected = self.jobs.table.selected_runs()
        chosen = self.book.with_stages(selected)
        try:
            self.book.recall(chosen)
        except PromptStudioError as error:
            self.banner.show_error(str(error))
        shown = chosen or tuple(self.book.jobs)
        self.live.set_jobs(tuple(self.book.jobs.values()), frozenset(shown), self._study_jobs())
        self._enable_actions()

    # -- what the engine and the store say -------------------------------------------------

    @Slot(list)
    def _on_events(self, events: list[Event]) -> None:
        for event in events:
            self.book.apply(event)
            line = log_text(event, self.book.title(event.job_id))
            if line is not None:
                self.live.log_line(line)
            if isinstance(event, RunEnded) and event.status is Status.FAILED:
                sentence = self.tr("{0} failed: {1}")
                title = self.book.title(event.job_id)
                self.banner.show_error(sentence.format(title, event.reason), event.report)
        if any(isinstance(event, RunEnded) for event in events):
            self.comparison.touch()
        if not self._refresh.isActive() and any(e.type != "step_done" for e in events):
            self._refresh.start()
        self.live.wake()

    @Slot()
    def _on_refresh(self) -> None:
        try:
            self.book.refresh(None if self.jobs.shows_all else self._study_id)
        except PromptStudioError as error:
            self.banner.show_error(str(error))
            return
        self.jobs.show_rows(self.book.runs)
        self._on_selection()

    @Slot(str)
    def _on_worker_state(self, state: str) -> None:
        self._worker.setText(self.tr("Worker: {0}").format(state))
        if state.startswith("failed"):
            self.banner.show_error(self.tr("The worker process {0}").format(state))

    @Slot(str, str)
    def _on_failed(self, sentence: str, report: str) -> None:
        self.banner.show_error(sentence, report)

    @Slot(str, str)
    def _on_exported(self, run_id: str, path: str) -> None:
        text = self.tr("Exported {0} to {1}").format(self.book.title(run_id), path)
        self._say(text)
        self.live.log_line(text)

    @Slot(float)
    def _on_lateness(self, worst_ms: float) -> None:
        self._late.setText(self.tr("Window: {0:.0f} ms late").format(worst_ms))

    @Slot(object)
    def _on_theme(self, theme: Theme) -> None:
        self.commands.set_theme(theme)
        for part in (self.live, self.jobs, self.banner, self.comparison):
            part.set_theme(theme)

    @Slot()
    def _build_charts(self) -> None:
        self.live.build_charts()
        for key in (*self.form.tasks.targets(), *self.form.tasks.sources())[:1]:
            self.form.tasks.show_rows(key)

    def showEvent(self, event: QShowEvent) -> None:
        """Have the charts prepared once the window stands."""
        super().showEvent(event)
        if not self._has_charts:
            self._has_charts = True
            self._preload.start()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop drawing and let the worker end; what runs can be resumed later."""
        self._preload.stop()
        self.live.rest()
        self.comparison.rest()
        self.importing.rest()
        self._refresh.stop()
        self.statusBar().clearMessage()
        self.controller.shutdown()
        super().closeEvent(event)

    # -- inner -----------------------------------------------------------------------------

    def _show_study(self, study: StudySpec) -> None:
        try:
            self.form.set_study(study)
        except ConfigError as error:
            self.banner.show_error(str(error))

    def _study_jobs(self) -> tuple[str, ...]:
        if self._study_id is None:
            return ()
        runs = [row for row in self.book.runs if row.study_id == self._study_id]
        return self.book.with_stages(runs)

    def _meant_jobs(self) -> tuple[str, ...]:
        selected = self.book.active(self.jobs.table.selected_runs())
        return selected or self.book.active(self.book.jobs.values())

    def _enable_actions(self) -> None:
        selected = self.jobs.table.selected_runs()
        is_active = bool(self._meant_jobs())
        self.commands.keep.setEnabled(is_active)
        self.commands.cancel.setEnabled(is_active)
        can_export = len(selected) == 1 and selected[0].status is Status.FINISHED
        self.commands.export.setEnabled(can_export)
        self.commands.resume.setEnabled(any(_can_resume(row.status) for row in selected))

    @Slot(str)
    def _say(self, text: str) -> None:
        self.statusBar().showMessage(text, _MESSAGE_MS)

    def _lay_out(self) -> None:
        self.setWindowTitle("PromptStudio")
        self.resize(*_SIZE)
        actions = self.commands
        build_menus(self, actions)
        bar = build_toolbar(self, (actions.run, actions.keep, actions.cancel, None))
        bar.setIconSize(QSize(16, 16))
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._plan.setContentsMargins(8, 0, 8, 0)
        self._plan.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._plan.setMinimumWidth(200)
        self._plan.setAccessibleName(self.tr("Plan of the study"))
        bar.addWidget(self._plan)
        self.jobs.offer(
            (actions.export, actions.resume, actions.keep, actions.cancel),
            (actions.resume, actions.export, actions.compare),
        )
        top = QSplitter(Qt.Orientation.Horizontal)
        top.addWidget(self.form)
        top.addWidget(self.live)
        self.form.setSizes(list(_SIDES))
        top.setSizes([sum(_SIDES), _SIZE[0] - sum(_SIDES)])
        top.setStretchFactor(0, 0)
        top.setStretchFactor(1, 1)
        whole = QSplitter(Qt.Orientation.Vertical)
        whole.addWidget(top)
        whole.addWidget(self.jobs)
        whole.setSizes([640, 200])
        whole.setStretchFactor(0, 1)
        for splitter in (top, whole):
            splitter.setChildrenCollapsible(False)
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(whole, 1)
        self.setCentralWidget(centre)
        self.statusBar().addPermanentWidget(self._late)
        self.statusBar().addPermanentWidget(self._worker)

    def _connect(self) -> None:
        run = ("run", "keep", "cancel", "resume", "export", "compare")
        names = (*run, "open", "table", "save", "help", "quit")
        slots = {name: getattr(self, f"_on_{name}") for name in names}
        slots["data"] = self.importing.show
        connect_actions(self.commands, slots | self.themes.choices())
        self.form.changed.connect(self._on_form_changed)
        self.jobs.selected.connect(self._on_selection)
        self.jobs.scope_changed.connect(self._on_refresh)
        self.importing.kept.connect(self._on_kept)
        self.comparison.failed.connect(self._on_failed)
        self.comparison.said.connect(self._say)
        self.live.lateness.connect(self._on_lateness)
        self._refresh.timeout.connect(self._on_refresh)
        self.controller.events.connect(self._on_events)
        self.controller.worker_state.connect(self._on_worker_state)
        self.controller.failed.connect(self._on_failed)
        self.controller.exported.connect(self._on_exported)


def _can_resume(status: Status) -> bool:
    return status in (Status.INTERRUPTED, Status.CANCELLED, Status.FAILED)
