"""From a cell of a matrix to its runs."""

from types import SimpleNamespace
from typing import Any

import pytest

from promptstudio.analysis.cells import runs_of_cell, single_source
from tests.gui.stored import line

RUNS = [
    line(0, method="spot", label="SPoT", source="book", target="film"),
    line(1, method="spot", label="SPoT", source="food", target="film"),
    line(2, method="spot", label="SPoT", source="book", target="work"),
    line(3, method="crosspt", label="CrossPT, lr 1", source="", target="film"),
    line(4, method="spot", label="SPoT 2", source="book", target="film"),
]


@pytest.mark.parametrize(
    ("table", "source", "target", "found"),
    [
        ("transfer-spot", "book", "film", ("run-0", "run-4")),
        ("transfer-spot-gain", "book", "work", ("run-2",)),
        ("transfer-crosspt", "book", "film", ()),
        ("keep-CrossPT, lr 1", "anything", "film", ("run-3",)),
        ("remove-CrossPT, lr 1", "anything", "work", ()),
    ],
)
def test_a_cell_has_its_runs(table: str, source: str, target: str, found: tuple[str, ...]) -> None:
    assert runs_of_cell(RUNS, table, source, target) == found


@pytest.mark.parametrize(
    ("config", "tasks", "source"),
    [
        ({"source": "film"}, ("book", "film"), "film"),
        ({"source": ""}, ("book",), "book"),
        ({"source": None}, ("book", "film"), ""),
        ({}, (), ""),
    ],
)
def test_a_prompt_of_one_source(
    config: dict[str, Any], tasks: tuple[str, ...], source: str
) -> None:
    assert single_source(SimpleNamespace(config=config, source_tasks=tasks)) == source
