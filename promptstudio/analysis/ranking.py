"""How well a similarity of prompts predicts which transfer works.

A line is one target with all other sources (or one source with all other targets). The
diagonal, a task with its own prompt, is never counted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from promptstudio.analysis.ranks import mean_ranks
from promptstudio.analysis.similarity import SimilarityMatrix
from promptstudio.analysis.transfer import TransferMatrix

Array = NDArray[np.float64]
Direction = Literal["target", "source"]

REGRET_AT: Final = (1, 3)
_FEWEST: Final = 3
"""With two cells a rank correlation is always 1 or -1 and tells nothing."""


@dataclass(frozen=True, slots=True)
class LineQuality:
    """How well one line is ranked. ``regret`` is empty where the best score is not above 0."""

    spearman: float
    ndcg: float
    regret: Mapping[int, float]
    cells: int


@dataclass(frozen=True, slots=True)
class RankingQuality:
    """The lines by name, their averages, and what was not counted.

    ``constant`` names lines in which all scores, or all similarities, are equal, so that there
    is no order to predict; ``short`` those with fewer than three cells; ``unknown`` the sources
    and targets of the table that have no prompt.
    """

    direction: Direction
    lines: Mapping[str, LineQuality]
    constant: tuple[str, ...]
    short: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def cells(self) -> int:
        """How many pairs of source and target the averages rest on."""
        return sum(line.cells for line in self.lines.values())

    @property
    def spearman(self) -> float | None:
        """Mean rank correlation over the lines; None if no line counts."""
        return _mean([line.spearman for line in self.lines.values()])

    @property
    def ndcg(self) -> float | None:
        """Mean NDCG over the lines; None if no line counts."""
        return _mean([line.ndcg for line in self.lines.values()])

    def regret(self, at: int) -> float | None:
        """Return the mean Regret@k, a share of the best score, over lines that have one."""
        return _mean([line.regret[at] for line in self.lines.values() if at in line.regret])


def ranking_quality(
    similarity: SimilarityMatrix, transfer: TransferMatrix, direction: Direction = "target"
) -> RankingQuality:
    """Compare the order by similarity with the order by transfer score, line by line.

    A cell is predicted by the similarity from the source's to the target's prompt.

    Parameters
    ----------
    direction
        ``target``: for each target, rank the sources (which source to take?). ``source``: for
        each source, rank the targets (where will it help?); scores of different targets are
        then compared with each other, so give a matrix in which they are comparable, such as
        `transfer.relative_to_own`.
    """
    place = {name: index for index, name in enumerate(similarity.names)}
    names, others = transfer.targets, transfer.sources
    scores = transfer.values.T
    if direction == "source":
        names, others, scores = others, names, transfer.values
    lines: dict[str, LineQuality] = {}
    constant, short = [], []
    for name, row in zip(names, scores, strict=True):
        if name not in place:
            continue
        counted = [
            index
            for index, other in enumerate(others)
            if other != name and other in place and not np.isnan(row[index])
        ]
        across = np.array([place[others[index]] for index in counted], np.intp)
        own = place[name]
        pick = (across, own) if direction == "target" else (own, across)
        predicted, measured = similarity.values[pick], row[counted]
        if len(counted) < _FEWEST:
            short.append(name)
        elif np.ptp(predicted) == 0 or np.ptp(measured) == 0:
            constant.append(name)
        else:
            lines[name] = _line(predicted, measured)
    unknown = sorted({*names, *others} - place.keys())
    return RankingQuality(direction, lines, tuple(constant), tuple(short), tuple(unknown))


def spearman(predicted: Array, measured: Array) -> float:
    """Return the rank correlation of two vectors (S,) that are not constant; ties share ranks."""
    return float(np.corrcoef(mean_ranks(predicted), mean_ranks(measured))[0, 1])


def ndcg(predicted: Array, measured: Array) -> float:
    """Return the normalised discounted cumulative gain of an order, from 0 to 1.

    sum_i g_i / log2(i + 1) over the ranks i = 1, 2, ... by prediction, divided by the same sum
    in the best order. Predictions that tie share the mean gain of their ranks.

    Notes
    -----
    The gain g of a source is how far its score lies above that of the worst source. With the
    scores themselves, a gain could be negative, and where all scores are near each other every
    order would be close to 1.

    References
    ----------
    Järvelin and Kekäläinen, 2002, "Cumulated gain-based evaluation of IR techniques".
    """
    gains = measured - measured.min()
    discounts = 1 / np.log2(np.arange(2, len(gains) + 2))  # (S,)
    _, place, counts = np.unique(-predicted, return_inverse=True, return_counts=True)
    shared = np.bincount(place, gains) / counts  # (distinct predictions,)
    best = float(np.sort(gains)[::-1] @ discounts)
    return float(np.repeat(shared, counts) @ discounts) / best


def regret(predicted: Array, measured: Array, at: int) -> float:
    """Return Regret@k: what is lost by trying only the k sources of highest prediction.

    (best of all - best of those k) / best of all, 0 if the best source is among them; the best
    score must be above 0. Of predictions that tie, the earlier one is taken.

    References
    ----------
    Poth et al., 2021, "What to Pre-Train on? Efficient Intermediate Task Selection",
    arXiv:2104.08247.
    """
    tried = np.argsort(-predicted, kind="stable")[:at]
    best = measured.max()
    return float((best - measured[tried].max()) / best)


def _line(predicted: Array, measured: Array) -> LineQuality:
    lost = {at: regret(predicted, measured, at) for at in REGRET_AT if measured.max() > 0}
    return LineQuality(
        spearman(predicted, measured), ndcg(predicted, measured), lost, len(measured)
    )


def _mean(values: Sequence[float]) -> float | None:
    return float(np.mean(values)) if values else None
