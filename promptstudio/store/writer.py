"""The one writer: the only place that sets a status, and the sink that events go to first."""

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from promptstudio.core.errors import StoreError
from promptstudio.core.events import Event, Message, RunEnded, StageStarted, Status, StepDone
from promptstudio.core.marks import MarkChange
from promptstudio.core.ports import Clock
from promptstudio.core.spec import Job, StudySpec
from promptstudio.store.database import open_writer, writer_lock
from promptstudio.store.failures import told_as_store_error
from promptstudio.store.forking import ForkPoint, drop_old_checkpoints, insert_fork
from promptstudio.store.marking import change_marks
from promptstudio.store.recording import record
from promptstudio.store.registering import (
    insert_job,
    insert_study,
    link_jobs,
    next_position,
    reorder_queue,
)
from promptstudio.store.spool import Taken, sweep, take
from promptstudio.store.sqlite import Database

_MOST_EVENTS: Final = 256
_LONGEST_WAIT: Final = 0.25
_CAN_WAIT: Final = (StepDone, StageStarted, Message)


@dataclass(frozen=True, slots=True)
class _Attempt:
    """Where the current attempt of a job stands."""

    number: int
    next_seq: int
    status: Status


class RunWriter:
    """Writes studies, jobs and events to the store. Enter it in the thread that uses it.

    ``spool`` is the folder from which the blobs of events are taken in. Events are gathered
    and written at 256 of them, after 0.25 s, and at once where something was evaluated,
    saved, or changed its status; call `flush` when nothing arrives for a while.

    An event that was taken stays with the writer if the disk refuses it: `flush` tries again,
    and the event must not be sent a second time.

    ``checkpoints`` is how many finished runs, the newest first, keep their last checkpoint.
    """

    def __init__(
        self,
        path: Path,
        spool: Path,
        *,
        clock: Clock = time.monotonic,
        checkpoints: int = 0,
    ) -> None:
        self._path = path
        self._spool = spool
        self._clock = clock
        self._checkpoints = checkpoints
        self._open = ExitStack()
        self._pending: list[Taken] = []
        self._since = 0.0
        self._attempts: dict[str, _Attempt] = {}

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            stack.enter_context(writer_lock(self._path))
            self._db: Database = stack.enter_context(open_writer(self._path))
            self._open = stack.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Write what is pending and give the store back."""
        with self._open:
            self.flush()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Write what is pending, then let the statements of the block be one transaction.

        Raises
        ------
        StoreError
            If the store can not be written.
        """
        self._check_place()
        self.flush()
        with told_as_store_error(self._path), self._db.atomic():
            yield self._db.conn

    # -- jobs ------------------------------------------------------------------------------

    def add_study(self, study_id: str, study: StudySpec, jobs: Sequence[Job]) -> None:
        """Write a study and its jobs as queued, in their order.

        A shared stage that the store has already is not written again: a finished one stays
        finished, a waiting one keeps its place, and one that ended without a result is queued
        for another attempt.
        """
        with self.transaction() as connection:
            self._insert(connection, study_id, study, jobs)

    def add_fork(
        self, study_id: str, study: StudySpec, jobs: Sequence[Job], point: ForkPoint
    ) -> None:
        """Write a study whose last job begins at a checkpoint of another run, as queued."""
        with self.transaction() as connection:
            self._insert(connection, study_id, study, jobs)
            insert_fork(connection, jobs[-1].job_id, point)

    def _insert(
        self, connection: sqlite3.Connection, study_id: str, study: StudySpec, jobs: Sequence[Job]
    ) -> None:
        insert_study(connection, study_id, study)
        for job in jobs:
            if self._find(job.job_id) is None:
                insert_job(connection, job)
            else:
                self._queue_again(job.job_id)
        link_jobs(connection, study_id, jobs)

    def mark(self, job_ids: Sequence[str], change: MarkChange) -> None:
        """Change the marks of some runs, of all or of none.

        Raises
        ------
        StoreError
            If one of the runs is not in the store, or it can not be written.
        """
        with self.transaction() as connection:
            change_marks(connection, job_ids, change)

    def reorder(self, job_ids: Sequence[str]) -> tuple[str, ...]:
        """Put these jobs of the queue first, in this order, each behind what it needs.

        Jobs that have begun or are unknown are left out. Returns the whole queue.
        """
        with self.transaction() as connection:
            return reorder_queue(connection, job_ids)

    def requeue(self, job_id: str, *, afresh: bool = False) -> tuple[str, ...]:
        """Queue a job that ended without finishing, and the shared stages that it lacks.

        They continue from their last checkpoints; with ``afresh`` these are deleted first.
        Returns the identities of the jobs queued, in the order in which they have to run.

        Raises
        ------
        StoreError
            If the job is unknown, waits or runs already, or is finished.
        """
        self.flush()
        self._attempts.pop(job_id, None)
        attempt = self._attempt(job_id)
        if not attempt.status.is_final or attempt.status is Status.FINISHED:
            raise StoreError(f"The job '{job_id}' is {attempt.status}; there is nothing to resume.")
        with self.transaction() as connection:
            queued = self._queue_again(job_id)
            if afresh:
                connection.executemany(
                    "DELETE FROM checkpoint WHERE job_id = ?", [(name,) for name in queued]
                )
            return queued

    def sweep_orphans(self) -> tuple[str, ...]:
        """Mark as interrupted what still counts as running. Call it once, at start-up.

        Being the one writer means that nothing is at work, so leftovers of the spool folder
        go too. Returns the identities of the jobs.
        """
        self.flush()
        with told_as_store_error(self._path):
            orphans = self._db.execute(
                "SELECT job_id FROM run WHERE status IN ('running', 'paused') ORDER BY position"
            ).fetchall()
        for (job_id,) in orphans:
            self.end_abandoned(job_id, Status.INTERRUPTED, "PromptStudio ended before the run did.")
        sweep(self._spool)
        return tuple(job_id for (job_id,) in orphans)

    def end_abandoned(self, job_id: str, status: Status, reason: str) -> RunEnded | None:
        """End the attempt of a job whose worker can not do it any more.

        Returns the event that was written, for those who watch; None if it had ended before.
        """
        event = self.end_of(job_id, status, reason)
        if event is not None:
            self(event)
        return event

    def end_of(self, job_id: str, status: Status, reason: str) -> RunEnded | None:
        """Return the event that would end the attempt of a job now; None if it has ended."""
        attempt = self._attempt(job_id)
        if attempt.status.is_final:
            return None
        return RunEnded(
            job_id=job_id,
            attempt=attempt.number,
            seq=attempt.next_seq,
            time=time.time(),
            status=status,
            reason=reason,
        )

    def _queue_again(self, job_id: str) -> tuple[str, ...]:
        """Queue an ended job as its next attempt, after the stages that it needs."""
        attempt = self._attempt(job_id)
        (needs,) = self._db.execute("SELECT needs FROM run WHERE job_id = ?", (job_id,)).fetchone()
        if attempt.status is Status.FINISHED:
            return ()
        first = self._queue_again(needs) if needs else ()
        if not attempt.status.is_final:
            return first
        self._db.execute(
            "UPDATE run SET status = 'queued', attempt = attempt + 1, next_seq = 0, position = ?, "
            "started = NULL, ended = NULL, reason = '', report = '' WHERE job_id = ?",
            (next_position(self._db.conn), job_id),
        )
        self._attempts.pop(job_id, None)
        return (*first, job_id)

    # -- events ----------------------------------------------------------------------------

    def __call__(self, event: Event) -> None:
        """Take in the next event of a job's attempt.

        Raises
        ------
        StoreError
            If the event is out of order or its blob is not sound (it is then not taken), or
            if the store can not be written (it is then pending).
        """
        self._check_order(event)
        taken = take(self._spool, event)
        if not self._pending:
            self._since = self._clock()
        self._pending.append(taken)
        self._advance(event)
        is_late = self._clock() - self._since >= _LONGEST_WAIT
        if not isinstance(event, _CAN_WAIT) or len(self._pending) >= _MOST_EVENTS or is_late:
            self.flush()

    def flush(self) -> None:
        """Write what is pending, blobs and metrics in one transaction, then empty the spool.

        Raises
        ------
        StoreError
            If the store can not be written; everything stays pending and in the spool.
        """
        if not self._pending:
            return
        self._check_place()
        with told_as_store_error(self._path), self._db.atomic():
            for taken in self._pending:
                record(self._db.conn, taken)
            if any(isinstance(taken.event, RunEnded) for taken in self._pending):
                drop_old_checkpoints(self._db.conn, self._checkpoints)
            self._db.conn.executemany(
                "UPDATE run SET next_seq = ? WHERE job_id = ?",
                [
                    (self._attempts[job_id].next_seq, job_id)
                    for job_id in {taken.event.job_id for taken in self._pending}
                ],
            )
        done, self._pending = self._pending, []
        for taken in done:
            if taken.path is not None:
                taken.path.unlink(missing_ok=True)

    def _check_place(self) -> None:
        """Refuse to write to a file that nobody will find: the system keeps it while it is open."""
        if not self._path.exists():
            raise StoreError(
                f"The store '{self._path}' was moved or deleted while it was open. Put it back, "
                "or start PromptStudio again."
            )

    def _check_order(self, event: Event) -> None:
        attempt = self._attempt(event.job_id)
        where = f"The job '{event.job_id}' sent event {event.seq} of attempt {event.attempt}"
        if event.attempt != attempt.number:
            raise StoreError(f"{where} during attempt {attempt.number}. Please report this bug.")
        if attempt.status.is_final:
            raise StoreError(f"{where} after its end. Please report this bug.")
        if event.seq != attempt.next_seq:
            raise StoreError(
                f"{where} where event {attempt.next_seq} was due. Please report this bug."
            )
        if isinstance(event, RunEnded) and not event.status.is_final:
            raise StoreError(f"{where}, an end as '{event.status}'. Please report this bug.")

    def _advance(self, event: Event) -> None:
        attempt = self._attempts[event.job_id]
        status = event.status if isinstance(event, RunEnded) else attempt.status
        self._attempts[event.job_id] = replace(attempt, next_seq=event.seq + 1, status=status)

    def _attempt(self, job_id: str) -> _Attempt:
        if job_id not in self._attempts:
            found = self._find(job_id)
            if found is None:
                raise StoreError(f"There is no job '{job_id}' in the store '{self._path}'.")
            self._attempts[job_id] = found
        return self._attempts[job_id]

    def _find(self, job_id: str) -> _Attempt | None:
        row = self._db.execute(
            "SELECT attempt, next_seq, status FROM run WHERE job_id = ?", (job_id,)
        ).fetchone()
        return None if row is None else _Attempt(row[0], row[1], Status(row[2]))
