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
from promptstudio.core.phrases import Phrase, counted
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
            yield counted(
                self.left_out,
                "1 row of {1} has no answer and is left out.",
                "{0:,} rows of {1} have no answer and are left out.",
                split,
            )
        if self.duplicates:
            yield counted(
                self.duplicates,
                "1 input of {1} is there more than once.",
                "{0:,} inputs of {1} are there more than once.",
                split,
            )
        if self.contradictions:
            yield counted(
                self.contradictions,
                "1 input of {1} is there with two answers.",
                "{0:,} inputs of {1} are there with two answers.",
                split,
            )


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
            none = Phrase(
                "None of the {0:,} rows of {1} has an answer: it is left out.", rows, split
            )
            said.append(none)
        for (one, other), count in self.shared.items():
            twice = counted(
                count,
                "1 input of {1} is in {2} too; runs leave it out there.",
                "{0:,} inputs of {1} are in {2} too; runs leave them out there.",
                other,
                one,
            )
            said.append(twice)
        for name, count in self.empty.items():
            said.append(Phrase("The column '{0}' is empty in {1:,} rows.", name, count))
        said += _imbalance(self.splits, card)
        if self.lengths and self.lengths.cut:
            share, limit = max(self.lengths.cut, 0.001), self.lengths.limit
            cut = Phrase(
                "{0:.1%} of the inputs are longer than {1} tokens and are cut.", share, limit
            )
            said.append(cut)
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
        for number, row in told(read(), f"checking {split}", profile.rows.get(split, 0), progress):
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
    names = [*(Phrase("up to {0}", n) for n in _LENGTHS), Phrase("over {0}", _LENGTHS[-1])]
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
    said: list[str] = [Phrase("No training row has the class '{0}'.", word) for word in missing]
    rare = [word for word in words if 0 < labels[word] < _RARE * labels.total()]
    return said + [
        Phrase(
            "The class '{0}' is rare: {1:,} of {2:,} training rows.",
            word,
            labels[word],
            labels.total(),
        )
        for word in rare
    ]
