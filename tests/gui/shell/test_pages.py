"""Pages are built when they are wanted, and all of them soon after the window stands."""

from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtGui import QAction, QKeySequence
from pytestqt.qtbot import QtBot

from promptstudio.gui.data.page import DataPage
from promptstudio.gui.parts.theme import Theme
from promptstudio.gui.services import Services
from promptstudio.gui.settings.shortcut_table import ShortcutTable
from promptstudio.gui.shell.main_window import MainWindow
from promptstudio.gui.shell.pages import NAMES


@pytest.fixture
def bare(qtbot: QtBot, services: Services, fakes: SimpleNamespace) -> MainWindow:
    """A window that was never shown, so that nothing is built behind it."""
    window = MainWindow(services, fakes.study)
    qtbot.addWidget(window, before_close_func=lambda w: w.close_now())
    return window


def standing(window: MainWindow) -> list[str]:
    return [name for name in NAMES if window.stack.stands(name)]


def test_a_new_window_has_the_page_that_it_shows(bare: MainWindow) -> None:
    assert standing(bare) == ["study"]
    assert bare.stack.currentWidget() is bare.study


def test_all_pages_follow_once_it_is_shown(qtbot: QtBot, bare: MainWindow) -> None:
    bare.show()
    qtbot.waitUntil(lambda: standing(bare) == list(NAMES), timeout=10_000)
    assert bare.stack.currentWidget() is bare.study


def test_pages_keep_their_places_in_whatever_order_they_are_built(bare: MainWindow) -> None:
    for name in ("data", "live", "settings", "prompts", "results"):
        bare.show_page(getattr(bare, name))
        assert bare.stack.currentWidget() is getattr(bare, name)
    assert bare.stack.count() == len(NAMES)
    assert [bare.stack.indexOf(page) for page in bare.pages] == list(range(len(NAMES)))
    assert bare.stack.standing == bare.pages


def test_a_page_that_comes_late_has_the_colours_of_now(
    bare: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Theme] = []
    monkeypatch.setattr(DataPage, "set_theme", lambda _page, theme: seen.append(theme))
    bare.services.preferences.change("look", theme="contrast")
    assert seen == []
    bare.show_page(bare.data)
    bare.services.preferences.change("look", theme="light")
    assert [theme.has_frames for theme in seen] == [True, False]


def test_keys_of_pages_that_do_not_stand_yet_are_kept(bare: MainWindow) -> None:
    bare.services.preferences.bind({"queue_pause": "F5"})
    keys = bare.settings.shortcuts
    keys.table.selectRow(0)
    keys.keys.setKeySequence(QKeySequence("F9"))
    keys.take.click()
    assert set(bare.services.preferences.values.shortcuts.values()) == {"F5", "F9"}


def test_an_action_that_is_offered_twice_keeps_its_own_keys(qtbot: QtBot) -> None:
    table: Any = ShortcutTable("Keys")
    qtbot.addWidget(table)
    one, other = QAction("One", table), QAction("Other", table)
    one.setShortcut("Ctrl+1")
    table.offer({"one": one}, {"one": "F9", "other": "F8"})
    table.offer({"one": one, "other": other}, {"one": "F9", "other": "F8"})
    assert [one.shortcut().toString(), other.shortcut().toString()] == ["F9", "F8"]
    table.show_changed({})
    assert [one.shortcut().toString(), other.shortcut().toString()] == ["Ctrl+1", ""]
