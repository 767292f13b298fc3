"""The real window on the real engine: pick, run, watch, find the result, export."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from promptstudio.core.events import Status
from promptstudio.core.spec import MethodSpec, StudySpec
from promptstudio.engine.runner import ProcessRunner
from promptstudio.gui.launch import make_window
from promptstudio.gui.parts.export_dialog import ExportDialog
from promptstudio.gui.shell.main_window import MainWindow
from promptstudio.store.queries import RunReader
from promptstudio.supervisor import STORE_NAME
from tests.integration.conftest import quick_study

SECONDS = 60_000


@pytest.fixture
def open_window(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., MainWindow]]:
    windows: list[MainWindow] = []

    def make(study: StudySpec, *, in_process: bool) -> MainWindow:
        window = make_window(tmp_path, study, in_process=in_process)
        windows.append(window)
        window.show()
        return window

    yield make
    for window in windows:
        window.close_now()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def statuses(folder: Path) -> list[Status]:
    with RunReader(folder / STORE_NAME) as reader:
        return [run.status for run in reader.runs()]


def test_pick_run_watch_and_export(
    qtbot: QtBot, tmp_path: Path, open_window: Callable[..., MainWindow]
) -> None:
    study = quick_study("prompt_tuning", target_tasks=("hotel_sentiment",))
    window = open_window(study, in_process=True)
    assert window.plan_text.startswith("1 run")
    window.commands.run.trigger()
    qtbot.waitUntil(lambda: statuses(tmp_path) == [Status.FINISHED], timeout=SECONDS)
    qtbot.waitUntil(lambda: len(window.live.book.runs) == 1, timeout=SECONDS)
    qtbot.waitUntil(lambda: window.live.book.runs[0].status is Status.FINISHED, timeout=SECONDS)
    run = window.live.book.runs[0]
    assert 0 <= run.test["accuracy"] <= 1
    to = tmp_path / "exported"
    window.live.jobs.table.select([run.job_id])
    window.live.export()
    dialog = window.findChild(ExportDialog)
    dialog.folder.setText(str(to))
    with qtbot.waitSignal(window.controller.exported, timeout=SECONDS):
        dialog.export.click()
    assert (to / "adapter_model.safetensors").exists()
    verdict = dialog.outcome.verdict
    qtbot.waitUntil(lambda: verdict.text().startswith("✓"), timeout=SECONDS)
    assert str(to) in dialog.outcome.snippet.toPlainText()
    dialog.export.click()  # the folder is not empty now
    qtbot.waitUntil(lambda: "is not empty" in dialog.note.text(), timeout=SECONDS)
    dialog.replace.click()
    with qtbot.waitSignal(window.controller.exported, timeout=SECONDS):
        dialog.export.click()
    dialog.close()


def test_a_study_that_can_not_run_is_told_in_the_banner(
    qtbot: QtBot, open_window: Callable[..., MainWindow]
) -> None:
    study = quick_study("prompt_tuning", task_folders=("/nowhere",))
    window = open_window(study, in_process=True)
    with qtbot.waitSignal(window.controller.failed, timeout=SECONDS) as heard:
        window.commands.run.trigger()
    assert heard.args[0] == "There is no folder '/nowhere' with task cards."
    qtbot.waitUntil(lambda: window.banner.isVisible(), timeout=SECONDS)


def test_a_killed_worker_leaves_a_live_window_and_a_resumable_run(
    qtbot: QtBot,
    tmp_path: Path,
    open_window: Callable[..., MainWindow],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    runners: list[ProcessRunner] = []
    honest = ProcessRunner.start

    def start(self: ProcessRunner) -> None:
        runners.append(self)
        honest(self)

    monkeypatch.setattr(ProcessRunner, "start", start)
    long = MethodSpec(key="prompt_tuning", config={"steps": 5000, "batch_size": 4})
    study = quick_study("prompt_tuning", target_tasks=("hotel_sentiment",), methods=(long,))
    window = open_window(study, in_process=False)
    window.commands.run.trigger()
    qtbot.waitUntil(lambda: statuses(tmp_path) == [Status.RUNNING], timeout=SECONDS)
    with qtbot.waitSignal(window.controller.failed, timeout=SECONDS) as heard:
        runners[0].kill()
    assert "ended unexpectedly" in heard.args[0]
    qtbot.waitUntil(lambda: statuses(tmp_path) == [Status.INTERRUPTED], timeout=SECONDS)
    assert window.isVisible()
    qtbot.waitUntil(
        lambda: [row.status for row in window.live.book.runs] == [Status.INTERRUPTED],
        timeout=SECONDS,
    )
    run = window.live.book.runs[0]
    window.controller.resume(run.job_id)
    qtbot.waitUntil(lambda: statuses(tmp_path) == [Status.RUNNING], timeout=SECONDS)
    window.controller.stop_and_keep([run.job_id])
    qtbot.waitUntil(lambda: statuses(tmp_path) == [Status.FINISHED], timeout=SECONDS)
