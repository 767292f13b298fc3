"""The page of what runs: curves, alarms, the queue and the log of the present study."""

import time
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from promptstudio.analysis.log_book import LogLine
from promptstudio.analysis.queueing import in_view, worth_drawing
from promptstudio.core.errors import PromptStudioError
from promptstudio.core.events import Event, RunEnded, Status
from promptstudio.core.spec import StudySpec
from promptstudio.gui.job_book import JobBook
from promptstudio.gui.live.alarm_strip import AlarmStrip
from promptstudio.gui.live.alarm_watch import AlarmWatch
from promptstudio.gui.live.job_commands import JobCommands
from promptstudio.gui.live.job_log import log_line, stored_lines
from promptstudio.gui.live.jobs_panel import JobsPanel, StudyEntry
from promptstudio.gui.live.live_panel import LivePanel
from promptstudio.gui.live.queue_actions import ENDED_EARLY, QueueActions
from promptstudio.gui.live.recaller import Recaller
from promptstudio.gui.live.scope import Scope
from promptstudio.gui.page import Page
from promptstudio.gui.parts.export_dialog import ExportDialog
from promptstudio.gui.parts.theme import Theme
from promptstudio.gui.ports import RunRow
from promptstudio.gui.services import Services

_REFRESH_MS: Final = 250
_REST_FACTOR: Final = 20
"""How many times as long as a refresh takes the page waits before the next one."""

_HEIGHTS: Final = (430, 250)
_MOST_LOGS: Final = 20
"""Selected jobs whose stored log is read."""


