"""Joins the store, a worker and whoever listens; the command line and the window share it.

It stands beside the composition root because it needs both ``store`` and ``engine``, which
may not know each other. One thread calls it: events are stored first and handed on after, so
what a listener sees finished is on disk.
"""

import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from promptstudio.core.commands import Idle, JobStart, Pause, Ready, Refused, Reorder, Said, Stop
from promptstudio.core.errors import PromptStudioError, StoreLockedError, WorkerError, told
from promptstudio.core.events import Event, RunEnded, Status
from promptstudio.core.marks import MarkChange
from promptstudio.core.phrases import Phrase, joined
from promptstudio.core.ports import EventSink
from promptstudio.core.preferences import preferred
from promptstudio.core.questions import Finding, NeighboursFound, Question, Tried, Verified
from promptstudio.core.spec import StudySpec
from promptstudio.engine.runner import InProcessRunner, ProcessRunner, Runner
from promptstudio.forking import prepare_fork
from promptstudio.handover import Handover
from promptstudio.planning import Prepared
from promptstudio.store.guarded import GuardedWriter
from promptstudio.store.prompt_library import PromptShelf
from promptstudio.store.queries import RunReader
from promptstudio.store.writer import RunWriter

STORE_NAME: Final = "promptstudio.db"
SPOOL_NAME: Final = "spool"
LOG_NAME: Final = "logs/worker.log"
_PUMP_S: Final = 0.2


def make_runner(
    workspace: Path, *, in_process: bool, environment: Mapping[str, str] | None = None
) -> Runner:
    """Return the worker's home: a process of its own, or the calling thread.

    ``environment`` holds variables that the worker's process gets besides this one's.
    """
    spool = workspace / SPOOL_NAME
    if in_process:
        return InProcessRunner(spool)
    return ProcessRunner(spool, workspace / LOG_NAME, environment or {})


