"""Tags, note and marks of the selected runs."""

from collections.abc import Sequence

from pydantic import ValidationError
from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QAction, QFocusEvent
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from promptstudio.analysis.marking import retagged, shared_tags
from promptstudio.analysis.run_lines import RunLine
from promptstudio.core.marks import MOST_NOTE_CHARACTERS, MarkChange
from promptstudio.core.settings import explain
from promptstudio.gui.parts.declared import count_text
from promptstudio.gui.parts.flow import FlowLayout

_LEAST_NOTE_LINES = 1
_MOST_NAMED = 20


class NoteEdit(QPlainTextEdit):
    """A text that is told when the person leaves it."""

    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the person has left."""
        super().focusOutEvent(event)
        self.left.emit()


class MarkStrip(QScrollArea):
    """``wanted`` are runs and a `MarkChange`, ``failed`` a sentence on what can not be."""

    wanted = Signal(object, object)
    failed = Signal(str, str)

    def __init__(self, actions: Sequence[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs: tuple[RunLine, ...] = ()
        self.title = QLabel()
        self.tags = QLineEdit()
        self.note = NoteEdit()
        self._inner = QWidget()
        self._lay_out(actions)
        self.tags.editingFinished.connect(self.finish)
        self.note.left.connect(self.finish)
        self.show_runs(())

    def show_runs(self, runs: Sequence[RunLine]) -> None:
        """Show the marks of runs; what is being typed is kept as long as the runs are the same."""
        same = [run.job_id for run in runs] == [run.job_id for run in self._runs]
        before, typed = self._runs, [] if same else self._typed()
        self._runs = tuple(runs)
        self.title.setText(self._heading())
        self.title.setToolTip("\n".join(run.title for run in runs[:_MOST_NAMED]))
        self._inner.setEnabled(bool(runs))
        if not (same and self.tags.hasFocus()):
            with QSignalBlocker(self.tags):
                self.tags.setText(", ".join(shared_tags(self._runs)))
        if not (same and self.note.hasFocus()):
            notes = {run.note for run in runs}
            self.note.setPlainText(notes.pop() if len(notes) == 1 else "")
        for change in typed:
            self.wanted.emit(before, change)

    @Slot()
    def finish(self) -> None:
        """Tell what was typed and not told yet."""
        for change in self._typed():
            self.wanted.emit(self._runs, change)

    def _typed(self) -> list[MarkChange]:
        """Return the changes that were typed; of what can not be, ``failed`` tells."""
        return [change for change in (self._typed_tags(), self._typed_note()) if change is not None]

    def _typed_tags(self) -> MarkChange | None:
        try:
            change = retagged(self._runs, self.tags.text().split(","))
        except ValidationError as error:
            self.failed.emit(explain(error, self.tr("Tags")), "")
            return None
        return change if self._runs and (change.add_tags or change.remove_tags) else None

    def _typed_note(self) -> MarkChange | None:
        text = self.note.toPlainText()
        notes = {run.note for run in self._runs}
        if not self._runs or notes == {text} or (len(notes) > 1 and not text):
            return None
        if len(text) > MOST_NOTE_CHARACTERS:
            sentence = self.tr("A note has {0} characters at most; this one has {1}.")
            self.failed.emit(
                sentence.format(count_text(MOST_NOTE_CHARACTERS), count_text(len(text))), ""
            )
            return None
        return MarkChange(note=text)

    def _heading(self) -> str:
        if not self._runs:
            return self.tr("No run selected")
        if len(self._runs) == 1:
            return self._runs[0].title
        return self.tr("{0} runs selected").format(count_text(len(self._runs)))

    def _lay_out(self, actions: Sequence[QAction]) -> None:
        self.setAccessibleName(self.tr("Marks of the selected runs"))
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.title.setWordWrap(True)
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.tags.setPlaceholderText(self.tr("Tags, parted by commas"))
        self.tags.setAccessibleName(self.tr("Tags of the selected runs"))
        self.note.setPlaceholderText(self.tr("Note"))
        self.note.setAccessibleName(self.tr("Note on the selected runs"))
        self.note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.note.setTabChangesFocus(True)
        self.note.setMinimumHeight(self.fontMetrics().lineSpacing() * _LEAST_NOTE_LINES + 12)
        strip = QWidget()
        strip.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        buttons = FlowLayout(strip)
        for action in actions:
            button = QToolButton()
            button.setDefaultAction(action)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            buttons.addWidget(button)
        column = QVBoxLayout(self._inner)
        column.setContentsMargins(8, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.title)
        column.addWidget(strip)
        column.addWidget(self.tags)
        column.addWidget(self.note, 1)
        self.setWidget(self._inner)
