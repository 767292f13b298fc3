"""From text to token ids: the rows of a task as the backbone reads them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from promptstudio.core.errors import TaskError
from promptstudio.core.ports import Tokenizer
from promptstudio.methods.contract import Row
from promptstudio.tasks.cards import TaskCard
from promptstudio.tasks.examples import Example
from promptstudio.tasks.fitting import Fitter, Ids, Text
from promptstudio.tasks.splits import Splits


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

    def __call__(self, text: list[str], *, add_special_tokens: bool = True) -> Mapping[str, Any]:
        spaced = [self._space + one for one in text]
        found = self._tokenizer(spaced, add_special_tokens=False)["input_ids"]
        return {"input_ids": [ids + self._closing * add_special_tokens for ids in found]}

    def decode(self, token_ids: Sequence[int], *, skip_special_tokens: bool = False) -> str:
        return self._tokenizer.decode(token_ids, skip_special_tokens=skip_special_tokens)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskData:
    """A task ready for methods.

    ``candidates`` are the label words' ids in class order, with the end-of-sequence token
    where the backbone uses one; empty for free text. ``truncated`` and ``truncated_targets``
    count inputs and answers that were cut, ``cut_beyond`` inputs that were too long even without
    the fields that may be shortened, ``dropped`` rows that were left out because their
    input is also in another split, ``left_out`` rows that the card leaves out for their label.
    """

    card: TaskCard
    train: tuple[Row, ...]
    validation: tuple[Row, ...]
    test: tuple[Row, ...]
    candidates: tuple[Ids, ...]
    truncated: int = 0
    cut_beyond: int = 0
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

    Inputs and free-text answers are cut to the limits (see `promptstudio.tasks.fitting`);
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
    targets: Tokenizer = tokenizer if closing_id is None else _Continuation(tokenizer, closing_id)
    candidates = _candidates((card.labels or {}).values(), targets, f"Task '{card.key}'")
    inputs, answers = Fitter(tokenizer, max_input_tokens), Fitter(targets, max_target_tokens)

    def encode(examples: Sequence[Example]) -> tuple[Row, ...]:
        texts = inputs.fit([Text(example.text, example.cuttable) for example in examples])
        said = (
            (candidates[example.label] for example in examples)
            if candidates
            else answers.fit([Text(example.target) for example in examples])
        )
        return tuple(
            Row(
                task=card.key,
                input_ids=input_ids,
                target_ids=target_ids,
                label=example.label,
                answers=example.answers,
            )
            for example, input_ids, target_ids in zip(examples, texts, said, strict=True)
        )

    return TaskData(
        card=card,
        train=encode(splits.train),
        validation=encode(splits.validation),
        test=encode(splits.test),
        candidates=candidates,
        truncated=inputs.cut,
        cut_beyond=inputs.cut_beyond,
        truncated_targets=answers.cut,
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
        return tuple(example.behind(words) for example in examples)

    return replace(
        splits,
        train=told(splits.train),
        validation=told(splits.validation),
        test=told(splits.test),
    )


def encode_words(
    words: Iterable[str], tokenizer: Tokenizer, *, closing_id: int | None, where: str
) -> tuple[Ids, ...]:
    """Encode label words as `encode_task` does; ``where`` begins the sentence of an error.

    Raises
    ------
    TaskError
        If two label words have the same tokens.
    """
    targets: Tokenizer = tokenizer if closing_id is None else _Continuation(tokenizer, closing_id)
    return _candidates(words, targets, where)


def _candidates(words: Iterable[str], tokenizer: Tokenizer, where: str) -> tuple[Ids, ...]:
    seen: dict[Ids, str] = {}
    for word in words:
        ids = tuple(tokenizer.encode(word, add_special_tokens=True))
        if ids in seen:
            raise TaskError(
                f"{where}: this backbone can not tell the label words '{seen[ids]}' "
                f"and '{word}' apart: both have the same tokens. Choose other words."
            )
        seen[ids] = word
    return tuple(seen)
