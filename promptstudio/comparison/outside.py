"""Transfer scores that others measured, as the same tables as one's own."""

from collections.abc import Mapping
from pathlib import Path

from promptstudio.analysis.transfer import relative_to_own, transfer_matrix
from promptstudio.comparison.matrix_table import matrix_table
from promptstudio.core.tables import Table
from promptstudio.export.score_tables import models_in, read_transfer


def transfer_tables(
    path: Path, model: str | None = None, families: Mapping[str, str] | None = None
) -> tuple[Table, ...]:
    """Return the transfer matrices of a table of scores, a pair for every model in it.

    The first of a pair holds the scores; the second, where the table has scores of targets'
    own prompts, these scores over the target's own. ``families`` sorts related tasks together.

    Raises
    ------
    LibraryError
        If the table can not be understood, or has no scores of ``model``.
    TaskError
        If the file can not be read.
    AnalysisError
        If a score can not be used.
    """
    chosen: tuple[str | None, ...] = (model,) if model else models_in(path) or (None,)
    tables: list[Table] = []
    for name in chosen:
        matrix = transfer_matrix(read_transfer(path, name), families=families)
        key = f"transfer-{name or path.stem}"
        title = f"Transfer: {name or path.stem}"
        tables.append(matrix_table(key, title, matrix))
        relative = relative_to_own(matrix)
        if len(relative.left_out) < len(matrix.targets):
            tables.append(
                matrix_table(f"{key}-relative", f"{title}, over the own prompt", relative)
            )
    return tuple(tables)
