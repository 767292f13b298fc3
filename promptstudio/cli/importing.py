"""Takes data in: tells what was understood, then writes it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from textwrap import shorten
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from promptstudio.cli.tables import print_json_line, print_table
from promptstudio.core.errors import ConfigError
from promptstudio.tasks.importing.lengths import token_counter
from promptstudio.tasks.importing.profile import Progress as Tell
from promptstudio.tasks.importing.steps import Understanding, keep, understand
from promptstudio.tasks.preview import shown

_PREVIEWED = 2
_WIDEST = 300


def import_data(
    what: str,
    workspace: Path,
    *,
    name: str | None,
    changes: Mapping[str, str],
    backbone: Path | None,
    max_tokens: int,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Tell what was understood; unless it is a dry run, write the task and tell where.

    Raises
    ------
    TaskError, ConfigError
        If the data, an option or the workspace can not be used; then nothing is written.
    """
    with _bar() as tell:
        found = understand(
            what,
            key=name,
            changes=_read(changes),
            count_tokens=token_counter(backbone),
            limit=max_tokens,
            progress=tell,
        )
    if not as_json:
        _print(found)
    card = None
    if not dry_run:
        with _bar() as tell:
            card = keep(found, workspace, tell)
    if as_json:
        print_json_line(_facts(found, card))
    elif card is not None:
        Console().print(
            f"Kept as task '{found.card.key}': {card}",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )


def _read(changes: Mapping[str, str]) -> dict[str, Any]:
    """Read label words, ``0=bad,1=good``."""
    if "labels" not in changes:
        return dict(changes)
    pairs = [part.partition("=") for part in changes["labels"].split(",")]
    wrong = next((label for label, sign, word in pairs if not sign or not word.strip()), None)
    if wrong is not None:
        raise ConfigError(
            f"Label words are written label=word with commas between, such as 0=bad,1=good; "
            f"'{wrong.strip()}' is not."
        )
    words = {label.strip(): word.strip() for label, _, word in pairs}
    return {**changes, "labels": words}


def _print(found: Understanding) -> None:
    card = found.card
    said = card.source.label_field if card.kind == "classification" else card.source.answer_field
    facts = [
        ("what", f"{found.layout.kind}: {found.layout.source}"),
        ("task", f"{card.key} ({card.kind}, {card.metric})"),
        ("template", card.template),
        ("to be said", f"column '{said}'"),
        *([("label words", _words(card.labels))] if card.labels else []),
        *(("because", reason) for reason in found.guess.reasons),
    ]
    print_table("Understood as", ("", ""), facts)
    print_table("Rows", ("split", "used", "left out", "repeated", "labels"), _split_rows(found))
    lengths = found.findings.lengths
    if lengths is not None:
        counts = [(name, f"{count:,}") for name, count in lengths.histogram.items()]
        print_table("Tokens of the inputs", ("tokens", "rows"), counts, numeric=(1,))
    rows = shown(card, found.profile.first[:_PREVIEWED])
    previews = [(shorten(row.text, _WIDEST, placeholder=" …"), row.target) for row in rows]
    print_table("As the model reads it", ("input", "answer"), previews)
    for warning in found.warnings:
        Console().print(f"Note: {warning}", markup=False, highlight=False)


def _words(labels: Mapping[str, str]) -> str:
    return ", ".join(f"{label} = {word}" for label, word in labels.items())


def _split_rows(found: Understanding) -> list[tuple[str, ...]]:
    return [
        (
            split,
            f"{part.rows:,}",
            f"{part.left_out:,}",
            f"{part.duplicates:,}",
            ", ".join(f"{word} {count:,}" for word, count in part.labels.most_common(8)),
        )
        for split, part in found.findings.splits.items()
    ]


def _facts(found: Understanding, card: Path | None) -> dict[str, Any]:
    lengths = found.findings.lengths
    return {
        "kind": found.layout.kind,
        "source": found.layout.source,
        "revision": found.layout.revision,
        "card": found.card.model_dump(mode="json", exclude_none=True),
        "reasons": list(found.guess.reasons),
        "warnings": list(found.warnings),
        "rows": {
            split: {
                "used": part.rows,
                "left_out": part.left_out,
                "repeated": part.duplicates,
                "labels": dict(part.labels),
            }
            for split, part in found.findings.splits.items()
        },
        "tokens": lengths and {"median": lengths.median, "most": lengths.most, "cut": lengths.cut},
        "written": str(card) if card else None,
    }


@contextmanager
def _bar() -> Iterator[Tell]:
    """Show rows as they are read, on a terminal's standard error."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed:,} rows"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)
        yield lambda doing, rows: bar.update(task, description=doing, completed=rows)
