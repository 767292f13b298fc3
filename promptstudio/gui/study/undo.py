"""Undo and redo of what is edited in the form of a study."""

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction

from promptstudio.core.history import History, changed_fields
from promptstudio.core.spec import StudySpec


class StudyUndo(QObject):
    """Remembers the valid states of the form; ``wanted`` carries the one to be shown."""

    wanted = Signal(object)

    def __init__(
        self, study: StudySpec, parent: QObject, clock: Callable[[], float] = monotonic
    ) -> None:
        super().__init__(parent)
        self._history = History(study, changed_fields)
        self._clock = clock
        self._is_loose = False
        self.undo = QAction(self.tr("Undo"), self)
        self.redo = QAction(self.tr("Redo"), self)
        self.undo.triggered.connect(self._on_undo)
        self.redo.triggered.connect(self._on_redo)
        self._refresh()

    def take(self, study: StudySpec) -> None:
        """Remember a state of the form."""
        self._is_loose = False
        self._history.push(study, self._clock())
        self._refresh()

    def lose(self) -> None:
        """Note that the form holds no valid study; undo then returns to the last one."""
        self._is_loose = True
        self._refresh()

    @Slot()
    def _on_undo(self) -> None:
        self.wanted.emit(self._history.present if self._is_loose else self._history.undo())
        self._refresh()

    @Slot()
    def _on_redo(self) -> None:
        self.wanted.emit(self._history.redo())
        self._refresh()

    def _refresh(self) -> None:
        self.undo.setEnabled(self._is_loose or self._history.can_undo)
        self.redo.setEnabled(not self._is_loose and self._history.can_redo)
