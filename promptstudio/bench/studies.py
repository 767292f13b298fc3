"""Runs a study in a folder of its own and returns what the store then says."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from promptstudio.core.events import Event, RunEnded
from promptstudio.core.spec import StudySpec
from promptstudio.planning import prepare
from promptstudio.store.queries import RunReader
from promptstudio.supervisor import Supervisor, make_runner


@contextmanager
def finished(study: StudySpec) -> Iterator[tuple[RunReader, list[Event]]]:
    """Run a study in a worker process; yield a reader of its store and all events."""
    heard: list[Event] = []
    with tempfile.TemporaryDirectory(prefix="promptstudio-") as name:
        folder = Path(name)
        runner = make_runner(folder, in_process=False)
        with Supervisor(folder, runner, sinks=[heard.append]) as supervisor:
            supervisor.submit(prepare(study, folder))
            supervisor.finish()
            for event in heard:
                if isinstance(event, RunEnded) and event.reason:
                    raise RuntimeError(f"{event.job_id}: {event.reason}")
            yield supervisor.reader, heard
