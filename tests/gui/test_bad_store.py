"""A workspace that is locked, read-only or gone: it can be looked at, and one is told why."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from promptstudio.core.commands import Said, Submit
from promptstudio.core.events import Status
from promptstudio.gui.launch import make_window
from promptstudio.gui.shell.main_window import MainWindow
from promptstudio.store import database
from promptstudio.store.writer import RunWriter
from promptstudio.supervisor import SPOOL_NAME, STORE_NAME
from tests.fakes import Attempt, FakeRunner
from tests.integration.conftest import quick_study

WAIT_MS = 20_000
STUDY = quick_study("prompt_tuning", target_tasks=("hotel_sentiment",))


@pytest.fixture
def runner(monkeypatch: pytest.MonkeyPatch) -> FakeRunner:
    runner = FakeRunner()
    monkeypatch.setattr("promptstudio.gui.launch.make_runner", lambda *_, **__: runner)
    return runner


@pytest.fixture
def work(tmp_path: Path, runner: FakeRunner) -> Path:
    work = tmp_path / "work"
    with RunWriter(work / STORE_NAME, work / SPOOL_NAME):
        return work


@pytest.fixture
def open_window(qtbot: QtBot, work: Path) -> Iterator[Callable[[], MainWindow]]:
    windows: list[MainWindow] = []

    def make() -> MainWindow:
        windows.append(make_window(work, STUDY, in_process=False))
        windows[-1].show()
        return windows[-1]

    yield make
    for window in windows:
        window.close_now()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def look_at_all_pages(window: MainWindow) -> None:
    for page in window.pages:
        window.show_page(page)
        assert window.stack.currentWidget() is page


def test_a_locked_store_is_opened_to_look(
    qtbot: QtBot, work: Path, open_window: Callable[[], MainWindow]
) -> None:
    with RunWriter(work / STORE_NAME, work / SPOOL_NAME):
        window = open_window()
        qtbot.waitUntil(lambda: "Another PromptStudio" in window.banner.text, timeout=WAIT_MS)
        assert window.banner.isVisible()
        assert not window.commands.run.isEnabled()
        look_at_all_pages(window)


def test_a_store_that_can_not_be_written_is_opened_to_look(
    qtbot: QtBot, open_window: Callable[[], MainWindow], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database.os, "access", lambda *_: False)
    window = open_window()
    told = "can be looked at but not written"
    qtbot.waitUntil(lambda: told in window.banner.text, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not window.commands.run.isEnabled(), timeout=WAIT_MS)
    look_at_all_pages(window)


def test_a_workspace_that_is_deleted_is_told_when_something_is_run(
    qtbot: QtBot, work: Path, runner: FakeRunner, open_window: Callable[[], MainWindow]
) -> None:
    window = open_window()
    qtbot.waitUntil(lambda: runner.starts == 1, timeout=WAIT_MS)
    shutil.rmtree(work)
    look_at_all_pages(window)
    window.start()
    qtbot.waitUntil(lambda: "was moved or deleted" in window.banner.text, timeout=WAIT_MS)
    assert runner.submitted == []


def test_deleted_data_are_told_and_the_task_can_be_removed(
    qtbot: QtBot, work: Path, runner: FakeRunner, open_window: Callable[[], MainWindow]
) -> None:
    rows = work / "tasks/mine"
    rows.mkdir(parents=True)
    lines = "".join(f"words of row {n},{n % 2}\n" for n in range(40))
    (rows / "train.csv").write_text(f"text,label\n{lines}")
    (work / "tasks/mine.toml").write_text(
        'key = "mine"\ntitle = "Mine"\nkind = "classification"\nmetric = "accuracy"\n'
        'template = "{text}"\nlabels = {0 = "bad", 1 = "good"}\n'
        '[source]\ntype = "file"\npath = "mine"\n'
    )
    window = open_window()
    qtbot.waitUntil(window.commands.run.isEnabled, timeout=WAIT_MS)
    shutil.rmtree(rows)
    tasks = window.study.form.tasks
    tasks.set_selection((), ("mine",))
    tasks.show_rows("mine")
    gone = f"There is no file '{rows}'. Put it back, or import the data again."
    qtbot.waitUntil(lambda: window.study.task.rows_text() == gone, timeout=WAIT_MS)
    window.start()
    qtbot.waitUntil(lambda: window.banner.text == gone, timeout=WAIT_MS)
    assert runner.submitted == []
    window.show_page(window.data)
    window.data.own.list.setCurrentRow(0)
    window.data.own.remove.click()
    assert window.data.own.list.count() == 0
    assert "mine" not in window.services.catalogue


def test_a_device_that_is_not_there_is_told_before_anything_runs(
    qtbot: QtBot, open_window: Callable[[], MainWindow]
) -> None:
    window = open_window()
    backbone = STUDY.backbone.model_copy(update={"device": "cuda:3"})
    window.study.show_study(STUDY.model_copy(update={"backbone": backbone}))
    told = ("This machine has no device 'cuda:3'. It has cpu.",)
    advice = window.study.plan.advice
    qtbot.waitUntil(lambda: advice.sentences() == told, timeout=WAIT_MS)
    (fix,) = advice.fixes
    assert fix.text() == "Use auto"
    fix.click()
    assert window.study.study() == STUDY
    qtbot.waitUntil(
        lambda: bool(advice.sentences()) and told[0] not in advice.sentences(), timeout=WAIT_MS
    )


def test_a_device_that_is_not_there_fails_the_run_and_names_the_ways(
    qtbot: QtBot, runner: FakeRunner, open_window: Callable[[], MainWindow]
) -> None:
    reason = "The device 'cuda' is not available on this machine. Choose 'auto' or 'cpu'."

    def without_device(command: Submit) -> list[Said]:
        return [Attempt(start).ended(Status.FAILED, reason) for start in command.starts]

    runner.on_submit = without_device
    window = open_window()
    qtbot.waitUntil(window.commands.run.isEnabled, timeout=WAIT_MS)
    window.start()
    qtbot.waitUntil(lambda: reason in window.banner.text, timeout=WAIT_MS)
    qtbot.waitUntil(
        lambda: {row.status for row in window.live.book.runs} == {Status.FAILED}, timeout=WAIT_MS
    )
    window.show_page(window.study)
    assert window.commands.run.isEnabled()
