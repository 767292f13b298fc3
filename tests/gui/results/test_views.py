"""Views of a study and of the selected runs."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from promptstudio.core.events import Status
from promptstudio.core.predictions import Prediction
from promptstudio.gui.parts.theme import themes
from promptstudio.gui.results.ablation_view import AblationView
from promptstudio.gui.results.curves_view import MOST_DRAWN, CurvesView
from promptstudio.gui.results.details_view import DetailsView
from promptstudio.gui.results.differences_view import MOST_COMPARED, DifferencesView
from promptstudio.gui.results.predictions_view import PredictionsView
from promptstudio.gui.results.shots_view import ShotsView
from promptstudio.gui.results.transfer_view import TransferView
from promptstudio.gui.results.view import View
from tests.gui.comparisons import LEADERBOARD, TRANSFER
from tests.gui.stored import FakeResults, line

ViewT = TypeVar("ViewT", bound=View)
LIGHT, DARK, *_ = themes()


@pytest.fixture
def put(qtbot: QtBot) -> Callable[[ViewT], ViewT]:
    def show(view: ViewT) -> ViewT:
        qtbot.addWidget(view, before_close_func=lambda widget: widget.rest())
        view.resize(800, 400)
        view.show()
        return view

    return show


def test_nothing_is_made_before_it_is_looked_at(
    qtbot: QtBot, results: FakeResults, put: Callable[[DetailsView], DetailsView]
) -> None:
    results.lines = [line(0), line(1)]
    view = DetailsView(results, LIGHT)
    view.show_runs([line(0)])
    view.show_runs([line(1)])
    assert results.asked == []
    put(view)
    qtbot.waitUntil(lambda: not view.is_told)
    assert results.asked == [("details", "run-1")]
    assert threading.get_ident() not in results.threads
    assert view.view.cells.index(0, 2).data() == "run-1"


def test_what_can_not_be_read_is_told_in_the_view(
    qtbot: QtBot, results: FakeResults, put: Callable[[DetailsView], DetailsView]
) -> None:
    view = put(DetailsView(results, LIGHT))
    assert view.message.text() == "Select a run above to see all that is known of it."
    with qtbot.waitSignal(view.failed) as heard:
        view.show_runs([line(7)])
    assert heard.args[0] == "There is no run 'run-7' in the store."
    assert view.message.text() == heard.args[0]
    assert view.is_told


def test_matrices_lead_to_cells(qtbot: QtBot, put: Callable[[TransferView], TransferView]) -> None:
    view = put(TransferView(LIGHT))
    assert "no transfer matrix yet" in view.message.text()
    view.show_tables((LEADERBOARD, TRANSFER))
    qtbot.waitUntil(lambda: not view.is_told)
    assert [view.choice.itemText(at) for at in range(view.choice.count())] == [TRANSFER.title]
    with qtbot.waitSignal(view.cell_chosen) as heard:
        at = view.view.visualRect(view.view.cells.index(1, 2)).center()
        qtbot.mouseClick(view.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert heard.args == [("run-3",), "b", "b"]
    with qtbot.assertNotEmitted(view.cell_chosen):
        view.view.clicked.emit(view.view.cells.index(1, 0))
    view.show_tables((LEADERBOARD,))
    assert view.is_told


def test_a_long_title_of_a_matrix_does_not_widen_the_window(
    qtbot: QtBot, put: Callable[[TransferView], TransferView]
) -> None:
    view = put(TransferView(LIGHT))
    long = replace(TRANSFER, title="Transfer: a method with many settings, " * 6)
    view.show_tables((long,))
    qtbot.waitUntil(lambda: not view.is_told)
    assert view.minimumSizeHint().width() < 400
    assert view._note.text().endswith("A click on a cell, or Enter, shows its runs above.")


def test_scores_over_rows_are_drawn_with_bands(
    qtbot: QtBot, results: FakeResults, put: Callable[[ShotsView], ShotsView]
) -> None:
    view = put(ShotsView(results, LIGHT))
    assert view.message.text() == "No study of this workspace is chosen."
    view.show_study("study-old")
    qtbot.waitUntil(lambda: not view.is_told)
    assert view.chart is not None
    assert list(view.chart.bands) == ["SPoT"]
    assert view.target.itemText(0) == "Mean of all targets"
    view.target.setCurrentIndex(1)
    assert set(view.chart.bands) == {"SPoT", "Prompt tuning"}
    band = view.chart.bands["SPoT"]
    assert (list(band.x), list(band.y)) == ([0.0, 1.0], [0.5, 0.8])
    assert (band.low[0], band.high[0]) == (0.4, 0.6)
    assert view.bands.isChecked()
    view.bands.setChecked(False)
    assert not np.isfinite(view.chart.bands["SPoT"].low).any()
    view.series.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert set(view.chart.bands) == {"Prompt tuning"}
    view.set_theme(DARK)
    assert set(view.chart.bands) == {"Prompt tuning"}
    assert view.series.item(0).checkState() is Qt.CheckState.Unchecked
    view.figure.as_table.setChecked(True)
    assert view.figure.table.isVisible()
    assert view.figure.table.cells.rowCount() == 3


def test_bands_of_many_methods_would_hide_each_other(
    qtbot: QtBot, results: FakeResults, put: Callable[[ShotsView], ShotsView]
) -> None:
    (curve, *_) = results.shot_curves
    results.shot_curves = tuple(replace(curve, method=f"Method {n}") for n in range(6))
    view = put(ShotsView(results, LIGHT))
    view.show_study("study-old")
    qtbot.waitUntil(lambda: not view.is_told)
    assert not view.bands.isChecked()


def test_one_number_of_rows_is_no_chart(
    qtbot: QtBot, results: FakeResults, put: Callable[[ShotsView], ShotsView]
) -> None:
    results.shot_curves = ()
    view = put(ShotsView(results, LIGHT))
    view.show_study("study-old")
    qtbot.waitUntil(lambda: "same number of training rows" in view.message.text())


def test_a_double_click_draws_a_series_alone_and_then_all(
    qtbot: QtBot, results: FakeResults, put: Callable[[ShotsView], ShotsView]
) -> None:
    view = put(ShotsView(results, LIGHT))
    view.show_study("study-old")
    qtbot.waitUntil(lambda: not view.is_told)
    series = view.series
    series.itemDoubleClicked.emit(series.item(1))
    assert [entry.name for entry in series.drawn()] == ["Prompt tuning"]
    series.itemDoubleClicked.emit(series.item(1))
    assert [entry.name for entry in series.drawn()] == ["SPoT", "Prompt tuning"]


def test_effects_are_dots_with_intervals(
    qtbot: QtBot, results: FakeResults, put: Callable[[AblationView], AblationView]
) -> None:
    view = put(AblationView(results, LIGHT))
    view.show_study("study-old")
    qtbot.waitUntil(lambda: not view.is_told)
    assert view.chart is not None
    (whisker,) = view.chart.whiskers
    assert whisker.title == "SPoT, learning rate: 0.3, not 0.1"
    assert (whisker.value, whisker.low, whisker.high) == pytest.approx((20.0, 10.0, 30.0))
    view.method.setCurrentIndex(1)
    assert view.chart.whiskers[0].title == "learning rate: 0.3, not 0.1"
    view.set_theme(DARK)
    assert view.chart.whiskers[0].colour == DARK.series[0]
    results.found_effects = ()
    view.show_study("study-new")
    qtbot.waitUntil(lambda: "differ in one setting alone" in view.message.text())


def test_curves_of_the_selected_runs_lie_over_each_other(
    qtbot: QtBot,
    results: FakeResults,
    put: Callable[[CurvesView], CurvesView],
    tmp_path: Path,
) -> None:
    runs = [line(number) for number in range(MOST_DRAWN + 2)]
    results.curves_of = {
        run.job_id: {"target/loss": ([1, 2], [2.0, 1.0 + n])} for n, run in enumerate(runs)
    }
    results.curves_of["run-1"]["source/gap"] = ([1], [0.5])
    view = put(CurvesView(results, LIGHT))
    assert "Select runs above" in view.message.text()
    view.show_runs(runs)
    qtbot.waitUntil(lambda: view.chart is not None and len(view.chart.names) == MOST_DRAWN)
    assert view.chart is not None
    assert view.name.currentText() == "target/loss"
    assert view.more.text() == "2 more runs are selected and not drawn."
    assert view.chart.points("run-1")[1].tolist() == [2.0, 2.0]
    item = view.series.item(0)
    assert item.text() == "Prompt tuning: film_sentiment, seed 0"
    assert item.toolTip() == item.text()
    view.series.setCurrentItem(item)
    qtbot.keyClick(view.series, Qt.Key.Key_Return)
    assert view.chart.names == {"run-0"}
    assert not view.chart.is_log
    view.log.setChecked(True)
    assert view.chart.is_log
    qtbot.keyClick(view.series, Qt.Key.Key_Return)
    view.name.setCurrentText("source/gap")
    qtbot.waitUntil(lambda: view.chart is not None and view.chart.names == {"run-1"})
    with qtbot.waitSignal(view.said):
        view.write_points(str(tmp_path / "points.csv"))
    assert (tmp_path / "points.csv").read_text().splitlines()[1].endswith(",1,0.5")
    with qtbot.waitSignal(view.failed) as heard:
        view.write_points(str(tmp_path / "points.xls"))
    assert "names no table format" in heard.args[0]
    view.name.setCurrentText("target/loss")
    view.show_runs([line(0), line(6)])
    qtbot.waitUntil(lambda: view.series.count() == 2)
    assert [view.series.item(at).text() for at in range(2)] == ["seed 0", "seed 1"]
    view.show_runs([line(0)])
    results.curves_of = {}
    view.show_runs([line(1), line(2)])
    qtbot.waitUntil(lambda: "no curves of their own" in view.message.text())


def test_differences_need_two_runs(
    qtbot: QtBot, results: FakeResults, put: Callable[[DifferencesView], DifferencesView]
) -> None:
    view = put(DifferencesView(results, LIGHT))
    view.show_runs([line(0)])
    assert "Select two runs or more" in view.message.text()
    view.show_runs([line(number) for number in range(MOST_COMPARED + 1)])
    qtbot.waitUntil(lambda: not view.is_told)
    assert view.view.cells.columnCount() == 1 + MOST_COMPARED


PREDICTIONS = [
    Prediction(0, "a good film", ("yes",), "yes", 0.9, 0.1),
    Prediction(1, "a bad film", ("no",), "yes", 0.6, 0.9),
    Prediction(2, "a dull film", ("no",), "no", 0.7, 0.3),
]


def test_errors_and_cells_of_the_confusion_matrix(
    qtbot: QtBot, results: FakeResults, put: Callable[[PredictionsView], PredictionsView]
) -> None:
    results.told = {"run-0": PREDICTIONS}
    view = put(PredictionsView(results, LIGHT))
    view.show_runs([line(0)])
    qtbot.waitUntil(lambda: not view.is_told)

    def texts() -> list[Any]:
        cells = view.rows.cells
        return [cells.index(row, 6).data() for row in range(cells.rowCount())]

    assert len(texts()) == 3
    view.errors.setChecked(True)
    assert texts() == ["a bad film"]
    assert view.count.text() == "1 of 3 rows"
    view.errors.setChecked(False)
    view.matrix.clicked.emit(view.matrix.cells.index(0, 1))
    assert texts() == ["a dull film"]
    assert view.cell.text() == "no, predicted as no  ✕"
    qtbot.mouseClick(view.cell, Qt.MouseButton.LeftButton)
    assert len(texts()) == 3


def test_without_predictions_the_reason_is_told(
    qtbot: QtBot, results: FakeResults, put: Callable[[PredictionsView], PredictionsView]
) -> None:
    view = put(PredictionsView(results, LIGHT))
    view.show_runs([line(0, status=Status.RUNNING)])
    assert view.message.text() == "Predictions are there once the run has finished."
    assert results.asked == []
    view.show_runs([line(0)])
    qtbot.waitUntil(lambda: "No predictions are stored" in view.message.text())


def test_free_answers_have_no_matrix(
    qtbot: QtBot, results: FakeResults, put: Callable[[PredictionsView], PredictionsView]
) -> None:
    results.told = {"run-0": [Prediction(i, "", (f"answer {i}",), "x") for i in range(40)]}
    view = put(PredictionsView(results, LIGHT))
    view.show_runs([line(0)])
    qtbot.waitUntil(lambda: not view.is_told)
    assert not view.matrix.isVisible()
    assert view.rows.cells.rowCount() == 40


def test_picture_and_data_of_a_chart_are_saved(
    qtbot: QtBot,
    results: FakeResults,
    put: Callable[[ShotsView], ShotsView],
    tmp_path: Path,
) -> None:
    view = put(ShotsView(results, LIGHT))
    view.show_study("study-old")
    qtbot.waitUntil(lambda: view.chart is not None)
    assert view.chart is not None
    assert {action.text() for action in view.chart.actions()} == {"Save picture…", "Save data…"}
    with qtbot.waitSignal(view.said):
        view.figure.write_picture(tmp_path / "chart.png")
    assert (tmp_path / "chart.png").read_bytes().startswith(b"\x89PNG")
    with qtbot.waitSignal(view.failed) as heard:
        view.figure.write_picture(tmp_path / "no folder" / "chart.png")
    assert "can not be written" in heard.args[0]
    with qtbot.waitSignal(view.said):
        view.figure.table.write(tmp_path / "data.csv")
    assert (tmp_path / "data.csv").read_text().startswith("method,target")
    with qtbot.waitSignal(view.failed):
        view.figure.table.write(tmp_path / "data.doc")
