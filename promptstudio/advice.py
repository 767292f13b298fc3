"""What to know of a study before it runs, each with the change that mends it where one is known."""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final

from pydantic import ValidationError

from promptstudio.analysis.plan import planned_jobs
from promptstudio.analysis.verdicts import fewest_pairs
from promptstudio.core.advice import Advice
from promptstudio.core.declaration import MethodInfo
from promptstudio.core.devices import has_device
from promptstudio.core.errors import ConfigError, PromptStudioError, TaskError
from promptstudio.core.expansion import plan_steps
from promptstudio.core.phrases import Phrase, counted, joined
from promptstudio.core.settings import explain
from promptstudio.core.spec import MethodSpec, StudySpec
from promptstudio.core.sweeps import config_variants, entry_names
from promptstudio.tasks.cards import TaskCard
from promptstudio.tasks.preflight import check_study

_FEWER_SHOTS: Final = (128, 64, 32, 16, 8, 4, 2, 1)
_EVALUATIONS: Final = 5
"""Scorings of a run that the advice asks for."""


def advice(
    study: StudySpec,
    methods: Mapping[str, MethodInfo],
    cards: Mapping[str, TaskCard],
    devices: Collection[str] | None = None,
) -> tuple[Advice, ...]:
    """Look a study over; what stops it stands first and alone.

    Rows are counted as `check_study` does, which may take a second for large files. ``devices``
    are those of the machine, every GPU by its number; None where they are not known.
    """
    stops = (*_stops(study, methods, cards), *_without_device(study, devices))
    if stops:
        return stops
    return (
        *_pairs(study, methods),
        *_without_baseline(study, methods),
        *_without_control(study, methods),
        *_scored_once(study, methods),
        *_unlike_lengths(study, methods),
        *_unrelated(study, cards),
        *_fetched(study, cards),
    )


def _stops(
    study: StudySpec, methods: Mapping[str, MethodInfo], cards: Mapping[str, TaskCard]
) -> Iterator[Advice]:
    lost = [task for task in (*study.source_tasks, *study.target_tasks) if task not in cards]
    if lost:
        yield Advice("stop", Phrase("There is no task card for {0}.", _listed(lost)))
        return
    if not study.source_tasks and not study.sweep.get("source_tasks"):
        needy = [spec for spec in study.methods if methods[spec.key].uses_sources]
        if needy:
            yield _without_sources(study, needy, methods)
            return
    try:
        planned_jobs(study, methods)
        check_study(study, cards)
    except ConfigError as error:
        yield Advice("stop", str(error))
    except TaskError as error:
        yield Advice("stop", str(error), *_mended(study, cards))


def _without_sources(
    study: StudySpec, needy: list[MethodSpec], methods: Mapping[str, MethodInfo]
) -> Advice:
    titles = [spec.label or methods[spec.key].title for spec in needy]
    rest = tuple(spec for spec in study.methods if spec not in needy)
    fix = _changed(study, methods=rest) if rest else None
    one = Phrase("{0} learns from source tasks, and no source task is ticked.", _listed(titles))
    several = Phrase("{0} learn from source tasks, and no source task is ticked.", _listed(titles))
    sentence = one if len(titles) == 1 else several
    return Advice("stop", sentence, fix, Phrase("Leave out") if fix else "")


def _without_device(study: StudySpec, devices: Collection[str] | None) -> Iterator[Advice]:
    """Name what the study is to run on and the machine lacks."""
    if devices is None:
        return
    backbone, swept = study.backbone, study.sweep.get("backbone.device")
    lost = [name for name in map(str, swept or [backbone.device]) if not has_device(devices, name)]
    if lost:
        told = Phrase(
            "This machine has no device {0}. It has {1}.", _listed(lost), ", ".join(devices)
        )
        auto = _changed(study, backbone=backbone.model_copy(update={"device": "auto"}))
        fix = (None, "") if swept else (auto, Phrase("Use auto"))
        yield Advice("stop", told, *fix)
        return
    has_gpu = backbone.device.startswith("cuda") or (
        backbone.device == "auto" and has_device(devices, "cuda")
    )
    if backbone.quantization != "none" and not has_gpu and not swept:
        whole = _changed(study, backbone=backbone.model_copy(update={"quantization": "none"}))
        told = Phrase(
            "Weights in {0} need a CUDA device, and this study would run without one.",
            backbone.quantization,
        )
        yield Advice("stop", told, whole, Phrase("Do not quantize"))


