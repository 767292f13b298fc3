import math
from types import SimpleNamespace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from promptstudio.analysis.lines import LineBook
from promptstudio.analysis.live import JobState, LiveJobs
from promptstudio.analysis.series import Series
from promptstudio.core.declaration import MethodInfo, StageInfo
from promptstudio.core.events import Status
from promptstudio.core.settings import MethodConfig
from promptstudio.gui.live.diagnostics import DiagnosticsView
from promptstudio.gui.live.particle_map import ParticleMap
from promptstudio.gui.parts.bars import Bars
from promptstudio.gui.parts.charts import CurveChart
from promptstudio.gui.parts.heat_map import HeatMap
from promptstudio.gui.parts.theme import themes

LIGHT, DARK, _ = themes()


def method(key: str, **series: str) -> MethodInfo:
    return MethodInfo(
        key=key,
        title=key.title(),
        summary="s",
        paper="p",
        config_type=MethodConfig,
        build="a:B",
        stages=(StageInfo(key="s", title="S", scope="target", steps=""),),
        series=series,
    )


METHODS = {
    "cloud": method("cloud", place_x="Particles", place_y="Particles", force="Force"),
    "meta": method("meta", query="Query loss"),
    "router": method("router", router="Router weights"),
    "spot": method("spot", similarity="Similarity"),
    "silent": method("silent", nothing="Nothing"),
}


class Told:
    """A diagnostics view with jobs that report."""

    def __init__(self) -> None:
        self.live, self.lines, self.rows = LiveJobs(), LineBook(), []
        self.view = DiagnosticsView(METHODS, self.lines, str.title, LIGHT)

    def add(self, key: str, number: int = 1, **numbers: list[tuple[float, float]]) -> JobState:
        job_id = f"{key}-{number}"
        row = SimpleNamespace(job_id=job_id, title=f"{key}: {number}", label=key, method=key)
        self.rows.append(row)
        self.lines.add(job_id, key, "film", number)
        job = self.live.job(job_id)
        job.status, job.step = Status.RUNNING, 99
        for name, points in numbers.items():
            series = job.numbers.setdefault(name.replace("__", "/"), Series())
            for x, y in points:
                series.append(x, y)
        return job

    def draw(self) -> int:
        """Draw until all is shown; return in how many calls."""
        calls = 1
        while not self.view.draw(self.live, self.rows):
            calls += 1
            assert calls < 50
        return calls


@pytest.fixture
def told(qtbot: QtBot) -> Told:
    made = Told()
    qtbot.addWidget(made.view)
    made.view.resize(900, 400)
    made.view.show()
    return made


CLOUD: dict[str, Any] = {
    "place_x__0": [(1, 0.0), (5, 1.0), (9, 2.0)],
    "place_y__0": [(1, 0.0), (5, -1.0), (9, -2.0)],
    "place_x__1": [(1, 4.0), (5, 4.0), (9, 4.0)],
    "place_y__1": [(1, 1.0), (5, 1.5), (9, 2.0)],
    "force": [(1, 1.0), (9, 0.5)],
}


def test_pairs_of_coordinates_are_a_map_that_moves(told: Told) -> None:
    job = told.add("cloud", **CLOUD)
    assert told.draw() > 1  # one new picture a call
    chart = told.view.chart("place_x")
    assert isinstance(chart, ParticleMap)
    assert told.view.chart("place_y") is None
    assert isinstance(told.view.chart("force"), CurveChart)
    assert [path.places[-1].tolist() for path in chart.paths] == [[2, -2], [4, 2]]
    assert len(chart.paths[0].places) == 3
    job.numbers["place_x/0"].append(12, 7.0)
    job.numbers["place_y/0"].append(12, 7.0)
    told.draw()
    assert chart.paths[0].places[-1].tolist() == [7, 7]
    assert not chart.grab().isNull()


def test_the_slider_goes_back_in_time_and_follows_at_its_end(told: Told) -> None:
    job = told.add("cloud", **CLOUD)
    told.draw()
    steps, chart = told.view.steps, told.view.chart("place_x")
    assert (steps.slider.maximum(), steps.step) == (9, math.inf)
    steps.slider.setValue(6)
    told.draw()
    assert chart.paths[0].places[-1].tolist() == [1, -1]
    job.numbers["place_x/1"].append(20, 4.0)
    told.draw()
    assert (steps.slider.maximum(), steps.step) == (20, 6)
    steps.slider.setValue(20)
    assert steps.step == math.inf


def test_maps_keep_their_edges_while_the_particles_move(told: Told) -> None:
    told.add("cloud", **CLOUD)
    told.draw()
    chart = told.view.chart("place_x")
    before = chart.getViewBox().viewRange()
    told.view.steps.slider.setValue(1)
    told.draw()
    assert chart.getViewBox().viewRange() == before


def test_cells_are_a_heat_map_at_the_step(told: Told) -> None:
    told.add("router", router__film__hotel=[(1, 0.2), (5, 0.9)], router__film__topic=[(1, 0.8)])
    told.draw()
    chart = told.view.chart("router")
    assert isinstance(chart, HeatMap)
    assert chart.grid is not None
    assert chart.grid.values.tolist() == [[0.9, 0.8]]
    told.view.steps.slider.setValue(2)
    told.draw()
    assert chart.grid.values.tolist() == [[0.2, 0.8]]


