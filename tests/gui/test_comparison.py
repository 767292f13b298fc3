"""The comparison window: tables from another thread, colours, copies, files."""

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from promptstudio.core.tables import Table
from promptstudio.gui.parts.table_view import TableModel, TableView
from promptstudio.gui.parts.theme import themes
from promptstudio.gui.results.comparison_panel import ComparisonPanel
from promptstudio.gui.shell.main_window import MainWindow
from tests.gui.comparisons import LEADERBOARD, TRANSFER, FakeComparisons


@pytest.fixture
def dialog(qtbot: QtBot, comparisons: FakeComparisons) -> ComparisonPanel:
    dialog = ComparisonPanel(comparisons, themes()[0])
    qtbot.addWidget(dialog, before_close_func=lambda widget: widget.rest())
    dialog.show()
    return dialog


def titles(dialog: ComparisonPanel) -> list[str]:
    return [dialog.names.item(row).text() for row in range(dialog.names.count())]


def shown(model: TableModel) -> list[list[str]]:
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_a_study_is_compared_in_another_thread(
    qtbot: QtBot, dialog: ComparisonPanel, comparisons: FakeComparisons
) -> None:
    dialog.show_study(None)
    qtbot.waitUntil(lambda: titles(dialog) == ["Leaderboard", "Transfer: m, gain"])
    assert comparisons.asked == ["study-old"]
    assert threading.get_ident() not in comparisons.threads
    assert shown(dialog.view.cells) == [list(row) for row in LEADERBOARD.rows]
    assert dialog.notes.splitlines() == list(LEADERBOARD.notes)


def test_the_table_looked_at_stays_when_tables_are_made_anew(
    qtbot: QtBot, dialog: ComparisonPanel, comparisons: FakeComparisons
) -> None:
    dialog.show_study("study-old")
    qtbot.waitUntil(lambda: dialog.names.count() == 2)
    dialog.names.setCurrentRow(1)
    comparisons.tables = (LEADERBOARD, LEADERBOARD, TRANSFER)
    dialog.touch()
    qtbot.waitUntil(lambda: dialog.names.count() == 3, timeout=5000)
    assert dialog.names.currentRow() == 2
    assert shown(dialog.view.cells) == [list(row) for row in TRANSFER.rows]


def test_of_waiting_requests_the_last_counts(
    qtbot: QtBot, dialog: ComparisonPanel, comparisons: FakeComparisons
) -> None:
    comparisons.stored = {"one": "One", "two": "Two", "three": "Three"}
    comparisons.gate.clear()
    dialog.show_study("one")
    qtbot.waitUntil(lambda: comparisons.asked == ["one"])
    for name in ("two", "three"):
        dialog.choice.setCurrentIndex(dialog.choice.findData(name))
    comparisons.gate.set()
    qtbot.waitUntil(lambda: dialog.names.count() == 2)
    assert comparisons.asked == ["one", "three"]


def test_studies_stand_newest_first_and_new_ones_join(
    qtbot: QtBot, dialog: ComparisonPanel, comparisons: FakeComparisons
) -> None:
    comparisons.stored = {"one": "One", "two": "Two"}
    dialog.refresh()
    qtbot.waitUntil(lambda: dialog.study_id == "two")
    dialog.choice.setCurrentIndex(1)
    comparisons.stored["three"] = "Three"
    dialog.refresh()
    qtbot.waitUntil(lambda: dialog.choice.count() == 3)
    assert [dialog.choice.itemText(at) for at in range(3)] == ["Three", "Two", "One"]
    assert dialog.study_id == "one"
    qtbot.waitUntil(lambda: comparisons.asked == ["two", "one"])
    assert threading.get_ident() not in comparisons.threads


def test_tables_of_one_kind_are_told_apart_by_their_titles(
    qtbot: QtBot, dialog: ComparisonPanel, comparisons: FakeComparisons
) -> None:
    comparisons.tables = tuple(replace(LEADERBOARD, title=f"Of {n} rows") for n in (8, 16, 32))
    dialog.show_study("study-old")
    qtbot.waitUntil(lambda: dialog.names.count() == 3)
    dialog.names.setCurrentRow(2)
    comparisons.tables = comparisons.tables[1:]
    dialog.touch()
    qtbot.waitUntil(lambda: dialog.names.count() == 2, timeout=5000)
    assert dialog.names.currentItem().text() == "Of 32 rows"


def test_without_a_finished_run_the_window_says_so(
    qtbot: QtBot, dialog: ComparisonPanel, comparisons: FakeComparisons
) -> None:
    comparisons.tables = ()
    dialog.show_study("study-old")
    qtbot.waitUntil(lambda: "No run of this study has finished yet" in dialog.notes)
    assert dialog.view.cells.rowCount() == 0


def test_a_table_of_others_is_opened_and_a_broken_one_is_told(
    qtbot: QtBot, dialog: ComparisonPanel
) -> None:
    dialog.show_file("scores.csv")
    qtbot.waitUntil(lambda: titles(dialog) == ["Transfer: m, gain"])
    assert dialog.choice.currentText() == "scores.csv"
    with qtbot.waitSignal(dialog.failed) as heard:
        dialog.show_file("bad.csv")
    assert heard.args[0] == "The table 'bad.csv' has no rows."
    assert dialog.notes == "The table 'bad.csv' has no rows."
    assert titles(dialog) == []


