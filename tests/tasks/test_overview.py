"""Labels, lengths and warnings of a whole task."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from promptstudio.core.errors import TaskError
from promptstudio.core.paths import resource
from promptstudio.tasks import overview as module
from promptstudio.tasks.cards import TaskCard, load_cards
from promptstudio.tasks.overview import Overview, overview

Write = Callable[[Path, list[dict[str, Any]]], Path]


def words(text: str) -> int:
    return len(text.split())


def seen(card: TaskCard, limit: int = 20) -> Overview:
    return overview(card, count_tokens=words, limit=limit)


@pytest.fixture
def folder(tmp_path: Path, write_jsonl: Write) -> Path:
    """38 negative and one positive training row, one without label; two test rows."""
    rows: list[dict[str, Any]] = [{"text": f"row {n}", "label": 0} for n in range(37)]
    rows += [{"text": "row 0", "label": 0}, {"text": " ".join(["long"] * 40), "label": 1}]
    write_jsonl(tmp_path / "train.jsonl", [*rows, {"text": "nothing", "label": -1}])
    test = [{"text": "row 1", "label": 0}, {"text": "other", "label": 1}]
    write_jsonl(tmp_path / "test.jsonl", test)
    return tmp_path


def test_rows_are_counted_by_label_and_split(
    folder: Path, make_card: Callable[..., TaskCard]
) -> None:
    found = seen(make_card({"path": str(folder), "left_out": ["-1"]}))
    assert found.rows == {"train": 39, "test": 2}
    assert found.labels == {
        "negative": {"train": 38, "test": 1},
        "positive": {"train": 1, "test": 1},
    }
    assert found.label_table.columns == ("label", "train", "test")
    assert found.label_table.rows == (("negative", "38", "1"), ("positive", "1", "1"))


def test_what_deserves_attention_is_said(folder: Path, make_card: Callable[..., TaskCard]) -> None:
    found = seen(make_card({"path": str(folder), "left_out": ["-1"]}))
    assert found.warnings == (
        "1 input of train is there more than once.",
        "1 input of test is in train too; runs leave it out there.",
        "The class 'positive' is rare: 1 of 39 training rows.",
        "2.4% of the inputs are longer than 20 tokens and are cut.",
    )


def test_lengths_stand_in_steps_that_double(
    folder: Path, make_card: Callable[..., TaskCard]
) -> None:
    found = seen(make_card({"path": str(folder), "left_out": ["-1"]}))
    assert found.lengths == {"up to 16": 40, "up to 64": 1}
    assert found.length_table.rows == (("up to 16", "40"), ("up to 64", "1"))
    (note,) = found.length_table.notes
    # 41 tokens: 40 words and the template's "text:"
    assert note == "Median 3, 95 % up to 3, longest 41 tokens; up to 20 are kept."


def test_a_task_without_classes_has_no_labels(
    tmp_path: Path, make_card: Callable[..., TaskCard], write_jsonl: Write
) -> None:
    path = write_jsonl(tmp_path / "rows.jsonl", [{"text": "a", "answer": "b"}] * 2)
    card = make_card({"path": str(path)}, kind="generation", metric="exact_match", labels=None)
    found = seen(card)
    assert (found.labels, found.label_table.rows) == ({}, ())
    assert found.rows == {"train": 2}


def test_a_task_of_the_sandbox_is_balanced() -> None:
    found = seen(load_cards(resource("tasks") / "sandbox")["hotel_sentiment"], limit=256)
    assert found.rows == {"train": 2000, "validation": 300, "test": 500}
    assert {split for counts in found.labels.values() for split in counts} == set(found.rows)
    assert found.labels["negative"]["train"] == 1000
    assert found.warnings == ()


def test_only_the_first_rows_are_looked_at(
    folder: Path, make_card: Callable[..., TaskCard], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MEASURED_ROWS", 39)
    found = seen(make_card({"path": str(folder), "left_out": ["-1"]}))
    assert found.rows["train"] == 39
    assert found.warnings[-1] == "Only the first 39 rows of train were looked at."


def test_rows_of_the_hub_are_not_fetched() -> None:
    cards = load_cards(resource("tasks"))
    hub = next(card for card in cards.values() if card.source.type == "hub")
    with pytest.raises(TaskError, match="from the hub are fetched when a run begins"):
        seen(hub)


PROBE = """
import sys
from promptstudio.tasks.cards import build_card
from promptstudio.tasks.overview import overview
card = build_card({"key": "mine", "title": "M", "kind": "classification", "metric": "accuracy",
    "template": "{text}", "source": {"type": "file", "path": sys.argv[1]},
    "labels": {"0": "no", "1": "yes"}}, "card")
print(overview(card, count_tokens=len, limit=9).rows["train"], sorted({"torch", "datasets"} & sys.modules.keys()))
"""  # noqa: E501 - a script


def test_parquet_is_read_without_model_libraries(tmp_path: Path, write_table: Write) -> None:
    rows = [{"text": f"t{n}", "label": n % 2} for n in range(8)]
    path = write_table(tmp_path / "rows.parquet", rows)
    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(path)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "8 []"
