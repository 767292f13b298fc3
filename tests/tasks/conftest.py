import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from promptstudio.tasks.cards import TaskCard, build_card

Row = dict[str, Any]
SHARED = Path(__file__).resolve().parents[2] / "../shared/data"


def sentiment_card(where: dict[str, Any], **changes: Any) -> TaskCard:
    values: dict[str, Any] = {
        "key": "mine",
        "title": "Mine",
        "kind": "classification",
        "metric": "accuracy",
        "template": "text: {text}",
        "source": {"type": "file", **where},
        "labels": {"0": "negative", "1": "positive"},
    }
    return build_card(values | changes, "Task 'mine'")


@pytest.fixture
def make_card() -> Callable[..., TaskCard]:
    return sentiment_card


@pytest.fixture
def write_jsonl() -> Callable[[Path, list[Row]], Path]:
    def write(path: Path, rows: list[Row]) -> Path:
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return path

    return write


@pytest.fixture
def shared_data() -> Path:
    if not SHARED.is_dir():
        pytest.skip("the benchmark data of ../shared/data are not here")
    return SHARED.resolve()


@pytest.fixture
def write_table() -> Callable[[Path, list[Row]], Path]:
    """Write rows as other programs do: CSV, TSV or Parquet by the ending."""

    def write(path: Path, rows: list[Row]) -> Path:
        import datasets

        had_bars = not datasets.are_progress_bars_disabled()
        datasets.disable_progress_bars()
        table = datasets.Dataset.from_list(rows)
        if path.suffix == ".parquet":
            table.to_parquet(path)
        else:
            table.to_csv(path, index=False, sep="\t" if path.suffix == ".tsv" else ",")
        if had_bars:
            datasets.enable_progress_bars()
        return path

    return write
