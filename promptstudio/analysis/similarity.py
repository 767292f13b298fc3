"""Similarities of named prompts, and whether tasks of one family have similar prompts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from promptstudio.analysis.transfer import by_family
from promptstudio.nn.similarity import Prompt, matrix


@dataclass(frozen=True, slots=True)
class SimilarityMatrix:
    """Similarity (S, S) from the prompt of the row to that of the column."""

    measure: str
    names: tuple[str, ...]
    values: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class FamilyContrast:
    """Mean similarity of two prompts of one family and of two families; None without a pair."""

    same: float | None
    other: float | None
    same_pairs: int
    other_pairs: int
    left_out: tuple[str, ...]


def similarity_matrix(
    prompts: Mapping[str, Prompt], key: str, families: Mapping[str, str] | None = None
) -> SimilarityMatrix:
    """Compare every prompt (P, D) with every one, families beside each other.

    Raises
    ------
    AnalysisError
        If there is no such measure, or it can not compare these prompts.
    """
    names = by_family(prompts, families)
    return SimilarityMatrix(key, names, matrix(key, [prompts[name] for name in names]))


def nearest(similarity: SimilarityMatrix, count: int) -> dict[str, list[tuple[str, float]]]:
    """Return for every prompt the most similar other prompts, nearest first."""
    found = {}
    for row, name in enumerate(similarity.names):
        order = np.argsort(-similarity.values[row], kind="stable")
        others = [column for column in order if column != row][:count]
        found[name] = [(similarity.names[c], float(similarity.values[row, c])) for c in others]
    return found


def family_contrast(similarity: SimilarityMatrix, families: Mapping[str, str]) -> FamilyContrast:
    """Average the similarity over ordered pairs of different prompts, by family.

    A prompt whose family is not given is left out and named.
    """
    known = [row for row, name in enumerate(similarity.names) if name in families]
    same: list[float] = []
    other: list[float] = []
    for row in known:
        for column in known:
            if row != column:
                alike = families[similarity.names[row]] == families[similarity.names[column]]
                (same if alike else other).append(float(similarity.values[row, column]))
    left_out = tuple(name for name in similarity.names if name not in families)
    return FamilyContrast(_mean(same), _mean(other), len(same), len(other), left_out)


def _mean(values: Sequence[float]) -> float | None:
    return float(np.mean(values)) if values else None
