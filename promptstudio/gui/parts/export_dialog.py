"""Asks for the format and the folder of an export, then shows it; never blocks the window."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from promptstudio.core.questions import ReadBack, Verify
from promptstudio.export.context import ExportResult
from promptstudio.gui.parts.export_outcome import ExportOutcome
from promptstudio.gui.parts.file_dialogs import ask_folder
from promptstudio.gui.parts.wrapped_label import WrappedLabel
from promptstudio.gui.ports import Controller

FORMATS: Final = ("peft", "safetensors", "npz")
_WIDTH: Final = 60
"""Letters that a path may have before its field has to scroll."""


class ExportDialog(QDialog):
    """Has a prompt exported once the person agrees, and stays open.

    What the controller then tells of this export is shown below the form. ``folder`` is where the
    export's own folder is offered.
    """

    def __init__(
        self,
        run_id: str,
        title: str,
        folder: Path,
        controller: Controller,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._run_id = run_id
        self._controller = controller
        self._is_waiting = False
        self.setWindowTitle(self.tr("Export prompt"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.form = QFormLayout()
        self.format = QComboBox()
        names = (
            self.tr("PEFT folder (Hugging Face)"),
            self.tr("safetensors file"),
            self.tr("NumPy npz file"),
        )
        for name, key in zip(names, FORMATS, strict=True):
            self.format.addItem(name, key)
        self.folder = QLineEdit(str(folder / f"prompt-{run_id.removeprefix('prompt-')}"))
        self.folder.setMinimumWidth(self.folder.fontMetrics().averageCharWidth() * _WIDTH)
        self.replace = QCheckBox(self.tr("&Replace an earlier export in this folder"))
        self.replace.setToolTip(self.tr("A folder that holds anything else is never written to."))
        self.note = WrappedLabel()
        self.note.hide()
        self.outcome = ExportOutcome(controller)
        self.outcome.hide()
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.export = self._buttons.addButton(
            self.tr("&Export"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self._lay_out(title)
        self._buttons.accepted.connect(self._on_accepted)
        self._buttons.rejected.connect(self.reject)
        controller.export_done.connect(self._on_done)
        controller.failed.connect(self._on_failed)

    @Slot()
    def _on_browse(self) -> None:
        ask_folder(self, self.tr("Export to folder"), self.folder.setText)

    @Slot()
    def _on_accepted(self) -> None:
        folder = self.folder.text().strip()
        if folder:
            self._wait(is_waiting=True)
            self._tell(self.tr("Exporting…"))
            self.outcome.hide()
            to = Path(folder).expanduser()
            self._ask(self.format.currentData(), to, overwrite=self.replace.isChecked())

    def _ask(self, form: str, to: Path, *, overwrite: bool) -> None:
        self._controller.export(self._run_id, form, to, overwrite=overwrite)

    @Slot(str, object, object)
    def _on_done(self, run_id: str, result: ExportResult, question: Verify | ReadBack) -> None:
        if self._is_waiting and run_id == self._run_id:
            self._wait(is_waiting=False)
            self.note.hide()
            self.outcome.show()
            self.outcome.show_export(result, question)
            self.adjustSize()

    @Slot(str, str)
    def _on_failed(self, sentence: str, _report: str) -> None:
        """Take the next failure for that of the export; if it is another's, the result follows."""
        if self._is_waiting:
            self.export.setEnabled(True)
            self._tell(sentence)

    def _wait(self, *, is_waiting: bool) -> None:
        self._is_waiting = is_waiting
        self.export.setEnabled(not is_waiting)

    def _whose(self) -> str:
        return self.tr("Run")

    def _tell(self, text: str) -> None:
        self.note.show()
        self.note.setText(text)

    def _lay_out(self, title: str) -> None:
        browse = QPushButton(self.tr("&Browse…"))
        browse.clicked.connect(self._on_browse)
        row = QHBoxLayout()
        row.addWidget(self.folder, 1)
        row.addWidget(browse)
        form = self.form
        form.addRow(self._whose(), QLabel(title))
        form.addRow(self.tr("&Format"), self.format)
        form.addRow(self.tr("F&older"), row)
        form.addRow("", self.replace)
        folder = form.labelForField(row)
        if isinstance(folder, QLabel):
            folder.setBuddy(self.folder)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(self.note)
        column.addWidget(self.outcome, 1)
        column.addWidget(self._buttons)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)
        self.export.setDefault(True)