class Supervisor:
    """Queues jobs, pumps what the worker says into the store and on, and survives its death.

    ``on_failed`` is told a sentence and a report, ``on_state`` the worker's state as a word,
    ``on_ready`` what each worker says of itself when it begins to listen,
    ``on_answered`` what comes of a question, ``on_changed`` the jobs whose stored rows changed
    in another way than by events. ``shelf`` keeps prompts that are no run's.
    """

    def __init__(
        self,
        workspace: Path,
        runner: Runner,
        *,
        sinks: Sequence[EventSink] = (),
        on_failed: Callable[[str, str], None] = lambda sentence, report: None,
        on_state: Callable[[str], None] = lambda state: None,
        on_ready: Callable[[Ready], None] = lambda ready: None,
        on_answered: Callable[[Finding | Refused], None] = lambda answer: None,
        on_changed: Callable[[list[str]], None] = lambda job_ids: None,
    ) -> None:
        self._workspace = workspace
        self._runner = runner
        self._sinks = sinks
        self._on_failed = on_failed
        self._on_state = on_state
        self._on_ready = on_ready
        self._on_answered = on_answered
        self._on_changed = on_changed
        self._spool = workspace / SPOOL_NAME
        self._open = contextlib.ExitStack()
        self._outstanding: dict[str, JobStart] = {}
        self._asked: set[str] = set()
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
        StoreLockedError
            If another program writes to the store; the state is ``locked`` then.
        StoreError
            If the store can not be opened.
        WorkerError
            If the worker can not be started.
        """
        store = self._workspace / STORE_NAME
        with contextlib.ExitStack() as stack:
            try:
                kept = preferred(self._workspace).work.checkpoints
                writer = RunWriter(store, self._spool, checkpoints=kept)
                self._writer = stack.enter_context(writer)
            except StoreLockedError:
                self._on_state(Phrase("locked"))
                raise
            self._guarded = GuardedWriter(self._writer, self._on_store_error)
            self.shelf = PromptShelf(self._writer)
            self.reader = stack.enter_context(RunReader(store))
            self._handover = Handover(self.reader, self._workspace, self._spool)
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
        self._begin((job.job_id for job in prepared.jobs), prepared.study)

    def resume(self, job_id: str, *, afresh: bool = False) -> None:
        """Queue a run that ended early again, with the shared stages that it still needs.

        They continue from their last checkpoints; with ``afresh`` they begin anew.

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
        self._handover.cards_of([self.reader.job(name) for name in names])
        study = self.reader.study(record.study_id)
        queued = self._writer.requeue(record.job_id, afresh=afresh)
        self._on_changed(list(queued))
        self._begin(queued, study)

    def fork(self, job_id: str, changes: Mapping[str, object], *, study_id: str) -> None:
        """Queue a run that begins at another one's last checkpoint, with changed settings.

        Raises
        ------
        ConfigError
            If the changes are not valid, or shape a shared stage that the run is past.
        StoreError
            If there is no such run or no checkpoint of it, or the store can not be written.
        TaskError
            If its data or its model has changed.
        WorkerError
            If the worker is gone; the new run is interrupted then.
        """
        self._guarded.recover()
        fork = prepare_fork(self.reader, job_id, changes, self._workspace, study_id=study_id)
        self._writer.add_fork(study_id, fork.study, fork.jobs, fork.point)
        self._begin((job.job_id for job in fork.jobs), fork.study)

    def stop(self, job_ids: Sequence[str], *, keep: bool) -> None:
        """End jobs; with ``keep`` the runs in flight keep their best prompt."""
        self._runner.send(Stop(job_ids=tuple(job_ids), keep=keep))

    def pause(self, job_ids: Sequence[str], *, paused: bool) -> None:
        """Hold jobs between steps or before they begin, or let them continue."""
        self._runner.send(Pause(job_ids=tuple(job_ids), paused=paused))

    def reorder(self, job_ids: Sequence[str]) -> None:
        """Put these jobs of the queue first, in this order, each behind what it needs.

        Raises
        ------
        StoreError
            If the store can not be written.
        WorkerError
            If the worker is gone.
        """
        self._guarded.recover()
        order = self._writer.reorder(job_ids)
        begun = [job_id for job_id in self._outstanding if job_id not in set(order)]
        places = (*begun, *(job_id for job_id in order if job_id in self._outstanding))
        self._outstanding = {job_id: self._outstanding[job_id] for job_id in places}
        self._runner.send(Reorder(job_ids=order))
        self._on_changed(list(order))

    def mark(self, job_ids: Sequence[str], change: MarkChange) -> None:
        """Change the marks of some runs.

        Raises
        ------
        StoreError
            If one of the runs is not in the store, or it can not be written.
        """
        self._writer.mark(job_ids, change)
        self._on_changed(list(job_ids))

    def ask(self, question: Question) -> None:
        """Put a question to the worker; what can not be answered is answered as refused."""
        self._asked.add(question.request_id)
        try:
            self._runner.send(question)
        except WorkerError as error:
            self._answer(Refused(request_id=question.request_id, reason=str(error)))

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
            self._leave_unanswered("PromptStudio was closed.")
            self._guarded.flush()
        self._open = contextlib.ExitStack()

    # -- worker ----------------------------------------------------------------------------

    def _start_worker(self) -> None:
        self._is_ready = False
        self._on_state(Phrase("starting"))
        self._runner.start()

    def _begin(self, job_ids: Iterable[str], study: StudySpec) -> None:
        """Hand over the queued ones of some jobs on the terms of a study."""
        self._hand_over(self._handover.starts(job_ids, study, self._outstanding))

    def _hand_over(self, starts: Sequence[JobStart]) -> None:
        """Send queued jobs; where that can not be done they are interrupted, with the reason."""
        if not starts:
            return
        try:
            self._runner.send(self._handover.submit(starts, self._outstanding))
        except Exception as error:
            reason = f"It could not be handed to the worker: {told(error)[0]}"
            for start in starts:
                self._end(start.job.job_id, Status.INTERRUPTED, reason)
            raise
        self._outstanding |= {start.job.job_id: start for start in starts}
        self._on_state(Phrase("busy"))

    # -- what is said ----------------------------------------------------------------------

    def _hear(self, said: Said) -> None:
        match said:
            case Ready():
                self._is_ready = True
                self._on_ready(said)
                self._on_state(Phrase("busy") if self._outstanding else Phrase("ready"))
            case Tried() | NeighboursFound() | Verified():
                self._answer(said)
            case Refused() if said.request_id in self._asked:
                self._answer(said)
            case Refused():
                self._on_failed(said.reason, said.report)
                for job_id in said.job_ids:
                    self._end(job_id, Status.FAILED, said.reason)
                self._on_state(Phrase("ready") if self.is_idle else Phrase("busy"))
            case Idle():
                self._on_state(Phrase("ready"))
            case _:
                self._pass_on(self._guarded(said))

    def _answer(self, said: Finding | Refused) -> None:
        self._asked.discard(said.request_id)
        self._on_answered(said)
        if isinstance(said, Refused) and said.report:
            self._on_failed(said.reason, said.report)

    def _leave_unanswered(self, reason: str) -> None:
        """Refuse the questions that the worker took with it."""
        for request_id in list(self._asked):
            self._answer(Refused(request_id=request_id, reason=reason))

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
        self._leave_unanswered(ending)
        if not was_ready or self.store_error is not None:
            for job_id in list(self._outstanding):
                self._end(job_id, Status.INTERRUPTED, ending)
        if not was_ready:
            self._on_state(joined(": ", (Phrase("failed"), ending)))
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
