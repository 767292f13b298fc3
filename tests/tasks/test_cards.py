import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from promptstudio.core.errors import TaskError
from promptstudio.core.paths import resource
from promptstudio.tasks.cards import (
    TaskCard,
    dump_card,
    fingerprint,
    load_card,
    load_cards,
    load_catalogue,
)
from promptstudio.tasks.preview import preview_rows
from promptstudio.tasks.sources import available_splits, first_rows
from promptstudio.tasks.templates import field_names

MakeCard = Callable[..., TaskCard]

CARD = """
key = "reviews"
title = "Reviews"
kind = "classification"
metric = "accuracy"
template = "review: {text}"

[source]
type = "file"
path = "rows.csv"

[labels]
no = "bad"
yes = "good"
"""


def shipped_cards() -> list[Path]:
    return sorted(resource("tasks").rglob("*.toml"))


def sandbox_cards() -> list[Path]:
    return sorted((resource("tasks") / "sandbox").rglob("*.toml"))


@pytest.mark.parametrize("path", sandbox_cards(), ids=lambda path: path.stem)
def test_sandbox_cards_load_and_render(path: Path) -> None:
    card = load_card(path)
    assert card.title
    assert card.summary
    assert card.licence
    assert card.instruction
    known = {other.stem for other in shipped_cards()}
    assert set(card.related) <= known
    rows = preview_rows(card, 3)
    assert len(rows) == 3
    fields = field_names(card.template)
    assert all(set(fields) <= set(row) for row in first_rows(card, "train", 3))
    if card.labels:
        assert {row.target for row in rows} <= set(card.labels.values())


def test_the_catalogue_holds_the_shipped_cards_once() -> None:
    cards, problems = load_catalogue()
    assert problems == ()
    assert len(cards) == len(shipped_cards())
    assert len({fingerprint(card) for card in cards.values()}) == len(cards)


def test_paths_start_at_the_cards_folder(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep/card.toml").write_text(CARD)
    (tmp_path / "deep/rows.csv").write_text("text,label\na,no\nb,yes\n")
    card = load_cards(tmp_path)["reviews"]
    assert available_splits(card) == ("train",)
    assert [row.text for row in preview_rows(card, 5)] == ["review: a", "review: b"]
    assert [row.target for row in preview_rows(card, 5)] == ["bad", "good"]


def test_round_trip_through_toml_and_json(tmp_path: Path, make_card: MakeCard) -> None:
    card = make_card(
        {"train": str(tmp_path / "a.jsonl"), "label_field": "gold"},
        template='{{"{text}"}} é\n',
        related={"other": "adversarial"},
        splits={"test": 0.5, "seed": 3},
        labels={"1": "yes", "0": "no"},
    )
    path = tmp_path / "card.toml"
    path.write_text(dump_card(card), encoding="utf-8")
    again = load_card(path)
    assert again == card
    assert list((again.labels or {}).items()) == [("1", "yes"), ("0", "no")]
    sent = TaskCard.model_validate(json.loads(card.model_dump_json()))
    assert sent == card
    assert list(sent.labels or {}) == ["1", "0"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('title = "Reviews"', "", r"card.toml' \(key 'reviews'\): the setting 'title' is missing"),
        ("kind =", "helt_out = true\nkind =", "there is no setting 'helt_out'"),
        (
            'path = "rows.csv"',
            'path = "r"\nlabel = "x"',
            r"there is no setting 'source.file.label'",
        ),
        ('"file"', '"fil"', r"\(key 'reviews'\): source = .*file"),
        ('"reviews"', '"My Reviews"', "the key 'My Reviews' may hold a-z"),
        ('"accuracy"', '"exact_match"', "'exact_match' does not fit the kind 'classification'"),
        ('no = "bad"\n', "", r"needs \[labels\] with at least two classes"),
        ('"good"', '"bad "', "label words must differ from each other"),
        ("{text}", "text", "the template names no field"),
        ("{text}", "{text} {label}", "the template shows the column 'label', which is what is"),
        ("{text}", "{text", r"\(key 'reviews'\): .*single or empty brace"),
        ('path = "rows.csv"', "", r"needs either 'path' or at least 'train'"),
        ("[labels]", "[labels", "is not valid TOML"),
    ],
)
def test_broken_cards_are_explained(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = tmp_path / "card.toml"
    assert old in CARD
    path.write_text(CARD.replace(old, new))
    with pytest.raises(TaskError, match=message) as caught:
        load_card(path)
    assert str(path) in str(caught.value)


def test_f1_needs_two_classes(make_card: MakeCard) -> None:
    three = {"0": "a", "1": "b", "2": "c"}
    assert make_card({"path": "x"}, labels=three, metric="macro_f1").metric == "macro_f1"
    with pytest.raises(TaskError, match="'f1' needs exactly two classes"):
        make_card({"path": "x"}, labels=three, metric="f1")


def test_a_missing_card_is_named(tmp_path: Path) -> None:
    with pytest.raises(TaskError, match=r"There is no task card '.*nothing.toml'\."):
        load_card(tmp_path / "nothing.toml")


def test_a_key_may_stand_once(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(CARD)
    (tmp_path / "b.toml").write_text(CARD)
    with pytest.raises(TaskError, match=r"b.toml': the key 'reviews' is taken by '.*a.toml'"):
        load_cards(tmp_path)


def test_broken_cards_of_the_user_are_reported_and_the_rest_is_usable(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("key = ")
    (tmp_path / "b.toml").write_text(CARD)
    (tmp_path / "c.toml").write_text(CARD)
    cards, problems = load_catalogue(tmp_path, tmp_path / "not there")
    assert "reviews" in cards
    assert len(problems) == 2
    assert "a.toml' is not valid TOML" in problems[0]
    assert "c.toml': the key 'reviews' is taken" in problems[1]


def test_a_card_of_the_user_takes_the_place_of_a_shipped_one(tmp_path: Path) -> None:
    shipped = load_catalogue().cards["sst2"]
    (tmp_path / "mine.toml").write_text(CARD.replace('"reviews"', '"sst2"'))
    cards, problems = load_catalogue(tmp_path)
    assert problems == ()
    assert shipped.source.type == "hub"
    assert cards["sst2"].source.type == "file"


def test_fingerprint_follows_data_and_form_not_place_or_title(
    tmp_path: Path, make_card: MakeCard
) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "train.csv").write_text("text,label\na,0\n")
    base = make_card({"path": str(tmp_path / "one")})

    def changed(**changes: Any) -> str:
        return fingerprint(base.model_copy(update=changes))

    before = fingerprint(base)
    assert len(before) == 12
    assert changed(title="Other", summary="x", related={"a": "unrelated"}) == before
    assert fingerprint(make_card({"path": str(tmp_path / "two")})) == before
    assert changed(template="{text}") != before
    assert changed(labels={"1": "positive", "0": "negative"}) != before
    assert changed(labels={"0": "bad", "1": "good"}) != before
    (tmp_path / "one/train.csv").write_text("text,label\nb,0\n")
    assert changed() != before


def test_fingerprint_of_missing_data_is_a_sentence(tmp_path: Path, make_card: MakeCard) -> None:
    with pytest.raises(TaskError, match=r"There is no file '.*/gone.csv'\."):
        fingerprint(make_card({"path": str(tmp_path / "gone.csv")}))
    with pytest.raises(TaskError, match=r"There is no file '.*/gone.csv'\."):
        fingerprint(make_card({"train": str(tmp_path / "gone.csv")}))
