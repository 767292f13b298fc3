"""What rows of a task look like to the model, for people to read."""

from collections.abc import Sequence
from dataclasses import dataclass

from promptstudio.tasks.cards import TaskCard
from promptstudio.tasks.examples import to_examples
from promptstudio.tasks.files import Split
from promptstudio.tasks.sources import first_rows, place_of
from promptstudio.tasks.tables import Fields


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """The input as the model sees it behind the prompt, and what it shall say."""

    text: str
    target: str


def preview_rows(card: TaskCard, count: int, *, split: Split = "train") -> tuple[PreviewRow, ...]:
    """Return the first rows of a split as the model will see them.

    Raises
    ------
    TaskError
        If the rows can not be read or do not fit the card.
    """
    card = card.of(split)
    return shown(card, first_rows(card, split, count), place_of(card, split))


def shown(
    card: TaskCard, rows: Sequence[Fields], place: str = "The first rows"
) -> tuple[PreviewRow, ...]:
    """Return rows as the model will see them.

    Raises
    ------
    TaskError
        Beginning with ``place``, if a row does not fit the card.
    """
    examples = to_examples(card, rows, place)
    return tuple(PreviewRow(example.text, example.target) for example in examples)
