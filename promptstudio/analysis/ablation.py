"""What a setting does: runs that differ in one setting alone, compared in pairs."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any, NamedTuple

from promptstudio.analysis.intervals import Interval, mean_interval
from promptstudio.core.ids import canonical_json


class Trial(NamedTuple):
    """A scored run with its settings."""

    method: str
    target: str
    split_seed: int
    seed: int
    settings: Mapping[str, Any]
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """The mean difference in score that a value of a setting makes to a reference value.

    ``pairs`` runs differ in nothing else; the interval is Student's over targets and splits.
    The reference itself has a difference of 0 and no interval.
    """

    method: str
    setting: str
    value: Any
    reference: Any
    difference: float
    interval: Interval | None
    pairs: int


def effects(trials: Iterable[Trial]) -> tuple[Effect, ...]:
    """Return the effect of every setting that differs between runs of one method.

    The reference is the value of most runs, the first of equals.
    """
    by_method: dict[str, list[Trial]] = {}
    for trial in trials:
        by_method.setdefault(trial.method, []).append(trial)
    found: list[Effect] = []
    for method, own in by_method.items():
        varied = _varied(own)
        for name in varied:
            found += _effects_of(method, name, own, [other for other in varied if other != name])
    return tuple(found)


def setting_text(name: str) -> str:
    """Return the name of a setting as words."""
    return name.removeprefix("job.").replace("_", " ")


def value_text(value: object) -> str:
    """Return a value of a setting as a person types it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or value == "":
        return "none"
    return "+".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _varied(trials: Sequence[Trial]) -> list[str]:
    """Return the settings that have several values."""
    values: dict[str, set[str]] = {}
    for trial in trials:
        for name, value in trial.settings.items():
            values.setdefault(name, set()).add(canonical_json(value))
    return [name for name, known in values.items() if len(known) > 1]


def _effects_of(
    method: str, name: str, trials: Sequence[Trial], others: Sequence[str]
) -> list[Effect]:
    having = [trial for trial in trials if name in trial.settings]
    counts = Counter(canonical_json(trial.settings[name]) for trial in having)
    values = {canonical_json(trial.settings[name]): trial.settings[name] for trial in having}
    usual = max(counts, key=lambda key: counts[key])
    scores: dict[tuple[object, ...], dict[str, list[float]]] = {}
    for trial in having:
        rest = canonical_json([trial.settings.get(other) for other in others])
        key = (trial.target, trial.split_seed, trial.seed, rest)
        scores.setdefault(key, {}).setdefault(canonical_json(trial.settings[name]), []).append(
            trial.score
        )
    found = [_effect(method, name, values, usual, key, scores) for key in values]
    compared = [effect for effect in found if effect is not None]
    return compared if len(compared) > 1 else []


def _effect(
    method: str,
    name: str,
    values: Mapping[str, Any],
    usual: str,
    key: str,
    scores: Mapping[tuple[object, ...], Mapping[str, Sequence[float]]],
) -> Effect | None:
    units: dict[tuple[object, ...], list[float]] = {}
    for place, own in scores.items():
        if key in own and usual in own:
            units.setdefault(place[:2], []).append(fmean(own[key]) - fmean(own[usual]))
    if not units:
        return None
    means = [fmean(differences) for differences in units.values()]
    return Effect(
        method=method,
        setting=name,
        value=values[key],
        reference=values[usual],
        difference=fmean(means),
        interval=None if key == usual else mean_interval(means),
        pairs=sum(map(len, units.values())),
    )
