from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QDropEvent, QFont, QGuiApplication
from pytestqt.qtbot import QtBot

from promptstudio.analysis.lines import LineBook
from promptstudio.analysis.live import JobState, LiveJobs
from promptstudio.core.events import Status
from promptstudio.gui.live.jobs_panel import JobsPanel
from promptstudio.gui.live.queue_model import (
    BAR,
    METHOD,
    PERCENT,
    REASON,
    SEED,
    STAGE,
    STATUS,
    TARGET,
    TIME,
    VALIDATION,
    QueueModel,
)
from promptstudio.gui.live.queue_table import QueueTable
from promptstudio.gui.live.summary_table import SummaryTable
from promptstudio.gui.parts.theme import themes

LIGHT = themes()[0]


def run(number: int, **values: Any) -> SimpleNamespace:
    facts: dict[str, Any] = {
        "job_id": f"run-{number}",
        "kind": "run",
        "title": f"Run {number}",
        "label": "CrossPT" if number % 2 else "Prompt tuning",
        "method": "m",
        "target_task": "film",
        "seed": number,
        "status": Status.FINISHED,
        "metric": "accuracy",
        "validation": None,
        "test": {},
        "seconds": 0.0,
        "reason": "",
        "position": number,
        "forked_from": None,
    }
    return SimpleNamespace(**{**facts, **values})


def queued(*numbers: int) -> list[SimpleNamespace]:
    return [run(number, status=Status.QUEUED) for number in numbers]


@pytest.fixture
def live() -> LiveJobs:
    return LiveJobs()


@pytest.fixture
def model(qtbot: QtBot, live: LiveJobs) -> QueueModel:
    return QueueModel(live, LineBook(), str.title, LIGHT)


@pytest.fixture
def table(qtbot: QtBot, model: QueueModel) -> QueueTable:
    table = QueueTable(model)
    qtbot.addWidget(table)
    table.resize(1100, 300)
    return table


def texts(model: QueueModel, row: int = 0) -> list[str]:
    return [model.index(row, column).data() for column in range(model.columnCount())]


