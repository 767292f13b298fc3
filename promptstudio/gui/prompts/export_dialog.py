"""Asks how a prompt that no run made is exported, and for which model."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from promptstudio.core.prompts import PromptEntry
from promptstudio.core.spec import BackboneSpec
from promptstudio.gui.parts.backbone_line import BackboneLine
from promptstudio.gui.parts.export_dialog import ExportDialog
from promptstudio.gui.ports import Controller, Outlook

_FORMAT_ROW: Final = 1


class PromptExportDialog(ExportDialog):
    """Offers the prompt's own model; ``otherwise`` is offered where that is not known."""

    def __init__(
        self,
        entry: PromptEntry,
        folder: Path,
        controller: Controller,
        outlook: Outlook,
        otherwise: str,
        parent: QWidget | None = None,
    ) -> None:
        self._own = entry.backbone.source if entry.backbone else ""
        super().__init__(entry.prompt_id, entry.name, folder, controller, parent)
        self.backbone = BackboneLine(outlook, self)
        self.backbone.label.setText(self.tr("B&ackbone"))  # Alt+B browses
        place = QGridLayout()
        place.setVerticalSpacing(4)
        self.backbone.place_field(place, 0, 0, 2)
        self.form.insertRow(_FORMAT_ROW, self.backbone.label, place)
        self.backbone.changed.connect(self._on_backbone)
        self.finished.connect(self.backbone.rest)
        self.backbone.set_source(self._own or otherwise)
        if not self.backbone.source:
            self.format.setCurrentIndex(self.format.findData("safetensors"))
            self._on_backbone()

    def _ask(self, form: str, to: Path, *, overwrite: bool) -> None:
        named = self.backbone.source
        model = named if named != self._own else ""
        self._controller.export_prompt(self._run_id, form, to, model=model, overwrite=overwrite)

    def _whose(self) -> str:
        return self.tr("Prompt")

    @Slot()
    def _on_backbone(self) -> None:
        source = self.backbone.source
        nothing = self.tr("Not known: a PEFT folder has to name it, the other formats need none.")
        self.backbone.say_instead("" if source else nothing)
        if source:
            self.backbone.understand(BackboneSpec(source=source))
