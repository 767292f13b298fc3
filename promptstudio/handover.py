"""What a worker needs to run stored jobs: their specs, cards, checkpoints and shared results."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

from promptstudio.core.commands import JobStart, Submit
from promptstudio.core.errors import StoreError, TaskError
from promptstudio.core.events import Status
from promptstudio.core.ids import new_id
from promptstudio.core.spec import Job, StudySpec
from promptstudio.planning import card_folders
from promptstudio.store.queries import RunReader
from promptstudio.store.spool import lend
from promptstudio.tasks.cards import fingerprint, load_catalogue


class Handover:
    """Makes commands out of the store. Files for the worker go to the folder ``spool``."""

    def __init__(self, reader: RunReader, workspace: Path, spool: Path) -> None:
        self._reader = reader
        self._workspace = workspace
        self._spool = spool

    def starts(
        self, job_ids: Iterable[str], study: StudySpec, sent: Collection[str]
    ) -> list[JobStart]:
        """Return the queued ones of some jobs that were not sent, on the terms of a study."""
        terms = {"in_flight": study.in_flight, "sharing": study.sharing}
        queued = [
            job_id
            for job_id in job_ids
            if job_id not in sent and self._reader.run(job_id).status is Status.QUEUED
        ]
        return [self._reader.start(job_id).model_copy(update=terms) for job_id in queued]

    def submit(self, starts: Sequence[JobStart], sent: Collection[str]) -> Submit:
        """Return the command that runs jobs beside those that were sent before.

        Raises
        ------
        StoreError
            If the result of a shared stage is not there, or a file can not be written.
        TaskError
            If the data of a task has changed.
        """
        jobs = [start.job for start in starts]
        there = {job.job_id for job in jobs}.union(sent)
        needed = {job.spec.needs_id for job in jobs} - {None, *there}
        return Submit(
            request_id=new_id("request"),
            starts=tuple(self._continued(start) for start in starts),
            cards=self.cards_of(jobs),
            results={str(stage): self._file(self._result(str(stage))) for stage in needed},
        )

    def cards_of(self, jobs: Sequence[Job]) -> dict[str, dict[str, Any]]:
        """Return the cards of all tasks that jobs read.

        Raises
        ------
        TaskError
            If the data of a task has changed.
        """
        folders: dict[Path, None] = {}
        for study_id in dict.fromkeys(job.study_id for job in jobs):
            folders |= dict.fromkeys(card_folders(self._reader.study(study_id), self._workspace))
        cards = load_catalogue(*folders).cards
        used = {task: mark for job in jobs for task, mark in job.spec.tasks.items()}
        for task, mark in used.items():
            if task not in cards or fingerprint(cards[task]) != mark:
                raise TaskError(
                    f"The data or the card of task '{task}' has changed since the run was "
                    "queued. Start a new run instead."
                )
        return {task: cards[task].model_dump(mode="json") for task in used}

    def _continued(self, start: JobStart) -> JobStart:
        """Return a job that continues its last checkpoint, or the one that it was forked from."""
        own = self._reader.checkpoint(start.job.job_id)
        found = own or self._reader.fork_point(start.job.job_id)
        file = None if found is None else self._file(found.data)
        is_forked = own is None and found is not None
        return start.model_copy(update={"checkpoint": file, "is_forked": is_forked})

    def _result(self, stage: str) -> bytes:
        data = self._reader.finished_stage(stage)
        if data is None:
            raise StoreError(f"The result of the shared stage '{stage}' is not in the store.")
        return data

    def _file(self, data: bytes) -> str:
        return str(lend(self._spool, f"in-{uuid.uuid4().hex}.safetensors", data))
