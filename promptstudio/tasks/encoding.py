"""From text to token ids: the rows of a task as the backbone reads them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from promptstudio.core.errors import TaskError
from promptstudio.core.ports import Tokenizer
from promptstudio.methods.contract import Row
from promptstudio.tasks.cards import TaskCard
from promptstudio.tasks.examples import Example
from promptstudio.tasks.splits import Splits

Ids = tuple[int, ...]


class _Encoder(Protocol):
    def encode(self, text: str, *, add_special_tokens: bool = ...) -> list[int]: ...


class _Continuation:
    """Encodes a text as what follows another text, up to a token that closes it."""

    def __init__(self, tokenizer: Tokenizer, closing_id: int) -> None:
        self._tokenizer = tokenizer
        self._closing = [closing_id]
        bare, spaced = (tokenizer.encode(word, add_special_tokens=False) for word in ("a", " a"))
        self._space = " " if len(spaced) == len(bare) else ""

    def encode(self, text: str, *, add_special_tokens: bool = True) -> list[int]:
        ids = self._tokenizer.encode(self._space + text, add_special_tokens=False)
        return ids + self._closing if add_special_tokens else ids


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskData:
    """A task ready for methods.

    ``candidates`` are the label words' ids in class order, with the end-of-sequence token
    where the backbone uses one; empty for free text. ``truncated`` and ``truncated_targets``
    count inputs and answers that were cut, ``dropped`` rows that were left out because their
    input is also in another split, ``left_out`` rows that the card leaves out for their label.
    """

    card: TaskCard
    train: tuple[Row, ...]
    validation: tuple[Row, ...]
    test: tuple[Row, ...]
    candidates: tuple[Ids, ...]
    truncated: int = 0
    truncated_targets: int = 0
    dropped: int = 0
    left_out: int = 0


def encode_task(
    card: TaskCard,
    splits: Splits,
    tokenizer: Tokenizer,
    *,
    max_input_tokens: int,
    max_target_tokens: int,
    closing_id: int | None = None,
) -> TaskData:
    """Encode the rows of a task.

    Inputs and free-text answers are cut to the limits, special tokens counted in and kept;
    label words are never cut.

    Parameters
    ----------
    closing_id
        None where a target is a text of its own: it gets the special tokens of the tokenizer.
        Where it continues the input, this token closes it, none opens it, and a space parts
        it from the input if the tokenizer takes spaces as a part of words.

    Raises
    ------
    TaskError
        If two label words have the same tokens.
    """
    targets: _Encoder = tokenizer if closing_id is None else _Continuation(tokenizer, closing_id)
    candidates = _candidates(card, targets)
    truncated = truncated_targets = 0

    def encode(examples: Sequence[Example]) -> tuple[Row, ...]:
        nonlocal truncated, truncated_targets
        rows: list[Row] = []
        for example in examples:
            input_ids, was_cut = _encode(tokenizer, example.text, max_input_tokens)
            truncated += was_cut
            if candidates:
                target_ids = candidates[example.label]
            else:
                target_ids, was_cut = _encode(targets, example.target, max_target_tokens)
                truncated_targets += was_cut
            rows.append(
                Row(
                    task=card.key,
                    input_ids=input_ids,
                    target_ids=target_ids,
                    label=example.label,
                    answers=example.answers,
                )
            )
        return tuple(rows)

    return TaskData(
        card=card,
        train=encode(splits.train),
        validation=encode(splits.validation),
        test=encode(splits.test),
        candidates=candidates,
        truncated=truncated,
        truncated_targets=truncated_targets,
        dropped=splits.dropped,
        left_out=splits.left_out,
    )


def with_instruction(card: TaskCard, splits: Splits, instruction: str | None = None) -> Splits:
    """Put the card's instruction (or another) in front of every input.

    This is the text-instruction control: what the frozen backbone does when it is told the
    task in words instead of by a prompt.

    Raises
    ------
    TaskError
        If the card has no instruction and none is given.
    """
    words = instruction or card.instruction
    if not words:
        raise TaskError(f"The task '{card.key}' has no instruction. Add one to its card.")

    def told(examples: Sequence[Example]) -> tuple[Example, ...]:
        return tuple(replace(example, text=f"{words} {example.text}") for example in examples)

    return replace(
        splits,
        train=told(splits.train),
        validation=told(splits.validation),
        test=told(splits.test),
    )


def _candidates(card: TaskCard, tokenizer: _Encoder) -> tuple[Ids, ...]:
    seen: dict[Ids, str] = {}
    for word in (card.labels or {}).values():
        ids = tuple(tokenizer.encode(word, add_special_tokens=True))
        if ids in seen:
            raise TaskError(
                f"Task '{card.key}': this backbone can not tell the label words '{seen[ids]}' "
                f"and '{word}' apart: both have the same tokens. Choose other words."
            )
        seen[ids] = word
    return tuple(seen)


def _encode(tokenizer: _Encoder, text: str, limit: int) -> tuple[Ids, bool]:
    """Return token ids with the special tokens, and whether text was cut at its end."""
    full = tokenizer.encode(text, add_special_tokens=True)
    if len(full) <= limit:
        return tuple(full), False
    bare = tokenizer.encode(text, add_special_tokens=False)
    start = next(i for i in range(len(full)) if full[i : i + len(bare)] == bare)
    room = max(0, limit - (len(full) - len(bare)))
    return tuple(full[:start] + bare[:room] + full[start + len(bare) :]), True