def drop(table: QueueTable, at: QPoint) -> None:
    """Drop what is selected at a place, as a drag would."""
    event = QDropEvent(
        QPointF(at),
        Qt.DropAction.MoveAction,
        QMimeData(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    event.source = lambda: table  # type: ignore[method-assign]
    table.dropEvent(event)


def names(rows: Sequence[Any]) -> list[str]:
    return [row.job_id for row in rows]


def test_the_model_keeps_the_rules_of_qt(qtmodeltester: Any, model: QueueModel) -> None:
    model.show_rows([run(1), run(2, validation=0.5), *queued(3)])
    qtmodeltester.check(model)


def test_cells_read_as_a_person_says_them(model: QueueModel) -> None:
    row = run(1, validation=0.51239, test={"accuracy": 0.75, "loss": 1.0}, seconds=65.0)
    model.show_rows([row])
    assert texts(model) == [
        "CrossPT",
        "Film",
        "1",
        "✓ finished",
        "",
        "",
        "took 1 min 05 s",
        "0.512",
        "0.750",
        "",
    ]


def test_a_job_at_work_shows_stage_bar_and_time_left(live: LiveJobs, model: QueueModel) -> None:
    job = live.jobs["run-1"] = JobState("run-1", Status.RUNNING, stage_title="Tuning")
    job.step, job.steps = 1, 3
    job.pace.observe(0, 0.0)
    job.pace.observe(1, 30.0)
    model.show_rows([run(1, status=Status.RUNNING)])
    found = texts(model)
    assert found[STATUS] == "▶ running"
    assert (found[STAGE], found[BAR], found[TIME]) == ("Tuning", "1 / 3", "1 min 00 s left")
    assert model.index(0, BAR).data(PERCENT) == 33


def test_what_is_heard_counts_before_the_store_is_read(live: LiveJobs, model: QueueModel) -> None:
    live.jobs["run-1"] = JobState("run-1", Status.PAUSED)
    model.show_rows([run(1, status=Status.QUEUED)])
    assert texts(model)[STATUS] == "‖ paused"
    model.show_rows([run(1, status=Status.CANCELLED)])
    assert texts(model)[STATUS] == "- cancelled"


def test_shared_stages_are_rows_of_their_own_kind(model: QueueModel) -> None:
    model.show_rows([run(1, kind="stage", target_task=None)])
    assert texts(model)[TARGET] == "shared stage"
    assert model.index(0, METHOD).data(Qt.ItemDataRole.ForegroundRole) == QColor(LIGHT.muted)


def test_a_fork_tells_where_it_began(model: QueueModel) -> None:
    at = SimpleNamespace(job_id="run-2", stage="tune", step=1200)
    model.show_rows([run(1, forked_from=at), run(2)])
    tips = [model.index(row, 0).data(Qt.ItemDataRole.ToolTipRole) for row in (0, 1)]
    assert tips == ["Run 1\nForked from Run 2 after step 1,200", "Run 2"]


@pytest.mark.parametrize("status", list(Status))
def test_every_status_has_a_word_and_a_colour(model: QueueModel, status: Status) -> None:
    model.show_rows([run(1, status=status)])
    assert texts(model)[STATUS].endswith(f" {status.value}")
    assert model.index(0, STATUS).data(Qt.ItemDataRole.ForegroundRole).isValid()


def test_numbers_sort_as_numbers_and_a_third_click_takes_the_order_back(
    table: QueueTable, model: QueueModel
) -> None:
    model.show_rows([run(1, validation=0.9), run(2, validation=None), run(10, validation=0.5)])
    table.sortByColumn(VALIDATION, Qt.SortOrder.DescendingOrder)
    assert names(table.visible_runs()) == ["run-1", "run-10", "run-2"]
    table.sortByColumn(SEED, Qt.SortOrder.AscendingOrder)
    assert [r.seed for r in table.visible_runs()] == [1, 2, 10]
    assert table.horizontalHeader().isSortIndicatorClearable()


def test_search_looks_at_every_column(table: QueueTable, model: QueueModel) -> None:
    model.show_rows([run(1), run(2), run(3, status=Status.FAILED)])
    table.search("crosspt")
    assert [r.seed for r in table.visible_runs()] == [1, 3]
    table.search("failed")
    assert [r.seed for r in table.visible_runs()] == [3]


def test_the_selection_survives_new_values_another_order_and_more_rows(
    qtbot: QtBot, table: QueueTable, model: QueueModel
) -> None:
    model.show_rows([run(1), run(2)])
    with qtbot.waitSignal(table.selected):
        table.select(["run-2"])
    model.show_rows([run(1), run(2, validation=0.7)])
    assert [r.validation for r in table.selected_runs()] == [0.7]
    model.show_rows([run(2), run(1)])
    assert names(table.selected_runs()) == ["run-2"]
    model.show_rows([run(3), run(1), run(2)])
    assert names(table.selected_runs()) == ["run-2"]


def test_stages_are_selected_as_jobs_and_not_as_runs(table: QueueTable, model: QueueModel) -> None:
    model.show_rows([run(1, kind="stage"), run(2)])
    table.selectAll()
    assert names(table.selected_jobs()) == ["run-1", "run-2"]
    assert names(table.selected_runs()) == ["run-2"]


def test_only_queued_jobs_can_be_dragged(model: QueueModel) -> None:
    model.show_rows([run(1, status=Status.RUNNING), *queued(2)])
    flags = [
        bool(model.flags(model.index(row, 0)) & Qt.ItemFlag.ItemIsDragEnabled) for row in (0, 1)
    ]
    assert flags == [False, True]


@pytest.mark.parametrize(
    ("chosen", "before", "wanted"),
    [
        (["run-4"], "run-2", ["run-4", "run-2", "run-3"]),
        (["run-2"], None, ["run-3", "run-4", "run-2"]),
        (["run-4"], "run-1", ["run-4", "run-2", "run-3"]),
        (["run-2"], "run-9", ["run-3", "run-4", "run-2"]),
        (["run-1", "run-3"], "run-2", ["run-3", "run-2", "run-4"]),
    ],
)
def test_dragging_tells_the_wanted_order_of_the_queue(
    qtbot: QtBot,
    table: QueueTable,
    model: QueueModel,
    chosen: list[str],
    before: str | None,
    wanted: list[str],
) -> None:
    model.show_rows([run(1, status=Status.RUNNING), *queued(2, 3, 4), run(9)])
    with qtbot.waitSignal(table.reordered) as told:
        table.drop_before(chosen, before)
    assert told.args == [wanted]


def test_a_drop_that_changes_nothing_tells_nothing(
    qtbot: QtBot, table: QueueTable, model: QueueModel
) -> None:
    model.show_rows(queued(2, 3))
    with qtbot.assertNotEmitted(table.reordered):
        table.drop_before(["run-2"], "run-3")


def test_a_drop_with_the_mouse_counts_where_it_falls(
    qtbot: QtBot, table: QueueTable, model: QueueModel
) -> None:
    model.show_rows(queued(1, 2, 3))
    table.select(["run-1"])
    below = QPoint(5, table.viewport().height() - 2)
    with qtbot.waitSignal(table.reordered) as told:
        drop(table, below)
    assert told.args == [["run-2", "run-3", "run-1"]]


def test_a_sorted_table_says_why_it_can_not_be_dragged(
    qtbot: QtBot, table: QueueTable, model: QueueModel
) -> None:
    model.show_rows(queued(1, 2))
    table.sortByColumn(SEED, Qt.SortOrder.DescendingOrder)
    table.select(["run-1"])
    with qtbot.waitSignal(table.said) as told, qtbot.assertNotEmitted(table.reordered):
        drop(table, QPoint(5, 5))
    assert told.args == ["Click the sorted column until its arrow goes, then drag the queue."]


def test_keys_move_jobs_in_the_queue(qtbot: QtBot, table: QueueTable, model: QueueModel) -> None:
    model.show_rows(queued(1, 2, 3))
    table.select(["run-3"])
    for move, wanted in (
        (lambda: table.shift(-1), ["run-1", "run-3", "run-2"]),
        (table.move_first, ["run-3", "run-1", "run-2"]),
    ):
        with qtbot.waitSignal(table.reordered) as told:
            move()
        assert told.args == [wanted]
    with qtbot.assertNotEmitted(table.reordered):
        table.shift(1)


def test_rows_and_columns_grow_with_the_size_of_texts(table: QueueTable) -> None:
    height = table.verticalHeader().defaultSectionSize()
    width = table.columnWidth(METHOD)
    font = QFont(table.font())
    font.setPointSizeF(2 * font.pointSizeF())
    table.setFont(font)
    assert table.verticalHeader().defaultSectionSize() > 1.5 * height
    assert table.columnWidth(METHOD) > 1.5 * width
    font.setPointSizeF(font.pointSizeF() / 2)
    table.setFont(font)
    assert table.verticalHeader().defaultSectionSize() == height


def test_means_grow_with_the_size_of_texts(qtbot: QtBot) -> None:
    means = SummaryTable(str.title)
    qtbot.addWidget(means)
    height, width = means.verticalHeader().defaultSectionSize(), means.columnWidth(3)
    font = QFont(means.font())
    font.setPointSizeF(2 * font.pointSizeF())
    means.setFont(font)
    assert means.verticalHeader().defaultSectionSize() > 1.5 * height
    assert means.columnWidth(3) > 1.5 * width


def test_the_bar_is_painted_only_for_work(live: LiveJobs, table: QueueTable) -> None:
    live.jobs["run-1"] = JobState("run-1", Status.RUNNING, step=1, steps=2)
    table._jobs.show_rows([run(1, status=Status.RUNNING), run(2)])
    assert table._jobs.index(1, BAR).data(PERCENT) == -1
    table.show()
    assert not table.grab().isNull()


def test_rows_are_copied_under_the_names_of_the_columns(qtbot: QtBot, live: LiveJobs) -> None:
    panel = JobsPanel(live, LineBook(), str.title, LIGHT)
    qtbot.addWidget(panel)
    panel.show_rows([run(1), run(2, reason="no memory")])
    panel.table.select(["run-2"])
    panel.copy()
    lines = QGuiApplication.clipboard().text().split("\n")
    assert [line.split("\t")[METHOD] for line in lines] == ["Method", "Prompt tuning"]
    assert lines[1].split("\t")[REASON] == "no memory"
