"""What a person should know of their data before training on them."""

import hashlib
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final

import numpy as np

from promptstudio.core.errors import TaskError
from promptstudio.tasks.cards import TaskCard
from promptstudio.tasks.examples import example_of, read_alike
from promptstudio.tasks.files import Split
from promptstudio.tasks.importing.layouts import Layout
from promptstudio.tasks.importing.profile import Profile, Progress, told
from promptstudio.tasks.tables import Fields
from promptstudio.tasks.templates import field_names

CountTokens = Callable[[str], int]

MEASURED_ROWS: Final = 20_000
"""Rows of a split whose tokens are counted; of more rows the first ones stand for all."""

_LENGTHS: Final = (16, 32, 64, 128, 256, 512, 1024)
_RARE: Final = 0.05


@dataclass(frozen=True, slots=True)
class Lengths:
    """Tokens of the inputs: median, 95th percentile, most, and the share that is cut.

    ``histogram`` counts rows by the least of 16, 32, 64, ... tokens that holds them; the last
    entry holds the rest.
    """

    median: int
    high: int
    most: int
    cut: float
    limit: int
    histogram: Mapping[str, int]


@dataclass(slots=True)
class SplitFindings:
    """One split: rows used and left out, repeated inputs, inputs with two answers, labels."""

    rows: int = 0
    left_out: int = 0
    duplicates: int = 0
    contradictions: int = 0
    labels: Counter[str] = field(default_factory=Counter)

    def said(self, split: Split) -> Iterator[str]:
        """Yield what deserves attention, a sentence each."""
        if self.left_out:
            yield f"{self.left_out:,} rows of {split} have no answer and are left out."
        if self.duplicates:
            yield f"{self.duplicates:,} inputs of {split} are there more than once."
        if self.contradictions:
            yield f"{self.contradictions:,} inputs of {split} are there with two answers."


@dataclass(frozen=True, slots=True)
class Findings:
    """Splits with answers, the inputs that pairs of them share, empty cells, and lengths.

    ``unanswered`` counts the rows of splits in which no row has an answer.
    """

    splits: Mapping[Split, SplitFindings]
    unanswered: Mapping[Split, int]
    shared: Mapping[tuple[Split, Split], int]
    empty: Mapping[str, int]
    lengths: Lengths | None

    def warnings(self, card: TaskCard) -> tuple[str, ...]:
        """Return what deserves a person's attention, a sentence each."""
        said = [line for split, found in self.splits.items() for line in found.said(split)]
        for split, rows in self.unanswered.items():
            said.append(f"None of the {rows:,} rows of {split} has an answer: it is left out.")
        for (one, other), count in self.shared.items():
            said.append(f"{count:,} inputs of {other} are in {one} too; runs leave them out there.")
        for name, count in self.empty.items():
            said.append(f"The column '{name}' is empty in {count:,} rows.")
        said += _imbalance(self.splits, card)
        if self.lengths and self.lengths.cut:
            share, limit = max(self.lengths.cut, 0.001), self.lengths.limit
            said.append(f"{share:.1%} of the inputs are longer than {limit} tokens and are cut.")
        return tuple(said)


def findings_of(
    layout: Layout,
    profile: Profile,
    card: TaskCard,
    *,
    count_tokens: CountTokens | None = None,
    limit: int = 256,
    progress: Progress | None = None,
) -> Findings:
    """Put every row into words and report what was seen.

    Raises
    ------
    TaskError
        Naming split and row where a row does not fit the card: a missing or empty field, a
        label that is none of the card's, an answer that is no number; or if all rows of a
        split read alike.
    """
    hashes: dict[Split, np.ndarray] = {}
    splits: dict[Split, SplitFindings] = {}
    unanswered: dict[Split, int] = {}
    tokens = array("L")
    for split, read in layout.splits.items():
        found, seen, pairs = SplitFindings(), array("Q"), array("Q")
        for number, row in told(read(), f"checking {split}", progress):
            if not has_answer(card, row):
                found.left_out += 1
                continue
            example = example_of(card, row, f"'{layout.source}', {split}, row {number}")
            found.rows += 1
            if card.kind == "classification":
                found.labels[example.target] += 1
            seen.append(_hash(example.text))
            pairs.append(_hash(f"{example.text}\0{example.target}"))
            if count_tokens and number <= MEASURED_ROWS:
                tokens.append(count_tokens(example.text))
        if not found.rows:
            unanswered[split] = found.left_out
            continue
        inputs = np.unique(np.asarray(seen))
        if len(inputs) == 1 < len(np.unique(np.asarray(pairs))):
            raise TaskError(read_alike(card, f"'{layout.source}', {split}", len(seen)))
        found.duplicates = len(seen) - len(inputs)
        found.contradictions = max(0, len(np.unique(np.asarray(pairs))) - len(inputs))
        hashes[split], splits[split] = inputs, found
    _check_train(layout, card, splits)
    shared = {
        (one, other): count
        for one, other in combinations(hashes, 2)
        if (count := len(np.intersect1d(hashes[one], hashes[other], assume_unique=True)))
    }
    empty = {
        name: profile.columns[name].empty
        for name in field_names(card.template)
        if name in profile.columns and profile.columns[name].empty
    }
    return Findings(splits, unanswered, shared, empty, _lengths(tokens, limit) if tokens else None)


def _check_train(layout: Layout, card: TaskCard, splits: Mapping[Split, SplitFindings]) -> None:
    if "train" not in splits:
        raise TaskError(f"'{layout.source}': no training row has an answer.")
    if card.kind == "classification" and len(splits["train"].labels) < 2:
        raise TaskError(
            f"Task '{card.key}': all training rows have one class, "
            f"'{next(iter(splits['train'].labels))}'. There is nothing to learn; two classes at "
            "least are needed."
        )


def has_answer(card: TaskCard, row: Fields) -> bool:
    """Tell whether a row says what is to be said: no label at all, or -1, is no answer."""
    if card.kind != "classification":
        value = row.get(card.source.answer_field)
        if isinstance(value, dict):
            value = value.get("text")
        return value not in (None, "", [])
    value = row.get(card.source.label_field)
    return value not in (None, "") and not (str(value) == "-1" and "-1" not in (card.labels or {}))


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")


def _lengths(tokens: "array[int]", limit: int) -> Lengths:
    counts = np.asarray(tokens)
    places = np.searchsorted(_LENGTHS, counts)
    names = [*(f"up to {n}" for n in _LENGTHS), f"over {_LENGTHS[-1]}"]
    histogram = {name: int((places == place).sum()) for place, name in enumerate(names)}
    return Lengths(
        median=int(np.median(counts)),
        high=int(np.quantile(counts, 0.95)),
        most=int(counts.max()),
        cut=float((counts > limit).mean()),
        limit=limit,
        histogram={name: count for name, count in histogram.items() if count},
    )


def _imbalance(splits: Mapping[Split, SplitFindings], card: TaskCard) -> list[str]:
    if card.kind != "classification":
        return []
    labels = splits["train"].labels
    words = list((card.labels or {}).values())
    missing = [word for word in words if not labels[word]]
    said = [f"No training row has the class '{word}'." for word in missing]
    rare = [word for word in words if 0 < labels[word] < _RARE * labels.total()]
    return said + [
        f"The class '{word}' is rare: {labels[word]:,} of {labels.total():,} training rows."
        for word in rare
    ]
