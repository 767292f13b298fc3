"""The page as a whole: runs are read, marked with undo, and lead on to other pages."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from promptstudio.core.events import RunEnded, Status, StepDone
from promptstudio.core.marks import MarkChange
from promptstudio.core.predictions import Prediction
from promptstudio.core.tables import Table
from promptstudio.gui.parts.export_dialog import ExportDialog
from promptstudio.gui.parts.theme import themes
from promptstudio.gui.results.page import ResultsPage
from promptstudio.gui.services import Services
from promptstudio.gui.shell.window_state import WindowState
from tests.gui.comparisons import LEADERBOARD, FakeComparisons
from tests.gui.stored import FakeResults, line

MATRIX = Table(
    key="transfer-plain",
    title="Transfer: Prompt tuning",
    columns=("source", "film_sentiment", "gadget_sentiment"),
    rows=(("hotel_sentiment", "0.500", "0.600"), ("topic_home", "—", "—")),
    numeric=frozenset({1, 2}),
    values=((0.5, 0.6), (None, None)),
    runs=(((), ("run-3", "run-9")), ((), ())),
)


@pytest.fixture
def page(
    qtbot: QtBot, services: Services, results: FakeResults, comparisons: FakeComparisons
) -> ResultsPage:
    results.lines = [line(number) for number in range(12)]
    comparisons.tables = (LEADERBOARD, MATRIX)
    page = ResultsPage(services, themes()[0])
    qtbot.addWidget(page, before_close_func=lambda widget: widget.rest())
    page.resize(1180, 620)
    page.show()
    page.arrive()
    qtbot.waitUntil(lambda: len(shown(page)) == 12 and page.comparison.names.count() == 2)
    return page


def shown(page: ResultsPage) -> list[str]:
    return [run.job_id for run in page.browser.table.shown_runs()]


def marks(controller: Any) -> list[tuple[Any, ...]]:
    return [call[1:] for call in controller.calls if call[0] == "mark"]


def test_a_chart_library_is_loaded_only_when_a_chart_is_looked_at(page: ResultsPage) -> None:
    assert page.shots.chart is None
    assert page.ablation.chart is None
    assert page.curves.chart is None


def test_archived_runs_come_back_by_undo(page: ResultsPage, controller: Any) -> None:
    offers = page.offers()
    assert not offers["undo"].isEnabled()
    page.browser.table.select(["run-1", "run-2"])
    offers["results_archive"].trigger()
    assert "run-1" not in shown(page)
    assert marks(controller) == [(("run-1", "run-2"), MarkChange(is_archived=True))]
    offers["undo"].trigger()
    assert len(shown(page)) == 12
    assert marks(controller)[-1] == (("run-1", "run-2"), MarkChange(is_archived=False))
    offers["redo"].trigger()
    assert len(shown(page)) == 10


def test_favourites_are_made_and_unmade(page: ResultsPage, controller: Any) -> None:
    page.browser.table.select(["run-1", "run-2"])
    action = page.commands.favourite
    assert action.text() == "☆ Favourite"
    action.trigger()
    assert marks(controller)[-1][1].is_favourite
    assert action.text() == "★ Favourite"
    action.trigger()
    assert not marks(controller)[-1][1].is_favourite
    page.offers()["undo"].trigger()
    assert {run.is_favourite for run in page.browser.selected_runs()} == {True}


def test_actions_follow_the_selection(page: ResultsPage, results: FakeResults) -> None:
    commands = page.commands
    assert not commands.archive.isEnabled()
    page.browser.table.select(["run-1"])
    assert commands.export.isEnabled()
    assert commands.use_settings.isEnabled()
    page.browser.table.select(["run-1", "run-2"])
    assert not commands.export.isEnabled()
    assert commands.archive.isEnabled()


def test_an_unfinished_run_has_no_prompt_to_export(
    qtbot: QtBot, page: ResultsPage, results: FakeResults
) -> None:
    results.lines = [line(0, status=Status.FAILED)]
    page.arrive()
    qtbot.waitUntil(lambda: shown(page) == ["run-0"])
    page.browser.table.select(["run-0"])
    assert not page.commands.export.isEnabled()


def test_settings_and_studies_go_to_the_form(qtbot: QtBot, page: ResultsPage) -> None:
    page.browser.table.select(["run-4"])
    with qtbot.waitSignal(page.study_wanted) as heard:
        page.commands.use_settings.trigger()
    assert heard.args[0].name == "only run-4"
    with qtbot.waitSignal(page.study_wanted) as heard:
        page.commands.open_study.trigger()
    assert heard.args[0].name == "whole study-old"


def test_the_prompt_of_a_run_is_exported(page: ResultsPage, controller: Any) -> None:
    page.browser.table.select(["run-4"])
    page.commands.export.trigger()
    dialog = page.findChild(ExportDialog)
    dialog.folder.setText("somewhere")
    dialog.export.click()
    dialog.reject()
    assert controller.calls[-1] == ("export", "run-4", "peft", Path("somewhere"))


def test_a_cell_of_the_matrix_shows_its_runs(qtbot: QtBot, page: ResultsPage) -> None:
    page.tabs.setCurrentWidget(page.transfer)
    qtbot.waitUntil(lambda: not page.transfer.is_told)
    page.transfer.view.clicked.emit(page.transfer.view.cells.index(0, 2))
    assert shown(page) == ["run-3", "run-9"]
    assert page.browser.filters.cell.text().startswith("hotel_sentiment → gadget_sentiment")
    page.browser.filters.clear()
    page.browser.mark(["run-9"], MarkChange(is_archived=True))
    page.transfer.view.clicked.emit(page.transfer.view.cells.index(0, 2))
    assert shown(page) == ["run-3", "run-9"]  # an archived run counts in the cell too
    with qtbot.waitSignal(page.said) as heard:
        page.transfer.view.clicked.emit(page.transfer.view.cells.index(1, 1))
    assert heard.args[0] == "No run of this workspace stands behind this cell."


def test_views_follow_the_selection(qtbot: QtBot, page: ResultsPage, results: FakeResults) -> None:
    page.tabs.setCurrentWidget(page.details)
    page.browser.table.select(["run-2"])
    qtbot.waitUntil(lambda: not page.details.is_told)
    assert page.details.view.cells.index(0, 2).data() == "run-2"
    asked = {what[0] for what in results.asked}
    assert "curves" not in asked
    assert "predictions" not in asked
    page.tabs.setCurrentWidget(page.differences)
    page.browser.table.select(["run-2", "run-3"])
    qtbot.waitUntil(lambda: ("differences", "run-2", "run-3") in results.asked)


def test_views_of_unchanged_runs_are_left_alone(
    qtbot: QtBot, page: ResultsPage, results: FakeResults
) -> None:
    page.tabs.setCurrentWidget(page.details)
    page.browser.table.select(["run-2"])
    qtbot.waitUntil(lambda: ("details", "run-2") in results.asked)
    results.lines[3] = line(3, status=Status.FAILED)
    page.arrive()
    qtbot.waitUntil(lambda: page.browser.model.line(3).status is Status.FAILED)
    qtbot.waitUntil(lambda: not page._settle.isActive())
    assert results.asked.count(("details", "run-2")) == 1
    results.lines[2] = line(2, note="new")
    page.arrive()
    qtbot.waitUntil(lambda: results.asked.count(("details", "run-2")) == 2)


def test_the_choice_of_the_study_stands_beside_the_views_of_a_study(page: ResultsPage) -> None:
    assert page.comparison.head.isVisible()
    page.tabs.setCurrentWidget(page.curves)
    assert not page.comparison.head.isVisible()
    page.tabs.setCurrentWidget(page.ablation)
    assert page.comparison.head.isVisible()


def test_tables_that_were_not_looked_at_are_made_anew(
    qtbot: QtBot, page: ResultsPage, comparisons: FakeComparisons
) -> None:
    page.tabs.setCurrentWidget(page.details)
    page.comparison.touch()
    assert comparisons.asked == ["study-old"]
    page.tabs.setCurrentWidget(page.shots)
    qtbot.waitUntil(lambda: comparisons.asked == ["study-old"] * 2)


def test_the_list_follows_what_runs(
    qtbot: QtBot, page: ResultsPage, results: FakeResults, controller: Any
) -> None:
    results.lines.append(line(12))
    asked = len(results.asked)
    step = StepDone(
        job_id="run-12",
        attempt=0,
        seq=0,
        time=0.0,
        stage="tune",
        step=1,
        metrics={},
        rows=1,
        seconds=0.1,
    )
    ended = RunEnded(
        job_id="run-12", attempt=0, seq=1, time=0.0, status=Status.FINISHED, rows=1, seconds=1.0
    )
    controller.events.emit([step])
    assert not page._refresh.isActive()
    controller.events.emit([ended])
    qtbot.waitUntil(lambda: len(shown(page)) == 13, timeout=5000)
    assert len(results.asked) == asked + 1
    results.lines[0] = line(0, note="from elsewhere")
    controller.jobs_changed.emit(["run-0"])
    qtbot.waitUntil(lambda: page.browser.model.line(0).note == "from elsewhere", timeout=5000)


def test_the_list_is_written_as_shown(qtbot: QtBot, page: ResultsPage, tmp_path: Path) -> None:
    page.browser.filters.method.setCurrentIndex(1)
    page.commands.save_table.trigger()
    dialog = page.findChild(QFileDialog)
    with qtbot.waitSignal(page.said):
        dialog.fileSelected.emit(str(tmp_path / "runs.csv"))
    dialog.reject()
    rows = (tmp_path / "runs.csv").read_text().splitlines()
    assert rows[0].startswith("★,Method,Target")
    assert len(rows) == 5
    with qtbot.waitSignal(page.failed) as heard:
        page.write_runs(tmp_path / "runs.xls")
    assert "names no table format" in heard.args[0]


def test_a_report_is_one_page_of_all_tables(
    qtbot: QtBot, page: ResultsPage, tmp_path: Path
) -> None:
    qtbot.mouseClick(page.comparison.report, Qt.MouseButton.LeftButton)
    dialog = page.findChild(QFileDialog)
    with qtbot.waitSignal(page.said):
        dialog.fileSelected.emit(str(tmp_path / "report.html"))
    dialog.reject()
    text = (tmp_path / "report.html").read_text()
    assert LEADERBOARD.title in text
    assert MATRIX.title in text


def test_actions_have_names_that_no_other_page_has(page: ResultsPage) -> None:
    own = {name for name in page.offers() if name not in ("undo", "redo")}
    assert own
    assert all(name.startswith("results_") for name in own)


def test_everything_that_takes_the_focus_has_a_name(
    qtbot: QtBot, page: ResultsPage, results: FakeResults
) -> None:
    results.told = {"run-0": [Prediction(0, "a film", ("yes",), "yes")]}
    results.curves_of = {"run-0": {"target/loss": ([1, 2], [2.0, 1.0])}}
    page.browser.mark(["run-1"], MarkChange(add_tags=("t",)))
    page.browser.show_only(["run-0", "run-1"], "these")
    page.browser.table.select(["run-0", "run-1"])
    nameless: set[str] = set()
    for at in range(page.tabs.count()):
        page.tabs.setCurrentIndex(at)
        view = page.tabs.widget(at)
        qtbot.waitUntil(lambda view=view: not getattr(view, "is_told", False))
        nameless |= {
            f"{type(widget).__name__} in {type(widget.parent()).__name__}"
            for widget in page.findChildren(QWidget)
            if widget.isVisible()
            and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and not (widget.accessibleName() or getattr(widget, "text", str)())
            and not widget.parent().accessibleName()
        }
    assert not nameless


def test_colours_are_taken_over(qtbot: QtBot, page: ResultsPage) -> None:
    page.set_theme(themes()[1])
    status = [column.key for column in page.browser.model.columns].index("status")
    colour = page.browser.model.index(0, status).data(Qt.ItemDataRole.ForegroundRole)
    assert colour.name() == themes()[1].good


def test_columns_are_as_they_were_left(
    qtbot: QtBot, services: Services, results: FakeResults, tmp_path: Path
) -> None:
    kept = WindowState(tmp_path)
    for is_first in (True, False):
        window = QMainWindow()
        page = ResultsPage(services, themes()[0])
        window.setCentralWidget(page)
        qtbot.addWidget(window, before_close_func=lambda _, page=page: page.rest())
        if is_first:
            page.browser.table.hideColumn(1)
            kept.keep(window, 2)
        else:
            assert kept.restore(window) == 2
            kept.divide(page)
            assert page.browser.table.isColumnHidden(1)
