"""Joins the store, a worker and whoever listens; the command line and the window share it.

It stands beside the composition root because it needs both ``store`` and ``engine``, which
may not know each other. One thread calls it: events are stored first and handed on after, so
what a listener sees finished is on disk.
"""

import contextlib
import uuid
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from promptstudio.core.commands import Idle, JobStart, Pause, Ready, Refused, Said, Stop, Submit
from promptstudio.core.errors import PromptStudioError, StoreError, TaskError, WorkerError, told
from promptstudio.core.events import Event, RunEnded, Status
from promptstudio.core.ids import new_id
from promptstudio.core.ports import EventSink
from promptstudio.core.spec import Job, StudySpec
from promptstudio.engine.runner import InProcessRunner, ProcessRunner, Runner
from promptstudio.planning import Prepared, card_folders
from promptstudio.store.guarded import GuardedWriter
from promptstudio.store.queries import RunReader
from promptstudio.store.writer import RunWriter
from promptstudio.tasks.cards import fingerprint, load_catalogue

STORE_NAME: Final = "promptstudio.db"
SPOOL_NAME: Final = "spool"
LOG_NAME: Final = "logs/worker.log"
_PUMP_S: Final = 0.2


def make_runner(workspace: Path, *, in_process: bool) -> Runner:
    """Return the worker's home: a process of its own, or the calling thread."""
    spool = workspace / SPOOL_NAME
    return InProcessRunner(spool) if in_process else ProcessRunner(spool, workspace / LOG_NAME)


