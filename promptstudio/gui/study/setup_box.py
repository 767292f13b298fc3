"""Name, backbone, shots and seeds of a study."""

from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QWidget,
)

from promptstudio.analysis.plan import parse_seeds, seeds_text
from promptstudio.core.spec import BackboneSpec, StudySpec
from promptstudio.gui.parts.backbone_line import BackboneLine
from promptstudio.gui.parts.declared import choice_text
from promptstudio.gui.parts.wheel import calm
from promptstudio.gui.ports import Outlook

_MOST_SHOTS = 100_000
_DEVICES = ("auto", "cpu", "cuda", "mps")


class SetupBox(QWidget):
    """The study's own settings. Shots of 0 stand for all rows."""

    changed = Signal()

    def __init__(self, outlook: Outlook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = QLineEdit()
        self._name.setMaxLength(120)
        self._backbone = BackboneLine(outlook, self)
        self.understood = self._backbone.understood
        self._device = QComboBox()
        for device in _DEVICES:
            self._device.addItem(choice_text(device), device)
        self._shots = self._shots_box(
            self.tr(
                "Training rows of a target task: per class, or in total if the protocol says so."
            )
        )
        self._source_shots = self._shots_box(
            self.tr(
                "Training rows of a source task: per class, or in total if the protocol says so."
            )
        )
        self._seeds = QLineEdit()
        self._seeds.setToolTip(self.tr("Every seed is a run of its own. Type 0, 1, 5 or 0-4."))
        self._lay_out()
        for line in (self._name, self._seeds):
            line.textChanged.connect(self._on_edited)
        self._backbone.changed.connect(self._on_edited)
        for spin in (self._shots, self._source_shots):
            spin.valueChanged.connect(self._on_edited)
        self._device.currentIndexChanged.connect(self._on_edited)
        for box in (self._device, self._shots, self._source_shots):
            calm(box)

    def values(self, backbone: BackboneSpec) -> dict[str, Any]:
        """Return the fields of a `StudySpec` that stand here.

        Raises
        ------
        ConfigError
            If the seeds can not be read.
        """
        return {
            "name": self._name.text().strip() or self.tr("Untitled study"),
            "backbone": self.backbone(backbone),
            "shots": self._shots.value() or None,
            "source_shots": self._source_shots.value() or None,
            "seeds": parse_seeds(self._seeds.text()),
        }

    def backbone(self, backbone: BackboneSpec) -> BackboneSpec:
        """Return a backbone as changed here."""
        source = self._backbone.source or "sandbox"
        # A revision names a state of one model; it means nothing for another.
        revision = backbone.revision if source == backbone.source else None
        changes = {"source": source, "device": self._device.currentData(), "revision": revision}
        return backbone.model_copy(update=changes)

    def set_study(self, study: StudySpec) -> None:
        """Show the fields of a study."""
        self._name.setText(study.name)
        self._backbone.set_source(study.backbone.source)
        device = study.backbone.device
        if self._device.findData(device) < 0:
            self._device.addItem(device, device)
        self._device.setCurrentIndex(self._device.findData(device))
        self._shots.setValue(study.shots or 0)
        self._source_shots.setValue(study.source_shots or 0)
        self._seeds.setText(seeds_text(study.seeds))

    def understand(self, backbone: BackboneSpec) -> None:
        """Say below the backbone what it is understood as."""
        self._backbone.understand(backbone)

    def rest(self) -> None:
        """End timer and thread: the window is closing."""
        self._backbone.rest()

    def set_seeds(self, text: str) -> None:
        """Type into the box of seeds."""
        self._seeds.setText(text)

    @Slot()
    def _on_edited(self) -> None:
        self.changed.emit()

    def _shots_box(self, hint: str) -> QSpinBox:
        spin = QSpinBox()
        spin.setRange(0, _MOST_SHOTS)
        spin.setSpecialValueText(self.tr("all"))
        spin.setToolTip(hint)
        return spin

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(4)
        _put(grid, self.tr("&Name"), self._name, 0, 0, 3)
        self._backbone.place(grid, 1, 4)
        cells: list[tuple[str, QWidget, int, int, int]] = [
            (self.tr("S&hots"), self._shots, 3, 0, 1),
            (self.tr("S&ource shots"), self._source_shots, 3, 2, 1),
            (self.tr("See&ds"), self._seeds, 4, 0, 1),
            (self.tr("De&vice"), self._device, 4, 2, 1),
        ]
        for cell in cells:
            _put(grid, *cell)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)


def _put(grid: QGridLayout, text: str, widget: QWidget, row: int, column: int, span: int) -> None:
    label = QLabel(text)
    label.setBuddy(widget)
    widget.setAccessibleName(text.replace("&", ""))
    grid.addWidget(label, row, column)
    grid.addWidget(widget, row, column + 1, 1, span)
