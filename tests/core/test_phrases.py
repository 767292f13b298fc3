"""Phrases are texts that remember their template."""

import copy
import json
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from promptstudio.core.phrases import Phrase, counted, declaration, joined, phrases


def test_a_phrase_is_its_english_text() -> None:
    phrase = Phrase("{0:,} of {1}", 1234, Phrase("runs"))
    assert phrase == "1,234 of runs"
    assert hash(phrase) == hash("1,234 of runs")
    assert json.dumps([phrase]) == '["1,234 of runs"]'
    assert (phrase.template, phrase.values) == ("{0:,} of {1}", (1234, "runs"))


def test_without_values_braces_stay() -> None:
    assert Phrase("type {name}") == "type {name}"
    assert declaration("type {name}").template == "type {name}"


def _by_pickle(phrase: Phrase) -> Phrase:
    made: Phrase = pickle.loads(pickle.dumps(phrase))  # noqa: S301 - a phrase of our own
    return made


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, _by_pickle])
def test_a_copy_remembers_too(copied: Callable[[Phrase], Any]) -> None:
    made = copied(Phrase("{0} and {1}", Phrase("a {0}", 1), "b"))
    assert made == "a 1 and b"
    assert made.template == "{0} and {1}"
    assert made.values[0].template == "a {0}"


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0 runs of x"), (1, "1 run of x"), (1234, "1,234 runs of x")]
)
def test_a_number_chooses_its_form(number: int, text: str) -> None:
    assert counted(number, "1 run of {1}", "{0:,} runs of {1}", "x") == text


def test_several_phrases_at_once() -> None:
    assert phrases("a", "b") == ("a", "b")
    assert {type(phrase) for phrase in phrases("a", "b")} == {Phrase}


def test_joined_parts_stay_phrases() -> None:
    inner = Phrase("a {0}", 1)
    made = joined(", ", (inner, "{b}"))
    assert made == "a 1, {b}"
    assert made.values[0] is inner
    assert joined(", ", ()) == ""
