"""What the sandbox model is trained on: instructions, inputs and targets, without end.

Combinations of skill, domain and label words that a held-out task needs are left out.
"""

import functools
from dataclasses import dataclass
from random import Random
from typing import Final

import exercises

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
from promptstudio.tasks.sandbox.texts import VALUES

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
CORRUPTED: Final = 0.05
READING: Final = 0.04
DEFINED: Final = 0.15
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


def example(rng: Random, variety: float = 1.0, exercise: float = 0.15) -> Example:
    """Return one example; its input is one of the training split.

    Parameters
    ----------
    rng : Random
        Where chance comes from.
    variety : float
        How often words and phrasings vary at all; otherwise a skill is asked for in its
        canonical words. Skills are learned sooner when one thing is new at a time.
    exercise : float
        The part of dense exercises.
    """
    if rng.random() < exercise:
        return _exercise(rng)
    if rng.random() < DEFINED:
        domain = rng.choice(tuple(lexicon().domains))
        text, asked, target = exercises.define(
            rng, domain, with_mood="sentiment" not in _barred(domain)
        )
        return Example(f"{asked} {text}", target, "defined", domain, ())
    while True:
        skill, domain = _combination(rng)
        plain = rng.random() >= variety
        words = _words(rng, skill, domain, plain=plain)
        if not allowed(skill, domain, words):
            continue
        label = rng.choice(classes(skill, domain)) if skill != EXTRACTION else ""
        fields = make(rng, skill, domain, label)
        if split_of(fields) != "train":
            continue
        text = template(skill).format(**fields)
        chance = rng.random()
        if chance < READING:
            asked, target = exercises.read(rng, text)
            return Example(f"{asked} {text}", target, "reading", ANY, ())
        if chance < READING + CORRUPTED:
            return Example(*exercises.corrupt(rng, text), "corruption", ANY, ())
        target = fields["answer"] if skill == EXTRACTION else words[_place(skill, domain, label)]
        asked = _canonical(skill, words) if plain else _instruction(rng, skill, words)
        after = not plain and rng.random() < _AFTER
        source = f"{text} {asked}" if after else f"{asked} {text}"
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


def _words(rng: Random, skill: str, domain: str, *, plain: bool) -> tuple[str, ...]:
    sets = word_sets(skill, domain)
    if plain or not sets:
        return sets[0] if sets else ()
    if skill not in ("topic", EXTRACTION) and rng.random() < _BY_CASE / 2:
        pool = phrasings()["form"]["arbitrary"].split()
        return tuple(rng.sample(pool, len(sets[0])))
    if rng.random() < 0.4:
        return sets[0]
    return rng.choice(sets)


def _canonical(skill: str, words: tuple[str, ...]) -> str:
    return phrases(skill, words)[0].format(words=listed(words))


def _instruction(rng: Random, skill: str, words: tuple[str, ...]) -> str:
    order = rng.sample(range(len(words)), len(words))
    strange = bool(words) and words[0] in phrasings()["form"]["arbitrary"].split()
    if words and cases(skill) and (strange or rng.random() < _BY_CASE / 2):
        return by_case(skill, words, order)
    phrase = rng.choice(phrases(skill, words))
    return phrase.format(words=listed([words[which] for which in order]))


def _exercise(rng: Random) -> Example:
    """Return one of the dense exercises; none touches what a held-out task asks for.

    Left out of descriptions are traits that a held-out task asks for in that domain, and
    sentiment beside tense, whose composition is held out; comparisons leave out the domains in
    which a held-out task sets texts against one another.
    """
    kind = rng.choice(("described", "parts", "compared", "judged"))
    while True:
        domain = rng.choice(tuple(lexicon().domains))
        if kind == "described":
            barred = frozenset({rng.choice(("sentiment", "tense")), *_barred(domain)})
            text, asked, target = exercises.describe(rng, domain, barred)
        elif _withheld(kind, domain):
            continue
        else:
            text, asked, target = getattr(exercises, _MAKERS[kind])(rng, domain)
        if split_of({"text": text}) == "train":
            return Example(f"{asked} {text}", target, kind, domain, ())


_MAKERS: Final = {"parts": "parts", "compared": "compare", "judged": "judge"}


def _withheld(kind: str, domain: str) -> bool:
    """Tell whether an exercise would show what a held-out task asks for in a domain."""
    if kind == "parts":
        return (EXTRACTION, domain) in _hidden()
    if kind == "judged":
        return "sentiment" in _barred(domain)
    return domain in {where for _, where in _hidden()}


@functools.cache
def _barred(domain: str) -> frozenset[str]:
    """Return the traits that may not be described in a domain."""
    topics = {key for t in held_out() if t.skill == "topic" for key in t.domain.split("+")}
    kinds = {kind for kind in VALUES if not allowed(kind, domain, word_sets(kind, domain)[0])}
    return frozenset(kinds | ({"topic"} if domain in topics else set()))


@functools.cache
def _hidden() -> frozenset[tuple[str, str]]:
    return frozenset((task.skill, task.domain) for task in held_out())
