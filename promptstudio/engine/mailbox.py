"""Where events wait until the window looks: any thread puts, one thread takes."""

import threading
from collections.abc import Callable

from promptstudio.core.events import Event


class Mailbox:
    """A lock, a list and a wake-up that is called when the first event arrives."""

    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake
        self._lock = threading.Lock()
        self._events: list[Event] = []

    def __call__(self, event: Event) -> None:
        """Put an event."""
        with self._lock:
            is_first = not self._events
            self._events.append(event)
        if is_first:
            self._wake()

    def take(self) -> list[Event]:
        """Take all events, oldest first."""
        with self._lock:
            events, self._events = self._events, []
        return events
