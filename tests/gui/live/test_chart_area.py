import csv
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from promptstudio.analysis.lines import LineBook
from promptstudio.analysis.live import LiveJobs
from promptstudio.analysis.series import Series
from promptstudio.gui.live import chart_area
from promptstudio.gui.live.chart_area import ChartArea
from promptstudio.gui.live.curve_picker import (
    MOST_CURVES,
    CurvePicker,
    chart_title,
    short_title,
    validation_metrics,
)
from promptstudio.gui.parts.theme import themes

LIGHT, DARK, _ = themes()


def row(number: int, label: str = "CrossPT", target: str | None = "film") -> SimpleNamespace:
    return SimpleNamespace(
        job_id=f"run-{number}",
        label=label,
        method="m",
        target_task=target,
        seed=number,
        metric="accuracy",
    )


def series(*values: float) -> Series:
    made = Series()
    for step, value in enumerate(values, start=1):
        made.append(step, value)
    return made


class Jobs:
    """Jobs with curves, and what is picked of them."""

    def __init__(self) -> None:
        self.live, self.lines = LiveJobs(), LineBook()
        self.picker = CurvePicker(self.live, self.lines, str.title)
        self.rows: list[SimpleNamespace] = []

    def add(self, number: int, loss: Series, **kinds: str | None) -> None:
        made = row(number, **kinds)  # type: ignore[arg-type]
        self.rows.append(made)
        self.lines.add(made.job_id, made.label, made.target_task, made.seed)
        self.live.job(made.job_id).numbers["loss"] = loss


@pytest.fixture
def jobs() -> Jobs:
    made = Jobs()
    made.add(1, series(1.0, 2.0))
    made.add(2, series(3.0, 6.0))
    made.add(3, series(5.0), label="SPoT")
    return made


@pytest.fixture
def area(qtbot: QtBot) -> ChartArea:
    area = ChartArea(LIGHT)
    qtbot.addWidget(area)
    area.build()
    area.set_metric("Loss", "Loss", may_smooth=True)
    area.resize(900, 400)
    area.show()
    return area


@pytest.fixture
def draw(area: ChartArea, jobs: Jobs) -> Callable[[], None]:
    def draw() -> None:
        picked = jobs.picker.pick(jobs.rows, "loss", area.mode, area.weight, LIGHT)
        while not area.draw(picked, "hint", ""):
            pass

    return draw


def test_runs_are_named_by_method_seed_and_target(jobs: Jobs) -> None:
    picked = jobs.picker.pick(jobs.rows, "loss", "runs", 0.0, LIGHT)
    assert [(e.title, e.place) for e in picked.entries][:2] == [
        ("CrossPT", "seed 1, Film"),
        ("CrossPT", "seed 2, Film"),
    ]
    assert picked.curves["run-1"].title == "CrossPT, seed 1, Film"


def test_seeds_of_one_method_and_target_make_one_mean(jobs: Jobs) -> None:
    picked = jobs.picker.pick(jobs.rows, "loss", "range", 0.0, LIGHT)
    assert [e.place for e in picked.entries] == ["2 seeds, Film", "1 seed, Film"]
    first = picked.curves["group 0"]
    assert first.y.tolist() == [2.0, 4.0]
    assert first.low is not None
    assert first.high is not None
    assert (first.low.tolist(), first.high.tolist()) == ([1.0, 2.0], [3.0, 6.0])


def test_a_mean_follows_its_runs(jobs: Jobs) -> None:
    jobs.picker.pick(jobs.rows, "loss", "range", 0.0, LIGHT)
    jobs.live.jobs["run-1"].numbers["loss"].append(3, 10.0)
    jobs.live.jobs["run-2"].numbers["loss"].append(3, 20.0)
    picked = jobs.picker.pick(jobs.rows, "loss", "range", 0.0, LIGHT)
    assert picked.curves["group 0"].y.tolist() == [2.0, 4.0, 15.0]


def test_a_chart_takes_so_many_runs_or_so_many_groups() -> None:
    jobs = Jobs()
    for number in range(MOST_CURVES + 5):
        jobs.add(number, series(1.0), label="one")
    assert len(jobs.picker.first(jobs.rows, "runs")) == MOST_CURVES
    assert len(jobs.picker.first(jobs.rows, "range")) == MOST_CURVES + 5
    for number in range(100, 100 + MOST_CURVES):
        jobs.add(number, series(1.0), label=str(number))
    assert len(jobs.picker.first(jobs.rows, "range")) == 2 * MOST_CURVES + 4


def test_validation_metrics_come_with_the_tasks_own_first(jobs: Jobs) -> None:
    jobs.live.jobs["run-1"].validation = {"loss": series(1.0), "accuracy": series(0.5)}
    found = validation_metrics(jobs.live, jobs.rows)
    assert found == ["validation/accuracy", "validation/loss"]
    assert [chart_title(key) for key in ("loss", *found)] == [
        "Loss",
        "Validation accuracy",
        "Validation loss",
    ]
    assert [short_title(key) for key in found] == ["Accuracy", "Validation loss"]


def test_a_click_in_the_legend_hides_and_shows(
    qtbot: QtBot, area: ChartArea, draw: Callable[[], None]
) -> None:
    draw()
    assert area.chart is not None
    legend = area.legend
    place = legend.visualItemRect(legend.item(0)).center()
    for hidden in (True, False):
        with qtbot.waitSignal(area.changed):
            qtbot.mouseClick(legend.viewport(), Qt.MouseButton.LeftButton, pos=place)
        draw()
        assert ("run-1" not in area.chart.names) is hidden
        assert legend.item(0).checkState() is (
            Qt.CheckState.Unchecked if hidden else Qt.CheckState.Checked
        )
    assert legend.count() == 3


