"""Asks for the format and the folder of an export; never blocks the window."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from promptstudio.gui.parts.file_dialogs import ask_folder

FORMATS: Final = ("peft", "safetensors", "npz")


class ExportDialog(QDialog):
    """Emits ``wanted(run_id, format, folder)`` once the person agrees."""

    wanted = Signal(str, str, str)

    def __init__(
        self, run_id: str, title: str, folder: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._run_id = run_id
        self.setWindowTitle(self.tr("Export prompt"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.format = QComboBox()
        names = (
            self.tr("PEFT folder (Hugging Face)"),
            self.tr("safetensors file"),
            self.tr("NumPy npz file"),
        )
        for name, key in zip(names, FORMATS, strict=True):
            self.format.addItem(name, key)
        self.folder = QLineEdit(str(folder))
        self.folder.setMinimumWidth(320)
        browse = QPushButton(self.tr("Browse…"))
        browse.clicked.connect(self._on_browse)
        row = QHBoxLayout()
        row.addWidget(self.folder, 1)
        row.addWidget(browse)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._buttons.addButton(self.tr("&Export"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._buttons.accepted.connect(self._on_accepted)
        self._buttons.rejected.connect(self.reject)
        form = QFormLayout(self)
        form.addRow(self.tr("Run"), QLabel(title))
        form.addRow(self.tr("&Format"), self.format)
        form.addRow(self.tr("F&older"), row)
        form.addRow(self._buttons)

    @Slot()
    def _on_browse(self) -> None:
        ask_folder(self, self.tr("Export to folder"), self.folder.setText)

    @Slot()
    def _on_accepted(self) -> None:
        if self.folder.text().strip():
            self.wanted.emit(self._run_id, self.format.currentData(), self.folder.text().strip())
            self.accept()
