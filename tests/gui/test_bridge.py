"""The engine's thread: what a click gets to hear after it ended."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from promptstudio.core.errors import WorkerError
from promptstudio.gui.bridge import EngineThread, RunController
from promptstudio.store.writer import RunWriter
from promptstudio.supervisor import SPOOL_NAME, STORE_NAME
from tests.fakes import FakeRunner
from tests.integration.conftest import quick_study

OVER = "Nothing more can be carried out until PromptStudio is started again"
WAIT_MS = 10_000


class Heard:
    """A controller with all that it told, in order."""

    def __init__(self, qtbot: QtBot, workspace: Path, runner: FakeRunner) -> None:
        self._qtbot = qtbot
        self.told: list[str] = []
        self.controller = RunController(workspace, runner)
        self.controller.failed.connect(lambda sentence, report: self.told.append(sentence))
        self.controller.worker_state.connect(self.told.append)

    def wait_for(self, count: int) -> list[str]:
        self._qtbot.waitUntil(lambda: len(self.told) >= count, timeout=WAIT_MS)
        found, self.told[:] = self.told[:], []
        return found

    def end(self) -> None:
        assert self.controller.shutdown()


def test_a_store_in_use_is_told_last_and_every_click_after_it_is_answered(
    qtbot: QtBot, tmp_path: Path
) -> None:
    heard = Heard(qtbot, tmp_path, FakeRunner())
    with RunWriter(tmp_path / STORE_NAME, tmp_path / SPOOL_NAME):
        heard.controller.start()
        told = heard.wait_for(2)
    reason = f"Another PromptStudio is writing to the store '{tmp_path / STORE_NAME}'."
    assert told[0].startswith(reason)
    assert told[1:] == ["stopped"]
    heard.controller.submit(quick_study("prompt_tuning"))
    heard.controller.cancel(["run-1"])
    for sentence in heard.wait_for(2):
        assert sentence.startswith(f"{OVER}, because of an error: {reason}")
    heard.end()


def test_a_worker_that_can_not_start_leaves_the_store_free(qtbot: QtBot, tmp_path: Path) -> None:
    runner = FakeRunner()
    runner.start_error = WorkerError("There is no memory.")
    heard = Heard(qtbot, tmp_path, runner)
    heard.controller.start()
    assert heard.wait_for(3) == ["starting", "There is no memory.", "stopped"]
    with RunWriter(tmp_path / STORE_NAME, tmp_path / SPOOL_NAME):
        pass
    heard.end()


def test_requests_that_waited_when_the_thread_ended_are_answered_too(
    qtbot: QtBot, tmp_path: Path
) -> None:
    thread = EngineThread(tmp_path, FakeRunner())
    told: list[str] = []
    direct = Qt.ConnectionType.DirectConnection
    thread.failed.connect(lambda sentence, report: told.append(sentence), direct)
    thread.post(lambda supervisor: pytest.fail("the store is not open"))
    with RunWriter(tmp_path / STORE_NAME, tmp_path / SPOOL_NAME):
        thread.start()
        assert thread.wait(WAIT_MS)
    assert len(told) == 2
    assert told[1].startswith(OVER)


def test_a_thread_that_was_asked_to_end_is_silent(qtbot: QtBot, tmp_path: Path) -> None:
    runner = FakeRunner()
    heard = Heard(qtbot, tmp_path, runner)
    heard.controller.start()
    heard.wait_for(2)
    heard.end()
    heard.controller.cancel(["run-1"])
    qtbot.waitUntil(lambda: "stopped" in heard.told, timeout=WAIT_MS)
    assert not [sentence for sentence in heard.told if sentence.startswith(OVER)]
