"""Numbers the events of one attempt and guards that nothing follows its end."""

import itertools
import time
from typing import Any

from promptstudio.core.events import Event, RunEnded, Status
from promptstudio.core.ports import Clock, EventSink


class Emitter:
    """Builds events of one attempt of one job, with gapless ``seq``, and hands them on."""

    def __init__(
        self, job_id: str, attempt: int, sink: EventSink, *, clock: Clock = time.time
    ) -> None:
        self.job_id = job_id
        self._attempt = attempt
        self._sink = sink
        self._clock = clock
        self._numbers = itertools.count()
        self._ended = False

    def __call__(self, kind: type[Event], /, **fields: Any) -> None:
        """Emit one event of a kind. After the end it is a bug and raises `RuntimeError`."""
        if self._ended:
            raise RuntimeError(f"{kind.__name__} after the end of {self.job_id}")
        self._ended = kind is RunEnded
        event = kind(
            job_id=self.job_id,
            attempt=self._attempt,
            seq=next(self._numbers),
            time=self._clock(),
            **fields,
        )
        self._sink(event)

    def end(self, status: Status, **fields: Any) -> None:
        """Emit the one `RunEnded`."""
        self(RunEnded, status=status, **fields)
