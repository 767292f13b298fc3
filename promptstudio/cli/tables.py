"""Tables and JSON on standard output."""

import json
import sys
from collections.abc import Collection, Sequence
from typing import Any, Literal

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from promptstudio.core.tables import Table as PlainTable
from promptstudio.store.records import RunRecord

_PIPED_WIDTH = 160


def print_json_line(value: Any) -> None:
    """Print one JSON object as the last line of standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def print_table(
    title: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    numeric: Collection[int] = (),
    notes: Sequence[str] = (),
) -> None:
    """Print a table; wide where no terminal sets a width. Numeric columns stand to the right."""
    table = Table(title=title, title_justify="left")
    for place, column in enumerate(columns):
        justify: Literal["left", "right"] = "right" if place in numeric else "left"
        table.add_column(column, overflow="fold", no_wrap=column == "run", justify=justify)
    for row in rows:
        table.add_row(*(escape(cell) for cell in row))
    console = Console()
    if not console.is_terminal:
        console = Console(width=_PIPED_WIDTH)
    console.print(table)
    for note in notes:
        console.print(note, markup=False, highlight=False)


def show_table(table: PlainTable) -> None:
    """Print a table with its notes."""
    print_table(table.title, table.columns, table.rows, numeric=table.numeric, notes=table.notes)


def table_facts(table: PlainTable) -> dict[str, Any]:
    """Return a table as plain data; a matrix has its numbers too."""
    facts = {
        "key": table.key,
        "title": table.title,
        "columns": list(table.columns),
        "rows": [list(row) for row in table.rows],
        "notes": list(table.notes),
    }
    return facts | ({"values": [list(row) for row in table.values]} if table.values else {})


def runs_table(records: Sequence[RunRecord]) -> None:
    """Print runs and shared stages with their state, score, steps and gradient rows."""
    rows = [
        (
            record.job_id,
            record.method,
            record.target_task or record.stage or "shared",
            str(record.seed),
            str(record.status),
            number(record.test.get(record.metric)),
            f"{record.step}/{record.steps}" if record.steps else "",
            str(record.rows),
            f"{record.seconds:.1f}",
        )
        for record in records
    ]
    columns = (
        "run",
        "method",
        "target",
        "seed",
        "status",
        "test",
        "steps",
        "gradient rows",
        "seconds",
    )
    print_table("Runs", columns, rows)


def readable(value: Any) -> str:
    """Return plain data as a person reads it: ``name value`` a line, lists line by line."""
    if isinstance(value, dict):
        return "\n".join(f"{name} {readable(inner)}" for name, inner in value.items())
    if isinstance(value, list):
        return "\n".join(readable(inner) for inner in value)
    return str(value)


def number(value: float | None) -> str:
    """Return a score with three digits, or nothing."""
    return "" if value is None else f"{value:.3f}"
