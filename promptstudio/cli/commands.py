"""Every command but the one without a name, which opens the window."""

from pathlib import Path
from typing import Annotated

import typer

from promptstudio.cli import bench, doctor, headless, listing, prompts, similarity, takeaway, tasks
from promptstudio.cli.options import (
    ExportFormat,
    ExportTo,
    Json,
    Offline,
    Overwrite,
    ReadItBack,
    Workspace,
)
from promptstudio.core.errors import ConfigError
from promptstudio.core.offline import go_offline
from promptstudio.core.system import qt_problem

app = typer.Typer()
app.add_typer(bench.app, name="bench")
app.add_typer(tasks.app, name="tasks")
app.add_typer(prompts.app, name="prompts")
app.command("try")(prompts.try_prompts)

RunName = Annotated[str, typer.Argument(metavar="RUN", help="A run's id or its beginning.")]


@app.command("run")
def run_study(
    study: Annotated[
        str,
        typer.Argument(
            help="A study file (TOML), a built-in study's name, or - for standard input."
        ),
    ],
    workspace: Workspace,
    *,
    device: Annotated[str | None, typer.Option(help="auto, cpu, cuda, cuda:N or mps.")] = None,
    seed: Annotated[int | None, typer.Option(help="Run with this one seed.")] = None,
    in_process: Annotated[
        bool, typer.Option("--in-process", help="Train in this process.")
    ] = False,
    offline: Offline = False,
    as_json: Json = False,
) -> None:
    """Run a study without a window; the exit code is 0 only if every run finished."""
    if offline:
        go_offline()
    code = headless.run_study(
        study, workspace, device=device, seed=seed, in_process=in_process, as_json=as_json
    )
    raise typer.Exit(code)


@app.command("plan")
def plan_study(
    study: Annotated[str, typer.Argument(help="A study file (TOML) or a built-in study's name.")],
    workspace: Workspace,
    *,
    as_json: Json = False,
) -> None:
    """Tell what a study will take of memory and time; nothing is run or written."""
    from promptstudio.cli.plan import plan  # loads the tokenizers

    plan(study, workspace, as_json=as_json)


@app.command()
def resume(
    run: RunName,
    workspace: Workspace,
    *,
    in_process: Annotated[
        bool, typer.Option("--in-process", help="Train in this process.")
    ] = False,
    offline: Offline = False,
    as_json: Json = False,
) -> None:
    """Continue a run that was interrupted, cancelled or failed, from its last checkpoint."""
    if offline:
        go_offline()
    raise typer.Exit(headless.resume(run, workspace, in_process=in_process, as_json=as_json))


@app.command()
def runs(workspace: Workspace, *, as_json: Json = False) -> None:
    """List the runs in the store."""
    listing.runs(workspace, as_json=as_json)


@app.command()
def show(run: RunName, workspace: Workspace, *, as_json: Json = False) -> None:
    """Show one run: settings, scores, messages, prompts."""
    listing.show(run, workspace, as_json=as_json)


@app.command()
def screenshots(
    to: Annotated[Path, typer.Option(help="Folder for the pictures.")],
    *,
    of: Annotated[
        Path | None, typer.Option(help="Workspace to show; without it a study is run first.")
    ] = None,
    study: Annotated[str, typer.Option(help="Study file or built-in study.")] = "sandbox",
) -> None:
    """Save a picture of every page: light, dark, high contrast, small window, large text."""
    problem = qt_problem()
    if problem:
        raise ConfigError(problem)
    from promptstudio.bench.screens import take_pictures  # loads Qt

    typer.echo(f"{take_pictures(to, of, study)} pictures in {to}")


