"""Takes the measurements of the window that are asked for, one after the other."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from promptstudio.bench.ui import late, memory, runs, series, start
from promptstudio.bench.ui.readings import Reading, table
from promptstudio.core.errors import ConfigError

PARTS: Final = ("start", "late", "series", "runs", "memory")


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How much is measured. ``workspace`` is one to open besides a fresh one; it is copied."""

    seconds: float = 30.0
    curves: int = 20
    repeats: int = 9
    workspace: Path | None = None


def parts_of(text: str) -> tuple[str, ...]:
    """Read names of measurements with commas between; an empty text means all.

    Raises
    ------
    ConfigError
        If there is no such measurement.
    """
    wanted = [word.strip() for word in text.split(",") if word.strip()]
    for word in wanted:
        if word not in PARTS:
            known = ", ".join(PARTS)
            raise ConfigError(f"There is no measurement '{word}'. Those of the window: {known}.")
    return tuple(part for part in PARTS if not wanted or part in wanted)


def measure(parts: Sequence[str], extent: Extent) -> list[str]:
    """Return a table of targets and measured numbers.

    Raises
    ------
    PromptStudioError
        If what is to be measured does not come about.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with _copied(extent.workspace) as workspace:
        readings: list[Reading] = []
        for part in parts:
            readings += _take(part, extent, workspace)
    notes = [late.NOTE] if "late" in parts else []
    return [*table(readings), *(line for note in notes for line in ("", note))]


def _take(part: str, extent: Extent, workspace: Path | None) -> list[Reading]:
    match part:
        case "start":
            return start.measure(times=extent.repeats, workspace=workspace)
        case "late":
            return late.measure(seconds=extent.seconds, curves=extent.curves)
        case "series":
            return series.measure()
        case "runs":
            return runs.measure(times=extent.repeats)
        case _:
            return memory.measure(curves=extent.curves, workspace=workspace)


@contextmanager
def _copied(workspace: Path | None) -> Iterator[Path | None]:
    """Give a copy of a workspace, so that nothing in it is changed."""
    if workspace is None:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="promptstudio-") as folder:
        place = Path(folder) / "workspace"
        shutil.copytree(workspace, place)
        yield place
