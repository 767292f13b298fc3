"""The cards of hub data: each on a made-up row of its fields, some on real rows of that form."""

import re
from pathlib import Path
from typing import Any

import pytest

from promptstudio.core.paths import resource
from promptstudio.tasks.cards import HubSource, TaskCard, load_card
from promptstudio.tasks.examples import to_examples
from promptstudio.tasks.tables import Fields
from promptstudio.tasks.templates import field_names

CARDS = sorted((resource("tasks") / "hub").glob("*.toml"))
REAL = ["ag_news", "boolq", "cola", "mrpc", "qqp", "rte", "sst2", "stsb", "trec"]


def row_of(card: TaskCard, label: str | None = None) -> dict[str, Any]:
    row: dict[str, Any] = {name: f"<{name}>" for name in field_names(card.template)}
    if card.kind == "classification":
        return row | {card.source.label_field: label}
    answer = 2.6 if card.kind == "regression" else {"text": ["first", "second"]}
    return row | {card.source.answer_field: answer}


@pytest.mark.parametrize("path", CARDS, ids=lambda path: path.stem)
def test_a_card_renders_every_field_once_and_every_label(path: Path) -> None:
    card = load_card(path)
    assert isinstance(card.source, HubSource)
    assert re.fullmatch(r"[\w-]+/[\w.-]+", card.source.id)
    assert card.source.revision is None
    assert "not checked against the hub" in card.summary
    assert card.instruction
    labels = list(card.labels or {}) or [None]
    for place, label in enumerate(labels):
        (example,) = to_examples(card, [row_of(card, label)], "row")
        for name in field_names(card.template):
            assert example.text.count(f"<{name}>") == 1
        if card.kind == "classification":
            assert example.label == place
            assert example.target == list((card.labels or {}).values())[place]
    if card.kind == "regression":
        assert example.target == "2.6"
    if card.kind == "generation":
        assert example.answers == ("first", "second")


def test_winogrande_shows_both_options() -> None:
    card = load_card(resource("tasks/hub/winogrande.toml"))
    assert {"option1", "option2"} <= set(field_names(card.template))


def test_copa_asks_for_cause_or_effect() -> None:
    assert "question" in field_names(load_card(resource("tasks/hub/copa.toml")).template)


@pytest.mark.parametrize("key", REAL)
def test_real_rows_fit_their_card(key: str, shared: Path) -> None:
    import json

    card = load_card(resource(f"tasks/hub/{key}.toml"))
    lines = (shared / "data" / key / "validation.jsonl").read_text(encoding="utf-8").splitlines()
    rows: list[Fields] = [json.loads(line) for line in lines[:200]]
    examples = to_examples(card, rows, key)
    if card.labels:
        assert {example.label for example in examples} == set(range(len(card.labels)))
    else:
        assert all(0 <= float(example.target) <= 5 for example in examples)
