"""Exports prompts of runs and of the library, and verifies what was written."""

from pathlib import Path
from tempfile import TemporaryDirectory

import typer

from promptstudio.cli.headless import open_store
from promptstudio.cli.tables import print_table
from promptstudio.core.errors import BackboneError, ConfigError
from promptstudio.core.questions import ReadBack, Verified, Verify
from promptstudio.export.context import ExportResult
from promptstudio.prompts import StoredPrompts
from promptstudio.supervisor import STORE_NAME
from promptstudio.takeaway import (
    is_here,
    prompt_verification,
    take_away,
    take_away_prompt,
    verification,
)


def export(
    run: str, workspace: Path, wanted: str, to: Path, *, overwrite: bool, verify: bool | None
) -> int:
    """Write a run's prompt and tell what was written; return 1 if it does not match.

    With ``verify`` None it is verified where that can be done on this machine.
    """
    with open_store(workspace) as reader, TemporaryDirectory() as folder:
        result = take_away(reader, run, wanted, to, workspace=workspace, overwrite=overwrite)
        _tell(result)
        if verify is False:
            return 0
        library = StoredPrompts(workspace / STORE_NAME, Path(folder))
        question = verification(reader, run, result, file=library.file)
        return _verify(question, is_wanted=verify is True)


def export_prompt(
    name: str,
    workspace: Path,
    wanted: str,
    to: Path,
    *,
    backbone: str | None,
    overwrite: bool,
    verify: bool | None,
) -> int:
    """Write a prompt of the library as `export` does; a run's prompt is exported with its run."""
    with TemporaryDirectory() as folder:
        library = StoredPrompts(workspace / STORE_NAME, Path(folder))
        entry = library.find(name)
        if not entry.can_change:
            if backbone is not None:
                raise ConfigError(f"The prompt '{entry.name}' has the model of its run.")
            run = entry.origin.removeprefix("run ")
            return export(run, workspace, wanted, to, overwrite=overwrite, verify=verify)
        model = None if backbone is None else entry.for_model(backbone)
        data = library.data(entry.prompt_id)
        result = take_away_prompt(entry, data, wanted, to, backbone=model, overwrite=overwrite)
        _tell(result)
        if verify is False:
            return 0
        question = prompt_verification(entry, result, backbone=model, file=library.file)
        return _verify(question, is_wanted=verify is True)


def _tell(result: ExportResult) -> None:
    rows = [(path.name, str(path.stat().st_size)) for path in result.files]
    print_table(f"Exported to {result.folder}", ("file", "bytes"), rows)


def _verify(question: Verify | ReadBack, *, is_wanted: bool) -> int:
    if isinstance(question, Verify) and not is_wanted and not is_here(question.backbone):
        typer.echo(f"not verified: the model '{question.backbone.source}' is not on this machine.")
        return 0
    try:
        found = _answer(question)
    except BackboneError as error:
        if is_wanted:
            raise
        typer.echo(f"not verified: {error}")
        return 0
    typer.echo(f"{'verified' if found.matches else 'does not match'}: {found.sentence}")
    return 0 if found.matches else 1


def _answer(question: Verify | ReadBack) -> Verified:
    from promptstudio.backbones.loader import load_backbone  # loads torch
    from promptstudio.engine.verification import read_back, verify

    if isinstance(question, ReadBack):
        return read_back(question)
    anywhere = question.backbone.model_copy(update={"device": "auto"})
    return verify(question, load_backbone(anywhere))
