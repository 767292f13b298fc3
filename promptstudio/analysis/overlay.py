"""Curves of several runs on one axis, and as tables."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from promptstudio.analysis.run_lines import RunLine
from promptstudio.analysis.series import Values
from promptstudio.core.phrases import phrases
from promptstudio.core.tables import Table

Series = tuple[Sequence[int], Sequence[float]]


class NamedCurve(NamedTuple):
    """A curve with the title of its run."""

    job_id: str
    title: str
    x: Values
    y: Values


def curve_names(curves: Mapping[str, Mapping[str, Series]]) -> tuple[str, ...]:
    """Return the names of all curves of some runs, those of most runs first."""
    counts: dict[str, int] = {}
    for own in curves.values():
        for name in own:
            counts[name] = counts.get(name, 0) + 1
    return tuple(sorted(counts, key=lambda name: (-counts[name], not name.endswith("loss"), name)))


def curves_of(
    name: str, curves: Mapping[str, Mapping[str, Series]], titles: Mapping[str, str]
) -> tuple[NamedCurve, ...]:
    """Return the curve of one name of every run that has it."""
    return tuple(
        NamedCurve(job_id, titles[job_id], np.asarray(x, float), np.asarray(y, float))
        for job_id, own in curves.items()
        if name in own
        for x, y in (own[name],)
    )


def looks_of(runs: Sequence[RunLine]) -> dict[str, tuple[int, int]]:
    """Return the numbers of colour and dash of each run's curve.

    Runs of one method on one target share a colour, and their seeds differ in dashes. Where all
    are of one method and target, each has a colour of its own.
    """
    groups = list(dict.fromkeys((run.label, run.target) for run in runs))
    if len(groups) == 1:
        return {run.job_id: (place, 0) for place, run in enumerate(runs)}
    seen: Counter[tuple[str, str]] = Counter()
    looks = {}
    for run in runs:
        group = (run.label, run.target)
        looks[run.job_id] = (groups.index(group), seen[group])
        seen[group] += 1
    return looks


def overlay_table(name: str, curves: Sequence[NamedCurve]) -> Table:
    """Sum up every curve in a line."""
    return Table(
        key="curves",
        title=name,
        columns=phrases("run", "points", "last step", "first", "last", "least", "greatest"),
        rows=tuple(
            (
                curve.title,
                str(len(curve.x)),
                f"{curve.x[-1]:.0f}",
                *(f"{v:.4g}" for v in (curve.y[0], curve.y[-1])),
                *(f"{v:.4g}" for v in (np.nanmin(curve.y), np.nanmax(curve.y))),
            )
            for curve in curves
            if len(curve.x) and not np.isnan(curve.y).all()
        ),
        numeric=frozenset(range(1, 7)),
    )


def points_table(name: str, curves: Sequence[NamedCurve]) -> Table:
    """Return every point of every curve, to be written to a file."""
    return Table(
        key="curves",
        title=name,
        columns=("run", "title", "step", name),
        rows=tuple(
            (curve.job_id, curve.title, f"{x:.0f}", repr(y))
            for curve in curves
            for x, y in zip(curve.x.tolist(), curve.y.tolist(), strict=True)
        ),
        numeric=frozenset({2, 3}),
    )
