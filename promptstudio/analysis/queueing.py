"""The jobs of a queue in the order in which a person looks at them, and moves among them."""

from collections.abc import Collection, Iterable, Sequence
from typing import Protocol, TypeVar

from promptstudio.core.events import Status


class Queued(Protocol):
    """What is needed of a job."""

    @property
    def status(self) -> Status:
        """Its state."""
        ...

    @property
    def position(self) -> int:
        """Its place in the queue."""
        ...


J = TypeVar("J", bound=Queued)


def in_view(jobs: Iterable[J]) -> list[J]:
    """Return what is at work, then what waits in its order, then what has ended."""
    return sorted(jobs, key=lambda job: (_rank(job.status), job.position))


def worth_drawing(jobs: Iterable[J]) -> list[J]:
    """Return the jobs that have begun: those at work first, then the others, the last first."""
    begun = [job for job in in_view(jobs) if job.status is not Status.QUEUED]
    ended = [job for job in begun if job.status.is_final]
    return [job for job in begun if not job.status.is_final] + ended[::-1]


def moved(order: Sequence[str], chosen: Collection[str], before: str | None) -> tuple[str, ...]:
    """Return an order in which the chosen ones stand together before another one.

    They keep their order among themselves. ``before`` of None means the end; one that is chosen
    itself stands for the next that is not.
    """
    if before in chosen:
        rest = order[order.index(str(before)) :]
        before = next((name for name in rest if name not in chosen), None)
    block = [name for name in order if name in chosen]
    others = [name for name in order if name not in chosen]
    at = others.index(before) if before in others else len(others)
    return (*others[:at], *block, *others[at:])


def shifted(order: Sequence[str], chosen: Collection[str], by: int) -> tuple[str, ...]:
    """Return an order in which the chosen ones stand one place earlier (-1) or later (1)."""
    names = list(order)
    places = range(len(names)) if by < 0 else range(len(names) - 1, -1, -1)
    for at in places:
        other = at + by
        if names[at] in chosen and 0 <= other < len(names) and names[other] not in chosen:
            names[at], names[other] = names[other], names[at]
    return tuple(names)


def _rank(status: Status) -> int:
    if status.is_final:
        return 2
    return 1 if status is Status.QUEUED else 0
