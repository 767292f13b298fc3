"""The window's side of the process that takes data in."""

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from promptstudio.core.errors import PromptStudioError, TaskError, WorkerError
from promptstudio.tasks.importing.leftovers import sweep
from promptstudio.tasks.importing.messages import (
    TOLD,
    Answer,
    Doing,
    Failed,
    Keep,
    Look,
    Unclear,
    Understood,
    Wish,
)


class Watch:
    """One wish as it is carried out; ``tell`` hears of its progress in the asking thread."""

    def __init__(self, tell: Callable[[str, int, int], None] = lambda *_: None) -> None:
        self.tell = tell
        self._stop = threading.Event()

    @property
    def is_stopped(self) -> bool:
        """Tell whether nobody wants the answer any more."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Want no answer. Any thread may call it; `ImportProcess.end` makes it count at once."""
        self._stop.set()


class ImportProcess:
    """Spawns the process when it is first needed. One thread asks, any thread may end it."""

    def __init__(self, workspace: Path, environment: Mapping[str, str] | None = None) -> None:
        self._tasks = workspace / "tasks"
        self._workspace = workspace
        self._environment = environment or {}
        self._process: subprocess.Popen[str] | None = None
        self._looked: Look | None = None
        self._spawning = threading.Lock()
        self._talking = threading.Lock()

    def look(self, wish: Look, watch: Watch) -> Understood | Unclear:
        """Understand data; nothing is written.

        Raises
        ------
        TaskError
            If they can not be used, or the watch was stopped.
        WorkerError
            If the process can not be started, ended early, or met a bug.
        """
        self._looked = None
        found = self._ask(wish, watch)
        assert isinstance(found, Understood | Unclear)  # noqa: S101 - tells the type checker
        self._looked = wish
        return found

    def keep(self, found: Understood, watch: Watch) -> Path:
        """Write the data that were understood, end the process, return the path of the card.

        If the process has looked at other data since, or ended, it looks at these again.

        Raises
        ------
        TaskError
            If the task is there already or can not be written, or the watch was stopped;
            then nothing is written.
        WorkerError
            As `look`.
        """
        if found.wish != self._looked:
            self.look(found.wish, watch)
        key = found.card.key
        rows, card = self._tasks / key, self._tasks / f"{key}.toml"
        was_there = rows.exists() or card.exists()
        process = self._process
        try:
            self._ask(Keep(), watch)
        except PromptStudioError:
            if was_there or not card.exists():
                raise
        finally:
            self.end()
            if process is not None and not was_there:
                sweep(self._tasks, key, process.pid)
        return card

    def end(self) -> None:
        """End the process at once. Any thread may call it; a later wish starts a new one."""
        with self._spawning:
            process, self._process, self._looked = self._process, None, None
        if process is not None:
            process.kill()
            with self._talking:
                _close(process)

    def _ask(self, wish: Wish, watch: Watch) -> Answer:
        with self._talking:
            process = self._started(watch)
            # the pipe broke, its end came before an answer, or what came is no message
            with contextlib.suppress(OSError, EOFError, ValueError):
                return self._answer(process, wish, watch)
            process.kill()
            _close(process)
            if watch.is_stopped:
                raise _cancelled()
            raise WorkerError(
                f"The process that reads the data ended early (code {process.returncode}), "
                "perhaps because the memory was full. Nothing was written. Try a smaller file, or "
                "Parquet."
            )

    def _answer(self, process: "subprocess.Popen[str]", wish: Wish, watch: Watch) -> Answer:
        assert process.stdin is not None  # noqa: S101 - tells the type checker
        assert process.stdout is not None  # noqa: S101
        process.stdin.write(wish.model_dump_json() + "\n")
        process.stdin.flush()
        for line in process.stdout:
            said = TOLD.validate_json(line)
            if isinstance(said, Failed):
                raise _error(said)
            if not isinstance(said, Doing):
                return said
            watch.tell(said.text, said.rows, said.of)
        raise EOFError

    def _started(self, watch: Watch) -> "subprocess.Popen[str]":
        with self._spawning:
            if watch.is_stopped:
                raise _cancelled()
            if self._process is None or self._process.poll() is not None:
                self._process = self._spawn()
            return self._process

    def _spawn(self) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "promptstudio", "importer"]
        defaults = {"OMP_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"}
        try:
            return subprocess.Popen(  # noqa: S603 - our own module, no shell
                [*command, "--workspace", str(self._workspace)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
                env={**defaults, **os.environ, **self._environment},
                start_new_session=True,
            )
        except OSError as error:
            raise WorkerError(
                f"The process that reads data can not be started: {error.strerror}. "
                "Check the free memory."
            ) from error


def _error(said: Failed) -> PromptStudioError:
    error = WorkerError(said.reason) if said.report else TaskError(said.reason)
    error.report = said.report
    return error


def _cancelled() -> TaskError:
    return TaskError("Cancelled. Nothing was written.")


def _close(process: "subprocess.Popen[str]") -> None:
    process.wait()
    for stream in (process.stdin, process.stdout):
        with contextlib.suppress(OSError):
            if stream is not None:
                stream.close()
