"""Sums of prompts: means, interpolation, and what one prompt has beyond another."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from promptstudio.core.errors import AnalysisError

Array = NDArray[np.float64]


def weighted_sum(
    prompts: Sequence[Array], weights: Sequence[float], *, rescale: bool = False
) -> Array:
    """Return the weighted sum of prompts (P, D) of one shape.

    Parameters
    ----------
    rescale
        Scale the sum to the mean norm of the prompts, weighted by the size of their weights.
        The mean of prompts that point elsewhere is shorter than they are; this undoes it.

    Raises
    ------
    AnalysisError
        If there is no prompt, the shapes differ, or the sum can not be scaled because it is 0.
    """
    shapes = sorted({prompt.shape for prompt in prompts})
    if len(shapes) != 1:
        listed = ", ".join(" by ".join(map(str, shape)) for shape in shapes) or "none"
        raise AnalysisError(
            f"Only prompts of one shape can be added, and these have: {listed}. Choose prompts "
            "with the same number of virtual tokens and the same width."
        )
    stacked = np.stack(prompts)  # (S, P, D)
    total: Array = np.tensordot(np.asarray(weights, np.float64), stacked, axes=1)
    if not rescale:
        return total
    norms = np.linalg.norm(stacked.reshape(len(stacked), -1), axis=1)  # (S,)
    length = float(np.linalg.norm(total))
    if not length:
        raise AnalysisError("The sum of these prompts is 0, so it can not be scaled.")
    scaled: Array = total * (np.average(norms, weights=np.abs(weights)) / length)
    return scaled


def formula(names: Sequence[str], weights: Sequence[float], *, rescale: bool = False) -> str:
    """Return a weighted sum in words, such as ``a + 0.5 * b - c``."""
    signs = ["-" if weight < 0 else "+" for weight in weights]
    sizes = ["" if abs(weight) == 1 else f"{abs(weight):.4g} * " for weight in weights]
    parts = zip(signs, sizes, names, strict=True)
    text = " ".join(f"{sign} {size}{name}" for sign, size, name in parts).removeprefix("+ ")
    return f"{text}, scaled to their mean norm" if rescale else text
