"""Takes data in: tells what was understood, then writes it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from promptstudio.cli.tables import print_json_line, show_table
from promptstudio.tasks.importing.lengths import token_counter
from promptstudio.tasks.importing.profile import Progress as Tell
from promptstudio.tasks.importing.report import read_labels, report
from promptstudio.tasks.importing.steps import Understanding, keep, understand


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
    TaskError
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
        for table in report(found):
            show_table(table)
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
    labels = {"labels": read_labels(changes["labels"])} if "labels" in changes else {}
    return {**changes, **labels}


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
    console = Console(stderr=True)
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("reading", total=None)
        yield lambda doing, rows, of: bar.update(
            task, description=doing, completed=rows, total=of or None
        )
