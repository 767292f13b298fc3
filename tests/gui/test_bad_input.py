"""Wrong files dropped on the window: each is one sentence, and the window lives on."""

import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from promptstudio.core.spec import dump_study
from promptstudio.gui.shell.main_window import MainWindow

BUTTONS, KEYS = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
COPY = Qt.DropAction.CopyAction
NOISE = random.Random(0).randbytes(5000)


def carried(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


@pytest.fixture
def drop(window: MainWindow) -> Callable[..., QWidget]:
    """Drop files; return the page that is looked at then."""

    def drop(*paths: Path) -> QWidget:
        window.show_page(window.settings)
        data = carried(*paths)
        enter = QDragEnterEvent(QPointF(5, 5).toPoint(), COPY, data, BUTTONS, KEYS)
        window.dragEnterEvent(enter)
        assert enter.isAccepted()
        window.dropEvent(QDropEvent(QPointF(5, 5), COPY, data, BUTTONS, KEYS))
        return window.stack.currentWidget()

    return drop


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("old.pt", b"", "'old.pt' may be a Python pickle"),
        ("noise", NOISE, "'noise' is neither a study (.toml), nor data (.csv"),
        ("notes.txt", b"text", "'notes.txt' is neither a study (.toml), nor data (.csv"),
    ],
)
def test_what_is_of_no_known_kind_turns_no_page(
    window: MainWindow,
    drop: Callable[..., QWidget],
    tmp_path: Path,
    name: str,
    content: bytes,
    sentence: str,
) -> None:
    (tmp_path / name).write_bytes(content)
    assert drop(tmp_path / name) is window.settings
    assert window.banner.text.startswith(sentence)


def test_what_is_gone_before_it_is_dropped(
    window: MainWindow, drop: Callable[..., QWidget], tmp_path: Path
) -> None:
    assert drop(tmp_path / "gone.csv") is window.settings
    assert window.banner.text == f"There is no file '{tmp_path / 'gone.csv'}'."
    os.mkfifo(tmp_path / "pipe.csv")
    assert drop(tmp_path / "pipe.csv") is window.settings
    assert window.banner.text == f"There is no file '{tmp_path / 'pipe.csv'}'."


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "the setting 'name' is missing."),
        (NOISE, "is not UTF-8 text. Save it as UTF-8, or check that it is a study."),
        (b"#" * 2**21, "is no study: it has 2,097,152 bytes."),
        (b"name = ", "is not valid TOML: Invalid value (at end of document)."),
    ],
)
def test_a_file_that_is_no_study_leaves_the_study(
    window: MainWindow,
    drop: Callable[..., QWidget],
    tmp_path: Path,
    content: bytes,
    sentence: str,
) -> None:
    before = window.study.study()
    (tmp_path / "study.toml").write_bytes(content)
    assert drop(tmp_path / "study.toml") is window.study
    assert window.banner.text.endswith(sentence)
    assert str(tmp_path / "study.toml") in window.banner.text
    assert window.study.study() == before


def test_a_study_of_a_newer_version_is_told(
    window: MainWindow, drop: Callable[..., QWidget], tmp_path: Path
) -> None:
    before = window.study.study()
    path = tmp_path / "study.toml"
    path.write_text(f"quantum = true\n{dump_study(before)}")
    drop(path)
    assert window.banner.text == (
        f"The study file '{path}': there is no setting 'quantum'. Check its spelling. If a newer "
        "PromptStudio wrote the study, update this one."
    )
    newer = dump_study(before.model_copy(update={"name": "Newer", "shots": 99}))
    path.write_text(newer.replace('key = "router"', 'key = "telepathy"'))
    drop(path)
    assert window.banner.text == (
        "The study 'Newer' names what is not there: method 'telepathy'. If a newer PromptStudio "
        "wrote the study, update this one. Nothing of the form was changed."
    )
    assert window.study.study() == before
    path.write_text(newer.replace("particles = 5", "particles = 5, spin = 1"))
    drop(path)
    assert window.banner.text == (
        "Method 'SVGD transfer': there is no setting 'spin'. Check its spelling. If a newer "
        "PromptStudio wrote the study, update this one."
    )
    assert window.study.study() == before


def test_of_several_only_prompts_are_taken(
    window: MainWindow, drop: Callable[..., QWidget], controller: Any, tmp_path: Path
) -> None:
    files = [tmp_path / name for name in ("a.npz", "b.safetensors", "c.csv", "d.csv")]
    for file in files:
        file.touch()
    assert drop(*files[2:]) is window.settings
    assert window.banner.text.startswith("Only prompts can be dropped several at a time.")
    assert drop(*files[:2]) is window.prompts
    assert controller.calls == [("import_prompts", files[0]), ("import_prompts", files[1])]


def test_what_is_no_file_of_this_machine_is_not_taken(window: MainWindow) -> None:
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/data.csv")])
    enter = QDragEnterEvent(QPointF(5, 5).toPoint(), COPY, data, BUTTONS, KEYS)
    window.dragEnterEvent(enter)
    assert not enter.isAccepted()


def test_data_that_can_not_be_read_are_told_on_their_page(
    qtbot: QtBot, window: MainWindow, drop: Callable[..., QWidget], tmp_path: Path
) -> None:
    (tmp_path / "gone").mkdir()
    assert drop(tmp_path / "gone") is window.data
    panel = window.data.importing
    qtbot.waitUntil(lambda: panel.text.startswith("There is no file or folder"))
    panel.what.setText("reviews.csv")
    panel.look.click()
    qtbot.waitUntil(panel.keep.isEnabled)
