"""Type a text and see what the model says under several prompts, and without one."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from promptstudio.core.commands import Refused
from promptstudio.core.prompts import PromptEntry
from promptstudio.core.questions import Tried, Try
from promptstudio.core.spec import BackboneSpec
from promptstudio.gui.parts.maker import Maker
from promptstudio.gui.parts.wrapped_label import WrappedLabel
from promptstudio.gui.ports import Catalogue, Controller, Previews, PromptLibrary
from promptstudio.gui.prompts.backbone_choice import BackboneChoice
from promptstudio.gui.prompts.outcome_view import OutcomeView

MOST_PROMPTS = 4
_BOX_LINES = 5
_ANSWER_LINES = 11


class Playground(QWidget):
    """Uses the prompts that are chosen in the library, up to four."""

    def __init__(
        self,
        controller: Controller,
        library: PromptLibrary,
        backbone: BackboneChoice,
        catalogue: Catalogue,
        previews: Previews,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._library = library
        self._backbone = backbone
        self._catalogue = catalogue
        self._previews = previews
        self._maker = Maker(self)
        self._rows = Maker(self)
        self._chosen: tuple[PromptEntry, ...] = ()
        self._tried: tuple[PromptEntry, ...] = ()
        self._model = BackboneSpec()
        self._asked = ""
        self.task = QComboBox()
        self.row = QSpinBox()
        self.text = QPlainTextEdit()
        self.labels = QLineEdit()
        self.ask = QPushButton(self.tr("&Try"))
        self.note = QLabel()
        self.prompts = WrappedLabel()
        self.views: list[OutcomeView] = []
        self._cards = QHBoxLayout()
        self._lay_out()
        self.ask.clicked.connect(self._on_ask)
        self.task.activated.connect(self._on_task)
        self.row.valueChanged.connect(self._on_task)
        self._maker.made.connect(self._on_made)
        self._maker.failed.connect(self._on_failed)
        self._rows.made.connect(self._on_rows)
        self._rows.failed.connect(self._on_no_rows)
        controller.answered.connect(self._on_answered)

    def show_prompts(self, chosen: Sequence[PromptEntry]) -> None:
        """Take the prompts that are chosen; what is being asked is asked of those before."""
        self._chosen = tuple(chosen[:MOST_PROMPTS])
        names = ", ".join(entry.name for entry in self._chosen)
        if len(chosen) > MOST_PROMPTS:
            names += self.tr(" (the first {0} of {1})").format(MOST_PROMPTS, len(chosen))
        self.prompts.setText(
            self.tr("{0}, and none").format(names)
            if names
            else self.tr("Choose up to four at the left; without one the model is alone.")
        )

    def offer_tasks(self) -> None:
        """List the tasks that are known now."""
        if self.task.count() == len(self._catalogue) + 1:
            return
        self.task.clear()
        self.task.addItem(self.tr("Own text"), "")
        for key, card in sorted(self._catalogue.items(), key=lambda entry: entry[1].title):
            self.task.addItem(card.title, key)

    def rest(self) -> None:
        """Wait for what is being read."""
        for maker in (self._maker, self._rows):
            maker.end()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Ctrl+Enter try the text while it is typed, though elsewhere it runs the study."""
        if isinstance(event, QKeyEvent) and _tries(event):
            if event.type() == QEvent.Type.KeyPress:
                self.ask.click()
            event.accept()
            return True
        return super().eventFilter(watched, event)

    @Slot()
    def _on_task(self) -> None:
        key = self.task.currentData()
        self.row.setEnabled(bool(key))
        if key:
            self._rows.ask(key, partial(self._previews, key))

    @Slot(str, object)
    def _on_rows(self, key: str, rows: Sequence[tuple[str, str]]) -> None:
        if key != self.task.currentData():
            return  # another task was chosen meanwhile; its rows follow
        if not rows:
            self.note.setText(self.tr("This task has no rows to show."))
            return
        with QSignalBlocker(self.row):
            self.row.setMaximum(len(rows))
        text, answer = rows[self.row.value() - 1]
        self.text.setPlainText(text)
        words = self._catalogue[key].labels or {}
        self.labels.setText(", ".join(words.values()))
        self.note.setText(self.tr("The right answer is '{0}'.").format(answer))

    @Slot(str, str)
    def _on_no_rows(self, sentence: str, _report: str) -> None:
        self.note.setText(sentence)

    @Slot()
    def _on_ask(self) -> None:
        text = self.text.toPlainText().strip()
        if not text:
            self.note.setText(self.tr("Type a text, or choose a task."))
            return
        model = self._backbone.shared(self._chosen)
        if model is None:
            models = ", ".join(sorted({e.backbone.source for e in self._chosen if e.backbone}))
            sentence = self.tr("The prompts belong to different models: {0}. Choose those of one.")
            self.note.setText(sentence.format(models))
            return
        self.ask.setEnabled(False)
        self.note.setText(self.tr("Asking the model…"))
        self._tried, self._model = self._chosen, model
        ids = tuple(entry.prompt_id for entry in self._tried)
        self._maker.ask(text, partial(self._files, ids))

    def _files(self, prompt_ids: Sequence[str]) -> dict[str, str]:
        return {name: str(self._library.file(name)) for name in prompt_ids}

    @Slot(str, object)
    def _on_made(self, text: str, files: Mapping[str, str]) -> None:
        prompts = {"": ""} | {self._name(one): path for one, path in files.items()}
        words = tuple(dict.fromkeys(w.strip() for w in self.labels.text().split(",") if w.strip()))
        question = Try(backbone=self._model, prompts=prompts, text=text, labels=words)
        self._asked = self._controller.ask(question)

    def _name(self, prompt_id: str) -> str:
        entry = next(entry for entry in self._tried if entry.prompt_id == prompt_id)
        twice = [other.name for other in self._tried].count(entry.name) > 1
        return f"{entry.name} ({prompt_id[-6:]})" if twice else entry.name

    @Slot(str, str)
    def _on_failed(self, sentence: str, _report: str) -> None:
        self.ask.setEnabled(True)
        self.note.setText(sentence)

    @Slot(object)
    def _on_answered(self, answer: Any) -> None:
        if answer.request_id != self._asked:
            return
        self.ask.setEnabled(True)
        if isinstance(answer, Refused):
            self.note.setText(self._backbone.with_advice(answer.reason, self._tried))
        elif isinstance(answer, Tried):
            self.note.setText(
                self.tr("The text was too long and has been cut.") if answer.cut else ""
            )
            self._show(answer)

    def _show(self, tried: Tried) -> None:
        for view in self.views:
            self._cards.removeWidget(view)
            view.deleteLater()
        self.views = [
            OutcomeView(name or self.tr("No prompt"), outcome)
            for name, outcome in tried.outcomes.items()
        ]
        for view in self.views:
            self._cards.addWidget(view, 1)

    def _lay_out(self) -> None:
        self.task.setAccessibleName(self.tr("Task"))
        self.task.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.row.setRange(1, 20)
        self.row.setPrefix(self.tr("row "))
        self.row.setAccessibleName(self.tr("Row of the task"))
        self.row.setEnabled(False)
        self.text.setPlaceholderText(self.tr("Text as the model shall read it"))
        self.text.setTabChangesFocus(True)
        self.text.installEventFilter(self)
        self.text.setAccessibleName(self.tr("Text"))
        self.text.setMaximumHeight(_BOX_LINES * 2 * self.text.fontMetrics().height())
        self.labels.setPlaceholderText(self.tr("Label words to weigh, such as: good, bad"))
        self.labels.setAccessibleName(self.tr("Label words"))
        self.note.setWordWrap(True)
        first = QHBoxLayout()
        first.addWidget(self.task, 1)
        first.addWidget(self.row)
        last = QHBoxLayout()
        last.addWidget(self.labels, 1)
        last.addWidget(self.ask)
        form = QFormLayout()
        form.addRow(self.tr("Prompts"), self.prompts)
        form.addRow(self.tr("Example"), first)
        form.addRow(self.tr("Text"), self.text)
        form.addRow(self.tr("Label words"), last)
        cards = QWidget()
        cards.setLayout(self._cards)
        self._cards.setContentsMargins(0, 0, 0, 0)
        answers = _scrolling(cards)
        answers.setAccessibleName(self.tr("Answers"))
        answers.setMinimumHeight(_ANSWER_LINES * self.fontMetrics().lineSpacing())
        whole = QWidget()
        inner = QVBoxLayout(whole)
        inner.addLayout(form)
        inner.addWidget(self.note)
        inner.addWidget(answers, 1)
        area = _scrolling(whole)  # large texts need more height than a small screen has
        area.setAccessibleName(self.tr("Playground"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(area)


def _scrolling(inner: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(inner)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    return area


def _tries(event: QKeyEvent) -> bool:
    return (
        event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
        and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    )
