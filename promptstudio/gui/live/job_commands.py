"""Carries out what a person wants of the selected jobs."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from promptstudio.core.errors import PromptStudioError
from promptstudio.core.events import Status
from promptstudio.core.spec import StudySpec
from promptstudio.gui.live.alarm_strip import Alarm
from promptstudio.gui.live.fork_dialog import ForkDialog
from promptstudio.gui.live.queue_actions import ENDED_EARLY
from promptstudio.gui.live.queue_table import QueueTable
from promptstudio.gui.ports import RunRow
from promptstudio.gui.services import Services


class JobCommands(QObject):
    """``forked`` tells the study of a fork and the run that it began from.

    ``study_wanted`` is a study for the form, ``failed`` a sentence and a report or nothing.
    """

    failed = Signal(str, str)
    study_wanted = Signal(object)
    forked = Signal(str, str)

    def __init__(self, services: Services, table: QueueTable, page: QWidget) -> None:
        super().__init__(page)
        self._services = services
        self._controller = services.controller
        self._table = table
        self._page = page

    def slots(self) -> dict[str, Callable[[], None]]:
        """Return what belongs to the actions, by their names."""
        return {
            "pause": self.pause,
            "proceed": self.proceed,
            "retry": self.retry,
            "duplicate": self.duplicate,
            "edit": self.edit,
            "fork": self.fork,
            "first": self._table.move_first,
            "earlier": partial(self._table.shift, -1),
            "later": partial(self._table.shift, 1),
        }

    def pause(self) -> None:
        """Hold what runs or waits."""
        self._controller.pause(self._selected(Status.RUNNING, Status.QUEUED))

    def proceed(self) -> None:
        """Let what is held go on."""
        self._controller.proceed(self._selected(Status.PAUSED))

    def retry(self) -> None:
        """Run what ended early again from its beginning."""
        for row in self._table.selected_runs():
            if row.status in ENDED_EARLY:
                self._controller.retry(row.job_id)

    def duplicate(self) -> None:
        """Put a run into the form."""
        for row in self._table.selected_runs()[:1]:
            self._want(row.job_id)

    def edit(self) -> None:
        """Put a run into the form, and take it out of the queue."""
        for row in self._table.selected_runs()[:1]:
            if self._want(row.job_id):
                self._controller.cancel([row.job_id])

    def fork(self) -> None:
        """Ask which values a fork of a run shall have otherwise."""
        for row in self._table.selected_runs()[:1]:
            info, study = self._services.methods.get(row.method), self._study_of(row.job_id)
            place = self._place(row)
            if info is None or study is None or place is None:
                continue
            config = study.methods[0].config
            self._close_dialogs()
            try:
                dialog = ForkDialog(row.job_id, row.title, info, config, *place, self._page)
            except PromptStudioError as error:
                self.failed.emit(str(error), "")
                continue
            dialog.wanted.connect(self._on_fork_wanted)
            dialog.show()

    def _close_dialogs(self) -> None:
        """Have one fork set up at a time: two dialogs that look alike would be mixed up."""
        for dialog in self._page.findChildren(ForkDialog):
            dialog.close()

    @Slot(object)
    def try_remedy(self, alarm: Alarm) -> None:
        """Put the run of an alarm into the form, with the value that may help."""
        study = self._study_of(alarm.job_id)
        if study is None or alarm.remedy is None:
            return
        (method, *_) = study.methods
        config = {**method.config, alarm.remedy.name: alarm.remedy.wanted}
        changed = method.model_copy(update={"config": config})
        self.study_wanted.emit(study.model_copy(update={"methods": (changed,)}))

    @Slot(str, dict)
    def _on_fork_wanted(self, job_id: str, changes: dict[str, object]) -> None:
        self.forked.emit(self._controller.fork(job_id, changes), job_id)

    def _place(self, row: RunRow) -> tuple[str, int] | None:
        """Return where a fork of a run would begin; tell where there is no such place."""
        try:
            place = self._services.reader.fork_place(row.job_id)
        except PromptStudioError as error:
            self.failed.emit(str(error), "")
            return None
        if place is None:
            sentence = self.tr(
                "'{0}' has no checkpoint to fork from. One comes with the first evaluation, and "
                "'Checkpoints kept' in the settings says how many finished runs keep theirs. "
                "'Duplicate' puts the run into the form, to run it anew with other values."
            )
            self.failed.emit(sentence.format(row.title), "")
        return place

    def _selected(self, *statuses: Status) -> list[str]:
        return [row.job_id for row in self._table.selected_jobs() if row.status in statuses]

    def _want(self, job_id: str) -> bool:
        study = self._study_of(job_id)
        if study is not None:
            self.study_wanted.emit(study)
        return study is not None

    def _study_of(self, job_id: str) -> StudySpec | None:
        try:
            return self._services.results.study_of(job_id)
        except PromptStudioError as error:
            self.failed.emit(str(error), "")
            return None