class Supervisor:
    """Queues jobs, pumps what the worker says into the store and on, and survives its death.

    ``on_failed`` is told a sentence and a report, ``on_state`` the worker's state as a word.
    """

    def __init__(
        self,
        workspace: Path,
        runner: Runner,
        *,
        sinks: Sequence[EventSink] = (),
        on_failed: Callable[[str, str], None] = lambda sentence, report: None,
        on_state: Callable[[str], None] = lambda state: None,
    ) -> None:
        self._workspace = workspace
        self._runner = runner
        self._sinks = sinks
        self._on_failed = on_failed
        self._on_state = on_state
        self._spool = workspace / SPOOL_NAME
        self._open = contextlib.ExitStack()
        self._outstanding: dict[str, JobStart] = {}
        self._is_ready = False

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def open(self) -> None:
        """Open the store, settle what an earlier session left, start the worker.

        Raises
        ------
        StoreError
            If another program writes to the store, or it can not be opened.
        WorkerError
            If the worker can not be started.
        """
        store = self._workspace / STORE_NAME
        with contextlib.ExitStack() as stack:
            self._writer = stack.enter_context(RunWriter(store, self._spool))
            self._guarded = GuardedWriter(self._writer, self._on_store_error)
            self.reader = stack.enter_context(RunReader(store))
            self._writer.sweep_orphans()
            for start in self.reader.pending_jobs():
                self._writer.end_abandoned(
                    start.job.job_id, Status.INTERRUPTED, "PromptStudio ended before it began."
                )
            self._start_worker()
            self._open = stack.pop_all()

    @property
    def store_error(self) -> str | None:
        """Why nothing is stored at present, as a sentence; None while all is well."""
        return self._guarded.error

    @property
    def is_idle(self) -> bool:
        """Tell whether every queued job has ended."""
        return not self._outstanding

    def titles(self) -> dict[str, str]:
        """Return the titles of the jobs that have not ended, by identity."""
        return {start.job.job_id: start.job.title for start in self._outstanding.values()}

    def submit(self, prepared: Prepared) -> None:
        """Write a study's jobs into the store as queued, then hand them to the worker.

        Raises
        ------
        StoreError
            If the store can not be written; after an earlier error it is tried again.
        WorkerError
            If the worker is gone; the jobs are interrupted then.
        """
        self._guarded.recover()
        self._writer.add_study(prepared.study_id, prepared.study, prepared.jobs)
        self._hand_over(self._starts((job.job_id for job in prepared.jobs), prepared.study))

    def resume(self, job_id: str) -> None:
        """Queue a run that ended early again, with the shared stages that it still needs.

        Raises
        ------
        StoreError
            If there is no such run, it is finished, queued or running, or the store can not be
            written.
        TaskError
            If the data of its tasks has changed.
        WorkerError
            If the worker is gone; the run is interrupted again then.
        """
        self._guarded.recover()
        record = self.reader.run(job_id)
        names = (*self.reader.dependencies(record.job_id), record.job_id)
        self._cards_of([self.reader.job(name) for name in names])
        study = self.reader.study(record.study_id)
        self._hand_over(self._starts(self._writer.requeue(record.job_id), study))

    def stop(self, job_ids: Sequence[str], *, keep: bool) -> None:
        """End jobs; with ``keep`` the runs in flight keep their best prompt."""
        self._runner.send(Stop(job_ids=tuple(job_ids), keep=keep))

    def pause(self, job_ids: Sequence[str], *, paused: bool) -> None:
        """Hold jobs between steps, or let them continue."""
        self._runner.send(Pause(job_ids=tuple(job_ids), paused=paused))

    def pump(self, timeout: float) -> None:
        """Take in what the worker said, waiting up to ``timeout`` seconds for it.

        Raises
        ------
        WorkerError
            If the worker ended before it could listen; starting it again would not help.
        """
        said = self._runner.receive(timeout)
        for word in said:
            self._hear(word)
        if not said:
            self._guarded.flush()
        ending = self._runner.exit_text
        if ending is not None:
            self._bury(ending)

    def finish(self) -> None:
        """Pump until every queued job has ended."""
        while not self.is_idle:
            self.pump(_PUMP_S)

    def close(self, timeout: float = 10.0) -> None:
        """End the worker, store its last words, and close the store."""
        with self._open:
            for word in self._runner.close(timeout):
                self._hear(word)
            for job_id in list(self._outstanding):
                self._end(job_id, Status.INTERRUPTED, "PromptStudio was closed.")
            self._guarded.flush()
        self._open = contextlib.ExitStack()

    # -- worker ----------------------------------------------------------------------------

    def _start_worker(self) -> None:
        self._is_ready = False
        self._on_state("starting")
        self._runner.start()

    def _starts(self, job_ids: Iterable[str], study: StudySpec) -> list[JobStart]:
        """Return the queued ones of some jobs, to be run on the terms of a study."""
        terms = {"in_flight": study.in_flight, "sharing": study.sharing}
        queued = [
            job_id
            for job_id in job_ids
            if job_id not in self._outstanding and self.reader.run(job_id).status is Status.QUEUED
        ]
        return [self.reader.start(job_id).model_copy(update=terms) for job_id in queued]

    def _hand_over(self, starts: Sequence[JobStart]) -> None:
        """Send queued jobs; where that can not be done they are interrupted, with the reason."""
        if not starts:
            return
        try:
            self._runner.send(self._command(starts))
        except Exception as error:
            reason = f"It could not be handed to the worker: {told(error)[0]}"
            for start in starts:
                self._end(start.job.job_id, Status.INTERRUPTED, reason)
            raise
        self._outstanding |= {start.job.job_id: start for start in starts}
        self._on_state("busy")

    def _command(self, starts: Sequence[JobStart]) -> Submit:
        """Return jobs with the checkpoints and the finished shared stages that they start from."""
        jobs = [start.job for start in starts]
        sent = {job.job_id for job in jobs} | self._outstanding.keys()
        needed = {job.spec.needs_id for job in jobs} - {None, *sent}
        return Submit(
            request_id=new_id("request"),
            starts=tuple(self._continued(start) for start in starts),
            cards=self._cards_of(jobs),
            results={str(stage): self._file(self._result(str(stage))) for stage in needed},
        )

    def _continued(self, start: JobStart) -> JobStart:
        """Return a job that continues its last checkpoint, where there is one."""
        found = self.reader.checkpoint(start.job.job_id)
        file = None if found is None else self._file(found.data)
        return start.model_copy(update={"checkpoint": file})

    def _cards_of(self, jobs: Sequence[Job]) -> dict[str, dict[str, Any]]:
        """Return the cards of all tasks that jobs read, refusing data that has changed."""
        folders: dict[Path, None] = {}
        for study_id in dict.fromkeys(job.study_id for job in jobs):
            folders |= dict.fromkeys(card_folders(self.reader.study(study_id), self._workspace))
        cards = load_catalogue(*folders).cards
        used = {task: mark for job in jobs for task, mark in job.spec.tasks.items()}
        for task, mark in used.items():
            if task not in cards or fingerprint(cards[task]) != mark:
                raise TaskError(
                    f"The data or the card of task '{task}' has changed since the run was "
                    "queued. Start a new run instead."
                )
        return {task: cards[task].model_dump(mode="json") for task in used}

    def _result(self, stage: str) -> bytes:
        data = self.reader.finished_stage(stage)
        if data is None:
            raise StoreError(f"The result of the shared stage '{stage}' is not in the store.")
        return data

    def _file(self, data: bytes) -> str:
        """Put bytes where the worker can read them; the spool is emptied at the next start."""
        path = self._spool / f"in-{uuid.uuid4().hex}.safetensors"
        try:
            self._spool.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        except OSError as error:
            raise StoreError(
                f"The file '{path}' for the worker can not be written: {error.strerror}. "
                "Free some space or choose another workspace."
            ) from error
        return str(path)

    # -- what is said ----------------------------------------------------------------------

    def _hear(self, said: Said) -> None:
        match said:
            case Ready():
                self._is_ready = True
                self._on_state("busy" if self._outstanding else "ready")
            case Refused():
                self._on_failed(said.reason, said.report)
                for job_id in said.job_ids:
                    self._end(job_id, Status.FAILED, said.reason)
                self._on_state("ready" if self.is_idle else "busy")
            case Idle():
                self._on_state("ready")
            case _:
                self._pass_on(self._guarded(said))

    def _pass_on(self, event: Event) -> None:
        if isinstance(event, RunEnded):
            self._outstanding.pop(event.job_id, None)
        for sink in self._sinks:
            sink(event)

    def _on_store_error(self, sentence: str) -> None:
        """Results can not be kept: say so and end what runs."""
        self._on_failed(sentence, "")
        with contextlib.suppress(WorkerError):
            self.stop(tuple(self._outstanding), keep=False)

    def _bury(self, ending: str) -> None:
        """The worker died: its runs are interrupted; what was only queued goes on anew."""
        was_ready = self._is_ready
        self._runner.close(0.0)
        self._guarded.flush()
        self._on_failed(ending, "")
        if not was_ready or self.store_error is not None:
            for job_id in list(self._outstanding):
                self._end(job_id, Status.INTERRUPTED, ending)
        if not was_ready:
            self._on_state(f"failed: {ending}")
            raise WorkerError(ending)
        queued = [j for j in self._outstanding if self.reader.run(j).status is Status.QUEUED]
        running = [j for j in self._outstanding if j not in queued]
        for job_id in running or queued[:1]:  # a job that kills its worker is not tried for ever
            self._end(job_id, Status.INTERRUPTED, ending)
        for job_id, start in list(self._outstanding.items()):
            if not self._can_begin(start):
                reason = "The shared stage that it needs was interrupted."
                self._end(job_id, Status.INTERRUPTED, reason)
        self._start_worker()
        try:
            self._hand_over(list(self._outstanding.values()))
        except PromptStudioError as error:
            self._on_failed(str(error), "")

    def _can_begin(self, start: JobStart) -> bool:
        """Tell whether the shared stage that a job needs is there, or is still queued."""
        needed = start.job.spec.needs_id
        return (
            needed is None
            or needed in self._outstanding
            or self.reader.finished_stage(needed) is not None
        )

    def _end(self, job_id: str, status: Status, reason: str) -> None:
        """End an attempt on the worker's behalf."""
        event = self._guarded.end(job_id, status, reason)
        self._outstanding.pop(job_id, None)
        if event is not None:
            self._pass_on(event)
