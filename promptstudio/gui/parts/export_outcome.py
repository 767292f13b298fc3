"""What an export wrote, whether that is the stored prompt, and Python that loads it."""

from pathlib import Path

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QDesktopServices, QFont, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from promptstudio.core.commands import Refused
from promptstudio.core.questions import Finding, ReadBack, Verified, Verify
from promptstudio.export.context import ExportResult
from promptstudio.gui.parts.wrapped_label import WrappedLabel
from promptstudio.gui.ports import Controller

_SNIPPET_LINES = 6


class ExportOutcome(QWidget):
    """Shows one export and asks the worker to verify it."""

    def __init__(self, controller: Controller, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self._question: Verify | ReadBack | None = None
        self._folder = Path()
        self.folder, self.checksum = QLineEdit(), QLineEdit()  # a label would cut what is long
        for field in (self.folder, self.checksum):
            field.setReadOnly(True)
        self.files, self.verdict = WrappedLabel(), WrappedLabel()
        self.snippet = QPlainTextEdit()
        self.snippet.setReadOnly(True)
        self.snippet.setFont(self._fixed_font())
        self.snippet.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.snippet.setMinimumHeight(self.snippet.fontMetrics().lineSpacing() * _SNIPPET_LINES)
        self.snippet.setAccessibleName(self.tr("Python that loads the prompt"))
        self.again = QPushButton(self.tr("&Verify again"))
        self.copy = QPushButton(self.tr("&Copy Python"))
        self.open = QPushButton(self.tr("O&pen folder"))
        self.again.clicked.connect(self._ask)
        self.copy.clicked.connect(self._on_copy)
        self.open.clicked.connect(self._on_open)
        controller.answered.connect(self._on_answered)
        self._lay_out()

    def show_export(self, result: ExportResult, question: Verify | ReadBack) -> None:
        """Show what was written, and ask whether it is the stored prompt."""
        self._folder = result.folder
        self.folder.setText(str(result.folder))
        self.folder.setCursorPosition(0)
        self.files.setText(", ".join(path.name for path in result.files))
        self.checksum.setText(result.prompt_sha256)
        self.checksum.setCursorPosition(0)
        self.snippet.setPlainText(result.snippet)
        self._question = question
        self._ask()

    @Slot()
    def _ask(self) -> None:
        if self._question is not None:
            self.again.setEnabled(False)
            self.verdict.setText(
                self.tr("Reading it back and asking the model…")
                if isinstance(self._question, Verify)
                else self.tr("Reading it back…")
            )
            self._controller.ask(self._question)

    @Slot(object)
    def _on_answered(self, answer: Finding | Refused) -> None:
        if self._question is None or answer.request_id != self._question.request_id:
            return
        self.again.setEnabled(True)
        if isinstance(answer, Verified):
            self.verdict.setText(f"{'✓' if answer.matches else '✗'} {answer.sentence}")
        elif isinstance(answer, Refused):
            self.verdict.setText(self.tr("Not verified: {0}").format(answer.reason))

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.snippet.toPlainText())

    @Slot()
    def _on_open(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

    def _fixed_font(self) -> QFont:
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(self.font().pointSizeF())
        return font

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.addRow(self.tr("Exported to"), self.folder)
        form.addRow(self.tr("Files"), self.files)
        form.addRow(self.tr("Prompt's SHA-256"), self.checksum)
        form.addRow(self.tr("Verification"), self.verdict)
        buttons = QHBoxLayout()
        for button in (self.again, self.copy, self.open):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(form)
        column.addWidget(self.snippet, 1)
        column.addLayout(buttons)
