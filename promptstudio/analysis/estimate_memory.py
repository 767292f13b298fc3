"""How much memory a study will take, before a model is loaded: a sum of named parts.

``promptstudio bench memory`` compares it with what processes really took, and
``resources/backbones/MEMORY.md`` has its table.
"""

from dataclasses import dataclass
from typing import Final

from promptstudio.analysis.estimate_activations import (
    Batch,
    fitting,
    kept_bytes,
    passing_bytes,
    weight_copies,
)
from promptstudio.backbones.shape import BackboneShape
from promptstudio.core.phrases import Phrase, phrases
from promptstudio.core.tables import Table

MB: Final = 1_000_000
BYTES: Final = {"float32": 4, "bfloat16": 2}
TOKEN_BUDGET: Final = {"cpu": 1024, "mps": 4096, "cuda": 8192}
"""Padded tokens of a micro-batch: the defaults of `promptstudio.backbones.calibrate`."""
_LARGE_BUDGET: Final = 2048
_FAST_NUMBERS: Final = 10_000_000
"""A model of fewer numbers is so fast on a CPU that calibration may try the larger budget."""

_PROCESS: Final = 540 * MB
"""A worker before its first step, weights left out. Measured with torch 2.13 for CPUs on Linux:
424 to 442 MB with torch, transformers and a loaded model of 6 to 890 MB, and 104 MB for
scikit-learn, which the first scoring loads."""
_DEVICE_CONTEXT: Final = 500 * MB
"""What CUDA and its libraries take of a GPU's memory; not measured by us."""
_HOLES: Final = {"cpu": 0.8, "mps": 0.2, "cuda": 0.1}
"""What the allocator holds beside kept activations, in their size. On CPUs measured: results
that come and go leave holes between those that stay, and the C library's heap grew by 1.7 to 2
times what was kept. On GPUs torch's own allocator reuses blocks; its share is an allowance."""
_PRODUCT: Final = 1.5
"""What a Hessian-vector product keeps, in units of a gradient (measured on T5-small: 1.47)."""
_MOMENTS: Final = 3
"""Numbers for each number of a prompt: itself, and the two moments of AdamW."""
_STATES: Final = 3
"""A state stands several times: the present one, the next one, and the best one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The largest questions of a study.

    ``virtual`` tokens stand with the longest ``inputs``; ``outputs`` are the most tokens of an
    answer, ``candidates`` the most label words of a task (1: free text). ``prompts`` is how
    many prompts a run holds; ``runs`` are in flight at once. ``products`` tells whether any
    stage asks for Hessian-vector products.
    """

    virtual: int
    inputs: int
    outputs: int
    candidates: int = 1
    prompts: int = 1
    runs: int = 1
    products: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A named number of bytes."""

    name: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """The parts of an estimate, for the main memory (``cpu``) or that of a device."""

    device: str
    parts: tuple[Part, ...]

    @property
    def total(self) -> int:
        """All parts, in bytes."""
        return sum(part.size for part in self.parts)

    def table(self) -> Table:
        """Return every part in MB (1,000,000 bytes)."""
        rows = [(part.name, f"{part.size / MB:,.0f}") for part in self.parts]
        where = Phrase("main memory")
        if self.device != "cpu":
            where = Phrase("the memory of '{0}'", self.device)
        return Table(
            key="memory",
            title=Phrase("Memory"),
            columns=phrases("part", "MB"),
            rows=(*rows, (Phrase("together"), f"{self.total / MB:,.0f}")),
            notes=(Phrase("Estimated for {0}, at the fullest moment.", where),),
            numeric=frozenset({1}),
        )


def token_budget(shape: BackboneShape, device: str) -> int:
    """Return the largest token budget that calibration is expected to choose on a device.

    A GPU may get a larger one, up to where its memory ends; then it is halved.
    """
    kind = device.partition(":")[0]
    if kind == "cpu" and shape.parameters < _FAST_NUMBERS:
        return _LARGE_BUDGET
    return TOKEN_BUDGET[kind]


def estimate_memory(
    shape: BackboneShape,
    asked: Asked,
    *,
    dtype: str = "float32",
    device: str = "cpu",
    budget: int | None = None,
) -> Memory:
    """Add up what a study needs of memory at its fullest moment.

    Parameters
    ----------
    dtype
        The precision that the weights are used in: "float32" or "bfloat16".
    device
        "cpu", "mps", "cuda" or "cuda:N". Of a GPU its own memory is estimated.
    budget
        Padded tokens of a micro-batch; by default what `token_budget` expects.

    Returns
    -------
    Memory
        Training counts whole; scoring and loading count with what they need beyond it.
    """
    kind, element = device.partition(":")[0], BYTES[dtype]
    weights = shape.parameters * element
    training = _training(shape, asked, element, budget or token_budget(shape, device), kind)
    beyond = sum(part.size for part in training)
    scoring = _scoring(shape, asked, element, budget or token_budget(shape, device))
    prompts = _prompts(shape, asked)
    parts = [
        Part(Phrase("Python and its libraries"), _PROCESS)
        if kind != "cuda"
        else Part(Phrase("CUDA and its libraries"), _DEVICE_CONTEXT),
        Part(Phrase("Weights of the model"), weights),
        *(
            (Part(Phrase("Copy of the token embeddings"), 4 * shape.embedding),)
            if kind != "cuda"
            else ()
        ),
        Part(Phrase("Prompts and their optimisers"), prompts),
        *training,
        Part(Phrase("Scoring, beyond training"), max(0, scoring - beyond)),
    ]
    if kind == "cpu":
        loading = _loading(shape, dtype) - prompts - max(beyond, scoring)
        parts.append(Part(Phrase("Loading, beyond all that"), max(0, loading)))
    return Memory(device=device, parts=tuple(parts))


def _training(
    shape: BackboneShape, asked: Asked, element: int, budget: int, kind: str
) -> tuple[Part, ...]:
    batch = fitting(
        budget,
        virtual=asked.virtual,
        inputs=asked.inputs,
        outputs=asked.outputs,
        causal=shape.kind == "decoder-only",
    )
    factor = _PRODUCT if asked.products else 1.0
    kept = round(factor * kept_bytes(shape, batch, element))
    return (
        Part(Phrase("Activations kept for gradients"), kept),
        Part(
            Phrase("Weights copied for gradients"),
            round(factor * weight_copies(shape, batch, element)),
        ),
        Part(Phrase("Largest single operation"), passing_bytes(shape, batch, element)),
        Part(Phrase("Holes between activations"), round(_HOLES[kind] * kept)),
    )


def _scoring(shape: BackboneShape, asked: Asked, element: int, budget: int) -> int:
    """Return the bytes of scoring a micro-batch: one layer at a time, and all logits."""
    batch = fitting(
        budget,
        virtual=asked.virtual,
        inputs=asked.inputs,
        outputs=asked.outputs,
        candidates=asked.candidates,
        causal=shape.kind == "decoder-only",
    )
    return passing_bytes(shape, batch, element) + _layers_states(shape, batch, element)


def _layers_states(shape: BackboneShape, batch: Batch, element: int) -> int:
    """Return the bytes of the states between two layers: residual, normed, three projections."""
    return batch.pairs * batch.read * (2 * shape.width + 3 * shape.inner) * element


def _prompts(shape: BackboneShape, asked: Asked) -> int:
    numbers = asked.prompts * asked.virtual * shape.width
    return 4 * numbers * _MOMENTS * _STATES * asked.runs


def _loading(shape: BackboneShape, dtype: str) -> int:
    """Return what stands beside the weights while they are read.

    Weights in the precision of their file are used in place; others are converted one by one
    while the file is mapped.
    """
    return sum(size for word, size in shape.stored.items() if word != dtype)
