"""The page of what runs: curves, progress, log, and the jobs of the present study."""

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from promptstudio.core.errors import PromptStudioError
from promptstudio.core.events import Event, RunEnded, Status
from promptstudio.core.spec import StudySpec
from promptstudio.gui.job_book import JobBook
from promptstudio.gui.live.job_log import log_text
from promptstudio.gui.live.jobs_panel import JobsPanel
from promptstudio.gui.live.live_panel import LivePanel
from promptstudio.gui.page import Page
from promptstudio.gui.parts.export_dialog import ExportDialog
from promptstudio.gui.parts.theme import Theme
from promptstudio.gui.ports import RunRow
from promptstudio.gui.services import Services

_REFRESH_MS = 250
_HEIGHTS = (560, 240)


class LivePage(Page):
    """``changed`` tells that other actions may be possible, ``ended`` that a run has ended."""

    changed = Signal()
    ended = Signal()

    def __init__(self, services: Services, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._controller = services.controller
        self.study_id: str | None = None
        self.book = JobBook(services.reader, services.methods)
        self.panel = LivePanel(
            self.book.live, self.book.lines, services.methods, services.task_title, theme
        )
        self.jobs = JobsPanel(self.book.lines, services.task_title, theme)
        self._refresh = QTimer(self)
        self._refresh.setSingleShot(True)
        self._refresh.setInterval(_REFRESH_MS)
        self._lay_out()
        self.jobs.selected.connect(self._on_selection)
        self.jobs.scope_changed.connect(self.refresh)
        self._refresh.timeout.connect(self.refresh)
        self._controller.events.connect(self._on_events)
        self._controller.exported.connect(self._on_exported)

    # -- for the window --------------------------------------------------------------------

    def run(self, study: StudySpec) -> None:
        """Queue a study and follow it."""
        self.study_id = self._controller.submit(study)
        self.jobs.clear_selection()
        self.jobs.show_this_study()
        self.refresh()
        self.panel.wake()

    @Slot()
    def keep(self) -> None:
        """End the selected runs, or all, keeping their best prompts."""
        self._controller.stop_and_keep(self._meant_jobs())

    @Slot()
    def cancel(self) -> None:
        """End the selected runs, or all, without a result."""
        self._controller.cancel(self._meant_jobs())

    @Slot()
    def resume(self) -> None:
        """Continue those of the selected runs that ended early."""
        for row in self.selected_runs():
            if _can_resume(row.status):
                self._controller.resume(row.job_id)

    @Slot()
    def export(self) -> None:
        """Ask where the prompt of the selected run shall go."""
        for row in self.selected_runs()[:1]:
            dialog = ExportDialog(row.job_id, row.title, Path.home(), self)
            dialog.wanted.connect(self._on_export_wanted)
            dialog.show()

    def selected_runs(self) -> tuple[RunRow, ...]:
        """Return the runs that are selected."""
        return self.jobs.table.selected_runs()

    @property
    def can_stop(self) -> bool:
        """Whether anything could be ended."""
        return bool(self._meant_jobs())

    @property
    def can_resume(self) -> bool:
        """Whether a selected run could go on."""
        return any(_can_resume(row.status) for row in self.selected_runs())

    @property
    def can_export(self) -> bool:
        """Whether one finished run is selected."""
        rows = self.selected_runs()
        return len(rows) == 1 and rows[0].status is Status.FINISHED

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.panel.set_theme(theme)
        self.jobs.set_theme(theme)

    def rest(self) -> None:
        """Stop drawing."""
        self.panel.rest()
        self._refresh.stop()

    # -- what the engine and the store say -------------------------------------------------

    @Slot()
    def refresh(self) -> None:
        """Read the jobs from the store."""
        try:
            self.book.refresh(None if self.jobs.shows_all else self.study_id)
        except PromptStudioError as error:
            self.failed.emit(str(error), "")
            return
        self.jobs.show_rows(self.book.runs)
        self._on_selection()

    @Slot(list)
    def _on_events(self, events: list[Event]) -> None:
        for event in events:
            self.book.apply(event)
            line = log_text(event, self.book.title(event.job_id))
            if line is not None:
                self.panel.log_line(line)
            if isinstance(event, RunEnded) and event.status is Status.FAILED:
                sentence = self.tr("{0} failed: {1}")
                title = self.book.title(event.job_id)
                self.failed.emit(sentence.format(title, event.reason), event.report)
        if any(isinstance(event, RunEnded) for event in events):
            self.ended.emit()
        if not self._refresh.isActive() and any(e.type != "step_done" for e in events):
            self._refresh.start()
        self.panel.wake()

    @Slot()
    def _on_selection(self) -> None:
        chosen = self.book.with_stages(self.selected_runs())
        try:
            self.book.recall(chosen)
        except PromptStudioError as error:
            self.failed.emit(str(error), "")
        shown = chosen or tuple(self.book.jobs)
        self.panel.set_jobs(tuple(self.book.jobs.values()), frozenset(shown), self._study_jobs())
        self.changed.emit()

    @Slot(str, str, str)
    def _on_export_wanted(self, run_id: str, format_: str, folder: str) -> None:
        self._controller.export(run_id, format_, Path(folder))

    @Slot(str, str)
    def _on_exported(self, run_id: str, path: str) -> None:
        text = self.tr("Exported {0} to {1}").format(self.book.title(run_id), path)
        self.said.emit(text)
        self.panel.log_line(text)

    # -- inner -----------------------------------------------------------------------------

    def _study_jobs(self) -> tuple[str, ...]:
        if self.study_id is None:
            return ()
        runs = [row for row in self.book.runs if row.study_id == self.study_id]
        return self.book.with_stages(runs)

    def _meant_jobs(self) -> tuple[str, ...]:
        selected = self.book.active(self.selected_runs())
        return selected or self.book.active(self.book.jobs.values())

    def _lay_out(self) -> None:
        whole = QSplitter(Qt.Orientation.Vertical)
        whole.addWidget(self.panel)
        whole.addWidget(self.jobs)
        whole.setSizes(list(_HEIGHTS))
        whole.setStretchFactor(0, 1)
        whole.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(whole)


def _can_resume(status: Status) -> bool:
    return status in (Status.INTERRUPTED, Status.CANCELLED, Status.FAILED)
