"""A change of marks that can be taken back."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QUndoCommand

from promptstudio.analysis.marking import Marking, taken_back
from promptstudio.analysis.run_lines import RunLine
from promptstudio.core.marks import MarkChange

Mark = Callable[[Sequence[str], MarkChange], None]


class MarkCommand(QUndoCommand):
    """Marks runs; taken back, every one has the marks that it had."""

    def __init__(self, text: str, runs: Sequence[RunLine], change: MarkChange, mark: Mark) -> None:
        super().__init__(text)
        self._forth = (Marking(tuple(run.job_id for run in runs), change),)
        self._back = taken_back(runs, change)
        self._mark = mark

    def redo(self) -> None:
        """Mark the runs."""
        for marking in self._forth:
            self._mark(marking.job_ids, marking.change)

    def undo(self) -> None:
        """Give the runs their earlier marks."""
        for marking in self._back:
            self._mark(marking.job_ids, marking.change)
