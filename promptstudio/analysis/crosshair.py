"""What the curves of a chart say at one position."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]


class Reading(NamedTuple):
    """The point of a curve that lies nearest to a position."""

    name: str
    x: float
    y: float


def readings(curves: Mapping[str, tuple[Values, Values]], at: float) -> list[Reading]:
    """Return the nearest point of every curve that has points, the greatest value first.

    What is not finite comes last.
    """
    found = [
        Reading(name, float(x[place]), float(y[place]))
        for name, (x, y) in curves.items()
        if len(x)
        for place in [nearest(x, at)]
    ]
    return sorted(found, key=lambda r: -r.y if np.isfinite(r.y) else np.inf)


def nearest(x: Values, at: float) -> int:
    """Return the place of the value nearest to ``at``; of two equally near the first.

    ``x`` ascends and is not empty.
    """
    right = int(np.searchsorted(x, at))
    if right == 0:
        return 0
    if right == len(x):
        return right - 1
    return right if x[right] - at < at - x[right - 1] else right - 1


def neighbour(curves: Iterable[Values], at: float, *, forward: bool) -> float | None:
    """Return the next position of any curve after ``at`` (or before it); None at the end."""
    found = []
    for x in curves:
        place = int(np.searchsorted(x, at, side="right" if forward else "left"))
        if forward and place < len(x):
            found.append(float(x[place]))
        elif not forward and place > 0:
            found.append(float(x[place - 1]))
    if not found:
        return None
    return min(found) if forward else max(found)
