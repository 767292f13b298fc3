"""One person, one keyboard: from the tour over own data to a prompt that is tried again."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from promptstudio.core.events import Status
from promptstudio.gui.launch import make_window
from promptstudio.gui.parts import file_dialogs
from promptstudio.gui.parts.export_dialog import ExportDialog
from promptstudio.gui.shell.main_window import MainWindow
from promptstudio.planning import find_study

MOST_TABS = 400
RUN_MS = 120_000
Key = Qt.Key
NONE, CTRL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    window = make_window(tmp_path / "work", find_study("sandbox"), in_process=True)
    window.show()
    window.activateWindow()
    yield window
    window.close_now()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class Hand:
    """Presses keys, and nothing else."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self._qtbot = qtbot
        self._window = window

    def focus(self) -> QWidget:
        return QApplication.focusWidget() or self._window

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        self._qtbot.keyClick(self.focus(), key, modifier)

    def type(self, text: str) -> None:
        self.press(Key.Key_A, CTRL)
        self._qtbot.keyClicks(self.focus(), text)

    def tab_to(self, widget: QWidget) -> None:
        """Go to a control as a person without a mouse does."""
        for _ in range(MOST_TABS):
            focus = self.focus()
            if focus is widget or widget.isAncestorOf(focus):
                return
            self.press(Key.Key_Tab)
        raise AssertionError(f"Tab does not lead to {widget.accessibleName() or widget}")

    def command(self, text: str) -> None:
        self.press(Key.Key_K, CTRL)
        self._qtbot.keyClicks(self._window.palette_.line, text)
        self._qtbot.keyClick(self._window.palette_.line, Key.Key_Return)

    def page(self, number: int) -> None:
        self.press(Key(Key.Key_0 + number), CTRL)


@pytest.mark.timeout(600)
def test_the_whole_path_with_the_keyboard_alone(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = Hand(qtbot, window)
    take_the_tour(qtbot, hand, window)
    import_a_table(qtbot, hand, window, tmp_path / "dinner_words.csv")
    compare_two_methods(qtbot, hand, window)
    folder = tmp_path / "exported"
    export_a_prompt(qtbot, hand, window, folder)
    choose_files(monkeypatch, folder)
    try_it_again(qtbot, hand, window)


def take_the_tour(qtbot: QtBot, hand: Hand, window: MainWindow) -> None:
    hand.command("tour")
    assert window.tour.isVisible()
    for _ in range(20):
        if window.tour.title != "Watch":
            hand.press(Key.Key_Return)
    assert window.tour.title == "Watch"
    qtbot.waitUntil(lambda: window.tour.title == "Compare", timeout=RUN_MS)
    board = window.results.comparison
    qtbot.waitUntil(lambda: board.view.cells.rowCount() == 3, timeout=RUN_MS)
    for _ in range(20):
        if window.tour.isVisible():
            hand.tab_to(window.tour.next)
            hand.press(Key.Key_Return)
    assert window.stack.currentWidget() is window.data


def import_a_table(qtbot: QtBot, hand: Hand, window: MainWindow, path: Path) -> None:
    words = (("good", "fine", "great"), ("bad", "dull", "poor"))
    lines = [
        f"the {noun} was {word} number {number},{label}"
        for number in range(20)
        for noun in ("food", "film")
        for label, group in zip("10", words, strict=True)
        for word in group
    ]
    path.write_text("text,label\n" + "\n".join(lines) + "\n")
    importing = window.data.importing
    hand.tab_to(importing.what)
    hand.type(str(path))
    hand.press(Key.Key_Return)
    qtbot.waitUntil(importing.keep.isEnabled, timeout=RUN_MS)
    hand.tab_to(importing.keep)
    with qtbot.waitSignal(window.data.kept, timeout=RUN_MS):
        hand.press(Key.Key_Space)


def compare_two_methods(qtbot: QtBot, hand: Hand, window: MainWindow) -> None:
    hand.page(1)
    form = window.study.form
    for task in ("hotel_sentiment", "dinner_words"):
        hand.tab_to(form.tasks._search)
        hand.type(task)
        hand.tab_to(form.tasks._tree)
        hand.press(Key.Key_Home)
        hand.press(Key.Key_Down)
        hand.press(Key.Key_Space)
    assert form.tasks.targets() == ("dinner_words",)
    hand.tab_to(form.setup._seeds)
    hand.type("0-2")
    study = window.study.study()
    assert study.seeds == (0, 1, 2)
    hand.press(Key.Key_Return, CTRL)
    assert window.stack.currentWidget() is window.live
    qtbot.waitUntil(lambda: window.live.is_done, timeout=RUN_MS)
    runs = [row for row in window.live.book.runs if row.study_id == window.live.study_id]
    assert {row.status for row in runs} == {Status.FINISHED}
    assert len({row.method for row in runs}) > 1
    hand.page(3)
    board = window.results.comparison
    qtbot.waitUntil(lambda: board.view.cells.rowCount() >= 2, timeout=RUN_MS)


def export_a_prompt(qtbot: QtBot, hand: Hand, window: MainWindow, folder: Path) -> None:
    hand.page(2)
    hand.tab_to(window.live.jobs.table)
    hand.press(Key.Key_Home, CTRL)
    for _ in range(20):
        if not window.live.can_export:
            hand.press(Key.Key_Down)
    hand.press(Key.Key_E, CTRL)
    dialog = window.findChild(ExportDialog)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    hand.tab_to(dialog.folder)
    hand.type(str(folder))
    with qtbot.waitSignal(window.controller.exported, timeout=RUN_MS):
        hand.press(Key.Key_Return)
    assert (folder / "adapter_model.safetensors").is_file()
    dialog.close()


def choose_files(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """Qt's own file dialog is not what is tested."""

    def choose(dialog: QWidget, chosen: Callable[[str], None]) -> None:
        dialog.deleteLater()
        chosen(str(path))

    monkeypatch.setattr(file_dialogs, "_show", choose)


def try_it_again(qtbot: QtBot, hand: Hand, window: MainWindow) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    hand.page(4)
    page = window.prompts
    hand.command("import prompt folder")
    qtbot.waitUntil(lambda: len(page.library.table.chosen()) == 1, timeout=RUN_MS)
    (entry,) = page.library.table.chosen()
    assert entry.can_change
    page.tabs.setCurrentWidget(page.playground)
    hand.tab_to(page.playground.text)
    qtbot.keyClicks(hand.focus(), "text: the food was great")
    hand.tab_to(page.playground.labels)
    qtbot.keyClicks(hand.focus(), "good, bad")
    hand.tab_to(page.playground.ask)
    hand.press(Key.Key_Space)
    qtbot.waitUntil(lambda: len(page.playground.views) == 2, timeout=RUN_MS)
    assert {view.best for view in page.playground.views} <= {"good", "bad"}
