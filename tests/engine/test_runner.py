"""A worker behind pipes: one that dies, falls silent or is not understood holds up nobody."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from promptstudio.core.commands import Idle, Shutdown
from promptstudio.core.errors import WorkerError
from promptstudio.core.preferences import Work, environment_of
from promptstudio.engine import runner as module
from promptstudio.engine.runner import ProcessRunner

IDLE = '{"type": "idle"}'
Spawn = Callable[..., ProcessRunner]


@pytest.fixture
def spawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Spawn]:
    """Start a runner whose worker is a program of the test's."""
    honest = subprocess.Popen
    runners: list[ProcessRunner] = []

    def make(
        code: str, *, patience: float = 0.1, environment: dict[str, str] | None = None
    ) -> ProcessRunner:
        def popen(command: list[str], **how: Any) -> Any:
            return honest([command[0], "-c", code], **how)

        monkeypatch.setattr(subprocess, "Popen", popen)
        monkeypatch.setattr(module, "_LAST_S", patience)
        runner = ProcessRunner(tmp_path / "spool", tmp_path / "log" / "worker.log", environment)
        runner.start()
        runners.append(runner)
        return runner

    yield make
    for runner in runners:
        runner.close(0.0)


def ending(runner: ProcessRunner) -> tuple[list[Any], str]:
    """Receive until the worker has ended; return what it said and how it ended."""
    heard: list[Any] = []
    for _ in range(100):
        heard += runner.receive(0.2)
        if runner.exit_text is not None:
            return heard, runner.exit_text
    raise AssertionError("the end of the worker was not noticed")


@pytest.mark.parametrize("line", ["no JSON", '{"type": "nothing"}'])
def test_a_worker_that_says_what_is_no_message_is_ended(spawn: Spawn, line: str) -> None:
    """The worker would live for ever: it waits for commands."""
    code = f"import sys; print({IDLE!r}); print({line!r}, flush=True); sys.stdin.read()"
    runner = spawn(code)
    heard, text = ending(runner)
    assert heard == [Idle()]
    assert f"(it said what is no message: '{line}')" in text
    assert runner.exit_text == text
    assert runner._process is not None
    assert runner._process.poll() is not None, "it would wait for ever"


def test_a_line_cut_by_death_is_told_as_the_death(spawn: Spawn) -> None:
    code = f"import os; os.write(1, {IDLE[:7].encode()!r}); os._exit(3)"
    runner = spawn(code, patience=60.0)
    heard, text = ending(runner)
    assert heard == []
    assert "ended unexpectedly (exit code 3). Its log is" in text


def test_bytes_that_are_no_text_end_the_worker(spawn: Spawn) -> None:
    runner = spawn("import os, sys; os.write(1, b'\\xff\\xfe\\n'); sys.stdin.read()")
    assert "(it said what is no message: 'no text')" in ending(runner)[1]


def test_a_worker_that_closes_its_mouth_and_lives_on_is_ended(spawn: Spawn) -> None:
    runner = spawn("import os, sys; os.close(1); sys.stdin.read()")
    assert "(it fell silent)" in ending(runner)[1]


def test_closing_a_worker_that_was_not_understood_does_not_hang(spawn: Spawn) -> None:
    runner = spawn("import sys; print('odd', flush=True); sys.stdin.read()")
    runner.receive(0.5)
    assert runner.close(0.0) == []
    with pytest.raises(WorkerError, match="was not started"):
        runner.send(Shutdown())


def test_a_log_that_can_not_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "log").touch()
    runner = ProcessRunner(tmp_path / "spool", tmp_path / "log" / "worker.log")
    with pytest.raises(WorkerError, match=r"can not be started: \w.* Check that its log '.*'"):
        runner.start()
    assert runner.close(0.0) == []


def test_a_worker_gets_the_variables_it_is_started_with(
    spawn: Spawn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is named counts more than what this process has."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    told = tmp_path / "told"
    names = ("HF_HUB_OFFLINE", "PROMPTSTUDIO_THREADS", "TOKENIZERS_PARALLELISM")
    code = (
        "import os, pathlib;"
        f"pathlib.Path({str(told)!r}).write_text(' '.join(os.environ[n] for n in {names!r}))"
    )
    runner = spawn(code, environment=environment_of(Work(threads=3, offline=True)))
    ending(runner)
    assert told.read_text() == "1 3 false"
