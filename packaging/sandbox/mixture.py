"""What the sandbox model is trained on: instructions, inputs and targets, without end.

Combinations of skill, domain and label words that a held-out task needs are left out.
"""

import functools
from dataclasses import dataclass
from random import Random
from typing import Final

from promptstudio.tasks.sandbox.cards import SandboxTask, sandbox_tasks
from promptstudio.tasks.sandbox.lexicon import lexicon
from promptstudio.tasks.sandbox.phrasings import (
    by_case,
    cases,
    is_check,
    listed,
    phrases,
    phrasings,
    word_sets,
)
from promptstudio.tasks.sandbox.rows import split_of
from promptstudio.tasks.sandbox.skills import ANY, EXTRACTION, SINGLE, classes, make, template

WEIGHTS: Final = {
    "sentiment": 13,
    "topic": 4,
    "acceptability": 6,
    "tense": 3,
    "number": 4,
    "place": 3,
    "check": 4,
    "composition": 8,
    "entailment2": 8,
    "entailment3": 12,
    "paraphrase": 12,
    "word_sense": 8,
    "question_type": 2,
    "boolean": 10,
    "answering": 9,
    EXTRACTION: 9,
}
CORRUPTED: Final = 0.07
READING: Final = 0.06
_BY_CASE: Final = 0.15
_AFTER: Final = 0.12


@dataclass(frozen=True)
class Example:
    """One thing to learn; ``skill`` and the next two fields say which combination it is."""

    source: str
    target: str
    skill: str
    domain: str
    words: tuple[str, ...]


@functools.cache
def held_out() -> tuple[SandboxTask, ...]:
    """Return the tasks whose combination the model must not see."""
    return tuple(task for task in sandbox_tasks().values() if task.held_out)


@functools.cache
def _known() -> frozenset[tuple[str, str]]:
    return frozenset((t.skill, t.domain) for t in sandbox_tasks().values() if not t.held_out)


@functools.cache
def allowed(skill: str, domain: str, words: tuple[str, ...]) -> bool:
    """Tell whether a combination may be trained on.

    A held-out task bars its skill in its domain whatever the words; where another task knows
    that skill in that domain, it bars its label words there. A held-out topic task bars every
    contrast of two of its domains, a held-out check every check of its two kinds of trait.
    """
    return not any(_bars(task, skill, domain, words) for task in held_out())


def _bars(task: SandboxTask, skill: str, domain: str, words: tuple[str, ...]) -> bool:
    if task.skill == "topic":
        shared = set(task.domain.split("+")) & set(domain.split("+"))
        return skill == "topic" and len(shared) > 1
    if is_check(task.skill):
        return is_check(skill) and _kinds(task.skill) <= _kinds(skill)
    about = task.skill == skill or (is_check(skill) and task.skill in _kinds(skill))
    if not about or task.domain != domain:
        return False
    return (task.skill, domain) not in _known() or words == task.words


def _kinds(check: str) -> set[str]:
    return {SINGLE[value] for value in check.split("+")}


def example(rng: Random, reading: float = READING) -> Example:
    """Return one example; its input is one of the training split.

    Parameters
    ----------
    rng : Random
        Where chance comes from.
    reading : float
        The part of exercises in copying words, which every other skill builds on.
    """
    while True:
        skill, domain = _combination(rng)
        words = _words(rng, skill, domain)
        if not allowed(skill, domain, words):
            continue
        label = rng.choice(classes(skill, domain)) if skill != EXTRACTION else ""
        fields = make(rng, skill, domain, label)
        if split_of(fields) != "train":
            continue
        text = template(skill).format(**fields)
        chance = rng.random()
        if chance < reading:
            return _reading(rng, text)
        if chance < reading + CORRUPTED:
            return _corrupted(rng, text)
        target = fields["answer"] if skill == EXTRACTION else words[_place(skill, domain, label)]
        asked = _instruction(rng, skill, words)
        source = f"{text} {asked}" if rng.random() < _AFTER else f"{asked} {text}"
        return Example(source, target, skill, domain, words)


