"""One row as the model reads it: as text, as tokens, and with the places of the soft prompt."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from promptstudio.core.errors import TaskError
from promptstudio.core.ports import Tokenizer
from promptstudio.tasks.cards import TaskCard
from promptstudio.tasks.examples import Example, example_of, leaves_out
from promptstudio.tasks.files import Split
from promptstudio.tasks.fitting import Fitter, Text
from promptstudio.tasks.sources import first_rows, place_of


class SpellingTokenizer(Tokenizer, Protocol):
    """A tokenizer that tells how it spells its tokens."""

    def tokens(self, token_ids: Sequence[int]) -> tuple[str, ...]:
        """Return tokens as the tokenizer spells them."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRow:
    """A row of a task.

    ``text`` is the input before anything is cut, ``tokens`` what the model gets of it with
    special tokens, ``slots`` the same with the virtual tokens of the prompt, ``[P1]`` and so
    on. ``lost`` counts the tokens that were cut.
    """

    text: str
    target: str
    tokens: tuple[str, ...]
    slots: tuple[str, ...]
    lost: int


def row_at(card: TaskCard, number: int, *, split: Split = "train") -> Example:
    """Return one row of a split in words.

    Parameters
    ----------
    number : int
        Counts the rows of the source, from 1.

    Raises
    ------
    TaskError
        If there is no such row, it does not fit the card, or the card leaves it out.
    """
    if number < 1:
        raise TaskError(f"Rows are counted from 1, so there is no row {number}.")
    card = card.of(split)
    rows, place = first_rows(card, split, number), place_of(card, split)
    if len(rows) < number:
        raise TaskError(f"{place} has {len(rows)} rows, so there is no row {number}.")
    if leaves_out(card, rows[-1]):
        raise TaskError(f"{place}: the card leaves out row {number} for its label.")
    return example_of(card, rows[-1], f"{place}, row {number}")


def shown_row(
    example: Example,
    tokenizer: SpellingTokenizer,
    *,
    max_input_tokens: int,
    num_virtual_tokens: int,
    prompt_position: Literal["prepend", "append"] = "prepend",
) -> ShownRow:
    """Return a row as text, as tokens and as slots.

    Parameters
    ----------
    num_virtual_tokens : int
        Length of the prompt; 0 shows the model without one.
    prompt_position
        Where the prompt stands: before the input, or behind it and its special tokens.
    """
    (ids,) = Fitter(tokenizer, max_input_tokens).fit([Text(example.text, example.cuttable)])
    tokens = tokenizer.tokens(ids)
    prompt = tuple(f"[P{place}]" for place in range(1, num_virtual_tokens + 1))
    whole = tokenizer.encode(example.text, add_special_tokens=True)
    return ShownRow(
        text=example.text,
        target=example.target,
        tokens=tokens,
        slots=prompt + tokens if prompt_position == "prepend" else tokens + prompt,
        lost=len(whole) - len(ids),
    )
