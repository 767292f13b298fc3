"""Lists the prompts of the library, takes prompts in and away, and tries prompts on a text."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from promptstudio.cli import takeaway
from promptstudio.cli.options import ExportFormat, ExportTo, Json, Overwrite, ReadItBack, Workspace
from promptstudio.cli.tables import number, print_json_line, print_table
from promptstudio.core.errors import ConfigError
from promptstudio.core.prompts import PromptEntry
from promptstudio.core.questions import Tried, Try
from promptstudio.core.settings import explain
from promptstudio.core.spec import BackboneSpec
from promptstudio.export.arrays import PROMPT, to_safetensors
from promptstudio.export.library import find_prompts
from promptstudio.prompts import StoredPrompts, take_in
from promptstudio.store.prompt_library import PromptShelf
from promptstudio.store.writer import RunWriter
from promptstudio.supervisor import SPOOL_NAME, STORE_NAME

NO_PROMPT = "no prompt"

app = typer.Typer(help="List the prompts of finished runs and the imported ones.")


@app.callback(invoke_without_command=True)
def listed(context: typer.Context, workspace: Workspace, *, as_json: Json = False) -> None:
    """List the prompts of finished runs and the imported ones, oldest first."""
    if context.invoked_subcommand is not None:
        named = {"workspace": str(workspace)}  # stands before the command, counts for it
        context.default_map = {context.invoked_subcommand: named}
        return
    _print(_library(workspace).entries(), as_json=as_json)


@app.command("import")
def import_prompts(
    workspace: Workspace,
    path: Annotated[
        Path, typer.Argument(help="A safetensors or npz file, a PEFT folder, or a folder of many.")
    ],
    *,
    as_json: Json = False,
) -> None:
    """Take prompts into the library."""
    with RunWriter(workspace / STORE_NAME, workspace / SPOOL_NAME) as writer:
        new = set(take_in(PromptShelf(writer), path))
    entries = [entry for entry in _library(workspace).entries() if entry.prompt_id in new]
    _print(entries, as_json=as_json)


@app.command("export")
def export_prompt(
    prompt: Annotated[str, typer.Argument(help="Identity or name in the library.")],
    workspace: Workspace,
    *,
    export_format: ExportFormat = "peft",
    to: ExportTo,
    backbone: Annotated[
        str | None, typer.Option(help="Folder or hub id of its model, where that is not known.")
    ] = None,
    overwrite: Overwrite = False,
    verify: ReadItBack = None,
) -> None:
    """Take a prompt away; the exit code is 1 if what was written does not match it."""
    code = takeaway.export_prompt(
        prompt,
        workspace,
        export_format,
        to,
        backbone=backbone,
        overwrite=overwrite,
        verify=verify,
    )
    raise typer.Exit(code)


def try_prompts(
    prompts: Annotated[
        list[str],
        typer.Argument(metavar="PROMPT...", help="Identity or name in the library, or a file."),
    ],
    workspace: Workspace,
    *,
    text: Annotated[str, typer.Option(help="The input, as the model reads it.")],
    labels: Annotated[str, typer.Option(help="Label words to score, such as good,bad.")] = "",
    backbone: Annotated[
        str | None, typer.Option(help="Folder or hub id; the first prompt's own where known.")
    ] = None,
    device: Annotated[str, typer.Option(help="auto, cpu, cuda, cuda:N or mps.")] = "auto",
    max_new_tokens: Annotated[int, typer.Option(min=1, max=512, help="Tokens to write.")] = 16,
    as_json: Json = False,
) -> None:
    """Show what the model says to a text under some prompts, and without one."""
    with TemporaryDirectory() as folder:
        library = StoredPrompts(workspace / STORE_NAME, Path(folder))
        files = {NO_PROMPT: ""}
        known: list[BackboneSpec] = []
        for name in prompts:
            file, own = _file(name, library, Path(folder))
            files[name] = str(file)
            known += [own] if own else []
        found = _answer(
            Try(
                backbone=_backbone(backbone, device, known),
                prompts=files,
                text=text,
                labels=_words(labels),
                max_new_tokens=max_new_tokens,
            )
        )
    _print_tried(found, as_json=as_json)


def _library(workspace: Path) -> StoredPrompts:
    return StoredPrompts(workspace / STORE_NAME, workspace / SPOOL_NAME)


def _file(name: str, library: StoredPrompts, folder: Path) -> tuple[Path, BackboneSpec | None]:
    """Return a prompt's file and, where it is known, the model that it was made for."""
    path = Path(name)
    if not path.exists():
        entry = library.find(name)
        return library.file(entry.prompt_id), entry.backbone
    found = find_prompts(path)
    if len(found) > 1:
        raise ConfigError(f"The folder '{path}' holds {len(found)} prompts. Name one of them.")
    file = folder / f"{len(list(folder.iterdir()))}.safetensors"
    file.write_bytes(to_safetensors({PROMPT: found[0].prompt.astype("float32")}))
    return file, None


def _backbone(source: str | None, device: str, known: Sequence[BackboneSpec]) -> BackboneSpec:
    chosen = known[0] if known else BackboneSpec()
    if source is not None:
        chosen = BackboneSpec(source=source)
    try:
        return BackboneSpec.model_validate({**chosen.model_dump(), "device": device})
    except ValidationError as error:
        raise ConfigError(explain(error, "Command line")) from error


def _words(labels: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in labels.split(",") if word.strip())


def _answer(question: Try) -> Tried:
    from promptstudio.backbones.loader import load_backbone  # loads torch
    from promptstudio.engine.questions import try_out

    return try_out(question, load_backbone(question.backbone))


def _print(entries: Sequence[PromptEntry], *, as_json: bool) -> None:
    if as_json:
        print_json_line({"prompts": [_facts(entry) for entry in entries]})
        return
    rows = [
        (
            entry.prompt_id,
            entry.name,
            entry.kind,
            f"{entry.num_virtual_tokens} x {entry.token_dim}",
            number(entry.norm),
            entry.origin,
        )
        for entry in entries
    ]
    print_table("Prompts", ("prompt", "name", "kind", "size", "norm", "origin"), rows)


def _facts(entry: PromptEntry) -> dict[str, Any]:
    backbone = entry.backbone.model_dump(mode="json") if entry.backbone else None
    return {**asdict(entry), "created": entry.created.isoformat(), "backbone": backbone}


def _print_tried(found: Tried, *, as_json: bool) -> None:
    if as_json:
        print_json_line(found.model_dump(mode="json"))
        return
    words = list(next(iter(found.outcomes.values())).probabilities)
    rows = [
        (name, *(f"{outcome.probabilities[word]:.3f}" for word in words), outcome.text)
        for name, outcome in found.outcomes.items()
    ]
    notes = ["The text was cut, because it is longer than the model's inputs."] if found.cut else []
    print_table("Tried", ("prompt", *words, "written"), rows, notes=notes)
