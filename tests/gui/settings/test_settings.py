"""Settings count and are kept at once; every action can have other keys."""

from pathlib import Path
from typing import Any

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QSpinBox
from pytestqt.qtbot import QtBot

from promptstudio.core.preferences import load_preferences
from promptstudio.gui.services import Services
from promptstudio.gui.shell.main_window import MainWindow


def kept(services: Services) -> Any:
    return load_preferences(Path(services.preferences.workspace))


def test_an_edit_is_kept_at_once(window: MainWindow, services: Services) -> None:
    window.settings.look.editor("text_scale").set_value(150)
    assert kept(services).look.text_scale == 150
    window.settings.work.editor("offline").set_value(True)
    assert kept(services).work.offline


def test_reset_brings_the_defaults_back(window: MainWindow, services: Services) -> None:
    services.preferences.change("look", text_scale=150)
    services.preferences.bind({"run": "F9"})
    window.settings.reset.click()
    assert kept(services).look.text_scale == 100
    assert window.settings.look.editor("text_scale").value() == 100
    assert "Ctrl+R" in [key.toString() for key in window.commands.run.shortcuts()]


def row_of(window: MainWindow, title: str) -> int:
    table = window.settings.shortcuts.table
    rows = range(table.rowCount())
    return next(row for row in rows if table.item(row, 0).text() == title)


def test_an_action_gets_other_keys(qtbot: QtBot, window: MainWindow, services: Services) -> None:
    keys = window.settings.shortcuts
    keys.table.selectRow(row_of(window, "Save study"))
    keys.keys.setKeySequence(QKeySequence("F9"))
    keys.take.click()
    assert [key.toString() for key in window.commands.save.shortcuts()] == ["F9"]
    assert kept(services).shortcuts == {"save": "F9"}
    assert window.commands.save.toolTip() == "Save the study as a file (F9)"
    assert window.commands.run.toolTip() == "Run the study (Ctrl+R)"
    keys.table.selectRow(row_of(window, "Save study"))
    keys.own.click()
    assert [key.toString() for key in window.commands.save.shortcuts()] == ["Ctrl+S"]
    assert kept(services).shortcuts == {}


def test_keys_that_another_action_has_are_refused(window: MainWindow, services: Services) -> None:
    keys = window.settings.shortcuts
    keys.table.selectRow(row_of(window, "Save study"))
    keys.keys.setKeySequence(QKeySequence("Ctrl+O"))
    keys.take.click()
    assert keys.note.text() == "Ctrl+O belongs to 'Open study'. Give that action other keys first."
    assert kept(services).shortcuts == {}


def test_every_setting_has_a_name_for_screen_readers(window: MainWindow) -> None:
    boxes = window.settings.findChildren(QSpinBox)
    assert boxes
    assert all(box.accessibleName() for box in boxes)


def test_changes_are_taken_back_and_made_again(window: MainWindow, services: Services) -> None:
    window.show_page(window.settings)
    services.preferences.change("look", text_scale=150)
    services.preferences.note_tour()
    services.preferences.bind({"save": "F9"})
    window.settings.reset.click()
    assert kept(services).shortcuts == {}
    window.commands.undo.trigger()
    assert kept(services).shortcuts == {"save": "F9"}
    assert kept(services).look.text_scale == 150
    assert [key.toString() for key in window.commands.save.shortcuts()] == ["F9"]
    window.commands.undo.trigger()
    window.commands.undo.trigger()
    assert kept(services).look.text_scale == 100
    assert kept(services).seen_tour
    window.commands.redo.trigger()
    assert window.settings.look.editor("text_scale").value() == 150


def test_own_keys_that_another_action_took_meanwhile_are_refused(
    window: MainWindow, services: Services
) -> None:
    keys = window.settings.shortcuts
    services.preferences.bind({"open": "F8", "save": "Ctrl+O"})
    keys.table.selectRow(row_of(window, "Open study"))
    keys.own.click()
    assert keys.note.text() == "Ctrl+O belongs to 'Save study'. Give that action other keys first."
    assert kept(services).shortcuts == {"open": "F8", "save": "Ctrl+O"}
    services.preferences.bind({"open": "F8"})
    keys.own.click()
    assert keys.note.text() == ""
    assert kept(services).shortcuts == {}
