"""A fake of the store's comparison tables."""

import threading
from collections.abc import Sequence
from pathlib import Path

from promptstudio.core.errors import LibraryError
from promptstudio.core.tables import Table

LEADERBOARD = Table(
    key="leaderboard",
    title="Leaderboard",
    columns=("method", "mean", "p"),
    rows=(("SPoT", "0.812 ± 0.021", "0.031"), ("Prompt tuning", "0.790 ± 0.030", "—")),
    notes=("Scores are means over seeds.", "Not enough seeds for a test."),
    numeric=frozenset({1, 2}),
)
TRANSFER = Table(
    key="transfer-m",
    title="Transfer: m, gain",
    columns=("source", "a", "b"),
    rows=(("a", "+30.0", "-15.0"), ("b", "—", "0.0")),
    numeric=frozenset({1, 2}),
    values=((0.3, -0.15), (None, 0.0)),
    runs=((("run-1", "run-7"), ("run-2",)), ((), ("run-3",))),
)


class FakeComparisons:
    """Tables in memory; remembers in which threads it was asked."""

    def __init__(self) -> None:
        self.stored = {"study-old": "Old"}
        self.tables: Sequence[Table] = (LEADERBOARD, TRANSFER)
        self.asked: list[str] = []
        self.threads: set[int] = set()
        self.gate = threading.Event()
        self.gate.set()

    def studies(self) -> list[tuple[str, str]]:
        self.threads.add(threading.get_ident())
        return list(self.stored.items())

    def of_study(self, study_id: str) -> Sequence[Table]:
        self.asked.append(study_id)
        self.threads.add(threading.get_ident())
        assert self.gate.wait(10)
        return self.tables

    def of_file(self, path: Path) -> Sequence[Table]:
        if path.name == "bad.csv":
            raise LibraryError("The table 'bad.csv' has no rows.")
        return (TRANSFER,)