def _mended(study: StudySpec, cards: Mapping[str, TaskCard]) -> tuple[StudySpec | None, str]:
    """Return the study with the most shots, or with label words, under which its tasks fit."""
    words = _changed(study, text=study.text.model_copy(update={"label_words": "natural"}))
    if study.text.label_words != "natural" and _fits(words, cards):
        return words, Phrase("Use natural label words")
    for shots in _FEWER_SHOTS:
        source = min(shots, study.source_shots) if study.source_shots else study.source_shots
        fewer = _changed(study, shots=min(shots, study.shots or shots), source_shots=source)
        if fewer != study and _fits(fewer, cards):
            return fewer, counted(shots, "Use 1 shot", "Use {0} shots")
    return None, ""


def _fits(study: StudySpec, cards: Mapping[str, TaskCard]) -> bool:
    try:
        check_study(study, cards)
    except PromptStudioError:
        return False
    return True


def _pairs(study: StudySpec, methods: Mapping[str, MethodInfo]) -> Iterator[Advice]:
    """Count the pairs of runs that the comparisons with the baseline rest on."""
    baselines = {name for name, info in _entries(study, methods) if info.is_baseline}
    labels = {job.label for job in planned_jobs(study, methods) if job.spec.kind == "run"}
    compared = len(labels) - 1
    if not baselines or compared < 1:
        return
    samples = study.split_seeds or study.seeds
    pairs, needed = len(study.target_tasks) * len(samples), fewest_pairs(compared)
    if pairs >= needed:
        return
    wanted = math.ceil(needed / len(study.target_tasks))
    name = "split_seeds" if study.split_seeds else "seeds"
    fix = _changed(study, **{name: _extended(samples, wanted)})
    label = Phrase("Use {0} seeds", wanted)
    if study.split_seeds:
        label = Phrase("Use {0} split seeds", wanted)
    family = Phrase("with {0} comparisons, {1}", compared, needed) if compared > 1 else needed
    sentence = Phrase(
        "Methods are compared over {0} of runs (targets times samples); {1} are needed before a "
        "test can reach 0.05, whatever the scores.",
        counted(pairs, "1 pair", "{0:,} pairs"),
        family,
    )
    yield Advice("warning", sentence, fix, label)


def _extended(seeds: tuple[int, ...], wanted: int) -> tuple[int, ...]:
    more = (seed for seed in range(wanted + max(seeds) + 1) if seed not in seeds)
    return (*seeds, *(next(more) for _ in range(wanted - len(seeds))))


def _without_baseline(study: StudySpec, methods: Mapping[str, MethodInfo]) -> Iterator[Advice]:
    chosen = [info for _, info in _entries(study, methods)]
    baseline = next((info for info in methods.values() if info.is_baseline), None)
    if baseline is None or any(info.is_baseline for info in chosen):
        return
    fix = _changed(study, methods=(MethodSpec(key=baseline.key), *study.methods))
    yield Advice(
        "warning",
        Phrase("Gains are over '{0}', which is not ticked, so none can be told.", baseline.title),
        fix,
        Phrase("Tick {0}", baseline.title),
    )


def _without_control(study: StudySpec, methods: Mapping[str, MethodInfo]) -> Iterator[Advice]:
    """Name a control that trains nothing, as it costs next to nothing."""
    if any(spec.control or methods[spec.key].is_control for spec in study.methods):
        return
    cheap = (info for info in methods.values() if info.is_control and not info.uses_sources)
    control = next((i for i in cheap if not any(stage.steps for stage in i.stages)), None)
    if control is None:
        return
    fix = _changed(study, methods=(*study.methods, MethodSpec(key=control.key)))
    yield Advice(
        "note",
        Phrase(
            "No control is ticked. '{0}' tells what scores mean and trains nothing.", control.title
        ),
        fix,
        Phrase("Tick {0}", control.title),
    )


