"""The words of the sandbox world and the rules that bend them."""

import functools
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Final, TypeVar

from promptstudio.core.paths import resource

T = TypeVar("T")
TENSES: Final = ("past", "present", "future")
_VOWELS: Final = "aeiou"


@dataclass(frozen=True)
class Domain:
    """The words of one domain; verbs come with their synonym, things with their kind."""

    key: str
    verbs: tuple[tuple[str, str], ...]
    agents: tuple[str, ...]
    aspects: tuple[str, ...]
    inside: tuple[str, ...]
    outside: tuple[str, ...]
    good: tuple[str, ...]
    bad: tuple[str, ...]
    things: tuple[str, ...]
    kind_of: dict[str, str]


@dataclass(frozen=True)
class Lexicon:
    """All words of the world."""

    domains: dict[str, Domain]
    names: tuple[str, ...]
    good: tuple[str, ...]
    bad: tuple[str, ...]
    likes: tuple[str, ...]
    dislikes: tuple[str, ...]
    degree: tuple[str, ...]
    adjectives: tuple[str, ...]
    opposite: dict[str, str]
    synonym: dict[str, str]
    colours: tuple[str, ...]
    times: dict[str, tuple[str, ...]]
    counts: tuple[str, ...]
    senses: dict[str, tuple[tuple[str, ...], tuple[str, ...]]]
    irregular: dict[str, tuple[str, str]]
    plurals: dict[str, str]

    def plural(self, noun: str) -> str:
        """Return the plural of a noun; of several words the last one is bent."""
        head, _, last = noun.rpartition(" ")
        bent = self.plurals.get(last) or _with_s(last)
        return f"{head} {bent}" if head else bent

    def third_person(self, verb: str) -> str:
        """Return the verb as it stands after "she": ``watches``, ``listens to``."""
        first, _, rest = verb.partition(" ")
        return f"{_with_s(first)} {rest}" if rest else _with_s(first)

    def past(self, verb: str) -> str:
        """Return the simple past: ``watched``, ``wrote``."""
        return self._bent(verb, 0)

    def participle(self, verb: str) -> str:
        """Return the past participle: ``watched``, ``written``."""
        return self._bent(verb, 1)

    def _bent(self, verb: str, which: int) -> str:
        first, _, rest = verb.partition(" ")
        forms = self.irregular.get(first)
        bent = forms[which] if forms else _with_ed(first)
        return f"{bent} {rest}" if rest else bent


def pick(rng: Random, words: Sequence[T]) -> T:
    """Return a word by chance, the first of the list most often: few words are frequent."""
    chance = rng.random()
    return words[int(len(words) * chance * chance)]


def pick_two(rng: Random, words: Sequence[T]) -> tuple[T, T]:
    """Return two different words by chance, as ``pick`` does."""
    first = second = pick(rng, words)
    while second == first:
        second = pick(rng, words)
    return first, second


def _with_s(word: str) -> str:
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    if word.endswith("y") and word[-2] not in _VOWELS:
        return word[:-1] + "ies"
    return word + "s"


def _with_ed(word: str) -> str:
    if word.endswith("e"):
        return word + "d"
    if word.endswith("y") and word[-2] not in _VOWELS:
        return word[:-1] + "ied"
    return word + "ed"


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.replace("-", " ") for word in text.split())


def _pairs(text: str, between: str = "/") -> tuple[tuple[str, str], ...]:
    halves = (word.partition(between) for word in _words(text))
    return tuple((left, right) for left, _, right in halves)


def _domain(key: str, raw: dict[str, Any]) -> Domain:
    kind_of = {thing: kind for kind, things in raw["kinds"].items() for thing in _words(things)}
    lists = {
        name: _words(raw[name])
        for name in ("agents", "aspects", "inside", "outside", "good", "bad")
    }
    return Domain(key, _pairs(raw["verbs"]), things=tuple(kind_of), kind_of=kind_of, **lists)


@functools.cache
def lexicon() -> Lexicon:
    """Return the lexicon, read once from ``resources/sandbox/lexicon.toml``."""
    raw = tomllib.loads(resource("sandbox/lexicon.toml").read_text(encoding="utf-8"))
    shared = raw["shared"]
    antonyms = _pairs(shared["antonyms"])
    synonyms = _pairs(shared["synonyms"])
    verbs = [verb for name in ("likes", "dislikes") for verb in _pairs(shared[name])]
    return Lexicon(
        domains={key: _domain(key, words) for key, words in raw["domain"].items()},
        names=_words(shared["names"]),
        good=_words(shared["good"]),
        bad=_words(shared["bad"]),
        likes=tuple(verb for pair in verbs[:4] for verb in pair),
        dislikes=tuple(verb for pair in verbs[4:] for verb in pair),
        degree=_words(shared["degree"]),
        adjectives=tuple(dict.fromkeys(word for pair in antonyms for word in pair)),
        opposite={a: b for pair in antonyms for a, b in (pair, pair[::-1])},
        synonym=dict(synonyms),
        colours=_words(shared["colours"]),
        times={tense: _words(shared[tense]) for tense in TENSES},
        counts=_words(shared["counts"]),
        senses={
            word: (_words(cues.partition("|")[0]), _words(cues.partition("|")[2]))
            for word, cues in raw["sense"].items()
        },
        irregular={lemma: _two(forms) for lemma, forms in raw["irregular"].items()},
        plurals=raw["plural"],
    )


def _two(text: str) -> tuple[str, str]:
    first, second = text.split()
    return first, second
