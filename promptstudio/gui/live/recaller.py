"""Reads stored curves beside the window: those of a long run take a tenth of a second."""

import time
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from promptstudio.analysis.live import JobState
from promptstudio.gui.job_book import JobBook
from promptstudio.gui.parts.maker import Maker
from promptstudio.gui.ports import Results, RunRow

_BATCH_S: Final = 0.2
"""After so long, what was read is drawn before more is read."""


class Recaller(QObject):
    """``recalled`` names the jobs whose curves have come, ``failed`` tells why none could."""

    recalled = Signal(list)
    failed = Signal(str, str)

    def __init__(self, book: JobBook, results: Results, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._book, self._results = book, results
        self._asked: tuple[RunRow, ...] = ()
        self._maker = Maker(self)
        self._maker.made.connect(self._on_made)
        self._maker.failed.connect(self._on_failed)

    def want(self, rows: Sequence[RunRow] = ()) -> None:
        """Have the curves of those jobs read that nothing is known of; the first ones first.

        Those of runs that continue come before them, whether named or not.
        """
        if self._asked:
            return
        unknown = (row for row in rows if row.job_id not in self._book.live.jobs)
        wanted = {row.job_id: row for row in (*self._book.awaited, *unknown)}
        self._asked = tuple(wanted.values())
        if self._asked:
            self._maker.ask("curves", self._read)

    def rest(self) -> None:
        """End the thread."""
        self._maker.end()

    def _read(self) -> list[JobState]:
        end = time.monotonic() + _BATCH_S
        found: list[JobState] = []
        for row in self._asked:
            if time.monotonic() > end:
                break
            found.append(self._book.restored(row, *self._results.history(row.job_id)))
        return found

    @Slot(str, object)
    def _on_made(self, _key: str, jobs: list[JobState]) -> None:
        self._asked = ()
        for job in jobs:
            self._book.take(job)
        self.recalled.emit([job.job_id for job in jobs])
        self.want()  # a run may have gone on while others were read

    @Slot(str, str)
    def _on_failed(self, sentence: str, report: str) -> None:
        asked, self._asked = self._asked, ()
        for row in asked:
            self._book.take(JobState(row.job_id))  # so that it is not tried again and again
        self.failed.emit(sentence, report)
        self.want()
