"""Exports a prompt from the command line."""

from pathlib import Path

from promptstudio.cli.headless import open_store
from promptstudio.cli.tables import print_table
from promptstudio.takeaway import take_away


def export(run: str, workspace: Path, wanted: str, to: Path, *, overwrite: bool) -> None:
    """Write a run's prompt and tell what was written."""
    with open_store(workspace) as reader:
        result = take_away(reader, run, wanted, to, workspace=workspace, overwrite=overwrite)
    rows = [(path.name, str(path.stat().st_size)) for path in result.files]
    print_table(f"Exported to {result.folder}", ("file", "bytes"), rows)
