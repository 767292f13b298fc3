"""The list of runs: found, sorted, chosen, marked, copied."""

from collections.abc import Sequence
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from promptstudio.analysis.run_lines import RunLine, RunList
from promptstudio.core.events import Status
from promptstudio.core.marks import MOST_NOTE_CHARACTERS, MarkChange
from promptstudio.gui.parts.theme import themes
from promptstudio.gui.results.run_browser import RunBrowser
from promptstudio.gui.results.run_model import RunModel
from tests.gui.stored import line

COUNT = 12


class Heard:
    """Remembers the changes that are wanted."""

    def __init__(self, browser: RunBrowser) -> None:
        self.changes: list[tuple[list[str], MarkChange]] = []
        browser.marked.connect(self.hear)
        self.browser = browser

    def hear(self, runs: Sequence[RunLine], change: MarkChange) -> None:
        self.changes.append(([run.job_id for run in runs], change))
        self.browser.mark([run.job_id for run in runs], change)


@pytest.fixture
def browser(qtbot: QtBot) -> RunBrowser:
    browser = RunBrowser(str, themes()[0], ())
    qtbot.addWidget(browser, before_close_func=lambda widget: widget.rest())
    browser.resize(1100, 320)
    browser.show()
    browser.show_runs(RunList([line(number) for number in range(COUNT)], str))
    return browser


def shown(browser: RunBrowser) -> list[str]:
    return [run.job_id for run in browser.table.shown_runs()]


def selected(browser: RunBrowser) -> list[str]:
    return [run.job_id for run in browser.selected_runs()]


def test_the_model_keeps_the_rules_of_qt(qtmodeltester: Any, qapp: object) -> None:
    model = RunModel(str, themes()[0])
    model.show_runs(RunList([line(0), line(1, is_favourite=True, test=None, seconds=0.0)]))
    qtmodeltester.check(model)


def test_words_are_searched_after_a_pause(qtbot: QtBot, browser: RunBrowser) -> None:
    qtbot.keyClicks(browser.filters.search, "spot gadget")
    assert len(shown(browser)) == COUNT
    qtbot.waitUntil(lambda: shown(browser) == ["run-4", "run-10"])
    assert browser.filters.count.text() == "2 of 12 runs"
    browser.filters.search.setText("nothing is like this")
    qtbot.waitUntil(lambda: browser.empty.isVisible())
    assert browser.empty.text() == "No run passes the filters."
    qtbot.mouseClick(browser.clear, Qt.MouseButton.LeftButton)
    assert len(shown(browser)) == COUNT
    assert browser.filters.search.text() == ""


def test_filters_are_offered_and_work_together(browser: RunBrowser) -> None:
    filters = browser.filters
    filters.method.setCurrentIndex(filters.method.findData("SPoT"))
    filters.target.setCurrentIndex(filters.target.findData("film_sentiment"))
    assert shown(browser) == ["run-1", "run-7"]
    assert not filters.tag.isVisible()
    browser.mark(["run-7"], MarkChange(add_tags=("paper",), is_favourite=True))
    assert filters.tag.isVisible()
    filters.tag.setCurrentIndex(filters.tag.findData("paper"))
    assert shown(browser) == ["run-7"]
    filters.clear()
    filters.favourites.setChecked(True)
    assert shown(browser) == ["run-7"]


def test_a_filter_stays_when_the_runs_are_read_anew(browser: RunBrowser) -> None:
    filters = browser.filters
    filters.status.setCurrentIndex(filters.status.findData(Status.FINISHED))
    more = [line(number) for number in range(COUNT)] + [line(COUNT, status=Status.FAILED)]
    browser.show_runs(RunList(more, str))
    assert filters.wanted().status is Status.FINISHED
    assert filters.status.count() == 3
    assert len(shown(browser)) == COUNT
    browser.show_runs(RunList([line(0, status=Status.FAILED)], str))
    assert filters.wanted().status is None
    assert shown(browser) == ["run-0"]


def test_runs_of_a_cell_are_shown_alone_until_taken_back(qtbot: QtBot, browser: RunBrowser) -> None:
    browser.filters.favourites.setChecked(True)
    browser.show_only(["run-3", "run-5"], "a → b")
    assert shown(browser) == ["run-3", "run-5"]
    assert browser.filters.cell.text() == "a → b  ✕"
    qtbot.mouseClick(browser.filters.cell, Qt.MouseButton.LeftButton)
    assert len(shown(browser)) == COUNT
    assert not browser.filters.cell.isVisible()


