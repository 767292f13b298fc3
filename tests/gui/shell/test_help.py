"""F1 explains what is looked at."""

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from promptstudio.core.paths import resource
from promptstudio.gui.shell.help_window import PAGES, HelpWindow
from promptstudio.gui.shell.main_window import MainWindow


@pytest.fixture
def help_(qtbot: QtBot, fakes: Any) -> HelpWindow:
    window = HelpWindow(fakes.methods)
    qtbot.addWidget(window)
    return window


@pytest.mark.parametrize("topic", PAGES)
def test_every_page_has_its_help(help_: HelpWindow, topic: str) -> None:
    help_.show_topic(topic)
    assert not help_.isModal()
    assert help_.topics.currentItem().text() == help_.text.splitlines()[0]


def test_a_method_is_explained_from_its_declaration(help_: HelpWindow) -> None:
    help_.show_topic("particles")
    assert "Moves a cloud of prompts" in help_.text
    assert "Width of the kernel" in help_.text


def test_an_unknown_topic_opens_the_words(help_: HelpWindow) -> None:
    help_.show_topic("nothing")
    assert help_.text.startswith("Words")


def test_search_leaves_what_holds_all_words(help_: HelpWindow) -> None:
    help_.search.setText("router weighs")
    rows = range(help_.topics.count())
    left = [help_.topics.item(r).text() for r in rows if not help_.topics.item(r).isHidden()]
    assert left == ["Words", "CrossPT"]


def test_what_is_found_is_shown(help_: HelpWindow) -> None:
    help_.show_topic("data")
    help_.search.setText("router weighs")
    assert help_.text.startswith("Words")
    help_.search.setText("no such words anywhere")
    assert help_.text.startswith("Words")


@pytest.mark.parametrize("topic", PAGES)
def test_the_german_page_says_as_much(topic: str) -> None:
    def parts(folder: str) -> list[str]:
        lines = resource(f"help/{folder}{topic}.md").read_text(encoding="utf-8").splitlines()
        marks = ("# ", "- ", "  - ", "1.", "2.", "3.")
        return [mark for line in lines for mark in marks if line.startswith(mark)]

    assert parts("") == parts("de/")


def test_f1_opens_the_help_of_the_page(window: MainWindow) -> None:
    window.show_page(window.data)
    window.commands.help.trigger()
    assert window.help.text.startswith("Data")
    window.show_page(window.study)
    window.study.form.methods.tick("router")
    window.commands.help.trigger()
    assert window.help.text.startswith("CrossPT")
    window.help.close()
