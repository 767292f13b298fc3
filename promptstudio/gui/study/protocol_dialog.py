"""The protocol of a study in a window of its own, and the line that leads there."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from promptstudio.gui.study.protocol_form import ProtocolForm


class ProtocolDialog(QDialog):
    """Shows a `ProtocolForm`. What is set counts at once, so that there is only a way out."""

    def __init__(self, form: ProtocolForm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Protocol of the study"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(form)
        column.addWidget(buttons)


class ProtocolLine(QWidget):
    """A button that opens the protocol, and what is special in it."""

    def __init__(self, form: ProtocolForm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form = form
        self.dialog = ProtocolDialog(form, self)
        self.button = QPushButton(self.tr("&Protocol…"))
        self.button.setToolTip(
            self.tr("Splits, label words, task prefix, free text, prompt position, sweeps")
        )
        self._summary = QLabel()
        self._summary.setForegroundRole(self._summary.palette().ColorRole.PlaceholderText)
        self._summary.setTextFormat(Qt.TextFormat.PlainText)
        self._summary.setMinimumWidth(0)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.button)
        row.addWidget(self._summary, 1)
        self.button.clicked.connect(self.dialog.show)
        form.changed.connect(self._on_changed)
        self._on_changed()

    @property
    def summary(self) -> str:
        """What is special in the protocol."""
        return self._summary.toolTip()

    @Slot()
    def _on_changed(self) -> None:
        text = self._form.summary()
        self._summary.setToolTip(text)
        self._summary.setText(text or self.tr("as usual"))
