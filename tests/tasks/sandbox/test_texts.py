"""What the sentences of the world say is what their label says."""

import pytest

from promptstudio.tasks.sandbox.events import (
    SLOTS,
    Event,
    answer,
    boolean_question,
    question,
    statement,
)
from promptstudio.tasks.sandbox.lexicon import TENSES, lexicon
from promptstudio.tasks.sandbox.pairs import entailment, paraphrase, word_in_context
from promptstudio.tasks.sandbox.questions import extraction
from promptstudio.tasks.sandbox.rows import stream
from promptstudio.tasks.sandbox.skills import make
from promptstudio.tasks.sandbox.texts import compose, draw_traits

CHEFS = Event(
    agent="chef",
    named=False,
    count="two",
    verb="serve",
    thing="soup",
    adjective="hot",
    place="kitchen",
    near="in",
    outside=False,
    time="last week",
    tense="past",
)
WORDS = lexicon()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, "two chefs served the hot soup in the kitchen last week"),
        ({"negated": True}, "two chefs did not serve the hot soup in the kitchen last week"),
        (
            {"tense": "present", "time": "often"},
            "two chefs serve the hot soup in the kitchen often",
        ),
        (
            {"tense": "future", "time": "soon", "count": "", "negated": True},
            "the chef will not serve the hot soup in the kitchen soon",
        ),
        (
            {"agent": "ana", "named": True, "count": "", "tense": "present", "time": ""},
            "ana serves the hot soup in the kitchen",
        ),
    ],
)
def test_statements(changes: dict[str, object], told: str) -> None:
    assert statement(WORDS, CHEFS.but(**changes)) == told


def test_passive_statement() -> None:
    told = statement(WORDS, CHEFS.but(place="", negated=True), passive=True, time_first=True)
    assert told == "last week the hot soup was not served by two chefs"


def test_questions_and_answers() -> None:
    rng = stream("test", 3)
    asked = {slot: question(rng, WORDS, CHEFS, slot) for slot in SLOTS}
    assert asked["person"].endswith("served the hot soup ?")
    assert all("two chefs" in asked[slot] for slot in SLOTS if slot != "person")
    answers = [answer(WORDS, CHEFS, slot) for slot in SLOTS]
    assert answers == ["two chefs", "kitchen", "last week", "soup"]
    assert boolean_question(WORDS, CHEFS) == "did two chefs serve the hot soup ?"


@pytest.mark.parametrize("tense", TENSES)
def test_texts_keep_to_their_tense_and_length(tense: str) -> None:
    rng = stream("test", 5)
    for _ in range(200):
        text = compose(
            rng,
            WORDS,
            WORDS.domains["food"],
            draw_traits(rng, {"tense": tense, "acceptability": "correct"}),
        ).split()
        assert ("will" in text) == (tense == "future")
        assert 8 <= len(text) <= 40


def test_negation_turns_the_opinion() -> None:
    rng = stream("test", 6)
    good, bad = set(WORDS.good), set(WORDS.bad)
    for _ in range(300):
        text = make(rng, "sentiment", "film", "positive")["text"].split()
        if {"but", "although"} & set(text) or not (good | bad) & set(text):
            continue
        if "not" in text and bad & set(text):
            continue
        assert good & set(text)


def test_grammar_is_spoiled_in_one_place() -> None:
    rng = stream("test", 7)
    domain = WORDS.domains["travel"]
    right = draw_traits(stream("test", 1), {"acceptability": "correct"})
    for seed in range(200):
        wrong = draw_traits(stream("test", 1), {"acceptability": "wrong"})
        assert right.tense == wrong.tense
        told = [compose(stream("test", seed), WORDS, domain, traits) for traits in (right, wrong)]
        assert told[0] != told[1]
    assert make(rng, "acceptability", "travel", "wrong")["text"]


def test_entailment_drops_denies_or_changes() -> None:
    rng = stream("test", 8)
    domain = WORDS.domains["hotel"]
    for _ in range(300):
        row = entailment(rng, WORDS, domain, "contradiction")
        negated = [" not " in row[side] for side in ("first", "second")]
        opposed = {WORDS.opposite[word] for word in row["first"].split() if word in WORDS.opposite}
        assert negated[0] != negated[1] or opposed & set(row["second"].split())
        row = entailment(rng, WORDS, domain, "entailment")
        assert (" not " in row["first"]) == (" not " in row["second"])


def test_paraphrases_keep_their_thing() -> None:
    rng = stream("test", 9)
    domain = WORDS.domains["music"]
    for _ in range(100):
        row = paraphrase(rng, WORDS, domain, "same")
        thing = next(each for each in domain.things if f" {each}" in row["first"])
        assert f" {thing}" in row["second"]


def test_word_senses_share_one_ambiguous_word() -> None:
    rng = stream("test", 10)
    for label in ("same", "different"):
        row = word_in_context(rng, WORDS, WORDS.domains["film"], label)
        shared = set(row["first"].split()) & set(row["second"].split()) & set(WORDS.senses)
        assert shared


def test_answers_are_unique_in_their_text() -> None:
    rng = stream("test", 11)
    for _ in range(300):
        row = extraction(rng, WORDS, WORDS.domains["work"], "")
        assert f" {row['text']}".count(f" {row['answer']} ") == 1
