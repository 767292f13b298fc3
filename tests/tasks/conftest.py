import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from promptstudio.tasks.cards import TaskCard, build_card

Row = dict[str, Any]
SHARED = Path(__file__).resolve().parents[2] / "../shared/data"


def sentiment_card(source: dict[str, Any], **changes: Any) -> TaskCard:
    values: dict[str, Any] = {
        "key": "mine",
        "title": "Mine",
        "kind": "classification",
        "metric": "accuracy",
        "template": "text: {text}",
        "source": {"type": "file", **source},
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