def test_a_double_click_shows_a_series_alone_and_then_all(
    qtbot: QtBot, area: ChartArea, draw: Callable[[], None]
) -> None:
    draw()
    assert area.chart is not None
    place = area.legend.visualItemRect(area.legend.item(1)).center()
    viewport, left = area.legend.viewport(), Qt.MouseButton.LeftButton
    for shown in ({"run-2"}, {"run-1", "run-2", "run-3"}):
        qtbot.mouseClick(viewport, left, pos=place)
        qtbot.mouseDClick(viewport, left, pos=place)
        draw()
        assert area.chart.names == shown


def test_the_keys_do_what_clicks_do(
    qtbot: QtBot, area: ChartArea, draw: Callable[[], None]
) -> None:
    draw()
    assert area.chart is not None
    area.legend.setCurrentRow(1)
    qtbot.keyClick(area.legend, Qt.Key.Key_Space)
    draw()
    assert area.chart.names == {"run-1", "run-3"}
    qtbot.keyClick(area.legend, Qt.Key.Key_Return)
    draw()
    assert area.chart.names == {"run-2"}


def test_smoothing_and_mode_are_chosen(area: ChartArea, draw: Callable[[], None]) -> None:
    assert (area.mode, area.weight) == ("runs", 0.6)
    area.smoothing.setCurrentIndex(0)
    area.modes.setCurrentIndex(2)
    assert (area.mode, area.weight) == ("range", 0.0)
    area.smoothing.setCurrentIndex(2)
    area.set_metric("Validation accuracy", "Accuracy", may_smooth=False)
    assert area.weight == 0.0
    draw()
    assert area.chart is not None
    assert area.chart.names == {"group 0", "group 1"}


def test_the_zoom_is_taken_back(area: ChartArea, draw: Callable[[], None]) -> None:
    draw()
    assert area.chart is not None
    assert not area.all.isEnabled()
    area.chart.zoom_to(0, 1)
    assert area.all.isEnabled()
    area.all.click()
    assert not area.all.isEnabled()


def test_the_scale_is_logarithmic_on_demand(area: ChartArea, draw: Callable[[], None]) -> None:
    draw()
    area.log.click()
    assert area.chart is not None
    assert area.chart.is_log
    np.testing.assert_allclose(area.chart.drawn_points("run-3")[1], [np.log10(5.0)])


def test_the_table_tells_what_the_chart_shows(
    area: ChartArea, draw: Callable[[], None], jobs: Jobs
) -> None:
    area.smoothing.setCurrentIndex(0)
    draw()
    area.twin.as_table.setChecked(True)
    draw()
    table = area.twin.table.cells.table
    assert table is not None
    assert table.columns == ("Step", *(f"{e.title}, {e.place}" for e in area.legend._entries))
    assert table.rows == (("1", "1", "3", "5"), ("2", "2", "6", ""))
    jobs.live.jobs["run-3"].numbers["loss"].append(2, 7.0)
    area.set_metric("Loss", "Loss", may_smooth=True)
    draw()
    table = area.twin.table.cells.table
    assert table is not None
    assert table.rows[1] == ("2", "2", "6", "7")


def test_a_table_in_view_is_filled_now_and_then(
    area: ChartArea, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 0.0
    monkeypatch.setattr(chart_area.time, "monotonic", lambda: now)
    area.twin.as_table.setChecked(True)

    def draw() -> bool:
        return area.draw(jobs.picker.pick(jobs.rows, "loss", "runs", 0.0, LIGHT), "", "")

    assert draw()
    jobs.live.jobs["run-3"].numbers["loss"].append(2, 7.0)
    now = 1.0
    assert not draw()
    now = 3.0
    assert draw()


def test_data_and_picture_are_saved(
    qtbot: QtBot, area: ChartArea, draw: Callable[[], None], tmp_path: Path
) -> None:
    area.smoothing.setCurrentIndex(0)
    draw()
    with qtbot.waitSignal(area.said):
        area.save_data(str(tmp_path / "chart.csv"))
    with (tmp_path / "chart.csv").open(encoding="utf-8") as file:
        rows = list(csv.reader(file))
    assert rows[1] == ["CrossPT, seed 1, Film", "1", "1.0"]
    assert len(rows) == 6
    with qtbot.waitSignal(area.said):
        area.save_picture(str(tmp_path / "chart.png"))
    assert (tmp_path / "chart.png").stat().st_size > 1000


def test_what_can_not_be_saved_says_why(
    qtbot: QtBot, area: ChartArea, draw: Callable[[], None], tmp_path: Path
) -> None:
    draw()
    for save in (area.save_data, area.save_picture):
        with qtbot.waitSignal(area.failed) as told:
            save(str(tmp_path / "none" / "chart.csv"))
        assert told.args is not None
        assert "can not be" in told.args[0]


def test_an_empty_chart_gives_a_hint_and_what_is_left_out_is_told(area: ChartArea) -> None:
    jobs = Jobs()
    area.draw(jobs.picker.pick([], "loss", "runs", 0.0, LIGHT), "Press Run.", "7 more")
    assert area.chart is not None
    assert area.chart._hint.text() == "Press Run."
    assert area.more.text() == "7 more"
    assert area.more.isVisible()


def test_the_legend_takes_the_colours_of_the_theme(
    area: ChartArea, draw: Callable[[], None]
) -> None:
    draw()
    before = area.legend.item(0).icon().pixmap(26, 12).toImage()
    area.set_theme(DARK)
    assert area.legend.item(0).icon().pixmap(26, 12).toImage() != before
