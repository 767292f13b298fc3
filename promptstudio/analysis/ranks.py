"""Ranks of numbers.

SciPy's statistics have them too, but take a second and 100 MB to load, which the window can not
give: a thread beside it would stop it again and again meanwhile.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def mean_ranks(values: Array) -> Array:
    """Return the ranks of values (N,) from 1; equal values share the mean of their ranks."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    ranks: Array = (counts.cumsum() - (counts - 1) / 2)[place]
    return ranks