def test_what_comes_once_is_bars(told: Told) -> None:
    told.add("spot", similarity__hotel=[(1, 0.2)], similarity__topic=[(1, 0.8)])
    told.draw()
    chart = told.view.chart("similarity")
    assert isinstance(chart, Bars)
    assert chart.bars == (("Topic", 0.8), ("Hotel", 0.2))
    assert not told.view.steps.isVisible()


def test_bars_become_curves_when_more_is_reported(told: Told) -> None:
    job = told.add("spot", similarity__hotel=[(1, 0.2)], similarity__topic=[(1, 0.8)])
    told.draw()
    job.numbers["similarity/hotel"].append(50, 0.5)
    told.draw()
    assert isinstance(told.view.chart("similarity"), CurveChart)


def test_the_gap_of_adaptation_is_an_area_and_a_number(told: Told) -> None:
    told.add("meta", query__before=[(1, 2.0), (5, 1.5)], query__after=[(1, 1.0), (5, 1.25)])
    told.draw()
    view = told.view.view("query")
    assert view is not None
    assert view.frame.note == "gap now 0.25"
    curve = told.view.chart("query").curves["meta-1 query/before"]
    assert curve.low.tolist() == [1.0, 1.25]
    assert curve.high.tolist() == [2.0, 1.5]


def test_the_run_of_maps_is_chosen(told: Told) -> None:
    told.add("router", 1, router__a__b=[(1, 0.2)])
    told.add("router", 2, router__a__b=[(1, 0.7)])
    told.draw()
    assert told.view._job.isVisible()
    assert [told.view._job.itemText(place) for place in (0, 1)] == ["1", "2"]
    told.view._job.setCurrentIndex(1)
    told.draw()
    assert told.view.chart("router").grid.values.tolist() == [[0.7]]


def test_every_picture_has_a_table(told: Told) -> None:
    told.add("cloud", **CLOUD)
    told.add("router", router__a__b=[(1, 0.2)])
    told.add("spot", similarity__hotel=[(1, 0.2)], similarity__topic=[(1, 0.8)])
    tables = {}
    for key, prefix in (
        ("cloud", "place_x"),
        ("cloud", "force"),
        ("router", "router"),
        ("spot", "similarity"),
    ):
        told.view.show_method(key)
        told.draw()
        view = told.view.view(prefix)
        assert view is not None
        view.frame.as_table.setChecked(True)
        assert view.frame.table is not None
        tables[prefix] = view.frame.table.cells.table
    assert tables["place_x"].rows == (("0", "2", "-2"), ("1", "4", "2"))
    assert tables["force"].rows == (("1", "1"), ("9", "0.5"))
    assert tables["router"].rows == (("A", "0.2"),)
    assert tables["similarity"].rows == (("Topic", "0.8"), ("Hotel", "0.2"))


def test_a_table_in_view_follows(told: Told) -> None:
    job = told.add("cloud", **CLOUD)
    told.draw()
    view = told.view.view("force")
    assert view is not None
    view.frame.as_table.setChecked(True)
    job.numbers["force"].append(10, 0.25)
    told.draw()
    assert view.frame.table is not None
    assert view.frame.table.cells.table.rows[-1] == ("10", "0.25")


def test_small_charts_are_saved(told: Told, qtbot: QtBot, tmp_path: Any) -> None:
    told.add("router", router__a__b=[(1, 0.2)])
    told.draw()
    frame = told.view.view("router").frame
    with qtbot.waitSignal(told.view.said):
        frame.save_data(str(tmp_path / "a.csv"))
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == ",B\nA,0.2\n"
    with qtbot.waitSignal(told.view.said):
        frame.save_picture(str(tmp_path / "a.svg"))
    with qtbot.waitSignal(told.view.failed) as failed:
        frame.save_data(str(tmp_path / "none" / "a.csv"))
    assert "can not be written: No such file or directory" in failed.args[0]


def test_methods_that_report_nothing_are_not_offered(told: Told) -> None:
    told.add("silent")
    told.draw()
    assert told.view._empty.isVisible()
    assert not told.view._method.isVisible()


def test_pictures_take_the_colours_of_the_theme(told: Told) -> None:
    told.add("cloud", **CLOUD)
    told.draw()
    told.view.set_theme(DARK)
    for prefix in ("place_x", "force"):
        assert told.view.chart(prefix).backgroundBrush().color().name() == DARK.base


def test_methods_and_runs_that_are_not_looked_at_are_not_offered(told: Told) -> None:
    """After other runs were chosen, nothing of those before stays in view."""
    told.add("cloud", **CLOUD)
    told.draw()
    told.rows.clear()
    told.draw()
    assert told.view._empty.isVisible()
    assert told.view.view("place_x") is None
    for number in (1, 2, 3):
        told.add("router", number, router__a__b=[(1, 0.1 * number)])
    told.draw()
    assert [told.view._method.itemData(n) for n in range(told.view._method.count())] == ["router"]
    told.view._job.setCurrentIndex(1)
    del told.rows[1]
    told.draw()
    assert told.view.job_id in {"router-1", "router-3"}
    number = int(told.view.job_id[-1])
    assert told.view.view("router").frame.chart.grid.values.tolist() == [[0.1 * number]]