def _scored_once(study: StudySpec, methods: Mapping[str, MethodInfo]) -> Iterator[Advice]:
    every = study.evaluation.every
    short: dict[str, int] = {}
    for (name, info), spec in zip(_entries(study, methods), study.methods, strict=True):
        for config, label in config_variants(spec, info, name):
            steps = plan_steps(info, config)
            tuned = [steps[s.key] for s in info.active_stages(config) if s.scope != "source"]
            if tuned and 0 < tuned[-1] <= every:
                short[label] = tuned[-1]
    if not short:
        return
    wanted = max(1, min(short.values()) // _EVALUATIONS)
    fix = _changed(study, evaluation=study.evaluation.model_copy(update={"every": wanted}))
    yield Advice(
        "warning",
        Phrase(
            "{0}: only the last prompt is scored, because prompts are scored {1} and there are "
            "no more than {2:,}.",
            _listed(short),
            counted(every, "at every step", "every {0:,} steps"),
            max(short.values()),
        ),
        fix,
        counted(wanted, "Score every step", "Score every {0:,} steps"),
    )


def _unlike_lengths(study: StudySpec, methods: Mapping[str, MethodInfo]) -> Iterator[Advice]:
    lengths = {
        info.prompt_size(config).virtual_tokens
        for (name, info), spec in zip(_entries(study, methods), study.methods, strict=True)
        if not info.is_control
        for config, _ in config_variants(spec, info, name)
    }
    if len(lengths - {0}) > 1:
        told = ", ".join(str(length) for length in sorted(lengths - {0}))
        yield Advice(
            "note",
            Phrase(
                "Prompts have different lengths ({0} virtual tokens); part of a difference between "
                "methods may be due to that.",
                told,
            ),
        )


def _unrelated(study: StudySpec, cards: Mapping[str, TaskCard]) -> Iterator[Advice]:
    """Name targets that no source can help, where relations are known."""
    without = []
    for target in study.target_tasks:
        known = [cards[target].related.get(source) for source in study.source_tasks]
        if known and all(relation in ("unrelated", "adversarial") for relation in known):
            without.append(cards[target].title)
    if without:
        yield Advice(
            "note",
            Phrase(
                "No source task is related to {0}: a control, where transfer should not help.",
                _listed(without),
            ),
        )


def _fetched(study: StudySpec, cards: Mapping[str, TaskCard]) -> Iterator[Advice]:
    tasks = (*study.source_tasks, *study.target_tasks)
    distant = [task for task in tasks if cards[task].source.type == "hub"]
    if distant:
        unsure = [cards[task].title for task in distant if cards[task].origin == "hub"]
        told = [
            Phrase(
                "Rows of {0} come from the hub: runs begin by fetching what is not on this "
                "machine.",
                counted(len(distant), "1 task", "{0:,} tasks"),
            ),
            *([Phrase("Not verified there yet: {0}.", _listed(unsure))] if unsure else []),
        ]
        yield Advice("note", joined(" ", told))


def _entries(
    study: StudySpec, methods: Mapping[str, MethodInfo]
) -> Iterator[tuple[str, MethodInfo]]:
    names = entry_names(study, methods)
    return ((n, methods[spec.key]) for n, spec in zip(names, study.methods, strict=True))


def _changed(study: StudySpec, **values: Any) -> StudySpec:
    """Return a study with other values, checked.

    Raises
    ------
    ConfigError
        If they do not fit, which the callers rule out.
    """
    plain = {name: getattr(study, name) for name in type(study).model_fields}
    try:
        return StudySpec.model_validate(plain | values)
    except ValidationError as error:
        raise ConfigError(explain(error, "Study")) from error


def _listed(names: Iterable[str]) -> str:
    found = [f"'{name}'" for name in names]
    shown = found if len(found) < 5 else [*found[:3], Phrase("{0} more", len(found) - 3)]
    if len(shown) == 1:
        return shown[0]
    return Phrase("{0} and {1}", ", ".join(shown[:-1]), shown[-1])
