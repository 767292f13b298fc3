"""Tables and JSON on standard output."""

import json
import sys
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from promptstudio.store.records import RunRecord


def print_json_line(value: Any) -> None:
    """Print one JSON object as the last line of standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def print_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table."""
    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*row)
    Console().print(table)


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


def number(value: float | None) -> str:
    """Return a score with three digits, or nothing."""
    return "" if value is None else f"{value:.3f}"
