"""What kind of picture fits the numbers that a method reports, told by the names of its metrics."""

from collections.abc import Iterable
from typing import Final, Literal

import numpy as np

from promptstudio.analysis.curve_tables import number_text
from promptstudio.analysis.heat import HeatGrid, cell_of
from promptstudio.analysis.live import JobState
from promptstudio.analysis.series import Values
from promptstudio.core.phrases import phrases
from promptstudio.core.tables import Table

Shape = Literal["cells", "bars", "curves"]

_SURE_AFTER: Final = 3
"""Steps after which a metric that came once is taken for one that comes only once."""


def shape_of(job: JobState, prefix: str) -> Shape | None:
    """Return how the metrics ``prefix/...`` are drawn; None while nothing is known.

    ``prefix/row/column`` are cells of a heat map. Several values that were reported once, while
    the job has gone on, are bars. All others are curves.
    """
    names = job.metric_names(prefix)
    if not names:
        return None
    if any(cell_of(name) for name in names):
        return "cells"
    once = len(names) > 1 and all(len(job.numbers[name]) == 1 for name in names)
    if not once:
        return "curves"
    last = max(float(job.numbers[name].x[-1]) for name in names)
    has_gone_on = job.status.is_final or job.total_done >= last + _SURE_AFTER
    return "bars" if has_gone_on else None


def bars_of(job: JobState, prefix: str) -> list[tuple[str, float]]:
    """Return (name, value) of the metrics ``prefix/name``, the greatest first."""
    found = [(name.partition("/")[2], v) for name, v in job.values_at(prefix).items()]
    return sorted(found, key=lambda bar: -bar[1] if np.isfinite(bar[1]) else np.inf)


def gap_edges(job: JobState, prefix: str) -> tuple[Values, Values] | None:
    """Return ``prefix/after`` at the steps of ``prefix/before`` as lower and upper edge.

    The area between the two is what adaptation gains. None where one of them is missing.
    """
    before, after = job.numbers.get(f"{prefix}/before"), job.numbers.get(f"{prefix}/after")
    if before is None or after is None:
        return None
    beside = np.interp(before.x, after.x, after.y)
    return np.minimum(before.y, beside), np.maximum(before.y, beside)


def gap(job: JobState, prefix: str) -> float | None:
    """Return how much ``prefix/after`` lies below ``prefix/before`` where both were known last."""
    before, after = job.numbers.get(f"{prefix}/before"), job.numbers.get(f"{prefix}/after")
    if before is None or after is None:
        return None
    step = min(float(before.x[-1]), float(after.x[-1]))
    found = before.at(step) - after.at(step)
    return found if np.isfinite(found) else None


def bars_table(title: str, bars: Iterable[tuple[str, float]]) -> Table:
    """Return names with their values."""
    rows = tuple((name, number_text(value)) for name, value in bars)
    return Table(
        key="bars",
        title=title,
        columns=phrases("Name", "Value"),
        rows=rows,
        numeric=frozenset({1}),
    )


def grid_table(title: str, grid: HeatGrid) -> Table:
    """Return the cells of a heat map, coloured as it is; empty where nothing was reported."""
    values = tuple(
        tuple(None if np.isnan(value) else float(value) for value in row) for row in grid.values
    )
    rows = tuple(
        (name, *("" if value is None else number_text(value) for value in row))
        for name, row in zip(grid.rows, values, strict=True)
    )
    return Table(
        key="cells",
        title=title,
        columns=("", *grid.columns),
        rows=rows,
        numeric=frozenset(range(1, len(grid.columns) + 1)),
        values=values,
    )
