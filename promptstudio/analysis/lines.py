"""Which colour and dash a job's curve gets, so that all charts and tables agree."""

from collections.abc import Iterable
from typing import NamedTuple


class Line(NamedTuple):
    """Colour number (method and target) and dash number (seed) of a curve."""

    group: int
    seed: int


class LineBook:
    """Hands out lines: jobs that differ in their seed alone share a colour.

    Numbers are given in order of appearance and never change.
    """

    def __init__(self) -> None:
        self._groups: dict[tuple[str, str | None], int] = {}
        self._seeds: dict[int, int] = {}
        self._lines: dict[str, Line] = {}

    def add(self, job_id: str, label: str, target: str | None, seed: int) -> Line:
        """Return the line of a job, the same each time."""
        if job_id not in self._lines:
            group = self._groups.setdefault((label, target), len(self._groups))
            number = self._seeds.setdefault(seed, len(self._seeds))
            self._lines[job_id] = Line(group, number)
        return self._lines[job_id]

    def line(self, job_id: str) -> Line | None:
        """Return the line of a known job."""
        return self._lines.get(job_id)

    def legend(self, job_ids: Iterable[str]) -> list[tuple[int, str, str | None]]:
        """Return (colour number, label, target) of the groups that some jobs belong to."""
        used = {line.group for job in job_ids if (line := self._lines.get(job))}
        return [(n, label, target) for (label, target), n in self._groups.items() if n in used]
