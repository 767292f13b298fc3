"""What a study will take of memory and time, before it runs. Loads no torch, writes nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from promptstudio.analysis.estimate_memory import MB, Memory
from promptstudio.analysis.estimate_time import Duration
from promptstudio.analysis.plan import Plan, plan_of
from promptstudio.core import system
from promptstudio.core.errors import BackboneError
from promptstudio.core.phrases import Phrase, phrases
from promptstudio.core.spec import StudySpec
from promptstudio.core.tables import Table
from promptstudio.forecast.expected import Expected, alike, device_of, expected
from promptstudio.methods.registry import methods
from promptstudio.planning import card_folders, prepare
from promptstudio.tasks.cards import load_catalogue

_MIB: Final = 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What is expected of a study.

    ``memory_bytes`` is the fullest moment, ``free_bytes`` what is free now on ``device``;
    ``fits`` compares them. ``seconds`` are the least and the most. All are None where the
    model's sizes, or the speed of its device, are not known; ``notes`` say why, and what the
    numbers rest on.
    """

    sentence: str
    plan: Plan
    device: str
    memory_bytes: int | None
    free_bytes: int | None
    fits: bool | None
    seconds: tuple[float, float] | None
    tables: tuple[Table, ...]
    notes: tuple[str, ...]


def forecast(study: StudySpec, workspace: Path) -> Forecast:
    """Tell how much memory and time a study will take. It may take a second.

    Raises
    ------
    ConfigError
        If a method, a setting, a task or a folder of the study is unknown.
    TaskError
        If a task's card or data can not be used.
    """
    prepared = prepare(study, workspace)
    cards, _ = load_catalogue(*card_folders(study, workspace))
    plan = plan_of(study, methods())
    specs = [job.spec for job in prepared.jobs]
    device = device_of(study.backbone.device)
    try:
        groups = [
            expected(key, jobs, cards, workspace, study.in_flight) for key, jobs in alike(specs)
        ]
    except BackboneError as error:
        return _unknown(plan, device, str(error))
    return _put_together(plan, device, groups)


def _free(device: str) -> int | None:
    """Return the free bytes of main memory or of a GPU; None if there is no such GPU."""
    if not device.startswith("cuda"):
        return system.memory()["available_mib"] * _MIB
    place, found = int(device.partition(":")[2]), system.gpus()
    return int(found[place]["free_mib"]) * _MIB if place < len(found) else None


def _put_together(plan: Plan, device: str, groups: Sequence[Expected]) -> Forecast:
    memory = max((group.memory for group in groups), key=lambda each: each.total)
    free = _free(memory.device)
    fits = None if free is None else memory.total <= free
    durations = [group.duration for group in groups if group.duration is not None]
    whole = _sum(durations) if len(durations) == len(groups) else None
    notes = [*_said(note for group in groups for note in group.notes)]
    if whole is None:
        notes.append(
            Phrase("Time: not known; nothing was measured on '{0}' in this workspace yet.", device)
        )
    else:
        notes += _said(each.basis for each in durations)
    if not fits:
        notes.append(_does_not_fit(memory, free))
    return Forecast(
        sentence=_sentence(plan, memory, whole),
        plan=plan,
        device=memory.device,
        memory_bytes=memory.total,
        free_bytes=free,
        fits=fits,
        seconds=None if whole is None else (whole.low, whole.high),
        tables=(_overview(plan, groups, whole, memory, free), memory.table()),
        notes=tuple(notes),
    )


def _unknown(plan: Plan, device: str, reason: str) -> Forecast:
    return Forecast(
        sentence=Phrase("{0}; memory and time are not known.", plan.sentence),
        plan=plan,
        device=device,
        memory_bytes=None,
        free_bytes=_free(device),
        fits=None,
        seconds=None,
        tables=(),
        notes=(reason,),
    )


def _sum(durations: Sequence[Duration]) -> Duration:
    return Duration(
        low=sum(each.low for each in durations),
        high=sum(each.high for each in durations),
        basis=durations[0].basis,
    )


def _said(notes: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(notes))


def _does_not_fit(memory: Memory, free: int | None) -> str:
    if free is None:
        return Phrase("There is no '{0}' on this machine.", memory.device)
    return Phrase(
        "Memory: about {0:,.0f} MB are needed on '{1}' and {2:,.0f} MB are free. Close other "
        "programs, or choose a smaller model, bfloat16, or shorter inputs.",
        memory.total / MB,
        memory.device,
        free / MB,
    )


def _sentence(plan: Plan, memory: Memory, duration: Duration | None) -> str:
    takes = Phrase("time not known") if duration is None else duration.words
    return Phrase("{0}; {1}; about {2:.1f} GB of memory.", plan.sentence, takes, memory.total / 1e9)


def _overview(
    plan: Plan,
    groups: Sequence[Expected],
    duration: Duration | None,
    memory: Memory,
    free: int | None,
) -> Table:
    tokens = sum(group.tokens.total for group in groups)
    rows = (
        (Phrase("runs"), f"{plan.runs:,}"),
        (Phrase("shared stages"), f"{plan.stages:,}"),
        (Phrase("steps"), f"{plan.steps:,}"),
        (Phrase("tokens through the model, thousand"), f"{tokens / 1e3:,.0f}"),
        (Phrase("time"), Phrase("not known") if duration is None else duration.words),
        (Phrase("memory, MB"), f"{memory.total / MB:,.0f}"),
        (Phrase("memory free now, MB"), Phrase("none") if free is None else f"{free / MB:,.0f}"),
    )
    return Table(
        key="forecast",
        title=Phrase("What the study takes"),
        columns=phrases("what", "how much"),
        rows=rows,
        notes=phrases("Tokens count in forward passes; a gradient is two."),
        numeric=frozenset({1}),
    )
