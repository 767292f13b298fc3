"""How tasks are asked for in words."""

import functools
import tomllib
from collections.abc import Sequence
from typing import Any

from promptstudio.core.paths import resource
from promptstudio.tasks.sandbox.cards import sandbox_task
from promptstudio.tasks.sandbox.skills import SINGLE


@functools.cache
def phrasings() -> dict[str, Any]:
    """Return the phrasings of all skills, read once from ``resources/sandbox/phrasings.toml``."""
    text = resource("sandbox/phrasings.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def is_check(skill: str) -> bool:
    """Tell whether a skill asks if one or more traits hold, as ``positive+past`` does."""
    return all(part in SINGLE for part in skill.split("+"))


def word_sets(skill: str, domain: str) -> tuple[tuple[str, ...], ...]:
    """Return the sets of label words that go with a skill, each in class order."""
    if skill == "topic":
        rows = [phrasings()["topic"][key].split() for key in domain.split("+")]
        return tuple(zip(*rows, strict=True))
    entry = phrasings()["check" if is_check(skill) else skill]
    sets = (*entry.get("words", ()), *entry.get("flipped", ()))
    return tuple(tuple(words.split("/")) for words in sets)


def is_flipped(skill: str, words: tuple[str, ...]) -> bool:
    """Tell whether label words stand for the contrary of what they say."""
    return "/".join(words) in phrasings().get(skill, {}).get("flipped", ())


def listed(words: Sequence[str]) -> str:
    """Return "a or b", or "a , b or c"."""
    return f"{' , '.join(words[:-1])} or {words[-1]}" if words else ""


def traits_text(skill: str) -> str:
    """Return what a check asks for: "positive and in the past"."""
    traits = phrasings()["check"]["traits"]
    return " and ".join(traits[part] for part in skill.split("+"))


def phrases(skill: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the phrasings of a skill, ``{words}`` still open; the canonical one first."""
    if is_check(skill):
        trait = traits_text(skill)
        return tuple(p.replace("{trait}", trait) for p in phrasings()["check"]["phrases"])
    return tuple(phrasings()[skill]["opposite" if is_flipped(skill, words) else "phrases"])


def cases(skill: str) -> tuple[str, ...]:
    """Return what holds of a text of each class; empty where a skill has no such sentences."""
    entry = phrasings()["check" if is_check(skill) else skill]
    trait = traits_text(skill) if is_check(skill) else ""
    return tuple(case.replace("{trait}", trait) for case in entry.get("cases", ()))


def by_case(skill: str, words: Sequence[str], order: Sequence[int]) -> str:
    """Return "answer red if it happens inside , answer blue if it happens outside ."."""
    told, form = cases(skill), phrasings()["form"]["case"]
    parts = [form.format(word=words[which], case=told[which]) for which in order]
    return " , ".join(parts) + " ."


def instructions(task: str) -> tuple[str, ...]:
    """Return the instructions of a task, the card's own (canonical) one first.

    Raises
    ------
    TaskError
        If the sandbox has no such task.
    """
    card = sandbox_task(task)
    texts = [card.instruction]
    texts += [phrase.format(words=listed(card.words)) for phrase in phrases(card.skill, card.words)]
    if cases(card.skill):
        texts.append(by_case(card.skill, card.words, range(len(card.words))))
    return tuple(dict.fromkeys(texts))
