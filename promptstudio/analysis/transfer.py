"""Transfer matrices: rows are sources, columns are targets.

Where a task is both, its cell on the diagonal is the score of its own prompt. A cell that was
not measured is NaN, and None in what `records` returns.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from promptstudio.core.errors import AnalysisError
from promptstudio.core.phrases import Phrase
from promptstudio.core.transfer import TransferCell

_SCORE: Final = Phrase("score")


@dataclass(frozen=True, slots=True)
class TransferMatrix:
    """Values (sources, targets), the repetitions behind each, and what the values are.

    ``runs`` are the identities of the runs behind each value, where they are known.
    ``left_out`` names targets whose column is empty because their reference is missing or can
    not be divided by.
    """

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    values: NDArray[np.float64]
    repetitions: NDArray[np.int64]
    quantity: str
    left_out: tuple[str, ...] = ()
    runs: tuple[tuple[tuple[str, ...], ...], ...] = ()

    def records(self) -> list[dict[str, str | float | None]]:
        """Return one record a cell: source, target and value."""
        return [
            {"source": source, "target": target, "value": None if math.isnan(value) else value}
            for source, row in zip(self.sources, self.values.tolist(), strict=True)
            for target, value in zip(self.targets, row, strict=True)
        ]


def by_family(names: Iterable[str], families: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Sort names by family, then by name; those without a family come last."""
    known = families or {}
    return tuple(sorted(set(names), key=lambda name: (name not in known, known.get(name), name)))


def transfer_matrix(
    cells: Iterable[TransferCell],
    *,
    families: Mapping[str, str] | None = None,
    quantity: str = _SCORE,
) -> TransferMatrix:
    """Arrange scores as a matrix of means over repetitions, families beside each other.

    The same record serves the keep-only and the remove matrix: there ``source`` is the task that
    was kept or removed.

    Raises
    ------
    AnalysisError
        If a score is not a finite number.
    """
    scores: dict[tuple[str, str], list[float]] = {}
    runs: dict[tuple[str, str], list[str]] = {}
    for cell in cells:
        if not math.isfinite(cell.score):
            raise AnalysisError(
                f"The score of source '{cell.source}' on target '{cell.target}' is "
                f"{cell.score}. Leave out cells that were not measured."
            )
        scores.setdefault((cell.source, cell.target), []).append(cell.score)
        if cell.run:
            runs.setdefault((cell.source, cell.target), []).append(cell.run)
    sources = by_family((source for source, _ in scores), families)
    targets = by_family((target for _, target in scores), families)
    values = np.full((len(sources), len(targets)), np.nan)
    repetitions = np.zeros(values.shape, np.int64)
    for (source, target), known in scores.items():
        place = sources.index(source), targets.index(target)
        values[place], repetitions[place] = np.mean(known), len(known)
    behind = tuple(tuple(tuple(runs.get((s, t), ())) for t in targets) for s in sources)
    return TransferMatrix(
        sources, targets, values, repetitions, quantity, runs=behind if runs else ()
    )


def gain(matrix: TransferMatrix, scratch: Mapping[str, float]) -> TransferMatrix:
    """Return score less the target's score from scratch, s - b, in the units of the score."""
    return _against(
        matrix, scratch, Phrase("gain over scratch"), lambda s, b: s - b, lambda b: True
    )


def error_reduction(matrix: TransferMatrix, scratch: Mapping[str, float]) -> TransferMatrix:
    """Return the share of the error from scratch that the source removes.

    ((1 - b) - (1 - s)) / (1 - b) for a score s with the source and b without, both at most 1.

    Notes
    -----
    A target whose score from scratch is 1 has no error to reduce and is left out.

    References
    ----------
    Vu et al., 2022, SPoT, whose heat map shows this quantity.

    Raises
    ------
    AnalysisError
        If a score is above 1.
    """
    top = max([*scratch.values(), *matrix.values[~np.isnan(matrix.values)]], default=0.0)
    if top > 1:
        raise AnalysisError(
            f"Error reduction needs scores of at most 1, and one here is {top:g}. "
            "Divide percentages by 100."
        )
    return _against(
        matrix,
        scratch,
        Phrase("error reduction"),
        lambda s, b: (s - b) / (1.0 - b),
        lambda b: b < 1,
    )


def relative_to_own(matrix: TransferMatrix) -> TransferMatrix:
    """Return every score divided by that of the target's own prompt, the diagonal.

    Targets of different difficulty become comparable, so that one source can be followed across
    targets. Within a target the order of the sources stays as it is.

    Notes
    -----
    A target without its own prompt, or whose own prompt scores 0 or less, is left out.

    References
    ----------
    Su et al., 2022, arXiv:2111.06719, is the source of the zero-shot protocol.
    """
    own = {
        target: float(matrix.values[matrix.sources.index(target), column])
        for column, target in enumerate(matrix.targets)
        if target in matrix.sources
    }
    return _against(
        matrix,
        own,
        Phrase("score relative to the own prompt"),
        lambda s, b: s / b,
        lambda b: b > 0,
    )


def _against(
    matrix: TransferMatrix,
    references: Mapping[str, float],
    quantity: str,
    change: Callable[[NDArray[np.float64], float], NDArray[np.float64]],
    usable: Callable[[float], bool],
) -> TransferMatrix:
    values = np.full_like(matrix.values, np.nan)
    left_out = []
    for column, target in enumerate(matrix.targets):
        reference = references.get(target, math.nan)
        if math.isfinite(reference) and usable(reference):
            values[:, column] = change(matrix.values[:, column], reference)
        else:
            left_out.append(target)
    return replace(matrix, values=values, quantity=quantity, left_out=tuple(left_out))
