"""The memory of the window's process, which never loads torch."""

import json
import tempfile
from pathlib import Path

from promptstudio.bench.ui.process import in_window
from promptstudio.bench.ui.readings import Reading
from promptstudio.core.errors import PromptStudioError

TARGET_MB = 350


def measure(*, curves: int, workspace: Path | None = None) -> list[Reading]:
    """Return the resident memory once opened, after all pages were visited, and while drawing.

    Raises
    ------
    PromptStudioError
        If the window's process has loaded torch, or draws no curves.
    """
    with tempfile.TemporaryDirectory(prefix="promptstudio-") as folder:
        told = json.loads(in_window("memory", str(workspace or folder), str(curves)))
    if told["torch"]:
        raise PromptStudioError("The window's process has loaded torch, which it never should.")
    if told["curves"] < curves:
        raise PromptStudioError(
            f"Only {told['curves']} of {curves} curves were drawn when the memory was looked at. "
            "The machine is too busy for this measurement; try again when it is idle."
        )
    names = {
        "opened": "memory of the window's process, opened",
        "visited": "all pages visited",
        "drawing": f"with {curves} live curves",
    }
    return [Reading(what, told[key], "MB", TARGET_MB) for key, what in names.items()]
