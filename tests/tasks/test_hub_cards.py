"""The cards of hub data: each on a made-up row of its declared columns, some on real rows.

That tokenizers tell the label words apart is tested with those of all cards (test_wording).
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from promptstudio.core.paths import resource
from promptstudio.tasks.cards import HubSource, TaskCard, dump_card, load_card
from promptstudio.tasks.examples import Example, to_examples
from promptstudio.tasks.tables import Fields
from promptstudio.tasks.templates import field_names

CARDS = sorted((resource("tasks") / "hub").glob("*.toml"))
REAL = {
    "ag_news": "ag_news",
    "boolq": "boolq",
    "cola": "cola",
    "mrpc": "mrpc",
    "qqp": "qqp",
    "rte": "rte",
    "snli": "snli",
    "squad": "xquad_en",
    "sst2": "sst2",
    "stsb": "stsb",
    "trec": "trec",
    "trec_fine": "trec",
    "tweet_eval_emotion": "tweet_eval_emotion",
}
IN_TEMPLATES = {"text", "class", "number", "boolean", "texts", "turns", "choices"}
SAID = {
    "classification": {"text", "class", "boolean"},
    "regression": {"number"},
    "generation": {"text", "answers"},
}


@cache
def card_of(key: str) -> TaskCard:
    return load_card(resource(f"tasks/hub/{key}.toml"))


def hub_of(card: TaskCard) -> HubSource:
    assert isinstance(card.source, HubSource)
    return card.source


def said_in(card: TaskCard) -> str:
    source = card.source
    return source.label_field if card.kind == "classification" else source.answer_field


def texts_in(card: TaskCard, name: str) -> list[str]:
    """Return the made-up texts of a column: as many choices as there are classes."""
    if hub_of(card).columns[name] in ("texts", "turns"):
        return [f"<{name} {n}>" for n in range(2)]
    if hub_of(card).columns[name] == "choices":
        return [f"<{name} {n}>" for n in range(len(card.labels or ()))]
    return [f"<{name}>"]


def made_up(card: TaskCard, name: str) -> Any:
    kind = hub_of(card).columns[name]
    if kind in ("texts", "turns", "choices"):
        return texts_in(card, name)
    if kind == "answers":
        return {"text": ["first", "second"]}
    if kind == "names":
        return [f"<name {n}>" for n in range(len(card.labels or ()))]
    return 2.6 if kind == "number" else f"<{name}>"


def put(row: dict[str, Any], name: str, value: Any) -> None:
    """Put a value where a name with dots leads."""
    *way, last = name.split(".")
    for step in way:
        row = row.setdefault(step, {})
    row[last] = value


def row_of(card: TaskCard, label: str | None = None) -> dict[str, Any]:
    source = hub_of(card)
    row: dict[str, Any] = {}
    for name in source.columns:
        put(row, name, made_up(card, name))
    if label is None:
        return row
    value: Any = label
    if source.label_among and label not in source.left_out:
        names = made_up(card, source.label_among)
        value = names[list(card.labels or ()).index(label)]
    elif source.columns[source.label_field] == "boolean":
        value = label == "true"
    put(row, source.label_field, value)
    return row


def examples_of(card: TaskCard, rows: Iterable[dict[str, Any]]) -> tuple[Example, ...]:
    return to_examples(card, list(rows), "made up")


@pytest.mark.parametrize("path", CARDS, ids=lambda path: path.stem)
def test_a_card_renders_every_column_once_and_every_label(path: Path) -> None:
    card = load_card(path)
    labels = list(card.labels or {}) or [None]
    examples = examples_of(card, (row_of(card, label) for label in labels))
    for name in field_names(card.template):
        for text in texts_in(card, name):
            assert all(example.text.count(text) == 1 for example in examples)
    if card.labels:
        assert [example.label for example in examples] == list(range(len(labels)))
        assert [example.target for example in examples] == list(card.labels.values())
    if card.kind == "regression":
        assert examples[0].target == "2.6"
    if card.kind == "generation":
        said = said_in(card)
        whole = hub_of(card).columns[said] == "answers"
        assert examples[0].answers == (("first", "second") if whole else (f"<{said}>",))


@pytest.mark.parametrize("path", CARDS, ids=lambda path: path.stem)
def test_a_choice_that_can_be_named_is_shown(path: Path) -> None:
    card = load_card(path)
    words = [word.lower() for word in (card.labels or {}).values()]
    choices = [word for word in words if re.fullmatch(r"(choice|option)\d", word)]
    assert not choices or choices == words
    if choices:
        (example,) = examples_of(card, [row_of(card, next(iter(card.labels or ())))])
        assert re.findall(r"((?:choice|option)\d): <", example.text.lower()) == words


@pytest.mark.parametrize("path", CARDS, ids=lambda path: path.stem)
def test_a_card_declares_what_it_reads_and_says_that_nobody_asked_the_hub(path: Path) -> None:
    card = load_card(path)
    source = hub_of(card)
    assert path.stem == card.key
    assert re.fullmatch(r"[\w-]+/[\w.-]+", source.id)
    assert source.revision is None
    assert not source.verified
    assert card.instruction
    assert card.licence
    assert card.summary.endswith((".", "?"))
    fields = set(field_names(card.template))
    among = {source.label_among} if source.label_among else set()
    assert set(source.columns) == fields | {said_in(card)} | among
    assert {source.columns[name] for name in fields} <= IN_TEMPLATES
    assert source.columns[said_in(card)] in SAID[card.kind]
    assert {source.columns[name] for name in among} <= {"names", "choices"}


def test_there_are_cards_for_the_published_collections() -> None:
    keys = {path.stem for path in CARDS}
    assert len(keys) >= 110
    assert keys >= {"cola", "sst2", "mrpc", "qqp", "stsb", "mnli", "qnli", "rte", "wnli"}
    assert keys >= {"boolq", "cb", "copa", "multirc", "record", "superglue_rte", "wic", "wsc"}
    assert keys >= {"squad", "newsqa", "searchqa", "hotpotqa", "natural_questions"}
    assert len([key for key in keys if key.startswith("tweet_eval_")]) == 11


@pytest.mark.parametrize(
    "key", [path.stem for path in CARDS if hub_of(card_of(path.stem)).left_out]
)
def test_labels_that_a_card_leaves_out_are_none_of_its_own(key: str) -> None:
    card = card_of(key)
    left_out = hub_of(card).left_out
    assert not set(left_out) & set(card.labels or ())
    kept = next(iter(card.labels or ()))
    rows = [row_of(card, label) for label in (*left_out, kept)]
    assert [example.label for example in examples_of(card, rows)] == [0]


NLI = ("entailment", "neutral", "contradiction")
ORDERS = {
    "mnli": NLI,
    "mnli_mismatched": NLI,
    "snli": NLI,
    "anli_r1": NLI,
    "anli_r2": NLI,
    "anli_r3": NLI,
    "cb": ("entailment", "contradiction", "neutral"),
    "rte": ("entailment", "not_entailment"),
    "superglue_rte": ("entailment", "not_entailment"),
    "qnli": ("entailment", "not_entailment"),
    "wnli": ("not_entailment", "entailment"),
    "cola": ("unacceptable", "acceptable"),
    "sst2": ("negative", "positive"),
    "sst5": ("terrible", "bad", "okay", "good", "great"),
    "yelp_review_full": ("terrible", "bad", "okay", "good", "great"),
    "mrpc": ("not_equivalent", "equivalent"),
    "paws": ("not_equivalent", "equivalent"),
    "qqp": ("not_duplicate", "duplicate"),
    "boolq": ("no", "yes"),
    "multirc": ("False", "True"),
    "tweet_eval_stance_climate": ("none", "against", "favor"),
    "trec": ("abbreviation", "entity", "description", "human", "location", "number"),
}


@pytest.mark.parametrize("key", ORDERS)
def test_numbered_classes_have_the_order_of_the_data(key: str) -> None:
    labels = card_of(key).labels or {}
    assert list(labels) == [str(n) for n in range(len(labels))]
    assert tuple(labels.values()) == ORDERS[key]


def test_mnli_has_two_validation_splits_and_neither_is_used_twice() -> None:
    matched, mismatched = (hub_of(card_of(key)) for key in ("mnli", "mnli_mismatched"))
    assert (matched.validation, matched.test) == ("validation_mismatched", "validation_matched")
    assert (mismatched.validation, mismatched.test) == (matched.test, matched.validation)


def test_pairs_without_an_agreed_label_are_left_out_of_snli() -> None:
    card = card_of("snli")
    rows = [{"premise": "a", "hypothesis": "b", "label": label} for label in (-1, 2, -1, 0)]
    assert [example.label for example in examples_of(card, rows)] == [2, 0]


def test_winogrande_shows_both_options() -> None:
    row = {"sentence": "s", "option1": "Ann", "option2": "Bob", "answer": "2"}
    (example,) = examples_of(card_of("winogrande"), [row])
    assert example.text == "sentence: s option1: Ann option2: Bob"
    assert example.target == "option2"


def test_copa_asks_for_cause_or_effect() -> None:
    for key in ("copa", "balanced_copa"):
        assert "question" in field_names(card_of(key).template)


def test_answers_of_piqa_and_social_i_qa_are_whole() -> None:
    (example,) = examples_of(
        card_of("piqa"), [{"goal": "Cut.", "sol1": "a knife", "sol2": "a spoon", "label": 0}]
    )
    assert example.text == "question: Cut. choice1: a knife choice2: a spoon"
    row = {"context": "c", "question": "q", "answerA": "go", "answerB": "stay", "answerC": "run"}
    (example,) = examples_of(card_of("social_i_qa"), [row | {"label": "3"}])
    assert example.text.endswith("choice1: go choice2: stay choice3: run")
    assert example.target == "choice3"


def test_amazon_is_not_yelp_and_shows_the_title() -> None:
    amazon, yelp = card_of("amazon_polarity"), card_of("yelp_polarity")
    assert hub_of(amazon).id != hub_of(yelp).id
    assert field_names(amazon.template) == ("title", "content")


def test_similarity_has_steps_of_a_tenth() -> None:
    row = {"sentence1": "a", "sentence2": "b", "label": 3.1}
    assert examples_of(card_of("stsb"), [row])[0].target == "3.1"


@pytest.mark.parametrize("key", ["newsqa", "searchqa", "hotpotqa", "natural_questions"])
def test_every_gold_answer_of_mrqa_counts(key: str) -> None:
    row = {"context": "c", "question": "q", "answers": ["one", "1", "one"]}
    assert examples_of(card_of(key), [row])[0].answers == ("one", "1")


def test_a_question_without_an_answer_has_a_word_for_it() -> None:
    row = {"context": "c", "question": "q", "answers": {"text": [], "answer_start": []}}
    (example,) = examples_of(card_of("squad_v2"), [row])
    assert example.answers == ("unanswerable",)


def test_choices_named_by_letters_or_numbers_are_found_by_their_place() -> None:
    texts = ["a", "b", "c", "d", "e"]
    rows = [
        {"question": "q", "choices": {"text": texts[:4], "label": list("ABCD")}, "answerKey": "C"},
        {"question": "q", "choices": {"text": texts[:3], "label": list("123")}, "answerKey": "2"},
        {"question": "q", "choices": {"text": texts, "label": list("ABCDE")}, "answerKey": "E"},
    ]
    first, second = examples_of(card_of("arc_easy"), rows)
    assert first.text == "question: q choice1: a choice2: b choice3: c choice4: d"
    assert (first.target, second.target) == ("choice3", "choice2")


@pytest.mark.parametrize("key", REAL)
def test_real_rows_fit_their_card(key: str, shared: Path) -> None:
    import json

    card = card_of(key)
    path = shared / "data" / REAL[key] / "validation.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines()
    rows: list[Fields] = [json.loads(line) for line in lines[:200]]
    examples = to_examples(card, rows, key)
    assert len(examples) == len(rows)
    if card.kind == "regression":
        assert all(0 <= float(example.target) <= 5 for example in examples)
    elif card.labels and len(card.labels) < 10:
        assert {example.label for example in examples} == set(range(len(card.labels)))


def test_fine_and_coarse_kinds_of_question_have_the_order_of_the_data(shared: Path) -> None:
    """The data's own names, such as NUM:dist, beside the words of the cards."""
    import json

    tasks = json.loads((shared / "data" / "tasks.json").read_text(encoding="utf-8"))
    names = _named(tasks, "fine_labels")
    words = list((card_of("trec_fine").labels or {}).values())
    assert len(words) == len(names) == 50
    known = {"ABBR:exp": "expression abbreviated", "ENTY:cremat": "creative work"}
    known |= {
        "HUM:desc": "description of a person",
        "NUM:dist": "distance",
        "DESC:def": "definition",
    }
    assert {name: words[names.index(name)] for name in known} == known


def _named(value: Any, name: str) -> list[str]:
    """Return the first list of that name in nested plain data."""
    if isinstance(value, dict) and name in value:
        return list(value[name])
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return next((found for item in inner if (found := _named(item, name))), [])


@pytest.mark.parametrize("key", ["arc_easy", "squad_v2", "circa", "kilt_fever"])
def test_a_card_of_nested_columns_survives_being_written(key: str, tmp_path: Path) -> None:
    (tmp_path / "card.toml").write_text(dump_card(card_of(key)), encoding="utf-8")
    assert load_card(tmp_path / "card.toml") == card_of(key)
