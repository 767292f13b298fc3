"""One measured transfer from a source to a target."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TransferCell:
    """The score on ``target`` that came about through ``source``.

    Several cells of one pair are repetitions (seeds, splits). What was done with the source is
    the table's affair: its prompt used unchanged, or as a start, or its task kept or removed.
    ``run`` is the identity of the run that was scored, empty where it is not known.
    """

    source: str
    target: str
    score: float
    run: str = ""
