"""Where particles are and where they came from, out of metrics ``<name>_x/i``, ``<name>_y/i``."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from promptstudio.analysis.series import Series
from promptstudio.core.phrases import phrases
from promptstudio.core.tables import Table

TAIL = 12
"""Earlier places of a particle that are drawn behind it."""


class Path(NamedTuple):
    """A particle and its last places (N, 2), the present one last."""

    name: str
    places: NDArray[np.float64]


def map_of(prefixes: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return the pairs of prefixes that differ in a last ``_x`` and ``_y``, by what they share."""
    known = dict.fromkeys(prefixes)
    return {
        name[:-2]: (name, f"{name[:-2]}_y")
        for name in known
        if name.endswith("_x") and f"{name[:-2]}_y" in known
    }


def shared_title(across: str, up: str) -> str:
    """Return what the titles of the two coordinates begin with: ``"Particles"``."""
    ends = (at for at, (one, other) in enumerate(zip(across, up, strict=False)) if one != other)
    same = across[: next(ends, len(across))].rstrip(" ,:(")
    return same or across


def paths(
    numbers: Mapping[str, Series], x: str, y: str, step: float, tail: int = TAIL
) -> list[Path]:
    """Return every particle's last places up to a step; those not reported by then are left out.

    Parameters
    ----------
    numbers
        Curves by metric name.
    x, y
        The prefixes of the two coordinates.
    """
    found = []
    for name, across in numbers.items():
        prefix, _, particle = name.partition("/")
        up = numbers.get(f"{y}/{particle}")
        if prefix != x or up is None:
            continue
        end = min(_before(across, step), _before(up, step))
        if end:
            begin = max(0, end - tail - 1)
            found.append(Path(particle, np.stack([across.y[begin:end], up.y[begin:end]], axis=1)))
    return found


def extent(
    numbers: Mapping[str, Series], x: str, y: str
) -> tuple[float, float, float, float] | None:
    """Return the least and greatest x, then y, over all steps; None where nothing is reported.

    A map with fixed edges shows movement; one that follows its points hides it.
    """
    edges = []
    for prefix in (x, y):
        values = [s.y for name, s in numbers.items() if name.partition("/")[0] == prefix]
        known = np.concatenate(values) if values else np.empty(0)
        known = known[np.isfinite(known)]
        if not len(known):
            return None
        edges += [float(known.min()), float(known.max())]
    return (edges[0], edges[1], edges[2], edges[3])


def place_table(title: str, found: Iterable[Path]) -> Table:
    """Return the present place of every particle."""
    rows = [(p.name, f"{p.places[-1, 0]:.4g}", f"{p.places[-1, 1]:.4g}") for p in found]
    return Table(
        key="places",
        title=title,
        columns=phrases("Particle", "x", "y"),
        rows=tuple(rows),
        numeric=frozenset({1, 2}),
    )


def _before(series: Series, step: float) -> int:
    return int(np.searchsorted(series.x, step, side="right"))
