"""Curves as words: a table to look at, and all their points as comma-separated text."""

import csv
import io
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from promptstudio.core.phrases import Phrase
from promptstudio.core.tables import Table

Values = NDArray[np.float64]

MOST_ROWS = 200
"""Rows of a table that is looked at; what is saved holds all points."""


def curve_table(
    title: str, curves: Mapping[str, tuple[Values, Values]], most: int = MOST_ROWS
) -> Table:
    """Return a row per step and a column per curve; empty cells where a curve has no point.

    Of more steps than ``most`` an even choice with the first and the last is shown, which a
    note says.
    """
    filled = {name: points for name, points in curves.items() if len(points[0])}
    steps = np.unique(np.concatenate([x for x, _ in filled.values()])) if filled else np.empty(0)
    notes: tuple[str, ...] = ()
    if len(steps) > most:
        told = Phrase(
            "{0} of {1:,} steps are shown. 'Save data' writes all of them.", most, len(steps)
        )
        notes = (told,)
        steps = steps[np.linspace(0, len(steps) - 1, most).round().astype(int)]
    columns = [_column(steps, x, y) for x, y in filled.values()]
    rows = zip((f"{step:,.0f}" for step in steps), *columns, strict=True)
    return Table(
        key="curves",
        title=title,
        columns=(Phrase("Step"), *filled),
        rows=tuple(rows),
        notes=notes,
        numeric=frozenset(range(len(filled) + 1)),
    )


def _column(steps: Values, x: Values, y: Values) -> list[str]:
    places = np.searchsorted(x, steps)
    inside = np.minimum(places, len(x) - 1)
    there = x[inside] == steps
    return [
        number_text(float(y[place])) if known else ""
        for place, known in zip(inside, there, strict=True)
    ]


def number_text(value: float) -> str:
    """Return a measured number with four significant digits: ``"0.8123"``, ``"1.2e-05"``."""
    return f"{value:.4g}"


def curves_csv(curves: Mapping[str, tuple[Values, Values]]) -> str:
    """Return every point of every curve as a line ``series,step,value``, numbers in full."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(("series", "step", "value"))
    for name, (x, y) in curves.items():
        for step, value in zip(x.tolist(), y.tolist(), strict=True):
            lines.writerow((name, f"{step:.15g}", repr(value)))
    return text.getvalue()