def test_numbers_are_sorted_as_numbers_and_the_unknown_last(browser: RunBrowser) -> None:
    tests = {"run-0": 0.5, "run-1": None, "run-2": 0.09}
    runs = [line(n, test=tests[f"run-{n}"]) for n in range(3)]
    browser.show_runs(RunList(runs, str))
    column = [column.key for column in browser.model.columns].index("test")
    browser.table.sortByColumn(column, Qt.SortOrder.AscendingOrder)
    assert shown(browser) == ["run-2", "run-0", "run-1"]
    browser.table.sortByColumn(column, Qt.SortOrder.DescendingOrder)
    assert shown(browser) == ["run-0", "run-2", "run-1"]
    browser.table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
    assert shown(browser) == ["run-0", "run-1", "run-2"]


def test_the_selection_outlives_sorting_filters_and_reading(browser: RunBrowser) -> None:
    browser.table.select(["run-2", "run-3", "run-4", "run-9"])
    assert selected(browser) == ["run-2", "run-3", "run-4", "run-9"]
    browser.table.sortByColumn(3, Qt.SortOrder.DescendingOrder)
    assert sorted(selected(browser)) == ["run-2", "run-3", "run-4", "run-9"]
    browser.table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
    browser.show_runs(RunList([line(n, reason="new") for n in range(COUNT)], str))
    assert selected(browser) == ["run-2", "run-3", "run-4", "run-9"]
    assert {run.reason for run in browser.selected_runs()} == {"new"}
    browser.filters.method.setCurrentIndex(browser.filters.method.findData("SPoT"))
    assert selected(browser) == ["run-4"]


def test_reading_does_not_scroll_nor_move_the_cursor(browser: RunBrowser) -> None:
    runs = [line(number) for number in range(100)]
    browser.show_runs(RunList(runs, str))
    browser.table.select(["run-2"])
    bar = browser.table.verticalScrollBar()
    bar.setValue(600)
    assert bar.value() == 600
    browser.show_runs(RunList([*runs, line(100)], str))
    assert bar.value() == 600
    assert browser.table.currentIndex().row() == 2
    assert selected(browser) == ["run-2"]


def test_reading_the_same_runs_again_disturbs_nothing(browser: RunBrowser) -> None:
    resets: list[bool] = []
    browser.model.modelReset.connect(lambda: resets.append(True))
    browser.show_runs(RunList([line(number) for number in range(COUNT)], str))
    assert resets == []


