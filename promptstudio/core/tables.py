"""A table as it is printed, shown and exported: words, not numbers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Columns, rows of equal length, and sentences that belong below.

    ``key`` names files and tabs; ``numeric`` are the columns that are set to the right.
    ``values`` are the numbers of a matrix, a row for every row and a value for every numeric
    column in order, None where nothing was measured; empty where the table is no matrix.
    ``runs`` are the identities of the runs behind each of these numbers, empty where they are not
    known.
    """

    key: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    numeric: frozenset[int] = frozenset()
    values: tuple[tuple[float | None, ...], ...] = ()
    runs: tuple[tuple[tuple[str, ...], ...], ...] = ()
