"""Many numbers placed in a plane, so that they can be looked at."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from promptstudio.core.errors import AnalysisError

Array = NDArray[np.float64]


def project(vectors: Array) -> Array:
    """Return vectors (n, d) in the plane of their two principal components, (n, 2).

    The plane shows as much of their spread as any plane can. The largest part of each component
    is positive, so that equal vectors always give the same map; what has no spread is 0.

    Raises
    ------
    AnalysisError
        If the vectors are not a table of finite numbers with one row each.
    """
    if vectors.ndim != 2 or not vectors.size or not np.isfinite(vectors).all():
        raise AnalysisError(
            f"A map needs a table of finite numbers, one row each; this has the shape "
            f"{vectors.shape}."
        )
    centred = vectors - vectors.mean(0)
    basis, small = np.linalg.qr(centred.T)  # of long vectors a hundred times faster than at once
    left, size, turned = np.linalg.svd(small.T, full_matrices=False)
    right = turned @ basis.T  # (k, d)
    largest = np.abs(right).argmax(1)  # (k,)
    signs = np.where(right[np.arange(len(right)), largest] < 0, -1.0, 1.0)
    places = left * size * signs  # (n, k)
    found = np.zeros((len(vectors), 2))
    found[:, : min(2, places.shape[1])] = places[:, :2]
    return found


def place(prompts: Sequence[Array]) -> Array:
    """Return places (n, 2) of prompts (P, D), by the directions of all their numbers.

    Every prompt is scaled to length 1: norms differ a thousandfold between training recipes,
    and one long prompt would push all others onto one spot. Prompts of different lengths are
    placed by the directions of their mean tokens.

    Raises
    ------
    AnalysisError
        If the prompts have tokens of different widths, or there is none.
    """
    widths = sorted({prompt.shape[1] for prompt in prompts})
    if len(widths) != 1:
        raise AnalysisError(
            f"A map needs prompts of one model, and these have tokens of different widths "
            f"({', '.join(map(str, widths)) or 'none'}). Choose the prompts of one model."
        )
    if len({prompt.shape for prompt in prompts}) == 1:
        return project(np.stack([_direction(prompt.ravel()) for prompt in prompts]))
    return project(np.stack([_direction(prompt.mean(0)) for prompt in prompts]))


def uncovered(boxes: Sequence[tuple[float, float, float, float]]) -> list[bool]:
    """Tell which boxes (left, top, width, height) can be drawn, in order, and cover no earlier one.

    The names of points that lie close are left out by that.
    """
    drawn: list[tuple[float, float, float, float]] = []
    found = []
    for left, top, width, height in boxes:
        is_free = not any(
            left < x + w and x < left + width and top < y + h and y < top + height
            for x, y, w, h in drawn
        )
        found.append(is_free)
        if is_free:
            drawn.append((left, top, width, height))
    return found


def _direction(vector: Array) -> Array:
    """Return a vector of length 1; that of no length stays."""
    length = float(np.linalg.norm(vector))
    return vector / length if length else vector
