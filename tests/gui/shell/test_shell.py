"""The frame of the window: pages, palette, drops, quitting, what is kept."""

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from promptstudio.gui.preferences import PreferenceKeeper
from promptstudio.gui.services import Services
from promptstudio.gui.shell.main_window import MainWindow

Tell = Callable[..., None]


def test_every_page_has_a_key(qtbot: QtBot, window: MainWindow) -> None:
    for number, page in enumerate(window.pages, start=1):
        qtbot.keyClick(window, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.ControlModifier)
        assert window.stack.currentWidget() is page
        assert window.commands.pages[number - 1].isChecked()


def test_pressing_run_turns_to_what_runs(window: MainWindow, controller: Any) -> None:
    window.start()
    assert window.stack.currentWidget() is window.live
    assert len(controller.studies) == 1


def test_the_palette_does_what_is_typed(qtbot: QtBot, window: MainWindow) -> None:
    window.commands.palette.trigger()
    qtbot.keyClicks(window.palette_.line, "high contr")
    assert window.palette_.titles[0] == "High contrast"
    qtbot.keyClick(window.palette_.line, Qt.Key.Key_Return)
    assert not window.palette_.isVisible()
    assert window.services.preferences.values.look.theme == "contrast"
    assert window.themes.theme.window == "#000000"


def test_the_palette_is_left_by_escape_and_moves_by_arrows(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.commands.palette.trigger()
    line = window.palette_.line
    qtbot.keyClick(line, Qt.Key.Key_Up)
    assert window.palette_.list.currentRow() == window.palette_.list.count() - 1
    qtbot.keyClick(line, Qt.Key.Key_Down)
    assert window.palette_.list.currentRow() == 0
    qtbot.keyClicks(line, "no such thing at all")
    assert window.palette_.titles == []
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert not window.palette_.isVisible()


def test_the_palette_offers_only_what_can_be_done(window: MainWindow) -> None:
    window.commands.palette.trigger()
    assert "Export" not in window.palette_.titles
    assert "Show task Film sentiment" in window.palette_.titles
    assert "Help of CrossPT" in window.palette_.titles


def drop(window: MainWindow, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)


def test_a_dropped_study_is_shown(window: MainWindow, tmp_path: Path) -> None:
    window.study.save_study(tmp_path / "mine.toml")
    window.show_page(window.settings)
    text = (tmp_path / "mine.toml").read_text()
    (tmp_path / "mine.toml").write_text(text.replace('name = "', 'name = "dropped '))
    drop(window, tmp_path / "mine.toml")
    assert window.stack.currentWidget() is window.study
    assert window.study.study().name.startswith("dropped ")


def test_dropped_data_are_looked_at(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("text,label\na,b\n")
    drop(window, tmp_path / "mine.csv")
    assert window.stack.currentWidget() is window.data
    assert window.data.importing.what.text() == str(tmp_path / "mine.csv")
    qtbot.waitUntil(lambda: window.data.importing.keep.isEnabled())


def test_what_is_dropped_in_error_is_told(window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "old.pt").write_bytes(b"")
    page = window.stack.currentWidget()
    drop(window, tmp_path / "old.pt")
    assert "may be a Python pickle" in window.banner.text
    assert window.stack.currentWidget() is page


def test_quitting_asks_once_while_jobs_run(
    qtbot: QtBot, window: MainWindow, controller: Any
) -> None:
    window.start()
    window.close()
    window.close()
    (box,) = window.findChildren(QMessageBox)
    assert window.isVisible()
    assert not box.isModal()
    stay, quit_ = box.escapeButton(), next(b for b in box.buttons() if "Quit" in b.text())
    qtbot.mouseClick(stay, Qt.MouseButton.LeftButton)
    assert window.isVisible()
    qtbot.waitUntil(lambda: window.findChild(QMessageBox) is None)
    window.close()
    (box,) = window.findChildren(QMessageBox)
    quit_ = next(b for b in box.buttons() if "Quit" in b.text())
    qtbot.mouseClick(quit_, Qt.MouseButton.LeftButton)
    assert not window.isVisible()
    assert controller.calls[-1] == ("shutdown",)


def test_jobs_of_another_program_do_not_hold_the_window(
    window: MainWindow, controller: Any
) -> None:
    """Its store is only looked at; to say that its runs stop would be wrong."""
    window.start()
    assert window.commands.cancel.isEnabled()
    controller.worker_state.emit("locked")
    window.live.refresh()
    assert not window.commands.cancel.isEnabled()
    window.close()
    assert not window.isVisible()


def test_without_jobs_quitting_does_not_ask(window: MainWindow) -> None:
    window.close()
    assert not window.isVisible()


def test_the_window_comes_back_as_it_was(
    qtbot: QtBot, window: MainWindow, services: Services
) -> None:
    window.resize(window.width(), 707)  # the width may be more than the screen has
    window.show_page(window.data)
    window.close()
    again = MainWindow(services, window.study.study())
    qtbot.addWidget(again, before_close_func=lambda w: w.close_now())
    assert again.height() == 707
    assert again.stack.currentWidget() is again.data


def test_broken_preferences_are_told_and_the_window_opens(
    qtbot: QtBot, window: MainWindow, services: Services
) -> None:
    folder = services.preferences.workspace
    folder.mkdir(exist_ok=True)
    (folder / "preferences.toml").write_text("[look\n")
    broken = dataclasses.replace(services, preferences=PreferenceKeeper(folder))
    again = MainWindow(broken, window.study.study())
    qtbot.addWidget(again, before_close_func=lambda w: w.close_now())
    assert "can not be read" in again.banner.text


@pytest.mark.parametrize("theme", ["dark", "contrast", "light"])
def test_the_theme_of_the_menu_is_kept(window: MainWindow, services: Services, theme: str) -> None:
    getattr(window.commands, theme).trigger()
    assert services.preferences.values.look.theme == theme
    assert getattr(window.commands, theme).isChecked()


def test_text_size_changes_every_page(window: MainWindow, services: Services) -> None:
    before = window.study.font().pointSizeF()
    services.preferences.change("look", text_scale=200)
    assert window.study.font().pointSizeF() == pytest.approx(2 * before)
    services.preferences.change("look", text_scale=100)
    assert window.study.font().pointSizeF() == pytest.approx(before)


def test_the_tour_is_offered_and_taken(qtbot: QtBot, window: MainWindow) -> None:
    window.tour._study = window.study.study
    window.banner.offer(window.commands.tour)
    assert window.banner.text == "New here? Two minutes over all pages, to a finished study."
    qtbot.mouseClick(
        next(b for b in window.banner.findChildren(QPushButton) if "Tour" in b.text()),
        Qt.MouseButton.LeftButton,
    )
    assert not window.banner.isVisible()
    assert window.tour.isVisible()
    window.tour.leave()
    assert window.services.preferences.values.seen_tour
    window.banner.show_error("Wrong.")
    assert not any(
        b.isVisible() for b in window.banner.findChildren(QPushButton) if "Tour" in b.text()
    )
