"""The skills of the world: what can be asked about its texts, and rows that ask it."""

from collections.abc import Callable
from random import Random
from typing import Final

from promptstudio.tasks.sandbox import pairs, questions
from promptstudio.tasks.sandbox.events import SLOTS
from promptstudio.tasks.sandbox.lexicon import lexicon
from promptstudio.tasks.sandbox.pairs import Fields
from promptstudio.tasks.sandbox.texts import VALUES, compose, draw_traits

ANY: Final = "any"
EXTRACTION: Final = "extraction"
TEMPLATES: Final = {
    "text": "text: {text}",
    "pair": "first: {first} second: {second}",
    "question": "question: {question} text: {text}",
}
_RELATIONS: Final[dict[str, tuple[tuple[str, ...], str, Callable[..., Fields]]]] = {
    "entailment2": (("no", "yes"), "pair", pairs.entailment),
    "entailment3": (("entailment", "neutral", "contradiction"), "pair", pairs.entailment),
    "paraphrase": (("different", "same"), "pair", pairs.paraphrase),
    "word_sense": (("different", "same"), "pair", pairs.word_in_context),
    "question_type": (SLOTS, "text", questions.question_type),
    "boolean": (("no", "yes"), "question", questions.boolean),
    "answering": (("missing", "answered"), "question", questions.answering),
    EXTRACTION: ((), "question", questions.extraction),
}
SINGLE: Final = {
    value: trait for trait, values in VALUES.items() if trait != "acceptability" for value in values
}


def classes(skill: str, domain: str = ANY) -> tuple[str, ...]:
    """Return the class names of a skill; those of ``topic`` are the domains it contrasts."""
    if skill == "topic":
        return tuple(domain.split("+"))
    if skill in VALUES:
        return VALUES[skill]
    return _RELATIONS[skill][0] if skill in _RELATIONS else ("no", "yes")


def template(skill: str) -> str:
    """Return the template that the skill's rows fill; skills share three of them."""
    return TEMPLATES[_RELATIONS[skill][1] if skill in _RELATIONS else "text"]


def make(rng: Random, skill: str, domain: str, label: str) -> Fields:
    """Return the fields of one row of a class.

    A skill such as ``positive+past`` asks whether a text has both traits; its rows of the class
    "no" lack at least one of them.
    """
    words = lexicon()
    if skill == "topic":
        return {"text": compose(rng, words, words.domains[label], draw_traits(rng, {}))}
    keys = tuple(words.domains) if domain == ANY else (domain,)
    place = words.domains[rng.choice(keys)]
    if skill in _RELATIONS:
        if skill == "entailment2":
            label = "entailment" if label == "yes" else rng.choice(("neutral", "contradiction"))
        return _RELATIONS[skill][2](rng, words, place, label)
    fixed = {skill: label} if skill in VALUES else _fixed(rng, skill.split("+"), label)
    return {"text": compose(rng, words, place, draw_traits(rng, fixed))}


def _fixed(rng: Random, wanted: list[str], label: str) -> dict[str, str]:
    """Return traits that all hold, or of which one or more fail."""
    holds = [True] * len(wanted)
    if label == "no":
        while all(holds):
            holds = [rng.random() < 0.5 for _ in wanted]
    fixed = {}
    for value, held in zip(wanted, holds, strict=True):
        trait = SINGLE[value]
        others = [other for other in VALUES[trait] if other != value]
        fixed[trait] = value if held else rng.choice(others)
    return fixed
