"""Heat maps from metrics named ``prefix/row/column``."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class HeatGrid:
    """Named rows and columns with values (rows, columns); NaN where nothing was reported."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: NDArray[np.float64]


def cell_of(name: str) -> tuple[str, str, str] | None:
    """Split ``prefix/row/column``; None where a metric's name has another shape."""
    parts = name.split("/")
    return (parts[0], parts[1], parts[2]) if len(parts) == 3 and all(parts) else None


def heat_grid(cells: Iterable[tuple[str, str, float]]) -> HeatGrid:
    """Arrange (row, column, value) cells; a cell that comes twice keeps its last value."""
    known = {(row, column): value for row, column, value in cells}
    rows = tuple(sorted({row for row, _ in known}))
    columns = tuple(sorted({column for _, column in known}))
    values = np.full((len(rows), len(columns)), np.nan)
    for (row, column), value in known.items():
        values[rows.index(row), columns.index(column)] = value
    return HeatGrid(rows=rows, columns=columns, values=values)
