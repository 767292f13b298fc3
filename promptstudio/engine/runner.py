"""Where a worker lives: in a process of its own, or in the calling thread."""

import contextlib
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, NamedTuple, Protocol

from promptstudio.core.commands import SAID, Command, Said, Shutdown
from promptstudio.core.errors import WorkerError

if TYPE_CHECKING:  # importing the worker loads torch
    from promptstudio.engine.worker import WorkerCore

_MOST_QUOTED: Final = 80
_LAST_S: Final = 2.0
"""How long a worker that is no longer read may take to end by itself."""


class Runner(Protocol):
    """A worker to talk to. One thread calls it."""

    def start(self) -> None:
        """Start the worker; it says `Ready` when it listens.

        Raises
        ------
        WorkerError
            If it can not be started.
        """
        ...

    def send(self, command: Command) -> None:
        """Hand over a command; returns at once.

        Raises
        ------
        WorkerError
            If the worker is gone.
        """
        ...

    def receive(self, timeout: float) -> list[Said]:
        """Return what was said, waiting up to ``timeout`` seconds for the first."""
        ...

    @property
    def exit_text(self) -> str | None:
        """How the worker ended, as words for the user; None while it lives."""
        ...

    def close(self, timeout: float) -> list[Said]:
        """Ask the worker to end, kill it after ``timeout`` seconds; return its last words."""
        ...

    def wake(self) -> None:
        """Make a waiting `receive` return soon. Any thread may call it."""
        ...


class _Gone(NamedTuple):
    """Nothing more is heard of a worker; ``line`` is what of its words was no message."""

    line: str = ""


class ProcessRunner:
    """A spawned worker behind pipes."""

    def __init__(
        self, spool: Path, log: Path, environment: Mapping[str, str] | None = None
    ) -> None:
        self._spool = spool
        self._log = log
        self._environment = environment or {}
        self._process: subprocess.Popen[str] | None = None
        self._reader: threading.Thread | None = None
        self._said: queue.SimpleQueue[Said | _Gone | None] = queue.SimpleQueue()  # None wakes
        self._gone: _Gone | None = None
        self._how = ""

    def start(self) -> None:
        """Spawn the worker."""
        self._said, self._gone, self._how = queue.SimpleQueue(), None, ""
        try:
            self._process = self._spawn()
        except OSError as error:
            raise WorkerError(
                f"The worker process can not be started: {error.strerror}. "
                f"Check that its log '{self._log}' can be written, and the free memory."
            ) from error
        self._reader = threading.Thread(
            target=_read, args=(self._process.stdout, self._said), name="worker-reader"
        )
        self._reader.start()

    def _spawn(self) -> subprocess.Popen[str]:
        self._log.parent.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "promptstudio", "worker", "--spool", str(self._spool)]
        defaults = {"OMP_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"}
        environment = {**defaults, **os.environ, **self._environment}
        with self._log.open("ab") as log:
            return subprocess.Popen(  # noqa: S603 - our own module, no shell
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                encoding="utf-8",
                env=environment,
                start_new_session=True,
            )

    def kill(self) -> None:
        """End the worker at once, as a crash would."""
        if self._process is not None:
            self._process.kill()

    def send(self, command: Command) -> None:
        """Write a command to the worker's input."""
        if self._process is None or self._process.stdin is None:
            raise WorkerError("The worker process was not started.")
        try:
            self._process.stdin.write(command.model_dump_json() + "\n")
            self._process.stdin.flush()
        except OSError as error:
            raise WorkerError("The worker process is gone.") from error

    def receive(self, timeout: float) -> list[Said]:
        """Return everything said so far, waiting for the first."""
        found: list[Said] = []
        try:
            said = self._said.get(timeout=timeout)
            while True:
                if isinstance(said, _Gone):
                    self._gone = said
                elif said is not None:
                    found.append(said)
                said = self._said.get_nowait()
        except queue.Empty:
            return found

    def wake(self) -> None:
        """Make a waiting `receive` return."""
        self._said.put(None)

    @property
    def exit_text(self) -> str | None:
        """How the worker ended, once all that it said was received."""
        if self._process is None or self._gone is None:
            return None
        if not self._how:
            self._how = _ending(self._process, self._gone.line)
        return f"The worker process ended unexpectedly ({self._how}). Its log is '{self._log}'."

    def close(self, timeout: float) -> list[Said]:
        """Send `Shutdown`, wait, then kill; return what was said meanwhile."""
        process, reader = self._process, self._reader
        if process is None or reader is None:
            return []
        with contextlib.suppress(WorkerError):
            self.send(Shutdown())
        try:
            process.wait(timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        reader.join()
        last = self.receive(0)
        for stream in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                if stream is not None:
                    stream.close()
        self._process = self._reader = None
        return last


class InProcessRunner:
    """The worker in the calling thread; it works while `receive` waits. Torch loads here."""

    def __init__(self, spool: Path) -> None:
        self._spool = spool
        self._said: list[Said] = []
        self._woken = threading.Event()
        self._core: WorkerCore | None = None

    def start(self) -> None:
        """Import the engine and greet."""
        from promptstudio.engine.worker import WorkerCore  # torch loads only where it is wanted

        self._core = WorkerCore(self._spool, self._said.append)
        self._core.greet()

    def send(self, command: Command) -> None:
        """Carry out a command."""
        if self._core is None:
            raise WorkerError("The worker was not started.")
        self._core.handle(command)

    def receive(self, timeout: float) -> list[Said]:
        """Work until something was said or the time is over."""
        deadline = time.monotonic() + timeout
        while self._core is not None and not self._said and not self._woken.is_set():
            if not self._core.work(self._woken.is_set):
                self._woken.wait(max(0.0, deadline - time.monotonic()))
            if time.monotonic() >= deadline:
                break
        self._woken.clear()
        found, self._said[:] = list(self._said), []
        return found

    def wake(self) -> None:
        """Make a waiting `receive` return."""
        self._woken.set()

    @property
    def exit_text(self) -> str | None:
        """None: it lives as long as the caller."""
        return None

    def close(self, timeout: float) -> list[Said]:
        """Interrupt what is in flight."""
        del timeout
        if self._core is None:
            return []
        self._core.handle(Shutdown())
        self._core = None
        found, self._said[:] = list(self._said), []
        return found


def _ending(process: subprocess.Popen[str], line: str) -> str:
    """Return how a worker that nobody hears any more ended; one that lives on is killed."""
    try:
        code = process.wait(_LAST_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return f"it said what is no message: '{line}'" if line else "it fell silent"
    return f"signal {-code}" if code < 0 else f"exit code {code}"


def _read(stream: "IO[str] | None", said: "queue.SimpleQueue[Said | _Gone | None]") -> None:
    """Pass on what a worker says until it ends, or says what is no message."""
    line, gone = "", _Gone()
    try:
        for line in stream or ():
            said.put(SAID.validate_json(line))
    except ValueError:  # not UTF-8, not JSON, or no message that is known
        gone = _Gone(line.strip()[:_MOST_QUOTED] or "no text")
    finally:
        said.put(gone)