@app.command("compare")
def compare_methods(
    study: Annotated[str, typer.Argument(help="A stored study's name, id or its beginning.")],
    workspace: Workspace,
    *,
    table: Annotated[
        list[str] | None, typer.Option(help="Only this table, such as leaderboard; repeatable.")
    ] = None,
    to: Annotated[
        Path | None, typer.Option(help="Write to this file: .csv, .md, .tex or .html.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Compare a study's methods: leaderboard, gains, costs, transfer."""
    from promptstudio.cli.compare import compare  # loads the statistics

    compare(study, workspace, tables=table, to=to, as_json=as_json)


@app.command("transfer")
def show_transfer(
    table: Annotated[
        Path, typer.Argument(help="Table with source, target and score (JSONL or CSV).")
    ],
    *,
    model: Annotated[str | None, typer.Option(help="Only this model's scores.")] = None,
    families: Annotated[
        Path | None, typer.Option(help="Table with task and family (CSV or JSONL).")
    ] = None,
    to: Annotated[
        Path | None, typer.Option(help="Write to this file: .csv, .md, .tex or .html.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Show transfer scores measured elsewhere as a matrix of sources and targets."""
    from promptstudio.cli.transfer import transfer  # loads the statistics

    transfer(table, model, families=families, to=to, as_json=as_json)


@app.command()
def export(
    run: RunName,
    workspace: Workspace,
    *,
    export_format: ExportFormat = "peft",
    to: ExportTo,
    overwrite: Overwrite = False,
    verify: ReadItBack = None,
) -> None:
    """Take a run's prompt away; the exit code is 1 if what was written does not match it."""
    code = takeaway.export(run, workspace, export_format, to, overwrite=overwrite, verify=verify)
    raise typer.Exit(code)


@app.command("import")
def import_data(
    what: Annotated[
        str,
        typer.Argument(metavar="PATH_OR_ID", help="A file, a folder, or owner/name of the hub."),
    ],
    workspace: Workspace,
    *,
    name: Annotated[str | None, typer.Option(help="Name of the task.")] = None,
    template: Annotated[str | None, typer.Option(help="Such as 'review: {text}'.")] = None,
    labels: Annotated[
        str | None, typer.Option(help="Label words, such as 0=bad,1=good, in class order.")
    ] = None,
    label_column: Annotated[str | None, typer.Option(help="Column of the labels.")] = None,
    answer_column: Annotated[str | None, typer.Option(help="Column of the answers.")] = None,
    kind: Annotated[
        str | None, typer.Option(help="classification, generation or regression.")
    ] = None,
    metric: Annotated[str | None, typer.Option(help="Such as accuracy or macro_f1.")] = None,
    backbone: Annotated[
        Path | None, typer.Option(help="Folder of the model whose tokens are counted.")
    ] = None,
    max_tokens: Annotated[int, typer.Option(help="Tokens of an input that are not cut.")] = 256,
    dry_run: Annotated[bool, typer.Option(help="Tell what was understood and stop.")] = False,
    offline: Offline = False,
    as_json: Json = False,
) -> None:
    """Take own data or a data set of the hub in as a task."""
    if offline:
        go_offline()
    from promptstudio.cli.importing import import_data as take_in  # loads pyarrow

    changes = {
        "template": template,
        "labels": labels,
        "label_field": label_column,
        "answer_field": answer_column,
        "kind": kind,
        "metric": metric,
    }
    take_in(
        what,
        workspace,
        name=name,
        changes={key: value for key, value in changes.items() if value is not None},
        backbone=backbone,
        max_tokens=max_tokens,
        dry_run=dry_run,
        as_json=as_json,
    )


@app.command("similarity")
def compare_prompts(
    folder: Annotated[Path, typer.Argument(help="A folder with prompts as safetensors.")],
    *,
    measure: Annotated[
        list[str] | None,
        typer.Option(help="A measure's key, mean_token if none; may be repeated; all: every one."),
    ] = None,
    transfer: Annotated[
        Path | None, typer.Option(help="Table with source, target and score (JSONL or CSV).")
    ] = None,
    model: Annotated[str | None, typer.Option(help="Model, if the table holds several.")] = None,
    families: Annotated[
        Path | None, typer.Option(help="Table with task and family (CSV or JSONL).")
    ] = None,
    to_csv: Annotated[
        Path | None, typer.Option("--csv", help="File to write all similarities to.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Compare prompts with each other, and tell how well that predicts their transfer."""
    similarity.similarity(
        folder,
        measure or ["mean_token"],
        transfer=transfer,
        model=model,
        families=families,
        as_json=as_json,
        to_csv=to_csv,
    )


@app.command("doctor")
def run_doctor(workspace: Workspace, *, as_json: Json = False) -> None:
    """Check versions, device, memory, Qt and the store, and run a short self-test."""
    raise typer.Exit(doctor.examine(workspace, as_json=as_json))


@app.command(hidden=True)
def worker(spool: Annotated[Path, typer.Option()]) -> None:
    """Serve a supervisor over standard input and output."""
    from promptstudio.engine.worker import main  # loads torch

    raise typer.Exit(main(spool))


@app.command(hidden=True)
def importer(workspace: Workspace) -> None:
    """Take data in for the window, over standard input and output."""
    from promptstudio.tasks.importing.serving import main  # loads pyarrow

    raise typer.Exit(main(workspace))
