"""Runs that differ in their seed alone, summarised."""

import math
import statistics
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SeedGroup:
    """Scores of one method on one target. ``spread`` is the sample standard deviation."""

    method: str
    target_task: str
    runs: int
    scored: int
    mean: float | None
    spread: float | None
    best: float | None


def seed_groups(scores: Iterable[tuple[str, str, float | None]]) -> list[SeedGroup]:
    """Group (method, target task, score) by method and target, in order of appearance.

    A score of None (not finished) counts as a run but not into the mean.
    """
    groups: dict[tuple[str, str], list[float | None]] = {}
    for method, target, score in scores:
        groups.setdefault((method, target), []).append(score)
    return [_group(method, target, values) for (method, target), values in groups.items()]


def _group(method: str, target: str, values: list[float | None]) -> SeedGroup:
    known = [value for value in values if value is not None and math.isfinite(value)]
    return SeedGroup(
        method=method,
        target_task=target,
        runs=len(values),
        scored=len(known),
        mean=statistics.fmean(known) if known else None,
        spread=statistics.stdev(known) if len(known) > 1 else None,
        best=max(known, default=None),
    )


def score_text(mean: float | None, spread: float | None = None) -> str:
    """Return a score with its spread: ``"0.812 ± 0.014"``; a dash where there is none."""
    if mean is None:
        return "—"
    return f"{mean:.3f}" if spread is None else f"{mean:.3f} ± {spread:.3f}"
