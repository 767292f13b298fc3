"""What a task's rows are like as a whole: labels, lengths, and what deserves attention."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice

from promptstudio.core.errors import TaskError
from promptstudio.core.phrases import Phrase, phrases
from promptstudio.core.tables import Table
from promptstudio.tasks.cards import FileSource, HubSource, SandboxSource, TaskCard
from promptstudio.tasks.examples import leaves_out
from promptstudio.tasks.files import SPLITS, Split, format_of
from promptstudio.tasks.importing.findings import (
    MEASURED_ROWS,
    CountTokens,
    Findings,
    Lengths,
    findings_of,
)
from promptstudio.tasks.importing.layouts import Layout
from promptstudio.tasks.importing.profile import Profile
from promptstudio.tasks.sandbox import sandbox_rows
from promptstudio.tasks.sources import available_splits
from promptstudio.tasks.tables import Fields, strict_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Rows by label word and split, inputs by length in tokens, and sentences to heed.

    ``labels`` is empty where a task has no classes.
    """

    rows: Mapping[Split, int]
    labels: Mapping[str, Mapping[Split, int]]
    lengths: Mapping[str, int]
    length_note: str
    warnings: tuple[str, ...]

    @property
    def label_table(self) -> Table:
        """The labels, a column for every split."""
        return Table(
            key="labels",
            title=Phrase("Rows by label"),
            columns=(Phrase("label"), *self.rows),
            rows=tuple(
                (word, *(f"{counts.get(split, 0):,}" for split in self.rows))
                for word, counts in self.labels.items()
            ),
            numeric=frozenset(range(1, len(self.rows) + 1)),
        )

    @property
    def length_table(self) -> Table:
        """The lengths of all inputs together."""
        return Table(
            key="lengths",
            title=Phrase("Tokens of the inputs"),
            columns=phrases("tokens", "rows"),
            rows=tuple((name, f"{count:,}") for name, count in self.lengths.items()),
            notes=(self.length_note,),
            numeric=frozenset({1}),
        )


def overview(card: TaskCard, *, count_tokens: CountTokens, limit: int) -> Overview:
    """Look at the first 20,000 rows of every split of a task whose rows are on this machine.

    Parameters
    ----------
    count_tokens, limit
        How to count the tokens of an input, and how many are not cut.

    Raises
    ------
    TaskError
        If the rows come from the hub, can not be read, or do not fit the card.
    """
    there = available_splits(card)
    splits = {split: partial(_used, card, split) for split in SPLITS if split in there}
    layout = Layout(kind="a task", source=f"Task '{card.key}'", name=card.key, splits=splits)
    nothing = Profile(columns={}, rows={}, first=())
    found = findings_of(layout, nothing, card, count_tokens=count_tokens, limit=limit)
    rows = {split: part.rows for split, part in found.splits.items()}
    lengths = found.lengths
    return Overview(
        rows=rows,
        labels=_labels(card, found),
        lengths=lengths.histogram if lengths else {},
        length_note=_length_note(lengths) if lengths else "",
        warnings=(*found.warnings(card), *_cap_notes(rows)),
    )


def _labels(card: TaskCard, found: Findings) -> dict[str, dict[Split, int]]:
    words = (card.labels or {}).values()
    return {
        word: {split: part.labels[word] for split, part in found.splits.items()} for word in words
    }


def _length_note(lengths: Lengths) -> Phrase:
    return Phrase(
        "Median {0:,}, 95 % up to {1:,}, longest {2:,} tokens; up to {3:,} are kept.",
        lengths.median,
        lengths.high,
        lengths.most,
        lengths.limit,
    )


def _cap_notes(rows: Mapping[Split, int]) -> list[str]:
    return [
        Phrase("Only the first {0:,} rows of {1} were looked at.", MEASURED_ROWS, split)
        for split in SPLITS
        if rows.get(split, 0) >= MEASURED_ROWS
    ]


def _used(card: TaskCard, split: Split) -> Iterator[Fields]:
    rows = (row for row in _rows(card, split) if not leaves_out(card, row))
    return islice(rows, MEASURED_ROWS)


def _rows(card: TaskCard, split: Split) -> Iterator[Fields]:
    """Go through rows without `datasets`: the window looks at them in its own process."""
    source = card.source
    if isinstance(source, SandboxSource):
        return (dict(row) for row in sandbox_rows(card.key, split))
    if isinstance(source, HubSource):
        raise TaskError("Rows of a task from the hub are fetched when a run begins.")
    assert isinstance(source, FileSource)  # noqa: S101 - tells the type checker
    path = source.files()[split]
    form = format_of(path)
    if form == "parquet":
        from promptstudio.tasks.importing.arrow import rows_of  # loads pyarrow

        return rows_of([path])
    return strict_rows(path, form)