def test_a_click_on_a_star_marks_its_run_alone(qtbot: QtBot, browser: RunBrowser) -> None:
    heard = Heard(browser)
    browser.table.select(["run-0", "run-1"])
    at = browser.table.visualRect(browser.model.index(2, 0)).center()
    qtbot.mouseClick(browser.table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert heard.changes == [(["run-2"], MarkChange(is_favourite=True))]
    assert browser.model.index(2, 0).data() == "★"
    qtbot.mouseClick(browser.table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert heard.changes[-1] == (["run-2"], MarkChange(is_favourite=False))


def test_tags_and_notes_are_told_when_the_person_leaves_them(
    qtbot: QtBot, browser: RunBrowser
) -> None:
    heard = Heard(browser)
    strip = browser.strip
    browser.table.select(["run-1", "run-2"])
    assert strip.title.text() == "2 runs selected"
    strip.tags.setText("paper, slow")
    strip.tags.editingFinished.emit()
    assert heard.changes == [(["run-1", "run-2"], MarkChange(add_tags=("paper", "slow")))]
    strip.tags.editingFinished.emit()
    assert len(heard.changes) == 1
    strip.note.setPlainText("Look again")
    strip.note.left.emit()
    assert heard.changes[-1] == (["run-1", "run-2"], MarkChange(note="Look again"))
    assert strip.tags.text() == "paper, slow"


def test_what_was_typed_belongs_to_the_runs_that_were_selected(browser: RunBrowser) -> None:
    heard = Heard(browser)
    browser.table.select(["run-1"])
    browser.strip.tags.setText("mine")
    browser.strip.note.setPlainText("of the first")
    browser.table.select(["run-5"])
    assert heard.changes == [
        (["run-1"], MarkChange(add_tags=("mine",))),
        (["run-1"], MarkChange(note="of the first")),
    ]
    assert browser.strip.tags.text() == ""
    assert browser.strip.note.toPlainText() == ""
    assert browser.strip.title.text() == line(5).title


def test_different_notes_are_not_overwritten_by_an_empty_one(browser: RunBrowser) -> None:
    heard = Heard(browser)
    browser.mark(["run-1"], MarkChange(note="one"))
    browser.table.select(["run-1", "run-2"])
    assert browser.strip.note.toPlainText() == ""
    browser.strip.finish()
    assert heard.changes == []


def test_marks_that_can_not_be_are_told(qtbot: QtBot, browser: RunBrowser) -> None:
    heard = Heard(browser)
    browser.table.select(["run-1"])
    browser.strip.note.setPlainText("x" * (MOST_NOTE_CHARACTERS + 1))
    with qtbot.waitSignal(browser.failed) as told:
        browser.strip.finish()
    assert told.args[0] == "A note has 10,000 characters at most; this one has 10,001."
    browser.strip.note.clear()
    browser.strip.tags.setText("y" * 41)
    with qtbot.waitSignal(browser.failed) as told:
        browser.strip.finish()
    assert "at most 40 characters" in told.args[0]
    browser.strip.tags.clear()
    assert heard.changes == []


def test_archived_runs_leave_the_list(browser: RunBrowser) -> None:
    browser.mark(["run-0"], MarkChange(is_archived=True))
    assert len(shown(browser)) == COUNT - 1
    browser.filters.archived.setChecked(True)
    muted = browser.model.index(0, 1).data(Qt.ItemDataRole.ForegroundRole)
    assert muted.name() == themes()[0].muted


def test_columns_are_chosen_and_kept(qtbot: QtBot, browser: RunBrowser) -> None:
    table = browser.table
    menu = QMenu(table)
    names = {action.text(): action for action in table.column_actions(menu)}
    assert names["Method"].isChecked()
    assert not names["Backbone"].isChecked()
    names["Backbone"].setChecked(True)
    names["Method"].setChecked(False)
    table.horizontalHeader().moveSection(table.horizontalHeader().visualIndex(6), 1)
    state = table.save_state()
    columns = table.table(()).columns
    assert columns[1] == "Test"
    assert "Backbone" in columns
    assert "Method" not in columns
    again = RunBrowser(str, themes()[0], ())
    qtbot.addWidget(again, before_close_func=lambda widget: widget.rest())
    again.table.restore_state(state)
    assert again.table.table(()).columns == columns
    again.table.restore_state(state.first(10))
    assert again.table.table(()).columns == columns
    menu.deleteLater()


def test_runs_are_copied_as_shown(browser: RunBrowser) -> None:
    browser.table.select(["run-1"])
    browser.table.copy()
    head, row = (text.split("\t") for text in QGuiApplication.clipboard().text().split("\n"))
    assert head[:3] == ["★", "Method", "Target"]
    assert row[:7] == ["☆", "SPoT", "film_sentiment", "0", "finished", "0.700", "0.510"]
    browser.table.clearSelection()
    browser.table.copy()
    assert QGuiApplication.clipboard().text().count("\n") == COUNT


def test_an_empty_workspace_says_what_to_do(qtbot: QtBot) -> None:
    browser = RunBrowser(str, themes()[0], ())
    qtbot.addWidget(browser, before_close_func=lambda widget: widget.rest())
    browser.show()
    assert browser.empty.text() == ""
    browser.show_runs(RunList(()))
    assert browser.empty.text() == (
        "Nothing has been run in this workspace yet. Set up a study (Ctrl+1)."
    )
    assert not browser.clear.isVisible()
    assert not browser.filters.isEnabled()


def test_columns_grow_with_the_text(browser: RunBrowser) -> None:
    table = browser.table
    table.setColumnWidth(1, 100)
    before = [table.columnWidth(at) for at in range(4)]
    font = table.font()
    font.setPointSizeF(2 * font.pointSizeF())
    table.setFont(font)
    grown = [table.columnWidth(at) / width for at, width in enumerate(before)]
    assert grown == pytest.approx([2.0] * 4, abs=0.35)  # letters have whole pixels
