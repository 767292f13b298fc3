"""Which studies the page knows: those of this session, and one of the store to look at."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Final

from promptstudio.gui.job_book import JobBook
from promptstudio.gui.ports import Reader, RunRow

MOST_STUDIES: Final = 20


class Scope:
    """``present`` is the study that is followed, ``shown`` the one that is looked at.

    None for ``shown`` stands for everything that has not ended. Nothing can be at work of which
    this session does not know: what an earlier one left has been ended.
    """

    def __init__(self, book: JobBook, reader: Reader) -> None:
        self._book = book
        self._reader = reader
        self._session: dict[str, str] = {}
        self._waiting: tuple[str, str] | None = None
        studies = list(reader.studies())
        self.present: str | None = studies[-1].study_id if studies else None
        self.shown = self.present

    def follow(self, study_id: str, name: str) -> None:
        """Turn to a study that was just queued."""
        self._session[study_id] = name
        self.present = self.shown = study_id

    def adopt(self, job_ids: Collection[str]) -> None:
        """Take in the studies of jobs that were begun elsewhere in the window.

        Raises
        ------
        StoreError
            If the store can not be read.
        """
        for study_id in self._reader.studies_of(job_ids) if job_ids else ():
            self._session.setdefault(study_id, "")

    def expect_fork(self, study_id: str, origin: str) -> None:
        """Choose a fork beside its origin as soon as it is stored."""
        self._session[study_id] = ""
        self._waiting = (study_id, origin)

    def arrived_fork(self) -> tuple[str, str] | None:
        """Return origin and fork once, when the fork is stored."""
        if self._waiting is None:
            return None
        study_id, origin = self._waiting
        runs = [row for row in self._book.of_study(study_id) if row.kind == "run"]
        if not runs:
            return None
        self._waiting = None
        return origin, runs[-1].job_id

    def give_up(self) -> None:
        """Wait no more for the study that was queued last: it will not be stored.

        Should it come after all, its events bring it back.
        """
        self._waiting = None
        if self.waits:
            self._session.pop(self.present or "", None)
            studies = self._reader.studies()
            self.present = self.shown = studies[-1].study_id if studies else None

    @property
    def waits(self) -> bool:
        """Whether a study was queued that is not stored yet."""
        return bool(self.present in self._session and not self._book.of_study(self.present or ""))

    def read(self, shown: str | None) -> None:
        """Read the rows that may have changed: of the study looked at, and of what has not ended.

        Of other studies whose runs stand beside those looked at, rows are read once.

        Raises
        ------
        StoreError
            If the store can not be read.
        """
        wanted = dict.fromkeys(s for s in (shown, self.present) if s is not None)
        for study_id in self._session:
            rows = self._book.of_study(study_id)
            if not rows or self._book.active(rows):
                wanted[study_id] = None
        if shown is not None:
            related = self._reader.related_studies(shown)
            wanted |= dict.fromkeys(s for s in related if s not in self._book.studies)
        self._book.refresh(wanted)

    def rows(self, shown: str | None) -> list[RunRow]:
        """Return the jobs to look at, each once; forks stand beside what they began from."""
        if shown is None:
            return [row for row in self._book.jobs.values() if not row.status.is_final]
        return list(self._book.with_forks(self._book.of_study(shown)))

    def studies(self) -> list[tuple[str, str, datetime]]:
        """Return identity, name and time of the newest studies, the newest first.

        Raises
        ------
        StoreError
            If the store can not be read.
        """
        stored = [(s.study_id, s.name, s.created) for s in self._reader.studies()]
        known = {study_id for study_id, _, _ in stored}
        now = datetime.now(UTC)
        fresh = [(i, name, now) for i, name in self._session.items() if name and i not in known]
        found = [*stored, *fresh][::-1]
        chosen = found[:MOST_STUDIES]
        kept = {self.present, self.shown}
        return chosen + [study for study in found[MOST_STUDIES:] if study[0] in kept]
