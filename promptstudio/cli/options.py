"""Options that several commands take."""

from pathlib import Path
from typing import Annotated

import typer

from promptstudio.core.paths import default_workspace

Workspace = Annotated[
    Path,
    typer.Option(
        "--workspace",
        help="Folder with the store promptstudio.db and your own task cards.",
        default_factory=default_workspace,
        show_default="your data folder",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
Offline = Annotated[
    bool,
    typer.Option("--offline", help="Open no connection; take models and data from the cache."),
]
ExportFormat = Annotated[str, typer.Option("--format", help="peft, safetensors or npz.")]
ExportTo = Annotated[Path, typer.Option("--to", help="Folder to write.")]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace an earlier export.")]
ReadItBack = Annotated[
    bool | None,
    typer.Option(
        "--verify/--no-verify",
        help="Read it back and ask the model; done where the model is on this machine.",
    ),
]
