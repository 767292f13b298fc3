"""Arithmetic behind the similarities of prompts, in NumPy and float64.

Each function compares A prompts with B prompts, arrays (P, D) whose P may differ unless said
otherwise, and returns (A, B). The cosine with a vector of zeros, which has no direction, is 0.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def mean_token(first: Sequence[Array], second: Sequence[Array]) -> Array:
    """Return the cosine between the prompts' mean tokens, (A, B)."""
    return _cosines([p.mean(0) for p in first], [p.mean(0) for p in second])


def flatten(first: Sequence[Array], second: Sequence[Array]) -> Array:
    """Return the cosine between the prompts as long vectors, (A, B); all of one shape."""
    return _cosines([p.ravel() for p in first], [p.ravel() for p in second])


def pairwise(first: Sequence[Array], second: Sequence[Array]) -> Array:
    """Return the mean cosine over all pairs of rows, (A, B)."""
    # The mean of all products is the product of the means.
    means = [np.stack([units(p).mean(0) for p in side]) for side in (first, second)]
    product: Array = means[0] @ means[1].T
    return product


def max_pairwise(first: Sequence[Array], second: Sequence[Array]) -> Array:
    """Return the mean over rows of ``first`` of the largest cosine in ``second``, (A, B)."""
    columns, starts = _stacked([units(p) for p in second])
    rows = [np.maximum.reduceat(units(p) @ columns.T, starts, 1).mean(0) for p in first]
    return np.stack(rows)


def max_pairwise_both(first: Sequence[Array], second: Sequence[Array]) -> Array:
    """Return the average of `max_pairwise` there and back, (A, B)."""
    return (max_pairwise(first, second) + max_pairwise(second, first).T) / 2.0


def euclidean(first: Sequence[Array], second: Sequence[Array]) -> Array:
    """Return 1 / (1 + the Frobenius norm of the difference), (A, B); all of one shape."""
    others = np.stack([p.ravel() for p in second])
    distances = [np.linalg.norm(others - p.ravel(), axis=1) for p in first]
    return 1.0 / (1.0 + np.stack(distances))


def euclidean_pairwise(first: Sequence[Array], second: Sequence[Array]) -> Array:
    """Return 1 / (1 + the mean distance over all pairs of rows), (A, B)."""
    columns, starts = _stacked(second)
    lengths = np.array([len(p) for p in second])
    rows = [np.add.reduceat(_distances(p, columns).mean(0), starts) / lengths for p in first]
    return 1.0 / (1.0 + np.stack(rows))


def _distances(rows: Array, columns: Array) -> Array:
    """Return the distance of each row to each column, through their scalar products."""
    squares = (rows**2).sum(1)[:, None] + (columns**2).sum(1)
    # Rounding can leave a square that should be 0 a little below it.
    distances: Array = np.sqrt(np.maximum(squares - 2.0 * (rows @ columns.T), 0.0))
    return distances


def _stacked(prompts: Sequence[Array]) -> tuple[Array, NDArray[np.intp]]:
    """Return the rows of all prompts below each other, and where each prompt begins."""
    lengths = [len(p) for p in prompts]
    return np.concatenate(list(prompts)), np.cumsum([0, *lengths[:-1]])


def _cosines(first: Sequence[Array], second: Sequence[Array]) -> Array:
    product: Array = units(np.stack(first)) @ units(np.stack(second)).T
    return product


def units(rows: Array) -> Array:
    """Scale every row to length 1; a row of zeros stays."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / np.where(lengths > 0, lengths, 1.0)