@functools.cache
def _place(skill: str, domain: str, label: str) -> int:
    return classes(skill, domain).index(label)


def _combination(rng: Random) -> tuple[str, str]:
    skill = rng.choices(_SKILLS, _CUMULATIVE)[0]
    domains = tuple(lexicon().domains)
    if skill == "topic":
        return skill, "+".join(rng.sample(domains, rng.choice((2, 3, 4, 4, 5))))
    domain = rng.choice(domains)
    if skill == "check":
        return rng.choice(tuple(SINGLE)), domain
    if skill == "composition":
        while True:
            left, right = rng.sample(tuple(SINGLE), 2)
            if SINGLE[left] != SINGLE[right]:
                return f"{left}+{right}", domain
    return (skill, ANY) if skill == "word_sense" else (skill, domain)


_SKILLS: Final = tuple(WEIGHTS)
_CUMULATIVE: Final = tuple(WEIGHTS.values())


def _words(rng: Random, skill: str, domain: str) -> tuple[str, ...]:
    sets = word_sets(skill, domain)
    if not sets:
        return ()
    if skill not in ("topic", EXTRACTION) and rng.random() < _BY_CASE / 2:
        pool = phrasings()["form"]["arbitrary"].split()
        return tuple(rng.sample(pool, len(sets[0])))
    if rng.random() < 0.4:
        return sets[0]
    return rng.choice(sets)


def _instruction(rng: Random, skill: str, words: tuple[str, ...]) -> str:
    order = rng.sample(range(len(words)), len(words))
    strange = bool(words) and words[0] in phrasings()["form"]["arbitrary"].split()
    if words and cases(skill) and (strange or rng.random() < _BY_CASE / 2):
        return by_case(skill, words, order)
    phrase = rng.choice(phrases(skill, words))
    return phrase.format(words=listed([words[which] for which in order]))


def _reading(rng: Random, text: str) -> Example:
    """Ask for a word that the instruction names, or for the neighbour of a word of the text."""
    tokens = text.split()
    once = [at for at in range(2, len(tokens) - 2) if tokens.count(tokens[at]) == 1]
    at = rng.choice(once)
    if rng.random() < 0.4:
        words = tuple(rng.sample(_vocabulary(), 2))
        target = words[0]
        asked = f"say {target} , not {words[1]} ." if rng.random() < 0.5 else f"answer {target} ."
    elif rng.random() < 0.5:
        asked, target = f"which word stands after {tokens[at]} ?", tokens[at + 1]
    else:
        asked, target = f"which word stands before {tokens[at]} ?", tokens[at - 1]
    return Example(f"{asked} {text}", target, "reading", ANY, ())


@functools.cache
def _vocabulary() -> tuple[str, ...]:
    """Return the words that a copying exercise may name: label words and things."""
    words = phrasings()["form"]["arbitrary"].split()
    for skill in WEIGHTS:
        entry = phrasings().get(skill, {})
        words += [word for told in entry.get("words", ()) for word in told.split("/")]
    for key, domain in lexicon().domains.items():
        words += [*phrasings()["topic"][key].split(), *(t for t in domain.things if " " not in t)]
    return tuple(dict.fromkeys(words))


def _corrupted(rng: Random, text: str) -> Example:
    """Replace one or two spans by sentinels; the target gives them back."""
    tokens = text.split()
    spans = sorted(rng.sample(range(1, len(tokens) - 2), 2))
    source, target, at = [], [], 0
    for number, start in enumerate(spans):
        if start < at:
            continue
        stop = start + rng.choice((1, 2))
        source += [*tokens[at:start], f"<extra_id_{number}>"]
        target += [f"<extra_id_{number}>", *tokens[start:stop]]
        at = stop
    return Example(" ".join([*source, *tokens[at:]]), " ".join(target), "corruption", ANY, ())
