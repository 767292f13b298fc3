"""Runs jobs: admits them when what they need is there, interleaves them on one oracle.

The engine reports and does not store. Every attempt that it takes on ends with exactly one
`RunEnded`, whatever happens.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path

from promptstudio.backbones.oracle import NoRoomError
from promptstudio.backbones.requests import Reply, Request
from promptstudio.core.commands import JobStart, Submit
from promptstudio.core.errors import told
from promptstudio.core.events import Message, RunStarted, Status, StatusChanged
from promptstudio.core.ports import EventSink
from promptstudio.engine.emitter import Emitter
from promptstudio.engine.progress import from_tensors
from promptstudio.engine.resources import Machine, Resources
from promptstudio.engine.session import Session, StopRequestedError
from promptstudio.engine.spool import Spool, read_tensors
from promptstudio.engine.waiting import Waiter, Waiting
from promptstudio.methods.contract import State


@dataclass(slots=True, kw_only=True)
class _Active:
    start: JobStart
    session: Session
    asking: Generator[Request, Reply, None]
    emit: Emitter
    paused: bool = False
    held: Reply | None = None


class Engine:
    """The queue and the jobs in flight. Not thread-safe: one thread calls it."""

    def __init__(self, resources: Resources, sink: EventSink, spool: Spool) -> None:
        self._resources = resources
        self._sink = sink
        self._spool = spool
        self._waiting = Waiting()
        self._active: dict[str, _Active] = {}
        self._results: dict[str, State] = {}
        self._files: dict[str, str] = {}
        self._lost: dict[str, tuple[Status, str]] = {}

    @property
    def is_idle(self) -> bool:
        """Tell whether nothing is queued or in flight."""
        return not self._waiting and not self._active

    def submit(self, command: Submit) -> None:
        """Queue jobs, in order, behind those that wait."""
        self._resources.add_cards(command.cards)
        self._files |= command.results
        for start in command.starts:
            self._lost.pop(start.job.spec.digest, None)
            self._waiting.add(start, Emitter(start.job.job_id, start.attempt, self._sink))

    def stop(self, job_ids: tuple[str, ...], *, keep: bool) -> None:
        """End jobs: runs in flight keep their best prompt if asked to, others are cancelled."""
        for job_id in job_ids:
            active = self._active.get(job_id)
            if active is None:
                if job_id in self._waiting:
                    self._end_waiting(job_id, Status.CANCELLED, "Cancelled before it began.")
            elif keep and active.start.job.spec.kind == "run":
                if active.session.in_stage:
                    self._drop_question(active)
                    active.paused, active.held = False, None
                    self._advance(active, lambda a: a.asking.throw(StopRequestedError()))
            else:
                self._end(active, Status.CANCELLED, "Cancelled.")
        self._drop_needless_stages()

    def pause(self, job_ids: tuple[str, ...], *, paused: bool) -> None:
        """Hold jobs in flight between two answers and jobs in the queue, or let them go on.

        A job in flight that is held makes room for another one; when it goes on, there may be
        one more in flight than wanted for a while.
        """
        for job_id in job_ids:
            if job_id in self._waiting:
                self._waiting.hold(job_id, held=paused)
            active = self._active.get(job_id)
            if active is None or active.paused == paused:
                continue
            active.paused = paused
            active.emit(StatusChanged, status=Status.PAUSED if paused else Status.RUNNING)
            if not paused and active.held is not None:
                reply, active.held = active.held, None
                self._receive(active, reply)

    def reorder(self, job_ids: tuple[str, ...]) -> None:
        """Put these jobs of the queue first, in this order, each behind what it needs."""
        self._waiting.reorder(job_ids)

    def work(self, interrupted: Callable[[], bool] = lambda: False) -> bool:
        """Do one round: admit, let the oracle answer, move jobs on. False if there was nothing.

        ``interrupted`` is looked at between micro-batches.
        """
        self._admit()
        machine = self._resources.machine
        if machine is None or not self._active:
            return False
        if machine.oracle.pending == 0:
            return False
        try:
            answered = machine.oracle.work(interrupted)
        except NoRoomError as error:
            self._fail(self._active[error.ticket.owner], error)
            return True
        except Exception as error:  # noqa: BLE001 - a bug or a device fault: report it, live on
            for active in list(self._active.values()):
                self._fail(active, error)
            return True
        for ticket, reply in answered:
            if ticket.owner in self._active:
                self._receive(self._active[ticket.owner], reply)
        return True

    def interrupt(self) -> None:
        """Leave everything in flight interrupted; it continues from its last checkpoint."""
        for active in list(self._active.values()):
            self._end(active, Status.INTERRUPTED, "The worker was shut down.")
        self._waiting.clear()

    # -- admission -------------------------------------------------------------------------

    def _admit(self) -> None:
        self._end_stranded()
        while (start := self._next()) is not None:
            self._begin(self._waiting.take(start.job.job_id))
            self._end_stranded()
        while not self._active and (stranded := self._waiting.stranded(self._done())):
            for job_id in stranded:
                self._end_waiting(job_id, Status.FAILED, "The shared stage it needs is not there.")
            self._end_stranded()

    def _end_stranded(self) -> None:
        """End the jobs whose shared stage ended without a result, with its reason."""
        for start in self._waiting:
            if start.job.spec.needs in self._lost:
                status, reason = self._lost[start.job.spec.needs]
                self._end_waiting(start.job.job_id, status, reason)

    def _next(self) -> JobStart | None:
        """Return the oldest job that has what it needs, if it may begin now."""
        for start in self._waiting.ready(self._done()):
            if not self._active or self._resources.has(start.job.spec):
                return start if self._may_join(start) else None
        return None

    def _done(self) -> set[str]:
        """Return the shared stages whose result is there."""
        return {*self._results, *self._files}

    def _may_join(self, start: JobStart) -> bool:
        """Tell whether a job's terms and those of the jobs in flight let it begin beside them."""
        if any(other.start.sharing != start.sharing for other in self._active.values()):
            return False
        active = [other.start for other in self._active.values() if not other.paused]
        machine = self._resources.machine
        if not active or machine is None:
            return True
        if machine.oracle.mode == "in_turn":
            return False
        return len(active) < min(s.in_flight for s in (start, *active))

    def _begin(self, waiter: Waiter) -> None:
        start, emit = waiter.start, waiter.emit
        try:
            machine = self._resources.use(
                start.job.spec,
                sharing=start.sharing,
                may_change=not self._active,
                tell=lambda text: emit(Message, level="info", text=text),
            )
            session = self._session(start, emit, machine)
        except Exception as error:  # noqa: BLE001 - else one bad start ends the worker and its queue
            reason, report = told(error)
            self._record_loss(start, Status.FAILED, reason)
            emit.end(Status.FAILED, reason=reason, report=report)
            return
        active = _Active(start=start, session=session, asking=session.run(), emit=emit)
        self._active[start.job.job_id] = active
        progress = session.progress
        emit(
            RunStarted,
            device=str(machine.backbone.device),
            backbone=machine.backbone.name,
            backbone_sha256=machine.backbone.sha256,
            sharing=machine.oracle.mode,
            versions=self._resources.versions,
            resumed_at=(progress.stage, progress.step) if progress else None,
        )
        self._advance(active, lambda a: next(a.asking))

    def _session(self, start: JobStart, emit: Emitter, machine: Machine) -> Session:
        spec = start.job.spec
        info, config, method = self._resources.method(spec)
        return Session(
            info=info,
            config=config,
            method=method,
            spec=spec,
            backbone=machine.backbone,
            tasks=self._resources.tasks(spec, machine.backbone),
            emit=emit,
            spool=self._spool,
            state=self._upstream(spec.needs_id),
            progress=from_tensors(*read_tensors(Path(start.checkpoint)))
            if start.checkpoint
            else None,
            is_forked=start.is_forked,
        )

    def _upstream(self, stage_id: str | None) -> State:
        if stage_id is None:
            return {}
        if stage_id not in self._results:
            self._results[stage_id] = from_tensors(*read_tensors(Path(self._files[stage_id]))).state
        return self._results[stage_id]

    # -- moving on -------------------------------------------------------------------------

    def _receive(self, active: _Active, reply: Reply) -> None:
        if active.paused:
            active.held = reply
        else:
            self._advance(active, lambda a: a.asking.send(reply))

    def _advance(self, active: _Active, move: Callable[[_Active], Request]) -> None:
        """Move a session to its next question, or to its end."""
        job = active.start.job
        try:
            request = move(active)
            machine = self._resources.machine
            if machine is not None:
                machine.oracle.submit(request, job.job_id)
        except StopIteration:
            if job.spec.kind == "stage":
                self._results[job.job_id] = active.session.state
            reason = "Stopped early; the best prompt was kept." if active.session.stopped else ""
            self._end(active, Status.FINISHED, reason)
        except Exception as error:  # noqa: BLE001 - the one place where a bug ends a run, not the program
            self._fail(active, error)

    def _fail(self, active: _Active, error: Exception) -> None:
        reason, report = told(error)
        self._end(active, Status.FAILED, reason, report)

    def _end(self, active: _Active, status: Status, reason: str, report: str = "") -> None:
        start, session = active.start, active.session
        del self._active[start.job.job_id]
        self._drop_question(active)
        active.asking.close()
        if status is not Status.FINISHED:
            self._record_loss(start, status, reason)
        active.emit.end(
            status, reason=reason, report=report, rows=session.rows, seconds=session.seconds
        )

    def _end_waiting(self, job_id: str, status: Status, reason: str) -> None:
        waiter = self._waiting.take(job_id)
        self._record_loss(waiter.start, status, reason)
        waiter.emit.end(status, reason=reason)

    def _record_loss(self, start: JobStart, status: Status, reason: str) -> None:
        """Remember a shared stage that ended without a result, for the jobs that need it."""
        if start.job.spec.kind == "stage":
            text = f"The shared stage '{start.job.title}' ended as {status}: {reason}"
            self._lost[start.job.spec.digest] = (status, text)

    def _drop_question(self, active: _Active) -> None:
        machine = self._resources.machine
        if machine is not None:
            machine.oracle.cancel(active.start.job.job_id)

    def _drop_needless_stages(self) -> None:
        """Cancel shared stages that no job needs any more."""
        starts = [*self._waiting, *(a.start for a in self._active.values())]
        needed = {start.job.spec.needs for start in starts}
        for start in reversed(starts):
            job = start.job
            if job.spec.kind == "stage" and job.spec.digest not in needed:
                self.stop((job.job_id,), keep=False)
                return
