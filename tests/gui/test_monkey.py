"""Five thousand things done at random: no exception, no warning of Qt, nothing left over."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from promptstudio.gui.parts import file_dialogs
from promptstudio.gui.shell.main_window import MainWindow
from tests.gui.monkey import Monkey

ACTIONS = 1000


@pytest.fixture
def files(tmp_path: Path, window: MainWindow) -> list[Path]:
    window.study.save_study(tmp_path / "study.toml")
    (tmp_path / "broken.toml").write_text("[[[")
    (tmp_path / "data.csv").write_text("text,label\ngood,1\nbad,0\n")
    (tmp_path / "prompt.npz").write_bytes(b"no archive")
    (tmp_path / "notes.docx").write_bytes(b"\x00\xff")
    names = ("study.toml", "broken.toml", "data.csv", "prompt.npz", "notes.docx", "gone.csv")
    return [tmp_path / name for name in names]


@pytest.mark.parametrize("seed", range(5))
def test_nothing_a_hand_does_at_random_breaks_the_window(
    qtbot: QtBot,
    window: MainWindow,
    controller: Any,
    tell_story: Callable[..., None],
    files: list[Path],
    monkeypatch: pytest.MonkeyPatch,
    seed: int,
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    monkeypatch.setattr(Path, "home", lambda: files[0].parent)
    story = random.Random(seed)

    def choose(dialog: QFileDialog, chosen: Callable[[str], None]) -> None:
        """Stand for Qt's own file dialog, which is not what is tested."""
        dialog.deleteLater()
        chosen(str(story.choice(files)))

    monkeypatch.setattr(file_dialogs, "_show", choose)
    monkey = Monkey(window, files, seed)
    for number in range(ACTIONS):
        monkey.act()
        if number % 20 == 0:
            QApplication.processEvents()
        if number % 100 == 0 and controller.jobs:
            tell_story(story.choice(controller.jobs), story.random())
    monkey.rest()
    for widget in QApplication.topLevelWidgets():
        if widget is not window and widget.isVisible():
            widget.close()
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)
    window.show_page(window.study)
    assert window.stack.currentWidget() is window.study
