"""How near the estimate of memory comes to what processes really take, on the CPU."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from promptstudio.analysis.estimate_memory import MB, Asked, estimate_memory
from promptstudio.backbones.shape import BackboneShape, read_shape
from promptstudio.core.paths import resource
from promptstudio.core.spec import BackboneSpec

MADE: Final = ("t5-small", "t5-base", "decoder-only")
VIRTUAL: Final = (10, 100)
SIZES: Final = ((512, 40), (1024, 200))
"""Token budgets of a micro-batch, and input lengths."""
_OUTPUTS: Final = 2
_CANDIDATES: Final = 2
_HEAD: Final = (
    "| model | parameters, million | virtual tokens | input tokens | token budget "
    "| estimated, MB | measured, MB | ratio |"
)
_MODULE: Final = "promptstudio.bench.memory_step"


def measure(*, tokenizer: Path | None = None, models: tuple[str, ...] = MADE) -> list[str]:
    """Return a table of estimated and measured peaks.

    Every measurement is a process of its own that loads the model, answers two micro-batches
    of gradients and scores as many rows. The models besides the sandbox have random weights.
    """
    lines = [_HEAD, "|---|---:|---:|---:|---:|---:|---:|---:|"]
    ratios: list[float] = []
    for name, source in _sources(models, tokenizer or resource("sandbox/model")):
        shape = read_shape(BackboneSpec(source=source))
        for virtual in VIRTUAL:
            for budget, inputs in SIZES:
                estimated, peak = compare(shape, source, virtual, inputs, budget)
                ratios.append(estimated / peak)
                lines.append(
                    f"| {name} | {shape.parameters / 1e6:,.1f} | {virtual} | {inputs} | {budget} | "
                    f"{estimated / MB:,.0f} | {peak / MB:,.0f} | {ratios[-1]:.2f} |"
                )
    summary = f"Ratios of estimated to measured: {min(ratios):.2f} to {max(ratios):.2f}."
    return [*lines, "", summary]


def compare(
    shape: BackboneShape, source: str, virtual: int, inputs: int, budget: int
) -> tuple[int, int]:
    """Return the estimated and the measured peak of one setting, in bytes."""
    asked = Asked(virtual=virtual, inputs=inputs, outputs=_OUTPUTS, candidates=_CANDIDATES)
    values = {
        "source": source,
        "virtual": virtual,
        "inputs": inputs,
        "outputs": _OUTPUTS,
        "candidates": _CANDIDATES,
        "budget": budget,
    }
    return estimate_memory(shape, asked, budget=budget).total, int(
        _child("use", json.dumps(values))
    )


def _sources(models: tuple[str, ...], tokenizer: Path) -> Iterator[tuple[str, str]]:
    """Go through models: name and source. Each is deleted once the next is asked for."""
    yield "sandbox", "sandbox"
    for name in models:
        with _made(name, tokenizer) as folder:
            yield name, str(folder)


@contextmanager
def _made(name: str, tokenizer: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="promptstudio-") as parent:
        folder = Path(parent) / name
        _child("make", name, str(folder), str(tokenizer))
        yield folder


def _child(*arguments: str) -> str:
    command = [sys.executable, "-m", _MODULE, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    return done.stdout
