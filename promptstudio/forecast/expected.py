"""What jobs with one backbone are expected to take, from its files and from past runs."""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from promptstudio.analysis.estimate_memory import Memory, estimate_memory
from promptstudio.analysis.estimate_time import (
    Duration,
    Stretch,
    matrix_rate,
    measured_duration,
    rough_duration,
    spent_tokens,
    tokens_per_second,
)
from promptstudio.analysis.estimate_work import Tokens, largest_question, total_work
from promptstudio.backbones.shape import BackboneShape, model_folder, shape_of
from promptstudio.core import system
from promptstudio.core.errors import StoreError
from promptstudio.core.phrases import Phrase
from promptstudio.core.spec import BackboneSpec, JobSpec
from promptstudio.forecast.tasks import Lengths
from promptstudio.methods.registry import methods
from promptstudio.store.queries import RunReader
from promptstudio.supervisor import STORE_NAME
from promptstudio.tasks.cards import TaskCard


class Expected(NamedTuple):
    """Jobs that share a backbone, shots and wording, and what is expected of them."""

    memory: Memory
    tokens: Tokens
    duration: Duration | None
    notes: tuple[str, ...]


def alike(specs: Sequence[JobSpec]) -> list[tuple[BackboneSpec, list[JobSpec]]]:
    """Bring together the jobs that share a backbone, shots, the drawing of rows and wording."""

    def key(spec: JobSpec) -> tuple[str, str]:
        drawn = (spec.shots, spec.source_shots, spec.split_rule, spec.text.model_dump_json())
        return spec.backbone.model_dump_json(), str(drawn)

    grouped = groupby(sorted(specs, key=key), key)
    return [(jobs[0].backbone, jobs) for jobs in (list(members) for _, members in grouped)]


def expected(
    backbone: BackboneSpec,
    jobs: Sequence[JobSpec],
    cards: Mapping[str, TaskCard],
    workspace: Path,
    runs: int,
) -> Expected:
    """Tell what jobs with one backbone will take; ``runs`` of them are in flight at once.

    Raises
    ------
    BackboneError
        If this machine does not have the model, or its files are broken.
    TaskError
        If the first rows of a task can not be read.
    """
    folder = model_folder(backbone)
    shape = shape_of(folder, name=backbone.source)
    device = device_of(backbone.device)
    lengths = Lengths(folder)
    read = {task: spec for spec in jobs for task in spec.tasks}
    facts = {task: lengths.facts(cards[task], spec) for task, spec in read.items()}
    asked = largest_question(jobs, methods(), facts, runs=runs)
    tokens = total_work(jobs, methods(), facts, causal=shape.kind == "decoder-only")
    guessed = {what: task for task, found in facts.items() for what in found.guessed}
    notes = tuple(
        Phrase(
            "The {0} of some tasks, '{1}' among them, are not known here; they are assumed.",
            what,
            task,
        )
        for what, task in sorted(guessed.items())
    )
    return Expected(
        memory=estimate_memory(shape, asked, dtype=backbone.dtype, device=device),
        tokens=tokens,
        duration=_duration(shape, backbone, tokens, device, workspace),
        notes=notes,
    )


def _duration(
    shape: BackboneShape, backbone: BackboneSpec, tokens: Tokens, device: str, workspace: Path
) -> Duration | None:
    stretches = _recorded(backbone, device, workspace)
    rate = tokens_per_second(stretches)
    if rate is not None:
        return measured_duration(tokens, rate, len(stretches))
    return rough_duration(tokens, shape, _machine_rate()) if device == "cpu" else None


def _recorded(backbone: BackboneSpec, device: str, workspace: Path) -> list[Stretch]:
    """Return when finished jobs of the workspace ran and how many tokens they sent."""
    path = workspace / STORE_NAME
    if not path.exists():
        return []
    try:
        with RunReader(path) as reader:
            found = reader.recent_costs(
                backbone=backbone.source, dtype=backbone.dtype, device=device
            )
    except StoreError:  # a store that can not be read is told where it is opened
        return []
    return [
        Stretch(
            each.started.timestamp(),
            each.ended.timestamp(),
            spent_tokens(each.cost, each.test_rows),
        )
        for each in found
    ]


@cache
def _machine_rate() -> float:
    return matrix_rate()


def device_of(name: str) -> str:
    """Return the device that a worker will choose, as torch calls it."""
    if name != "auto":
        return f"{name}:0" if name == "cuda" else name
    has_cuda = "+cpu" not in version("torch") and bool(system.gpus())
    return "cuda:0" if has_cuda else "cpu"
