"""How much memory and time the import of a large file takes."""

import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

_WORDS: Final = ("harbour", "walked", "slowly", "green", "letter", "never", "bridge", "answered")
_ROW_WORDS: Final = 60
_MEGABYTE: Final = 1_000_000

_IMPORT: Final = """
import json, resource, sys, time
from pathlib import Path
from promptstudio.tasks.importing.lengths import token_counter
from promptstudio.tasks.importing.steps import keep, understand
began = time.perf_counter()
found = understand(sys.argv[1], count_tokens=token_counter())
keep(found, Path(sys.argv[2]))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
rows = found.findings.splits["train"].rows
sys.stdout.write(json.dumps([rows, time.perf_counter() - began, peak / 1000]))
"""


def measure(*, megabytes: int) -> list[str]:
    """Import a CSV file of a size in a process of its own; return a table.

    The peak counts everything that the process holds, Python and libraries included. It is told
    in units of 1,000,000 bytes on Linux, whose kernel counts in kilobytes.
    """
    with tempfile.TemporaryDirectory(prefix="promptstudio-") as folder:
        path = Path(folder) / "large.csv"
        _write(path, megabytes * _MEGABYTE)
        size = path.stat().st_size / _MEGABYTE
        command = [sys.executable, "-c", _IMPORT, str(path), str(Path(folder) / "work")]
        done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
        rows, seconds, peak = json.loads(done.stdout)
    return [
        "| file, MB | rows | seconds | rows a second | peak memory, MB |",
        "|---:|---:|---:|---:|---:|",
        f"| {size:,.0f} | {rows:,} | {seconds:.0f} | {rows / seconds:,.0f} | {peak:,.0f} |",
    ]


def _write(path: Path, size: int) -> None:
    draw = random.Random(0)  # noqa: S311 - no secret
    with path.open("w", encoding="utf-8") as file:
        written, number = file.write("text,label\n"), 0
        while written < size:
            words = " ".join(draw.choices(_WORDS, k=_ROW_WORDS))
            written += file.write(f"{number} {words},{number % 2}\n")
            number += 1
