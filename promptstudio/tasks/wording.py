"""Label words and task names as a study wants them, for every task in one way.

Label words that tasks share are a way of transfer by themselves, and a task's name in the input
tells a model that was trained on it what to do. Both are factors that a study can vary.
"""

import re
from collections.abc import Sequence
from random import Random
from typing import Final

from promptstudio.core.errors import TaskError
from promptstudio.core.spec import TextSpec
from promptstudio.tasks.cards import TaskCard

SHARED_WORDS: Final = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "red", "blue",
    "green", "black", "white", "left", "right", "first", "second", "last",
)  # fmt: skip
"""The same words for every task, by class; plain words that tokenizers tell apart."""

_ONSETS: Final = ("bl", "d", "f", "gr", "k", "l", "m", "n", "pr", "sk", "t", "v", "w", "z")
_RHYMES: Final = ("ab", "ax", "eem", "esh", "ib", "ock", "om", "oop", "ub", "ulk", "uss", "ympt")


def worded(card: TaskCard, text: TextSpec) -> TaskCard:
    """Return a card with label words and template as a study wants them.

    Raises
    ------
    TaskError
        If there are more classes than words that tasks can share.
    """
    changes: dict[str, object] = {}
    if card.labels and text.label_words != "natural":
        words = _words(card, text.label_words, list(card.labels.values()))
        changes["labels"] = dict(zip(card.labels, words, strict=True))
        if card.instruction:
            changes["instruction"] = _told(card.instruction, list(card.labels.values()), words)
    prefix = re.sub(r"[_.-]+", " ", card.key) + " " if text.task_prefix else ""
    changes["template"] = prefix + card.template
    one = card.model_copy(update=changes)
    if card.training is None:
        return one
    return one.model_copy(update={"training": _like(one, card.training, prefix)})


def _like(card: TaskCard, training: TaskCard, prefix: str) -> TaskCard:
    """Return the card that training rows come from, worded as the card that tests."""
    changes: dict[str, object] = {"template": prefix + training.template}
    if card.labels and training.labels:
        changes["labels"] = dict(zip(training.labels, card.labels.values(), strict=True))
    return training.model_copy(update=changes)


def _told(instruction: str, own: Sequence[str], words: Sequence[str]) -> str:
    """Return the task in words with the label words in use.

    They take the place of the card's own where all of these are named, and stand behind it
    otherwise.
    """
    new = {old.lower(): word for old, word in zip(own, words, strict=True)}
    named = re.compile(rf"\b({'|'.join(map(re.escape, new))})\b", re.IGNORECASE)
    if {found.lower() for found in named.findall(instruction)} == set(new):
        return named.sub(lambda found: new[found[0].lower()], instruction)
    return f"{instruction} {' , '.join(words)} ?"


def _words(card: TaskCard, kind: str, own: Sequence[str]) -> Sequence[str]:
    match kind:
        case "numeric":
            return [str(number) for number in range(len(own))]
        case "shared":
            return _shared(card, len(own))
        case "shuffled":
            return shuffled(own, card.key)
        case _:
            return nonsense(len(own), card.key)


def _shared(card: TaskCard, count: int) -> Sequence[str]:
    if count > len(SHARED_WORDS):
        raise TaskError(
            f"The task '{card.key}' has {count} classes, and tasks can share {len(SHARED_WORDS)} "
            "label words. Leave the task out or choose other label words."
        )
    return SHARED_WORDS[:count]


def shuffled(words: Sequence[str], key: str) -> list[str]:
    """Give every word to another class; the order depends on the task's key alone."""
    order = Random(f"shuffled/{key}").sample(range(len(words)), len(words))  # noqa: S311
    after = dict(zip(order, [*order[1:], order[0]], strict=True))  # one cycle moves every class
    return [words[after[place]] for place in range(len(words))]


def nonsense(count: int, key: str) -> list[str]:
    """Return words without meaning, all different, that depend on the task's key alone.

    Raises
    ------
    TaskError
        If there are not so many.
    """
    if count > len(_ONSETS) * len(_RHYMES):
        raise TaskError(
            f"The task '{key}' has {count} classes, and there are {len(_ONSETS) * len(_RHYMES)} "
            "words without meaning. Leave the task out or choose other label words."
        )
    every = [onset + rhyme for onset in _ONSETS for rhyme in _RHYMES]
    return Random(f"nonsense/{key}").sample(every, count)  # noqa: S311 - no secret
