"""In which row of a matrix a run stands."""

from types import SimpleNamespace
from typing import Any

import pytest

from promptstudio.analysis.cells import single_source


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
