"""Asks for the weights of a sum of prompts."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QWidget,
)

from promptstudio.analysis.arithmetic import formula
from promptstudio.core.prompts import PromptEntry

_MOST = 8


class CombineDialog(QDialog):
    """``wanted`` tells name, weights by identity, and whether the sum is scaled."""

    wanted = Signal(str, dict, bool)

    def __init__(self, entries: Sequence[PromptEntry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Combine prompts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._entries = tuple(entries[:_MOST])
        self.name = QLineEdit()
        self.weights: list[QDoubleSpinBox] = []
        self.rescale = QCheckBox(self.tr("Scale to the mean &norm of the parts"))
        self.sum = QLabel()
        self.sum.setWordWrap(True)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.make = self._buttons.addButton(
            self.tr("&Make"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        form = QFormLayout(self)
        form.addRow(self.tr("N&ame"), self.name)
        for entry in self._entries:
            form.addRow(entry.name, self._weight(entry))
        if len(entries) > _MOST:
            left_out = self.tr("Of {0} chosen prompts, the first {1} can be combined.")
            self.left_out = QLabel(left_out.format(len(entries), _MOST))
            form.addRow(self.left_out)
        form.addRow(self.rescale)
        form.addRow(self.tr("Sum"), self.sum)
        form.addRow(self._buttons)
        self.name.textChanged.connect(self._on_edited)
        self.rescale.toggled.connect(self._on_edited)
        self._buttons.accepted.connect(self._on_accepted)
        self._buttons.rejected.connect(self.reject)
        self._on_edited()

    def _weight(self, entry: PromptEntry) -> QDoubleSpinBox:
        box = QDoubleSpinBox()
        box.setRange(-100.0, 100.0)
        box.setDecimals(3)
        box.setSingleStep(0.5)
        box.setValue(1.0 / len(self._entries))
        box.setAccessibleName(self.tr("Weight of {0}").format(entry.name))
        box.valueChanged.connect(self._on_edited)
        self.weights.append(box)
        return box

    def _values(self) -> list[float]:
        return [box.value() for box in self.weights]

    @Slot()
    def _on_edited(self) -> None:
        names = [entry.name for entry in self._entries]
        self.sum.setText(formula(names, self._values(), rescale=self.rescale.isChecked()))
        self.make.setEnabled(bool(self.name.text().strip()) and any(self._values()))

    @Slot()
    def _on_accepted(self) -> None:
        pairs = zip(self._entries, self._values(), strict=True)
        weights = {entry.prompt_id: weight for entry, weight in pairs if weight}
        self.wanted.emit(self.name.text().strip(), weights, self.rescale.isChecked())
        self.accept()
