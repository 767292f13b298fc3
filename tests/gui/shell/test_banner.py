"""The strip of errors: none is lost, and none takes the room of the pages."""

import sys
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from promptstudio.gui.app import show_bugs
from promptstudio.gui.parts.theme import themes
from promptstudio.gui.shell.banner import Banner

BUG = "the sum of two and two"


@pytest.fixture
def banner(qtbot: QtBot) -> Banner:
    banner = Banner(themes()[0])
    qtbot.addWidget(banner)
    return banner


def button(banner: Banner, text: str) -> QPushButton:
    return next(b for b in banner.findChildren(QPushButton) if b.text().startswith(text))


def test_dismissing_an_error_shows_the_one_before(banner: Banner) -> None:
    banner.show_error("First.", "report")
    banner.show_error("Second.")
    banner.show_error("Second.")
    assert banner.text == "Second."
    assert not button(banner, "Copy report").isVisible()
    assert button(banner, "Dismiss").text() == "Dismiss (1 more)"
    button(banner, "Dismiss").click()
    assert banner.text == "First."
    button(banner, "Copy report").click()
    assert QGuiApplication.clipboard().text() == "First.\n\nreport"
    button(banner, "Dismiss").click()
    assert not banner.isVisible()
    banner.show_error("Third.")
    assert button(banner, "Dismiss").text() == "Dismiss"
    banner.clear()
    assert not banner.isVisible()


def test_an_offer_hides_no_error(banner: Banner) -> None:
    banner.show_error("Wrong.")
    banner.offer(QAction("&Tour", banner))
    button(banner, "Dismiss").click()
    assert banner.text == "Wrong."


def test_a_very_long_sentence_is_cut_and_whole_in_the_report(banner: Banner) -> None:
    sentence = "word " * 1000
    banner.show_error(sentence, "trace")
    assert len(banner.text) < 600
    button(banner, "Copy report").click()
    assert QGuiApplication.clipboard().text().endswith(f"{sentence}\n\ntrace")


def test_what_is_wrong_is_read_out_as_it_is(banner: Banner) -> None:
    """A name of its own would be read out in place of the sentence; markup is no markup."""
    banner.show_error("<b>'a' < 'b'</b>")
    assert banner._text.accessibleName() == ""
    assert banner._text.textFormat().name == "PlainText"


@pytest.fixture
def hook() -> Iterator[None]:
    before = sys.excepthook
    yield
    sys.excepthook = before


def test_a_bug_in_the_window_is_told_with_a_report(
    qtbot: QtBot, banner: Banner, hook: None, capsys: Any
) -> None:
    def slot() -> None:
        raise ValueError(BUG)

    show_bugs(banner.show_error)
    with qtbot.captureExceptions():
        show_bugs(banner.show_error)  # pytest-qt has a hook of its own meanwhile
        QTimer.singleShot(0, slot)
        qtbot.waitUntil(banner.isVisible)
    assert banner.text == f"ValueError: {BUG}"
    button(banner, "Copy report").click()
    assert "in slot" in QGuiApplication.clipboard().text()
    assert BUG in capsys.readouterr().err
