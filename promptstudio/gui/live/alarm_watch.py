"""Looks for signs that runs do not learn, and for harm once a study has ended."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from promptstudio.analysis.live_signs import signs_of
from promptstudio.analysis.remedies import remedy
from promptstudio.core.declaration import MethodInfo
from promptstudio.core.events import Evaluated, Event, RunEnded
from promptstudio.core.settings import fields_of
from promptstudio.core.tables import Table
from promptstudio.gui.job_book import JobBook
from promptstudio.gui.live.alarm_strip import Alarm
from promptstudio.gui.parts.maker import Maker
from promptstudio.gui.ports import Comparisons, Reader, RunRow

_HARM = "negative-transfer"
_MOST_A_TIME = 5
_PAUSE_MS = 200


class AlarmWatch(QObject):
    """``changed`` tells that there are other alarms."""

    changed = Signal()

    def __init__(
        self,
        book: JobBook,
        reader: Reader,
        comparisons: Comparisons,
        methods: Mapping[str, MethodInfo],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._book, self._reader = book, reader
        self._comparisons, self._methods = comparisons, methods
        self._waiting: dict[str, None] = {}
        self._alarms: dict[str, tuple[Alarm, ...]] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._on_due)
        self._maker = Maker(self)
        self._maker.made.connect(self._on_made)

    def hear(self, event: Event) -> None:
        """Note that a job has to be looked at."""
        if isinstance(event, Evaluated | RunEnded):
            self._wait(event.job_id)

    def note(self, job_ids: Iterable[str]) -> None:
        """Have jobs looked at that were read from the store."""
        for job_id in job_ids:
            if job_id not in self._alarms:
                self._wait(job_id)

    def _wait(self, job_id: str) -> None:
        self._waiting[job_id] = None
        if not self._timer.isActive():
            self._timer.start()

    @Slot()
    def _on_due(self) -> None:
        """Look at a few of the jobs that wait."""
        before = {job_id: found for job_id, found in self._alarms.items() if found}
        for job_id in list(self._waiting)[:_MOST_A_TIME]:
            del self._waiting[job_id]
            row = self._book.jobs.get(job_id)
            if row is not None and job_id in self._book.live.jobs:
                self._alarms[job_id] = self._signs(row)
        if {job_id: found for job_id, found in self._alarms.items() if found} != before:
            self.changed.emit()
        if self._waiting:
            self._timer.start()

    def look_for_harm(self, study_id: str) -> None:
        """Have the runs of a study that has ended compared with those from scratch."""
        self._maker.ask(study_id, lambda: self._comparisons.of_study(study_id))

    def alarms(self, job_ids: Iterable[str], study_id: str | None) -> list[Alarm]:
        """Return the alarms of some jobs and of a study, harm first."""
        found = list(self._alarms.get(study_id or "", ()))
        for job_id in job_ids:
            found += self._alarms.get(job_id, ())
        return found

    def rest(self) -> None:
        """Stop looking and end the thread."""
        self._timer.stop()
        self._maker.end()

    def _signs(self, row: RunRow) -> tuple[Alarm, ...]:
        job = self._book.live.jobs.get(row.job_id)
        info = self._methods.get(row.method)
        if job is None or info is None or info.is_control:
            return ()
        signs = signs_of(job, row.metric)
        if not signs:
            return ()
        fields, config = fields_of(info.config_type), self._reader.params(row.job_id)
        stages = [s.key for s in info.stages if s.scope == "target"]
        stage = job.stage or (stages[-1] if stages else "")
        return tuple(
            Alarm(
                row.job_id,
                sign.kind,
                row.title,
                sign.sentence,
                sign.suggestion,
                remedy(sign.kind, fields, config, stage) if row.kind == "run" else None,
            )
            for sign in signs
        )

    @Slot(str, object)
    def _on_made(self, study_id: str, tables: object) -> None:
        found = [t for t in tables if t.key == _HARM] if isinstance(tables, list | tuple) else []
        self._alarms[study_id] = tuple(
            Alarm(study_id, f"{_HARM} {row[0]} {row[1]}", self.tr("This study"), row[-1], "", None)
            for table in found
            for row in _harmed(table)
        )
        self.changed.emit()


def _harmed(table: Table) -> list[tuple[str, ...]]:
    """Return the rows of a table of checks that found harm."""
    place = table.columns.index("finding")
    return [row for row in table.rows if row[place] == "negative transfer"]
