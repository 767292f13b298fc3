"""How data become a task: answer column, kind, template and label words, with a live example."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)

from promptstudio.core.errors import PromptStudioError
from promptstudio.gui.parts.declared import told
from promptstudio.gui.parts.flow import FlowLayout
from promptstudio.gui.ports import Look

_PAUSE_MS = 200
_LINES = 4
_KIND_LETTERS = 12
_KINDS = ("classification", "generation", "regression")

Columns = Sequence[tuple[str, str, str]]
"""Name, what stands in it and first value of every column."""


class CardForm(QWidget):
    """``changed`` tells that a choice was made that needs another look at the data."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._chosen: dict[str, str] = {}
        self.name = QLineEdit()
        self.kind = QComboBox()
        self.answer = QComboBox()
        self.template = QLineEdit()
        self.labels = QLineEdit()
        self.row = QSpinBox()
        self.example = QPlainTextEdit()
        self._columns = QWidget()
        self._flow = FlowLayout(self._columns)
        self._buttons: list[QPushButton] = []
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._lay_out()
        self._pause.timeout.connect(self._render)
        self.template.textChanged.connect(self._on_template)
        self.row.valueChanged.connect(self._render)
        self.kind.activated.connect(self._on_kind)
        self.answer.activated.connect(self._on_answer)
        self.forget()

    def changes(self) -> dict[str, str]:
        """Return what a person set, by the names that the import knows."""
        typed = {
            name: line.text().strip()
            for name, line in (("template", self.template), ("labels", self.labels))
            if line.text().strip() and line.isModified()
        }
        return {**self._chosen, **typed}

    def wanted_name(self) -> str:
        """Return the name that a person typed, or nothing."""
        return self.name.text().strip() if self.name.isModified() else ""

    @Slot()
    def forget(self) -> None:
        """Be empty: other data are meant."""
        self._look = None
        self._chosen = {}
        for line in (self.name, self.template, self.labels):
            line.setText("")  # unlike clear(), this counts as nothing typed
        self.row.setRange(1, 1)
        self.answer.clear()
        self.kind.setCurrentIndex(-1)
        self._show_columns(())
        self._render()
        self.setEnabled(False)

    def show_look(self, look: Look) -> None:
        """Show what was understood; what a person typed stays."""
        self._look = look
        self.setEnabled(True)
        for line, text in (
            (self.name, look.card.key),
            (self.template, look.template),
            (self.labels, look.labels),
        ):
            if not line.isModified():
                line.setText(text)
        self._show_answers(look.columns, look.answer, look.kind)
        self.row.setRange(1, max(1, look.rows))
        self._show_columns(look.columns)
        self._render()

    def show_unclear(self, columns: Columns) -> None:
        """Offer the columns of data of which no task could be made; what a person set stays."""
        self._look = None
        self.setEnabled(True)
        answer = self._chosen.get("label_field", self._chosen.get("answer_field", ""))
        self._show_answers(columns, answer, self._chosen.get("kind", _KINDS[0]))
        self._show_columns(columns)
        self._render()

    def stop(self) -> None:
        """Render nothing more."""
        self._pause.stop()

    @Slot()
    def _on_template(self) -> None:
        self._pause.start()

    @Slot()
    def _on_kind(self) -> None:
        self._choose({"kind": self.kind.currentData(), **self._answer_of()})

    @Slot()
    def _on_answer(self) -> None:
        self._choose({"kind": self.kind.currentData(), **self._answer_of()})

    def _answer_of(self) -> dict[str, str]:
        is_class, column = self.kind.currentData() == "classification", self.answer.currentData()
        return {"label_field" if is_class else "answer_field": column} if column else {}

    def _choose(self, chosen: Mapping[str, str]) -> None:
        """Take a choice; template and label words are guessed anew, as they depend on it."""
        self._chosen = dict(chosen)
        for line in (self.template, self.labels):
            line.setText("")
        self.changed.emit()

    def _insert(self, column: str) -> None:
        self.template.insert(f"{{{column}}}")
        self.template.setModified(True)
        self.template.setFocus()

    @Slot()
    def _render(self) -> None:
        self._pause.stop()
        if self._look is None or not self.template.text():
            self.example.clear()
            return
        try:
            text = self._look.rendered(self.template.text(), self.row.value() - 1)
        except PromptStudioError as error:
            text = str(error)
        self.example.setPlainText(text)

    def _show_answers(self, columns: Columns, answer: str, kind: str) -> None:
        with QSignalBlocker(self.answer):
            self.answer.clear()
            for name, holds, _first in columns:
                self.answer.addItem(f"{name} ({told(holds)})", name)
            self.answer.setCurrentIndex(self.answer.findData(answer))
        self.kind.setCurrentIndex(self.kind.findData(kind))

    def _show_columns(self, columns: Columns) -> None:
        for button in self._buttons:
            self._flow.removeWidget(button)
            button.deleteLater()
        self._buttons = []
        for name, holds, first in columns:
            button = QPushButton(f"{{{name}}}")
            button.setToolTip(self.tr("{0}. First: {1}").format(told(holds), first[:200]))
            button.setAccessibleName(self.tr("Put column {0} into the template").format(name))
            button.clicked.connect(partial(self._insert, name))
            self._flow.addWidget(button)
            self._buttons.append(button)

    def _lay_out(self) -> None:
        titles = (self.tr("classes"), self.tr("free answers"), self.tr("numbers"))
        for title, kind in zip(titles, _KINDS, strict=True):
            self.kind.addItem(title, kind)
        for combo in (self.kind, self.answer):
            combo.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
        self.kind.setMinimumContentsLength(_KIND_LETTERS)
        self.example.setAcceptDrops(False)
        self.template.setToolTip(
            self.tr(
                "{name} stands for a column, {name?} for one that may be empty, {name|cut} for "
                "one that is shortened first, {[words {name} ]} for words that go with a column."
            )
        )
        self.labels.setPlaceholderText(self.tr("0=bad, 1=good"))
        self.row.setPrefix(self.tr("row "))
        self.row.setAccessibleName(self.tr("Row of the example"))
        self.example.setReadOnly(True)
        self.example.setTabChangesFocus(True)
        self.example.setMaximumHeight(_LINES * 2 * self.fontMetrics().height())
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        choice = QHBoxLayout()
        choice.addWidget(self.answer, 1)
        choice.addWidget(self.kind)
        shown = QHBoxLayout()
        shown.addWidget(self.example, 1)
        shown.addWidget(self.row, 0, Qt.AlignmentFlag.AlignTop)
        rows: tuple[tuple[str, QWidget, QWidget | QHBoxLayout], ...] = (
            (self.tr("&Name"), self.name, self.name),
            (self.tr("&Answer"), self.answer, choice),
            (self.tr("Tem&plate"), self.template, self.template),
            (self.tr("Columns"), self._columns, self._columns),
            (self.tr("As the model reads i&t"), self.example, shown),
            (self.tr("Label &words"), self.labels, self.labels),
        )
        for text, widget, field in rows:
            label = QLabel(text)
            label.setBuddy(widget)
            widget.setAccessibleName(text.replace("&", ""))
            form.addRow(label, field)
        self.kind.setAccessibleName(self.tr("Kind of task"))
