"""The time from the start of a process until its window can be used."""

import tempfile
import time
from pathlib import Path
from statistics import median

from promptstudio.bench.ui.process import in_window
from promptstudio.bench.ui.readings import Reading
from promptstudio.store.queries import RunReader
from promptstudio.supervisor import STORE_NAME

TARGET_S = 0.8


def measure(*, times: int, workspace: Path | None = None) -> list[Reading]:
    """Return median times of opening a fresh workspace, and one with runs where it is given.

    The first start reads files into memory and keeps compiled modules; it is not counted.
    """
    _start_fresh()
    fresh = median(_start_fresh() for _ in range(times))
    readings = [_reading(f"process start to usable window, median of {times}", fresh)]
    if workspace is not None:
        filled = median(_start(workspace) for _ in range(times))
        with RunReader(workspace / STORE_NAME) as reader:
            count = len(reader.runs())
        readings.append(_reading(f"the same with {count} runs in the workspace", filled))
    return readings


def _reading(what: str, seconds: float) -> Reading:
    return Reading(what, seconds, "s", TARGET_S, digits=2)


def _start_fresh() -> float:
    with tempfile.TemporaryDirectory(prefix="promptstudio-") as folder:
        return _start(Path(folder))


def _start(workspace: Path) -> float:
    began = time.time()
    return float(in_window("start", str(workspace))) - began
