"""A writer that outlives an error of its store, and claims nothing that is not on disk."""

from collections.abc import Callable
from typing import Any

from promptstudio.core.errors import StoreError
from promptstudio.core.events import Event, RunEnded, Status
from promptstudio.store.writer import RunWriter


class GuardedWriter:
    """Takes events to a writer until the store fails, and again once it works.

    ``on_error`` is told the first error. From then on no event is taken, and the jobs whose
    events were not are lost: listeners hear of their end that they were interrupted, and
    `recover` ends them in the store as well.
    """

    def __init__(self, writer: RunWriter, on_error: Callable[[str], None]) -> None:
        self._writer = writer
        self._on_error = on_error
        self._lost: dict[str, str] = {}
        self._ended: set[str] = set()
        self.error: str | None = None

    def __call__(self, event: Event) -> Event:
        """Store an event, and return what may be told of it."""
        job_id = event.job_id
        if job_id not in self._lost and self._is_done(lambda: self._writer(event)):
            return event
        reason = self._lost.setdefault(job_id, self.error or "")
        if not isinstance(event, RunEnded):
            return event
        self._ended.add(job_id)
        return event.model_copy(update={"status": Status.INTERRUPTED, "reason": reason})

    def flush(self) -> None:
        """Write what is pending."""
        self._is_done(self._writer.flush)

    def end(self, job_id: str, status: Status, reason: str) -> Event | None:
        """End an attempt on the worker's behalf; None if it had ended before."""
        event = self._writer.end_of(job_id, status, reason)
        return None if event is None else self(event)

    def recover(self) -> None:
        """After an error, write what is pending and end the lost jobs. Call it before new work.

        Raises
        ------
        StoreError
            If the store still fails, or the worker has not ended all lost jobs yet.
        """
        if self.error is None:
            return
        if self._lost.keys() - self._ended:
            raise StoreError(
                "Nothing was queued: runs whose results could not be stored are still ending. "
                "Try again in a moment."
            )
        try:
            self._writer.flush()
            for job_id, reason in self._lost.items():
                self._writer.end_abandoned(job_id, Status.INTERRUPTED, reason)
        except StoreError as error:
            raise StoreError(f"Nothing was queued, as it could not be stored. {error}") from error
        self.error = None
        self._lost.clear()
        self._ended.clear()

    def _is_done(self, write: Callable[[], Any]) -> bool:
        """Write, unless the store failed before; the first failure is told."""
        if self.error is not None:
            return False
        try:
            write()
        except StoreError as error:
            self.error = str(error)
            self._on_error(self.error)
            return False
        return True
