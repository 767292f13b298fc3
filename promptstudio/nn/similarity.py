"""How alike soft prompts are: the measures by name, and their use on many prompts.

A prompt is an array (P, D) of any floating type; figures are float64. NumPy only, so that the
window may use it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from promptstudio.core.errors import AnalysisError
from promptstudio.nn import comparisons
from promptstudio.nn.comparisons import Array

Prompt = NDArray[np.floating[Any]]
Compare = Callable[[Sequence[Array], Sequence[Array]], Array]


@dataclass(frozen=True, slots=True)
class Measure:
    """A similarity of prompts; larger is more alike.

    ``compare`` takes A and B checked prompts and returns (A, B). With ``equal_lengths`` it
    compares row by row and needs one P throughout. Of a ``directional`` measure the value from
    the first prompt to the second is not the value back.
    """

    key: str
    title: str
    help: str
    compare: Compare
    equal_lengths: bool = False
    directional: bool = False


def matrix(key: str, prompts: Sequence[Prompt]) -> Array:
    """Return the similarity of every prompt (row) to every prompt (column), (S, S).

    Raises
    ------
    AnalysisError
        If there is no such measure, or it can not compare these prompts.
    """
    measure = measure_of(key)
    checked = _checked(measure, prompts)
    return measure.compare(checked, checked)


def similarities(key: str, query: Prompt, candidates: Sequence[Prompt]) -> Array:
    """Return the similarity of one prompt to each candidate, (S,).

    Raises
    ------
    AnalysisError
        If there is no such measure, or it can not compare these prompts.
    """
    measure = measure_of(key)
    first, *others = _checked(measure, [query, *candidates])
    return measure.compare([first], others)[0] if others else np.zeros(0)


def measure_of(key: str) -> Measure:
    """Return a measure by its key.

    Raises
    ------
    AnalysisError
        If there is none, naming those there are.
    """
    if key not in MEASURES:
        raise AnalysisError(f"There is no measure '{key}'. Measures: {', '.join(MEASURES)}.")
    return MEASURES[key]


def task_vectors(prompts: Sequence[Prompt], origins: Sequence[Prompt]) -> list[Array]:
    """Return each trained prompt less the prompt that its training began from, each (P, D).

    Flattened cosine of these is the similarity of task prompt vectors. It removes what prompts
    have in common only because they began at the same place.

    References
    ----------
    Belanec et al., 2024, arXiv:2408.01119.

    Raises
    ------
    AnalysisError
        If there is not one origin of the same shape for each prompt.
    """
    if [np.shape(prompt) for prompt in prompts] != [np.shape(origin) for origin in origins]:
        raise AnalysisError(
            "A task vector is a trained prompt less its own start, so every prompt needs one "
            "start of its own shape."
        )
    pairs = zip(prompts, origins, strict=True)
    return [np.asarray(p, np.float64) - np.asarray(origin, np.float64) for p, origin in pairs]


def neuron_overlap(activations: Prompt) -> Array:
    """Return the cosine of which neurons are active, of each prompt with each, (S, S).

    Parameters
    ----------
    activations
        (S, ...): for every prompt, what goes into the activation function of each neuron (or
        what comes out of a ReLU); a neuron above 0 is active.

    Notes
    -----
    The threshold 0 is that of a ReLU. With another activation function the figure is still
    defined, but "active" is then only a name.

    References
    ----------
    Su et al., 2022, "On Transferability of Prompt Tuning for Natural Language Processing",
    arXiv:2111.06719.
    """
    active = (np.asarray(activations) > 0).reshape(len(activations), -1)
    scaled = comparisons.units(active.astype(np.float64))
    product: Array = scaled @ scaled.T
    return product


def _checked(measure: Measure, prompts: Sequence[Prompt]) -> list[Array]:
    checked = [np.asarray(prompt, np.float64) for prompt in prompts]
    if not checked:
        raise AnalysisError("There is no prompt to compare.")
    for prompt in checked:
        if prompt.ndim != 2 or not prompt.size or not np.isfinite(prompt).all():
            raise AnalysisError(
                "A prompt to compare must be a table of finite numbers with one row a token; "
                f"one here has the shape {prompt.shape}."
            )
    widths, lengths = _sizes(checked, 1), _sizes(checked, 0)
    if len(widths) > 1:
        raise AnalysisError(
            f"These prompts have tokens of different widths ({_listed(widths)}), so they belong to "
            "different models. Compare the prompts of one model."
        )
    if measure.equal_lengths and len(lengths) > 1:
        free = [other.key for other in MEASURES.values() if not other.equal_lengths]
        raise AnalysisError(
            f"The measure '{measure.key}' compares token by token, and these prompts have "
            f"different numbers of tokens ({_listed(lengths)}). Measures for any length: "
            f"{', '.join(free)}."
        )
    return checked


def _sizes(prompts: Sequence[Array], axis: int) -> list[int]:
    return sorted({prompt.shape[axis] for prompt in prompts})


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))


def _measures() -> Iterator[Measure]:
    yield Measure(
        "mean_token",
        "Cosine of mean tokens",
        "Cosine between the averages of the two prompts' tokens.",
        comparisons.mean_token,
    )
    yield Measure(
        "pairwise",
        "Mean cosine of token pairs",
        "Cosine of every token of one prompt with every token of the other, averaged.",
        comparisons.pairwise,
    )
    yield Measure(
        "max_pairwise",
        "Best match of tokens",
        "For every token of the first prompt the cosine with its nearest token of the second, "
        "averaged.",
        comparisons.max_pairwise,
        directional=True,
    )
    yield Measure(
        "max_pairwise_both",
        "Best match of tokens, both ways",
        "Average of the best match from the first prompt to the second and back.",
        comparisons.max_pairwise_both,
    )
    yield Measure(
        "flatten",
        "Cosine of flattened prompts",
        "Cosine between the two prompts as two long vectors, token after token.",
        comparisons.flatten,
        equal_lengths=True,
    )
    yield Measure(
        "euclidean",
        "Euclidean",
        "1 / (1 + the distance between the two prompts as two long vectors).",
        comparisons.euclidean,
        equal_lengths=True,
    )
    yield Measure(
        "euclidean_pairwise",
        "Euclidean of token pairs",
        "1 / (1 + the mean distance of every token of one prompt to every token of the other).",
        comparisons.euclidean_pairwise,
    )


MEASURES: Final[Mapping[str, Measure]] = {measure.key: measure for measure in _measures()}
"""Every measure by its key.

Mean-token and pairwise cosine are those of Vu et al., 2022 (SPoT); pairwise and flattened
cosine and the two Euclidean ones those of Su et al., 2022, arXiv:2111.06719. Measures that
average over token pairs are below 1 even between a prompt and itself.
"""
