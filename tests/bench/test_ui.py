"""The measurements of the window: their arithmetic, and each of them on a small scale."""

import json
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from promptstudio.bench.ui import memory, runs, series, start
from promptstudio.bench.ui.late import TICK_MS, Ticker
from promptstudio.bench.ui.live_study import live_study
from promptstudio.bench.ui.measure import PARTS, Extent, measure, parts_of
from promptstudio.bench.ui.readings import Reading, table
from promptstudio.core.errors import ConfigError, PromptStudioError


def test_a_reading_stands_beside_its_target() -> None:
    lines = table(
        [
            Reading("start", 0.804, "s", 0.8, digits=2),
            Reading("frames", 30.0, "frames/s", 30, at_least=True),
            Reading("worst", 50.0, "ms", 50),
            Reading("first", 1234.5, "ms"),
        ]
    )
    assert lines[2:] == [
        "| start | under 0.8 s | 0.80 s | no |",
        "| frames | at least 30 frames/s | 30 frames/s | yes |",
        "| worst | under 50 ms | 50 ms | no |",
        "| first | | 1,234 ms | |",
    ]


def test_measurements_are_named_with_commas() -> None:
    assert parts_of("") == PARTS
    assert parts_of("runs, late") == ("late", "runs")
    with pytest.raises(ConfigError, match=r"no measurement 'lat'.*start, late, series, runs"):
        parts_of("lat")


def test_a_late_tick_does_not_hide_that_the_next_is_late_too(qtbot: QtBot) -> None:
    times = iter([0.0, 0.018, 0.018, 0.036, 0.036, 0.046, 0.046])
    ticker = Ticker(clock=lambda: next(times))
    ticker.start()
    for _ in range(3):
        ticker.tick()
    ticker.stop()
    assert TICK_MS == 10
    assert ticker.lateness == pytest.approx([8.0, 8.0, 0.0], abs=1e-9)


@pytest.mark.parametrize("curves", [2, 5, 20])
def test_the_study_has_as_many_runs_in_flight_as_curves_are_wanted(curves: int) -> None:
    study = live_study(curves)
    assert study.in_flight == curves
    count = len(study.target_tasks) * len(study.seeds) * len(study.methods)
    assert curves <= count < curves + len(study.target_tasks)


def test_a_growing_curve_is_thinned_and_painted(qtbot: QtBot) -> None:
    chart = series.GrowingChart(100_000)
    try:
        chart.draw()
        assert 1000 < chart.drawn() < 3000  # two points for each of about 1000 pixel columns
        assert series.frames_per_second(chart, 2) > 0
    finally:
        chart.close()


def test_the_list_of_runs_is_opened_and_filtered(qtbot: QtBot) -> None:
    opened, filtered = runs.measure(times=1, count=200)
    assert opened.what == "list of 200 runs, opened and painted"
    assert 0 < opened.measured < filtered.measured + 10_000
    assert len({line.job_id for line in runs.made_runs(200)}) == 200


def test_a_word_that_all_runs_have_measures_nothing(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "WORD", "finished")
    with pytest.raises(PromptStudioError, match="'finished' did not filter"):
        runs.measure(times=1, count=20)


def test_a_window_in_a_process_of_its_own_tells_when_it_can_be_used() -> None:
    (reading,) = start.measure(times=1)
    assert 0.1 < reading.measured < 60


def told(**changed: object) -> str:
    return json.dumps({"opened": 200, "visited": 300, "drawing": 360, "curves": 20} | changed)


def test_memory_is_told_at_three_moments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "in_window", lambda *_: told(torch=False))
    readings = memory.measure(curves=20)
    assert [reading.is_met for reading in readings] == [True, True, False]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [({"torch": True}, "has loaded torch"), ({"torch": False, "curves": 3}, "Only 3 of 20 curves")],
)
def test_memory_of_another_window_is_not_told(
    monkeypatch: pytest.MonkeyPatch, changed: dict[str, object], sentence: str
) -> None:
    monkeypatch.setattr(memory, "in_window", lambda *_: told(**changed))
    with pytest.raises(PromptStudioError, match=sentence):
        memory.measure(curves=20)


def test_a_workspace_is_copied_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "note").write_text("mine")
    seen: list[Path] = []

    def note(*, times: int, workspace: Path) -> list[Reading]:
        seen.append(workspace)
        assert (workspace / "note").read_text() == "mine"
        return [Reading("start", times, "s")]

    monkeypatch.setattr(start, "measure", note)
    lines = measure(["start"], Extent(repeats=3, workspace=tmp_path))
    assert lines[2:] == ["| start | | 3 s | |"]
    assert seen[0] != tmp_path
    assert not seen[0].exists()
