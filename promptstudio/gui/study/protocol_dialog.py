"""The protocol of a study in a window of its own, and the line that leads there."""

from typing import Final

from PySide6.QtCore import QSize, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from promptstudio.gui.parts.elided_label import ElidedLabel
from promptstudio.gui.study.protocol_form import ProtocolForm

_SHARE: Final = 0.85
"""Of the height of the screen, at most."""


class ProtocolDialog(QDialog):
    """Shows a `ProtocolForm`. What is set counts at once, so that there is only a way out."""

    def __init__(self, form: ProtocolForm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Protocol of the study"))
        self._form = form
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(form)
        self.problem = QLabel()
        self.problem.setWordWrap(True)
        self.problem.setAccessibleName(self.tr("What can not be read"))
        self.problem.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self._scroll, 1)
        column.addWidget(self.problem)
        column.addWidget(buttons)
        form.changed.connect(self._on_changed)

    def showEvent(self, event: QShowEvent) -> None:
        """Be large enough for the whole form, where the screen is."""
        super().showEvent(event)
        wanted = self._form.sizeHint() + QSize(self._scroll.verticalScrollBar().width(), 0)
        more = self.sizeHint() - self._scroll.sizeHint()
        height = round(self.screen().availableGeometry().height() * _SHARE)
        self.resize((wanted + more).boundedTo(QSize(wanted.width() + more.width(), height)))

    @Slot()
    def _on_changed(self) -> None:
        sentence = self._form.problem()
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))


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
        self._summary = ElidedLabel()
        self._summary.setForegroundRole(self._summary.palette().ColorRole.PlaceholderText)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.button)
        row.addWidget(self._summary, 1)
        self.button.clicked.connect(self._on_open)
        form.changed.connect(self._on_changed)
        self._on_changed()

    @property
    def summary(self) -> str:
        """What is special in the protocol."""
        return self._form.summary()

    @Slot()
    def _on_open(self) -> None:
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    @Slot()
    def _on_changed(self) -> None:
        self._summary.setToolTip(self.summary)
        self._summary.setText(self.summary or self.tr("as usual"))
