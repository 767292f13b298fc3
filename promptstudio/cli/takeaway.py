"""Exports a prompt from the command line, and verifies what was written."""

from pathlib import Path
from tempfile import TemporaryDirectory

import typer

from promptstudio.cli.headless import open_store
from promptstudio.cli.tables import print_table
from promptstudio.core.errors import BackboneError
from promptstudio.core.questions import Verified, Verify
from promptstudio.export.context import ExportResult
from promptstudio.prompts import StoredPrompts
from promptstudio.store.queries import RunReader
from promptstudio.supervisor import STORE_NAME
from promptstudio.takeaway import is_here, take_away, verification


def export(
    run: str, workspace: Path, wanted: str, to: Path, *, overwrite: bool, verify: bool | None
) -> int:
    """Write a run's prompt and tell what was written; return 1 if it does not match.

    With ``verify`` None it is verified where that can be done on this machine.
    """
    with open_store(workspace) as reader:
        result = take_away(reader, run, wanted, to, workspace=workspace, overwrite=overwrite)
        rows = [(path.name, str(path.stat().st_size)) for path in result.files]
        print_table(f"Exported to {result.folder}", ("file", "bytes"), rows)
        if verify is False:
            return 0
        with TemporaryDirectory() as folder:
            library = StoredPrompts(workspace / STORE_NAME, Path(folder))
            return _verify(reader, run, result, library, is_wanted=verify is True)


def _verify(
    reader: RunReader, run: str, result: ExportResult, library: StoredPrompts, *, is_wanted: bool
) -> int:
    question = verification(reader, run, result, file=library.file)
    if not is_wanted and not is_here(question.backbone):
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


def _answer(question: Verify) -> Verified:
    from promptstudio.backbones.loader import load_backbone  # loads torch
    from promptstudio.engine.verification import verify

    anywhere = question.backbone.model_copy(update={"device": "auto"})
    return verify(question, load_backbone(anywhere))
