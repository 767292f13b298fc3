"""Work beside the window: one request at a time, and nothing left behind."""

import gc
import threading

import pytest
from PySide6.QtCore import QRunnable
from pytestqt.qtbot import QtBot

from promptstudio.core.errors import StoreError
from promptstudio.gui.parts.maker import Maker


@pytest.fixture
def maker(qtbot: QtBot) -> Maker:
    return Maker()


def test_of_requests_that_wait_the_last_is_made(qtbot: QtBot, maker: Maker) -> None:
    told: list[tuple[str, object]] = []
    maker.made.connect(lambda key, result: told.append((key, result)))
    go = threading.Event()
    maker.ask("a", lambda: go.wait(5))
    maker.ask("b", lambda: 2)
    maker.ask("c", lambda: 3)
    go.set()
    qtbot.waitUntil(lambda: told == [("a", True), ("c", 3)])


def test_what_fails_is_told_and_the_next_request_is_made(qtbot: QtBot, maker: Maker) -> None:
    def fail() -> None:
        raise StoreError("The store can not be read.")

    with qtbot.waitSignal(maker.failed) as failed:
        maker.ask("a", fail)
    assert failed.args == ["The store can not be read.", ""]
    with qtbot.waitSignal(maker.made) as made:
        maker.ask("b", lambda: 1)
    assert made.args == ["b", 1]


def test_after_the_end_nothing_is_told_of_what_was_made_before(qtbot: QtBot, maker: Maker) -> None:
    """The result is there and its signal on the way when the page comes to rest."""
    told: list[str] = []
    maker.made.connect(lambda key, _: told.append(key))
    maker.ask("before", lambda: 1)
    maker.end()
    maker.ask("after", lambda: 2)
    qtbot.waitUntil(lambda: bool(told))
    maker.end()
    assert told == ["after"]


def runnables() -> int:
    return sum(issubclass(type(thing), QRunnable) for thing in gc.get_objects())


def test_no_wrapper_outlives_its_work(qtbot: QtBot) -> None:
    maker = Maker()
    before = runnables()
    for number in range(30):
        with qtbot.waitSignal(maker.made):
            maker.ask(str(number), lambda: None)
    maker.end()
    assert runnables() == before
