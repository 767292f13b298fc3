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
    steps: Annotated[int, typer.Option(min=1, help="Steps on all rows.")] = 500,
    few_steps: Annotated[int, typer.Option(min=1, help="Steps on few rows.")] = 250,
    shots: Annotated[int, typer.Option(min=1, help="Rows per class of the few-row column.")] = 16,
    seed: int = 0,
    task: Annotated[list[str] | None, typer.Option(help="Only this task; repeatable.")] = None,
    to: To = None,
) -> None:
    """Compare text instructions with tuned prompts on every sandbox task."""
    from promptstudio.bench.sandbox import measure, report

    lines = report(measure(steps=steps, few_steps=few_steps, shots=shots, seed=seed, tasks=task))
    command = f"promptstudio bench sandbox --steps {steps} --few-steps {few_steps}"
    _print(f"{command} --shots {shots} --seed {seed}", lines, to)


@app.command()
def packing(
    *,
    runs: Annotated[int, typer.Option(min=1, help="Runs that ask at once.")] = 8,
    device: str = "auto",
    to: To = None,
) -> None:
    """Compare answering runs in turn, packed, and packed and sorted."""
    from promptstudio.bench.packing import measure

    lines = measure(runs=runs, device=device)
    _print(f"promptstudio bench packing --runs {runs} --device {device}", lines, to)


@app.command()
def waiting(
    *,
    runs: Annotated[int, typer.Option(min=2, help="Runs in the queue.")] = 40,
    steps: Annotated[int, typer.Option(min=1, help="Steps of each run.")] = 100,
    to: To = None,
) -> None:
    """Time the first result of a full queue, and Stop."""
    from promptstudio.bench.waiting import measure

    lines = measure(runs=runs, steps=steps)
    _print(f"promptstudio bench waiting --runs {runs} --steps {steps}", lines, to)


@app.command()
def ui(
    *,
    only: Annotated[
        str, typer.Option(help="Some of start, late, series, runs, memory, with commas.")
    ] = "",
    seconds: Annotated[float, typer.Option(min=1, help="How long to watch live curves.")] = 30.0,
    curves: Annotated[int, typer.Option(min=1, help="Live curves.")] = 20,
    repeats: Annotated[int, typer.Option(min=1, help="How often medians are measured.")] = 9,
    workspace: Annotated[
        Path | None, typer.Option(help="A workspace with runs to open too; it is copied.")
    ] = None,
    to: To = None,
) -> None:
    """Measure the window: its start, lateness, drawing, long lists and memory."""
    from promptstudio.bench.ui.measure import Extent, measure, parts_of

    extent = Extent(seconds=seconds, curves=curves, repeats=repeats, workspace=workspace)
    lines = measure(parts_of(only), extent)
    chosen = f" --only {only}" if only else ""
    command = f"promptstudio bench ui{chosen} --seconds {seconds:g} --curves {curves}"
    _print(f"{command} --repeats {repeats}", lines, to)


@app.command()
def study(
    name: Annotated[str, typer.Argument(help="A study file or a built-in study's name.")],
    *,
    stored: Annotated[
        Path | None, typer.Option(help="Read the study from this folder; do not run it.")
    ] = None,
    table: Annotated[
        list[str] | None, typer.Option(help="Only this table, such as leaderboard; repeatable.")
    ] = None,
    to: To = None,
) -> None:
    """Run a study and tell scores, gains, costs and time."""
    from promptstudio.bench.study import measure
    from promptstudio.planning import find_study

    chosen = "".join(f" --table {key}" for key in table or ())
    lines = measure(find_study(name), stored=stored, keys=table or ())
    _print(f"promptstudio bench study {name}{chosen}", lines, to)


@app.command("import")
def import_file(
    *,
    megabytes: Annotated[int, typer.Option(min=1, help="Size of the CSV file.")] = 1000,
    to: To = None,
) -> None:
    """Measure memory and time of importing a large CSV file."""
    from promptstudio.bench.importing import measure

    lines = measure(megabytes=megabytes)
    _print(f"promptstudio bench import --megabytes {megabytes}", lines, to)


@app.command()
def memory(
    *,
    tokenizer: Annotated[
        Path | None, typer.Option(help="Folder of a tokenizer for the models; the sandbox's.")
    ] = None,
    to: To = None,
) -> None:
    """Compare the estimate of memory with what processes of several models take."""
    from promptstudio.bench.memory import measure

    _print("promptstudio bench memory", measure(tokenizer=tokenizer), to)


@app.command()
def steps(
    name: Annotated[str, typer.Argument(help="A study file or a built-in study's name.")],
    *,
    method: Annotated[str, typer.Option(help="The method to give more steps.")] = "prompt_tuning",
    long: Annotated[int, typer.Option(min=1, help="Many steps.")] = 2000,
    to: To = None,
) -> None:
    """Tell what part of its long-run score a method reaches in a study's steps."""
    from promptstudio.bench.steps import measure
    from promptstudio.planning import find_study

    lines = measure(find_study(name), method=method, long=long)
    _print(f"promptstudio bench steps {name} --method {method} --long {long}", lines, to)