class LivePage(Page):
    """``changed`` tells that other actions may be possible, ``ended`` that a run has ended."""

    changed = Signal()
    ended = Signal()

    def __init__(self, services: Services, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._controller = services.controller
        self.book = JobBook(services.reader, services.methods)
        self.scope = Scope(self.book, services.reader)
        live, lines, titles = self.book.live, self.book.lines, services.task_title
        self.recaller = Recaller(self.book, services.results, self)
        self.panel = LivePanel(live, lines, services.methods, titles, self.recaller.want, theme)
        self.jobs = JobsPanel(live, lines, titles, theme)
        self.strip = AlarmStrip(theme)
        self.alarms = AlarmWatch(
            self.book, services.reader, services.comparisons, services.methods, self
        )
        self.actions_ = QueueActions(self)
        self.commands = JobCommands(services, self.jobs.table, self)
        self._has_ended = False
        self._refresh = QTimer(self)
        self._refresh.setSingleShot(True)
        self._refresh.setInterval(_REFRESH_MS)
        self._lay_out()
        self._connect()
        self._offer_studies()

    # -- for the window --------------------------------------------------------------------

    @property
    def study_id(self) -> str | None:
        """The study that is followed: the last one that was run, or the newest of the store."""
        return self.scope.present

    def run(self, study: StudySpec) -> None:
        """Queue a study and follow it."""
        self.scope.follow(self._controller.submit(study), study.name)
        self.jobs.clear_selection()
        self._offer_studies()
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
            if row.status in ENDED_EARLY:
                self._controller.resume(row.job_id)

    @Slot()
    def export(self) -> None:
        """Ask where the prompt of the selected run shall go."""
        for row in self.selected_runs()[:1]:
            dialog = ExportDialog(row.job_id, row.title, Path.home(), self._controller, self)
            dialog.show()

    def selected_runs(self) -> tuple[RunRow, ...]:
        """Return the runs that are selected."""
        return self.jobs.table.selected_runs()

    @property
    def can_stop(self) -> bool:
        """Whether anything could be ended."""
        return bool(self._meant_jobs())

    @property
    def is_done(self) -> bool:
        """Whether all runs of the present study have ended."""
        own = [row for row in self.book.of_study(self.study_id or "") if row.kind == "run"]
        return bool(own) and not self.book.active(own)

    @property
    def can_resume(self) -> bool:
        """Whether a selected run could go on."""
        return any(row.status in ENDED_EARLY for row in self.selected_runs())

    @property
    def can_export(self) -> bool:
        """Whether one finished run is selected."""
        rows = self.selected_runs()
        return len(rows) == 1 and rows[0].status is Status.FINISHED

    def offers(self) -> dict[str, QAction]:
        """Return what can be done with jobs."""
        return {f"queue_{name}": action for name, action in self.actions_.all().items()}

    def arrive(self) -> None:
        """Draw what came while another page was looked at."""
        self._offer_studies()
        self.refresh()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.panel.set_theme(theme)
        self.jobs.set_theme(theme)
        self.strip.set_theme(theme)
        self.actions_.set_theme(theme)

    def rest(self) -> None:
        """Stop drawing."""
        self.panel.rest()
        self.alarms.rest()
        self.recaller.rest()
        self._refresh.stop()

    # -- what the engine and the store say -------------------------------------------------

    @Slot()
    def refresh(self) -> None:
        """Read the jobs from the store."""
        began = time.perf_counter()
        try:
            self.scope.read(self.jobs.study_id)
        except PromptStudioError as error:
            self.failed.emit(str(error), "")
            return
        rows = in_view(self.scope.rows(self.jobs.study_id))
        self.jobs.show_rows(rows)
        fork = self.scope.arrived_fork()
        if fork is not None:
            self.jobs.table.select(fork)
        self._on_selection()
        took_ms = 1000 * (time.perf_counter() - began)
        self._refresh.setInterval(max(_REFRESH_MS, round(_REST_FACTOR * took_ms)))
        if self.scope.waits:
            self._refresh.start()
        if self._has_ended and self.is_done:
            self._has_ended = False
            self.alarms.look_for_harm(self.study_id or "")

    @Slot(list)
    def _on_events(self, events: list[Event]) -> None:
        for event in events:
            self.book.apply(event)
            self.alarms.hear(event)
            line = log_line(event, self.book.title(event.job_id))
            if line is not None:
                self.jobs.log.add(line)
            if isinstance(event, RunEnded) and event.status is Status.FAILED:
                sentence = self.tr("{0} failed: {1}")
                title = self.book.title(event.job_id)
                self.failed.emit(sentence.format(title, event.reason), event.report)
        self.recaller.want()
        self._adopt({event.job_id for event in events})
        if any(isinstance(event, RunEnded) for event in events):
            self._has_ended = True
            self.ended.emit()
        if not self._refresh.isActive() and any(e.type != "step_done" for e in events):
            self._refresh.start()
        self.jobs.refresh_work()
        self.panel.wake()

    @Slot(list)
    def _on_recalled(self, job_ids: list[str]) -> None:
        self.alarms.note(job_ids)
        self.panel.wake()

    @Slot(list)
    def _on_jobs_changed(self, job_ids: list[str]) -> None:
        self._adopt(set(job_ids))
        self._refresh.start()

    @Slot()
    def _on_selection(self) -> None:
        chosen = self.jobs.table.selected_jobs()
        names = self.book.with_origins(chosen)
        self._read_logs(names[:_MOST_LOGS])
        self.jobs.log.show_jobs(frozenset(names) if names else None)
        scope = self.scope.rows(self.jobs.study_id)
        drawn = [self.book.jobs[name] for name in names] or worth_drawing(scope)
        self.panel.set_jobs(drawn, self.book.of_study(self.study_id or ""))
        self.actions_.enable(chosen)
        self._on_alarms()
        self.changed.emit()

    @Slot()
    def _on_alarms(self) -> None:
        chosen = self.book.with_origins(self.jobs.table.selected_jobs())
        shown = chosen or [row.job_id for row in self.scope.rows(self.jobs.study_id)]
        self.strip.show_alarms(self.alarms.alarms(shown, self.jobs.study_id))

    @Slot(str, str)
    def _on_exported(self, run_id: str, path: str) -> None:
        text = self.tr("Exported {0} to {1}").format(self.book.title(run_id), path)
        self.said.emit(text)
        self.jobs.log.add(LogLine(time.time(), "info", run_id, text))

    @Slot(str, str)
    def _on_forked(self, study_id: str, origin: str) -> None:
        self.scope.expect_fork(study_id, origin)
        self._refresh.start()

    @Slot(str, str)
    def _on_engine_failed(self, _sentence: str, _report: str) -> None:
        """A study that can not be queued is not waited for."""
        if self.scope.waits:
            try:
                self.scope.give_up()
            except PromptStudioError as error:
                self.failed.emit(str(error), "")
            self.arrive()

    # -- inner -----------------------------------------------------------------------------

    def _adopt(self, job_ids: set[str]) -> None:
        try:
            self.scope.adopt(job_ids - self.book.jobs.keys())
        except PromptStudioError as error:
            self.failed.emit(str(error), "")

    def _read_logs(self, job_ids: tuple[str, ...]) -> None:
        known, reader = self.jobs.log.book.knows, self._services.reader
        rows = [self.book.jobs[job_id] for job_id in job_ids if not known(job_id)]
        try:
            stored = {
                row.job_id: stored_lines(row, reader.messages(row.job_id))
                for row in rows
                if row.status.is_final
            }
        except PromptStudioError as error:
            self.failed.emit(str(error), "")
            return
        self.jobs.log.add_stored(stored)

    def _meant_jobs(self) -> tuple[str, ...]:
        selected = self.book.active(self.jobs.table.selected_jobs())
        return selected or self.book.active(self.book.jobs.values())

    def _offer_studies(self) -> None:
        try:
            known = self.scope.studies()
        except PromptStudioError as error:
            self.failed.emit(str(error), "")
            return
        entries = [StudyEntry(*study) for study in known]
        self.jobs.show_studies(entries, self.scope.shown or "")

    @Slot()
    def _on_scope(self) -> None:
        self.scope.shown = self.jobs.study_id
        self.jobs.clear_selection()
        self.refresh()

    def _connect(self) -> None:
        self.jobs.selected.connect(self._on_selection)
        self.jobs.scope_changed.connect(self._on_scope)
        self.jobs.table.reordered.connect(self._controller.reorder)
        self.jobs.table.said.connect(self.said)
        self.panel.said.connect(self.said)
        self.panel.failed.connect(self.failed)
        self.recaller.recalled.connect(self._on_recalled)
        self.recaller.failed.connect(self.failed)
        self.alarms.changed.connect(self._on_alarms)
        self.strip.wanted.connect(self.commands.try_remedy)
        self._refresh.timeout.connect(self.refresh)
        self._controller.events.connect(self._on_events)
        self._controller.exported.connect(self._on_exported)
        self._controller.jobs_changed.connect(self._on_jobs_changed)
        self._controller.failed.connect(self._on_engine_failed)
        self.commands.forked.connect(self._on_forked)
        for signal in ("failed", "study_wanted"):
            getattr(self.commands, signal).connect(getattr(self, signal))
        slots = self.commands.slots() | {"copy": self.jobs.copy}
        for name, slot in slots.items():
            self.actions_[name].triggered.connect(slot)

    def _lay_out(self) -> None:
        act = self.actions_
        for action in act.all().values():
            self.addAction(action)
        self.removeAction(act["copy"])
        self.jobs.table.addAction(act["copy"])
        menu = [act["pause"], act["proceed"], None, act["retry"], act["duplicate"], act["edit"]]
        menu += [act["fork"], None, act["first"], act["earlier"], act["later"], None, act["copy"]]
        buttons = [act["pause"], act["proceed"], act["retry"], act["fork"]]
        self.jobs.set_own_actions(menu, buttons)
        upper = QWidget()
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.strip)
        column.addWidget(self.panel, 1)
        whole = QSplitter(Qt.Orientation.Vertical)
        whole.setObjectName("live")
        whole.addWidget(upper)
        whole.addWidget(self.jobs)
        whole.setSizes(list(_HEIGHTS))
        whole.setStretchFactor(0, 3)
        whole.setStretchFactor(1, 2)
        whole.setChildrenCollapsible(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(whole)
