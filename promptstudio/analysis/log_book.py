"""The lines of all jobs' logs, searched by level, words and job."""

from collections import deque
from collections.abc import Iterable
from typing import Final, Literal, NamedTuple

Level = Literal["info", "warning", "error"]
LEVELS: Final[tuple[Level, ...]] = ("info", "warning", "error")

MOST_LINES: Final = 5_000


class LogLine(NamedTuple):
    """One line; ``job_id`` is empty where it is of no job."""

    time: float
    level: Level
    job_id: str
    text: str


class LogFilter(NamedTuple):
    """Which lines are wanted: of at least a level, with every word, of some jobs (None: all)."""

    least: Level = "info"
    words: str = ""
    job_ids: frozenset[str] | None = None

    def lets_through(self, line: LogLine) -> bool:
        """Tell whether a line is wanted."""
        if LEVELS.index(line.level) < LEVELS.index(self.least):
            return False
        if self.job_ids is not None and line.job_id and line.job_id not in self.job_ids:
            return False
        text = line.text.lower()
        return all(word in text for word in self.words.lower().split())


class LogBook:
    """The newest lines, and of which jobs the stored lines are in."""

    def __init__(self, most: int = MOST_LINES) -> None:
        self._lines: deque[LogLine] = deque(maxlen=most)
        self._known: set[str] = set()

    def add(self, line: LogLine) -> None:
        """Take in a line that was just said."""
        self._lines.append(line)
        self._known.add(line.job_id)

    def knows(self, job_id: str) -> bool:
        """Tell whether lines of a job were taken in."""
        return job_id in self._known

    def add_stored(self, job_id: str, lines: Iterable[LogLine]) -> None:
        """Take in the stored lines of a job that nothing was heard of, where its time is."""
        self._known.add(job_id)
        self._lines = deque(
            sorted((*self._lines, *lines), key=lambda line: line.time), self._lines.maxlen
        )

    def matching(self, wanted: LogFilter) -> list[LogLine]:
        """Return the wanted lines, oldest first."""
        return [line for line in self._lines if wanted.lets_through(line)]
