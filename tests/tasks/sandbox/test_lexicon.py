"""The words of the world and their forms."""

import re
import tomllib

import pytest

from promptstudio.core.paths import resource
from promptstudio.tasks.sandbox.lexicon import lexicon


def _texts(raw: object) -> list[str]:
    if isinstance(raw, dict):
        return [text for value in raw.values() for text in _texts(value)]
    return [str(raw)]


def test_has_at_least_1500_words_in_8_domains() -> None:
    raw = tomllib.loads(resource("sandbox/lexicon.toml").read_text(encoding="utf-8"))
    del raw["irregular"], raw["plural"]
    raw["shared"] |= {"kinds": " ".join(k for d in raw["domain"].values() for k in d["kinds"])}
    raw["shared"] |= {"ambiguous": " ".join(raw["sense"])}
    found = {word for text in _texts(raw) for word in re.split(r"[\s/|-]+", text) if word}
    assert len(found) >= 1500
    assert len(lexicon().domains) >= 8


def test_domains_share_no_opinion_words() -> None:
    words = lexicon()
    for domain in words.domains.values():
        good, bad = {*words.good, *domain.good}, {*words.bad, *domain.bad}
        assert not good & bad
        assert len(set(domain.things)) == len(domain.things)


@pytest.mark.parametrize(
    ("verb", "third", "past", "participle"),
    [
        ("watch", "watches", "watched", "watched"),
        ("study", "studies", "studied", "studied"),
        ("write", "writes", "wrote", "written"),
        ("listen to", "listens to", "listened to", "listened to"),
        ("serve", "serves", "served", "served"),
        ("cancel", "cancels", "cancelled", "cancelled"),
    ],
)
def test_bends_verbs(verb: str, third: str, past: str, participle: str) -> None:
    words = lexicon()
    assert words.third_person(verb) == third
    assert words.past(verb) == past
    assert words.participle(verb) == participle


@pytest.mark.parametrize(
    ("noun", "plural"),
    [
        ("chef", "chefs"),
        ("stuntman", "stuntmen"),
        ("boss", "bosses"),
        ("choir leader", "choir leaders"),
    ],
)
def test_bends_nouns(noun: str, plural: str) -> None:
    assert lexicon().plural(noun) == plural


def test_senses_are_told_apart_by_their_cues() -> None:
    for word, (one, other) in lexicon().senses.items():
        assert len(one) == len(other) == 5, word
        assert not set(one) & set(other), word
