"""A transfer matrix in words, with its numbers beside them for colours."""

import numpy as np

from promptstudio.analysis.transfer import TransferMatrix
from promptstudio.comparison.words import NOTHING, points, score
from promptstudio.core.phrases import Phrase
from promptstudio.core.tables import Table


def matrix_table(key: str, title: str, matrix: TransferMatrix) -> Table:
    """Return a matrix as a table: a row for every source, a column for every target."""
    tell = points if "gain" in matrix.quantity else score
    known = [
        [None if np.isnan(value) else value for value in row] for row in matrix.values.tolist()
    ]
    most = int(matrix.repetitions.max(initial=0))
    behind = Phrase("one run a cell") if most < 2 else Phrase("means over up to {0} runs", most)
    return Table(
        key=key,
        title=title,
        columns=(Phrase("source"), *matrix.targets),
        rows=tuple(
            (source, *(NOTHING if value is None else tell(value) for value in row))
            for source, row in zip(matrix.sources, known, strict=True)
        ),
        notes=(Phrase("Rows are sources, columns targets; {0}, {1}.", matrix.quantity, behind),),
        numeric=frozenset(range(1, len(matrix.targets) + 1)),
        values=tuple(map(tuple, known)),
        runs=matrix.runs,
    )