def test_colours_follow_the_numbers(qtbot: QtBot) -> None:
    theme = themes()[0]
    view = TableView(theme)
    qtbot.addWidget(view)
    view.show_table(TRANSFER)

    def colour(row: int, column: int) -> Any:
        return view.cells.index(row, column).data(Qt.ItemDataRole.BackgroundRole)

    assert colour(0, 0) is None
    assert colour(0, 1).name() == theme.good
    assert colour(0, 2).name() == theme.bad
    assert colour(0, 1).alpha() == pytest.approx(2 * colour(0, 2).alpha(), abs=2)
    assert colour(1, 1) is None
    assert colour(1, 2).alpha() == 0
    view.show_table(LEADERBOARD)
    assert colour(0, 1) is None


def test_columns_have_room_for_their_words(qtbot: QtBot) -> None:
    view = TableView(themes()[0])
    qtbot.addWidget(view)
    long = "a sentence that is much too long for a line of a table, " * 3
    rows = (
        ("iiiiiiiiii", "x", long),
        ("WWWWWWWWW", "y", "short"),
        *(("i", "z", "") for _ in "123456"),
    )
    table = Table(key="k", title="t", columns=("a", "a title that is wide", "c"), rows=rows)
    view.show_table(table)
    view.resize(900, 300)
    view.show()
    metrics = view.fontMetrics()
    widest = 43 * metrics.averageCharWidth()
    assert view.columnWidth(0) > metrics.horizontalAdvance("WWWWWWWWW")
    assert view.columnWidth(1) > metrics.horizontalAdvance("a title that is wide")
    assert view.columnWidth(2) > widest  # the last one takes what is left
    high = view.rowHeight(0)
    assert high > view.rowHeight(1) > 0
    view.resize(300, 300)
    qtbot.waitUntil(lambda: view.columnWidth(2) == widest)  # but is never too narrow to be read
    assert view.rowHeight(0) > high
    font = view.font()
    font.setPointSizeF(2 * font.pointSizeF())
    view.setFont(font)
    assert view.columnWidth(0) > view.fontMetrics().horizontalAdvance("WWWWWWWWW")
    view.show_table(replace(table, rows=tuple(row[::-1] for row in rows)))
    assert view.columnWidth(0) == 43 * view.fontMetrics().averageCharWidth()


def test_an_equal_table_leaves_the_place_that_is_looked_at(qtbot: QtBot) -> None:
    view = TableView(themes()[0])
    qtbot.addWidget(view)
    view.show_table(TRANSFER)
    with qtbot.assertNotEmitted(view.cells.modelReset):
        view.show_table(replace(TRANSFER))
    with qtbot.waitSignal(view.cells.modelReset):
        view.show_table(LEADERBOARD)


def test_models_keep_the_rules_of_qt(qtmodeltester: Any, qtbot: QtBot) -> None:
    view = TableView(themes()[1])
    qtbot.addWidget(view)
    view.show_table(TRANSFER)
    qtmodeltester.check(view.cells)


def test_cells_are_copied_with_tabs(qtbot: QtBot) -> None:
    view = TableView(themes()[0])
    qtbot.addWidget(view)
    assert view.selected_text() == ""
    view.show_table(TRANSFER)
    view.copy()
    whole = "source\ta\tb\na\t+30.0\t-15.0\nb\t—\t0.0"
    assert QGuiApplication.clipboard().text() == whole
    view.selectRow(1)
    assert view.selected_text() == "b\t—\t0.0"


def test_tables_are_written(qtbot: QtBot, dialog: ComparisonPanel, tmp_path: Path) -> None:
    dialog.show_study("study-old")
    qtbot.waitUntil(lambda: dialog.names.count() == 2)
    export = next(b for b in dialog.findChildren(type(dialog.export)) if b is dialog.export)
    export.click()
    asked = dialog.findChild(QFileDialog)
    with qtbot.waitSignal(dialog.said):
        asked.fileSelected.emit(str(tmp_path / "tables.md"))
    asked.reject()
    assert (tmp_path / "tables.md").read_text().startswith("## Leaderboard")
    with qtbot.waitSignal(dialog.failed) as heard:
        dialog.write(str(tmp_path / "tables.doc"))
    assert "names no table format" in heard.args[0]


def test_the_window_opens_the_study_of_the_selected_run(
    qtbot: QtBot, window: MainWindow, comparisons: FakeComparisons
) -> None:
    window.commands.compare.trigger()
    qtbot.waitUntil(lambda: comparisons.asked == ["study-old"])
    window.start()
    comparisons.stored["study-1"] = "Sandbox"
    window.live.jobs.table.select([window.live.jobs.table.visible_runs()[0].job_id])
    window.commands.compare.trigger()
    qtbot.waitUntil(lambda: comparisons.asked[-1] == "study-1")
    assert window.results.comparison.choice.currentText() == "Sandbox"
