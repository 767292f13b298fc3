"""Measurements, each printed as a table with the command, the machine and the date."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from promptstudio.bench.setting import setting

app = typer.Typer(help="Measure this installation; the tables in the documents come from here.")
To = Annotated[Path | None, typer.Option(help="Also write the table to this file.")]


def _print(command: str, lines: Sequence[str], to: Path | None) -> None:
    whole = [*lines, "", f"`{command}` on {setting()}"]
    for line in whole:
        typer.echo(line)
    if to is not None:
        to.write_text("\n".join(whole) + "\n", encoding="utf-8")


@app.command()
def sandbox(
    *,
    steps: Annotated[int, typer.Option(min=1, help="Steps of prompt tuning.")] = 600,
    shots: Annotated[int, typer.Option(min=1, help="Rows per class of the few-row column.")] = 16,
    seed: int = 0,
    task: Annotated[list[str] | None, typer.Option(help="Only this task; repeatable.")] = None,
    to: To = None,
) -> None:
    """Compare text instructions with tuned prompts on every sandbox task."""
    from promptstudio.bench.sandbox import measure, report

    lines = report(measure(steps=steps, shots=shots, seed=seed, tasks=task))
    _print(f"promptstudio bench sandbox --steps {steps} --shots {shots} --seed {seed}", lines, to)
