"""What a run predicted for single rows of its target's test split, as it travels and is kept."""

import gzip
import json
import zlib
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Final

from promptstudio.core.errors import StoreError

MOST_ROWS: Final = 1000
"""Rows of a test split whose predictions are kept, the first ones."""

MOST_CHARACTERS: Final = 300
"""Longest text of an input, of an answer and of a prediction; the rest is cut."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """One test row. ``row`` counts from 0 in the test split.

    ``gold`` are the right answers, more than one only where the task allows several.
    ``probability`` is that of the predicted label and ``loss`` that of the right one, in nats;
    both are None where the answer is free text.
    """

    row: int
    text: str
    gold: tuple[str, ...]
    predicted: str
    probability: float | None = None
    loss: float | None = None

    @property
    def is_right(self) -> bool:
        """Tell whether the prediction is, letter by letter, one of the right answers."""
        return self.predicted in self.gold


def cut(text: str) -> str:
    """Return a text with at most `MOST_CHARACTERS` characters."""
    return text if len(text) <= MOST_CHARACTERS else f"{text[: MOST_CHARACTERS - 1]}…"


def pack(predictions: Sequence[Prediction]) -> bytes:
    """Return predictions as gzip-compressed JSON: a list with one list of fields a row."""
    text = json.dumps([astuple(each) for each in predictions], ensure_ascii=False)
    return gzip.compress(text.encode(), compresslevel=6, mtime=0)


def unpack(data: bytes) -> list[Prediction]:
    """Return the predictions that `pack` wrote.

    Raises
    ------
    StoreError
        If the bytes are damaged.
    """
    try:
        rows = json.loads(gzip.decompress(data))
        return [
            Prediction(row, text, tuple(gold), predicted, probability, loss)
            for row, text, gold, predicted, probability, loss in rows
        ]
    except (OSError, EOFError, zlib.error, ValueError, TypeError) as error:
        raise StoreError("The predictions of a run are damaged. Run it again.") from error
