"""Looks at every value of every column once: types, different values, empty cells."""

import json
import math
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from promptstudio.core.errors import TaskError
from promptstudio.tasks.files import Split
from promptstudio.tasks.importing.layouts import Layout
from promptstudio.tasks.tables import Fields
from promptstudio.tasks.templates import as_text
from promptstudio.tasks.texts import fault_of

Kind = Literal["text", "whole number", "number", "true or false", "texts", "answers", "nested"]
Progress = Callable[[str, int, int], None]
"""Told now and then: what is being done, the rows done, and all rows, 0 where not known."""

MOST_VALUES: Final = 1000
"""Different values of a column that are counted; beyond, a column has too many to be classes."""

_TOLD_EVERY_S: Final = 0.1
_MIXTURES: Final[Mapping[frozenset[str], Kind]] = {
    frozenset({"whole number", "number"}): "number",
    frozenset({"text", "texts"}): "texts",
}


@dataclass(slots=True)
class Column:
    """What was seen in a column. ``values`` is None where there are too many different ones."""

    name: str
    kinds: dict[Kind, str] = field(default_factory=dict)
    filled: int = 0
    empty: int = 0
    words: float = 0.0
    values: dict[str, int] | None = field(default_factory=dict)

    @property
    def kind(self) -> Kind:
        """The type of the column; text where all cells are empty."""
        if len(self.kinds) > 1:
            return _MIXTURES[frozenset(self.kinds)]
        return next(iter(self.kinds), "text")

    @property
    def mean_words(self) -> float:
        """Words of a text, on average; of several texts in a cell each counts in part."""
        return self.words / self.filled if self.filled else 0.0

    def see(self, value: object, place: str) -> None:
        """Take in a cell; ``place`` names it in errors.

        Raises
        ------
        TaskError
            If it is of another type than the cells before, or can not be kept.
        """
        kind = kind_of(value)
        if kind is None:
            self.empty += 1
            return
        if kind not in self.kinds:
            self._check(kind, value, place)
            self.kinds[kind] = f"{place} has {kind} ({_short(value)})"
        self.filled += 1
        text = as_text(value)
        fault = _fault_of(value, text)
        if fault:
            raise TaskError(f"{place}, column '{self.name}': it holds {fault}.")
        if text is None:
            parts = _parts(value)
            self.words += sum(len(str(part).split()) for part in parts) / max(1, len(parts))
            return
        self.words += len(text.split())
        if self.values is not None:
            self.values[text] = self.values.get(text, 0) + 1
            if len(self.values) > MOST_VALUES:
                self.values = None

    def _check(self, kind: Kind, value: object, place: str) -> None:
        if self.kinds and frozenset({*self.kinds, kind}) not in _MIXTURES:
            raise TaskError(
                f"{place}, column '{self.name}': {_short(value)} is {kind}, but "
                f"{next(iter(self.kinds.values()))}. Write all values of a column in one way."
            )


@dataclass(frozen=True, slots=True)
class Profile:
    """All columns in order of appearance, the rows of every split, and the first rows."""

    columns: Mapping[str, Column]
    rows: Mapping[Split, int]
    first: tuple[Fields, ...]

    @property
    def total(self) -> int:
        """Rows of all splits."""
        return sum(self.rows.values())


def profile_of(layout: Layout, progress: Progress | None = None, keep: int = 3) -> Profile:
    """Go through all rows once.

    Raises
    ------
    TaskError
        If a row can not be read, a column mixes types, or there are no rows.
    """
    columns: dict[str, Column] = {}
    rows: dict[Split, int] = {}
    first: list[Fields] = []
    for split, read in layout.splits.items():
        rows[split] = 0
        expected = layout.expected.get(split, 0)
        for number, row in told(read(), f"reading {split}", expected, progress):
            rows[split] = number
            if len(first) < keep:
                first.append(row)
            for name, value in row.items():
                if name not in columns:
                    columns[name] = Column(name)
                columns[name].see(value, f"{split} row {number}")
        if not rows[split]:
            raise TaskError(f"'{layout.source}' ({layout.kind}) holds no rows for {split}.")
    for column in columns.values():
        column.empty = sum(rows.values()) - column.filled
    return Profile(columns, rows, tuple(first))


def told(
    rows: Iterator[Fields], doing: str, expected: int, progress: Progress | None
) -> Iterator[tuple[int, Fields]]:
    """Count rows from 1 and tell the progress, in time for a person to see it move."""
    number, told_at = 0, -math.inf
    for number, row in enumerate(rows, 1):
        if progress and time.monotonic() - told_at > _TOLD_EVERY_S:
            told_at = time.monotonic()
            progress(doing, number, max(expected, number) if expected else 0)
        yield number, row
    if progress:
        progress(doing, number, number)


def kind_of(value: object) -> Kind | None:
    """Return the type of a cell; None where it is empty."""
    if _is_empty(value):
        return None
    plain: dict[type, Kind] = {
        bool: "true or false",
        str: "text",
        int: "whole number",
        float: "number",
    }
    if type(value) in plain:
        return plain[type(value)]
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "texts"
    return "answers" if isinstance(value, dict) and "text" in value else "nested"


def _is_empty(value: object) -> bool:
    if isinstance(value, dict) and "text" in value:
        value = value["text"]
    if isinstance(value, str):
        return not value.strip()
    return value is None or value == [] or (isinstance(value, float) and math.isnan(value))


def _fault_of(value: object, text: str | None) -> str:
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        return "a whole number of more than 64 bits. Write it as text"
    return fault_of(stored_text(value) if text is None else text)


def stored_text(value: object) -> str:
    """Return as text what is no plain value: JSON, with times and the like as they print."""
    return json.dumps(value, ensure_ascii=False, default=str)


def _parts(value: object) -> list[object]:
    if isinstance(value, dict):
        value = value.get("text", [])
    return value if isinstance(value, list) else []


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:37]}..."
