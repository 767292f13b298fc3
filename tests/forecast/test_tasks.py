"""Rows and lengths of tasks, sampled or assumed."""

import json
from pathlib import Path
from typing import Any

import pytest

from promptstudio.core.paths import resource
from promptstudio.core.spec import BackboneSpec, TextSpec
from promptstudio.forecast.tasks import Lengths
from promptstudio.tasks.cards import TaskCard, build_card, load_cards
from promptstudio.tasks.encoding import encode_task
from promptstudio.tasks.splits import make_splits
from promptstudio.tasks.tokenizers import FileTokenizer
from tests.store.conftest import job_spec

SANDBOX = resource("sandbox/model")


def own_card(folder: Path, count: int, **changes: Any) -> TaskCard:
    rows = [{"text": f"number {i:05d} is here", "label": i % 2} for i in range(count)]
    path = folder / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    values: dict[str, Any] = {
        "key": "own",
        "title": "Own",
        "kind": "classification",
        "metric": "accuracy",
        "template": "text: {text}",
        "labels": {"0": "no", "1": "yes"},
        "source": {"type": "file", "path": str(path)},
    }
    return build_card(values | changes, "test")


@pytest.mark.parametrize("shots", [8, None])
@pytest.mark.parametrize("rule", ["per_class", "total", "train_derived"])
@pytest.mark.parametrize("key", ["hotel_sentiment", "garden_tense"])
def test_rows_are_those_of_the_splits(key: str, rule: Any, shots: int | None) -> None:
    card = load_cards(resource("tasks/sandbox"))[key]
    found = Lengths(SANDBOX).facts(card, job_spec(shots=shots, split_rule=rule))
    splits = make_splits(card, shots=shots, split_seed=0, split_rule=rule)
    assert (found.test, found.candidates) == (len(splits.test), len(card.labels or {}))
    # rows that stand twice are not known of before all are read
    assert found.validation == pytest.approx(len(splits.validation), rel=0.05)
    assert found.guessed == ()


def test_lengths_are_those_of_the_encoded_rows() -> None:
    card = load_cards(resource("tasks/sandbox"))["hotel_sentiment"]
    found = Lengths(SANDBOX).facts(card, job_spec())
    data = encode_task(
        card,
        make_splits(card, shots=None, split_seed=0),
        FileTokenizer(SANDBOX),
        max_input_tokens=256,
        max_target_tokens=32,
    )
    inputs = [len(row.input_ids) for row in data.train]
    assert found.inputs == pytest.approx(sum(inputs) / len(inputs), rel=0.05)
    assert found.outputs == sum(map(len, data.candidates)) / len(data.candidates)
    assert found.longest <= max(inputs)


def test_longer_wording_and_shorter_limits_count() -> None:
    card = load_cards(resource("tasks/sandbox"))["hotel_sentiment"]
    plain = Lengths(SANDBOX).facts(card, job_spec())
    named = Lengths(SANDBOX).facts(card, job_spec(text=TextSpec(task_prefix=True)))
    cut = Lengths(SANDBOX).facts(card, job_spec(backbone=BackboneSpec(max_input_tokens=9)))
    assert named.inputs > plain.inputs
    assert cut.inputs == cut.longest == 9


def test_rows_of_a_file_are_estimated_by_its_size(tmp_path: Path) -> None:
    card = own_card(tmp_path, 1000)
    found = Lengths(SANDBOX).facts(card, job_spec(shots=None))
    assert found.test == pytest.approx(200, abs=3)
    assert found.validation == pytest.approx(80, abs=3)


def test_rows_of_parquet_are_read_off(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = pa.table({"text": [f"row {i}" for i in range(500)], "label": [0, 1] * 250})
    pq.write_table(rows, tmp_path / "rows.parquet")
    card = own_card(tmp_path, 1, source={"type": "file", "path": str(tmp_path / "rows.parquet")})
    assert Lengths(SANDBOX).facts(card, job_spec(shots=None)).test == 100


def test_what_the_hub_keeps_is_assumed(tmp_path: Path) -> None:
    card = own_card(tmp_path, 1, source={"type": "hub", "id": "owner/data", "test": "test"})
    found = Lengths(SANDBOX).facts(card, job_spec())
    assert found.guessed == ("lengths", "numbers of rows")
    assert (found.inputs, found.longest, found.test) == (128, 256, 1000)


def test_without_a_tokenizer_lengths_are_assumed(tmp_path: Path) -> None:
    card = own_card(tmp_path, 100)
    found = Lengths(tmp_path).facts(card, job_spec())
    assert found.guessed == ("lengths",)
    assert found.longest == 256
