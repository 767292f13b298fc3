"""The jobs that have not begun, in the order in which they shall."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from promptstudio.core.commands import JobStart
from promptstudio.core.events import Status, StatusChanged
from promptstudio.core.ordering import in_order
from promptstudio.engine.emitter import Emitter


@dataclass(slots=True)
class Waiter:
    """A job in the queue; one that is held does not begin."""

    start: JobStart
    emit: Emitter
    is_held: bool = False


class Waiting:
    """A queue whose order may change and whose jobs may be held."""

    def __init__(self) -> None:
        self._jobs: dict[str, Waiter] = {}

    def __len__(self) -> int:
        return len(self._jobs)

    def __contains__(self, job_id: object) -> bool:
        return job_id in self._jobs

    def __iter__(self) -> Iterator[JobStart]:
        return iter([waiter.start for waiter in self._jobs.values()])

    def add(self, start: JobStart, emit: Emitter) -> None:
        """Put a job behind the others, unless it waits already."""
        self._jobs.setdefault(start.job.job_id, Waiter(start, emit))

    def take(self, job_id: str) -> Waiter:
        """Take a job out."""
        return self._jobs.pop(job_id)

    def clear(self) -> None:
        """Forget all jobs."""
        self._jobs.clear()

    def hold(self, job_id: str, *, held: bool) -> None:
        """Keep a job from beginning, or let it begin again, and report the change."""
        waiter = self._jobs[job_id]
        if waiter.is_held != held:
            waiter.is_held = held
            waiter.emit(StatusChanged, status=Status.PAUSED if held else Status.QUEUED)

    def reorder(self, job_ids: Sequence[str]) -> None:
        """Put these jobs first, in this order, each behind what it needs."""
        needs = {name: waiter.start.job.spec.needs_id for name, waiter in self._jobs.items()}
        self._jobs = {name: self._jobs[name] for name in in_order(job_ids, needs)}

    def ready(self, results: Collection[str]) -> Iterator[JobStart]:
        """Yield the jobs that may begin, the first one first; ``results`` are stages done."""
        for waiter in self._jobs.values():
            if not waiter.is_held and waiter.start.job.spec.needs_id in {None, *results}:
                yield waiter.start

    def stranded(self, results: Collection[str]) -> list[str]:
        """Return the jobs whose shared stage is neither done nor in the queue."""
        known = {None, *results, *self._jobs}
        return [s.job.job_id for s in self if s.job.spec.needs_id not in known]
