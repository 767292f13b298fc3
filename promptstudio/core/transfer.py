"""One measured transfer from a source to a target."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TransferCell:
    """The score on ``target`` that came about through ``source``.

    Several cells of one pair are repetitions (seeds, splits). What was done with the source is
    the table's affair: its prompt used unchanged, or as a start, or its task kept or removed.
    """

    source: str
    target: str
    score: float
