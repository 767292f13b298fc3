from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from promptstudio.analysis.lines import LineBook
from promptstudio.core.events import Status
from promptstudio.gui.live.progress_view import ProgressLine, ProgressModel, ProgressView
from promptstudio.gui.live.run_table import RunModel, RunTable
from promptstudio.gui.parts.theme import themes


def run(number: int, **values: Any) -> SimpleNamespace:
    facts: dict[str, Any] = {
        "job_id": f"run-{number}",
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
    }
    return SimpleNamespace(**{**facts, **values})


@pytest.fixture
def model(qtbot: QtBot) -> RunModel:
    return RunModel(LineBook(), str.title, themes()[0])


@pytest.fixture
def table(qtbot: QtBot, model: RunModel) -> RunTable:
    table = RunTable(model)
    qtbot.addWidget(table)
    return table


def test_models_keep_the_rules_of_qt(qtmodeltester: Any, model: RunModel) -> None:
    model.show_rows([run(1), run(2, validation=0.5)])
    qtmodeltester.check(model)
    progress = ProgressModel()
    progress.show_lines([ProgressLine("a", "s", 1, 4, "3 s")])
    qtmodeltester.check(progress)


def test_cells_read_as_a_person_says_them(model: RunModel) -> None:
    row = run(1, validation=0.51239, test={"accuracy": 0.75, "loss": 1.0}, seconds=65.0)
    model.show_rows([row])
    texts = [model.index(0, column).data() for column in range(model.columnCount())]
    assert texts == ["CrossPT", "Film", "1", "finished", "0.512", "0.750", "1 min 05 s", ""]


def test_numbers_sort_as_numbers(table: RunTable, model: RunModel) -> None:
    model.show_rows([run(1, validation=0.9), run(2, validation=None), run(10, validation=0.5)])
    table.sortByColumn(4, Qt.SortOrder.DescendingOrder)
    assert [r.job_id for r in table.visible_runs()] == ["run-1", "run-10", "run-2"]
    table.sortByColumn(2, Qt.SortOrder.AscendingOrder)
    assert [r.seed for r in table.visible_runs()] == [1, 2, 10]


def test_search_looks_at_every_column(table: RunTable, model: RunModel) -> None:
    model.show_rows([run(1), run(2), run(3, status=Status.FAILED)])
    table.search("crosspt")
    assert [r.seed for r in table.visible_runs()] == [1, 3]
    table.search("failed")
    assert [r.seed for r in table.visible_runs()] == [3]


def test_the_selection_survives_new_values(qtbot: QtBot, table: RunTable, model: RunModel) -> None:
    model.show_rows([run(1), run(2)])
    with qtbot.waitSignal(table.selected):
        table.select(["run-2"])
    model.show_rows([run(1), run(2, validation=0.7)])
    assert [r.validation for r in table.selected_runs()] == [0.7]


def test_the_bar_shows_the_share_of_steps(qtbot: QtBot) -> None:
    view = ProgressView()
    qtbot.addWidget(view)
    view.lines.show_lines(
        [ProgressLine("job", "stage", 1, 3, ""), ProgressLine("j", "s", 0, 0, "")]
    )
    assert [view.lines.index(row, 2).data() for row in (0, 1)] == ["1 / 3", "0 / 0"]
    assert ProgressLine("job", "stage", 1, 3, "").percent == 33
    view.show()
    assert not view.grab().isNull()
