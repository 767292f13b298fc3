"""What was understood of data, as tables for the command line and the window."""

from collections.abc import Mapping
from textwrap import shorten
from typing import Final

from promptstudio.core.errors import TaskError
from promptstudio.core.phrases import Phrase, joined, phrases
from promptstudio.core.tables import Table
from promptstudio.tasks.importing.steps import Understanding
from promptstudio.tasks.preview import shown

_PREVIEWED: Final = 2
_WIDEST: Final = 300


def report(found: Understanding) -> tuple[Table, ...]:
    """Return what the data are, rows by split, lengths, and rows as the model reads them.

    Warnings stand as notes below the first table.
    """
    parts = (_understood(found), _rows(found), _lengths(found), _preview(found))
    return tuple(table for table in parts if table.rows)


def read_labels(text: str) -> dict[str, str]:
    """Read label words as a person types them: ``0=bad, 1=good``.

    Raises
    ------
    TaskError
        Naming the part that is not ``label=word``, or the label that stands twice.
    """
    pairs = [part.partition("=") for part in text.split(",")]
    wrong = next((label for label, sign, word in pairs if not sign or not word.strip()), None)
    if wrong is not None:
        raise TaskError(
            "Label words are written label=word with commas between, such as 0=bad,1=good; "
            f"'{wrong.strip()}' is not."
        )
    labels = [label.strip() for label, _, _ in pairs]
    twice = next((label for label in labels if labels.count(label) > 1), None)
    if twice is not None:
        raise TaskError(f"The label '{twice}' has two label words. Give every label one word.")
    return {label.strip(): word.strip() for label, _, word in pairs}


def labels_text(labels: Mapping[str, str]) -> str:
    """Return label words as `read_labels` reads them."""
    return ", ".join(f"{label}={word}" for label, word in labels.items())


def _understood(found: Understanding) -> Table:
    card = found.card
    said = card.source.label_field if card.kind == "classification" else card.source.answer_field
    return Table(
        key="understood",
        title=Phrase("Understood as"),
        columns=("", ""),
        rows=(
            (Phrase("what"), joined(": ", (found.layout.kind, found.layout.source))),
            (Phrase("task"), f"{card.key} ({card.kind}, {card.metric})"),
            (Phrase("template"), card.template),
            (Phrase("to be said"), Phrase("column '{0}'", said)),
            *([(Phrase("label words"), labels_text(card.labels))] if card.labels else []),
            *((Phrase("because"), reason) for reason in found.guess.reasons),
        ),
        notes=tuple(Phrase("Note: {0}", warning) for warning in found.warnings),
    )


def _rows(found: Understanding) -> Table:
    return Table(
        key="rows",
        title=Phrase("Rows"),
        columns=phrases("split", "used", "left out", "repeated", "labels"),
        rows=tuple(
            (
                split,
                f"{part.rows:,}",
                f"{part.left_out:,}",
                f"{part.duplicates:,}",
                ", ".join(f"{word} {count:,}" for word, count in part.labels.most_common(8)),
            )
            for split, part in found.findings.splits.items()
        ),
        numeric=frozenset({1, 2, 3}),
    )


def _lengths(found: Understanding) -> Table:
    lengths = found.findings.lengths
    return Table(
        key="lengths",
        title=Phrase("Tokens of the inputs"),
        columns=phrases("tokens", "rows"),
        rows=tuple((name, f"{n:,}") for name, n in lengths.histogram.items()) if lengths else (),
        numeric=frozenset({1}),
    )


def _preview(found: Understanding) -> Table:
    rows = shown(found.card, found.profile.first[:_PREVIEWED])
    return Table(
        key="preview",
        title=Phrase("As the model reads it"),
        columns=phrases("input", "answer"),
        rows=tuple((shorten(row.text, _WIDEST, placeholder=" …"), row.target) for row in rows),
    )
