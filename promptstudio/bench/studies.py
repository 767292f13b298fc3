"""Runs a study in a folder of its own and returns what the store then says."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from promptstudio.core.events import Event, RunEnded
from promptstudio.core.spec import StudySpec
from promptstudio.engine.runner import ProcessRunner
from promptstudio.planning import prepare
from promptstudio.store.queries import RunReader
from promptstudio.supervisor import LOG_NAME, SPOOL_NAME, Supervisor


@contextmanager
def finished(study: StudySpec) -> Iterator[tuple[RunReader, list[Event]]]:
    """Run a study in a worker process; yield a reader of its store and all events."""
    heard: list[Event] = []
    with tempfile.TemporaryDirectory(prefix="promptstudio-") as name:
        folder = Path(name)
        supervisor = Supervisor(
            folder, ProcessRunner(folder / SPOOL_NAME, folder / LOG_NAME), sinks=[heard.append]
        )
        supervisor.open()
        try:
            supervisor.submit(prepare(study, folder))
            while not supervisor.is_idle:
                supervisor.pump(0.2)
            for event in heard:
                if isinstance(event, RunEnded) and event.reason:
                    raise RuntimeError(f"{event.job_id}: {event.reason}")
            yield supervisor.reader, heard
        finally:
            supervisor.close()
