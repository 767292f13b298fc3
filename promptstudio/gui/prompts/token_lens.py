"""The nearest tokens of a prompt, as the model tells them."""

from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from promptstudio.analysis.lens import neighbour_table
from promptstudio.core.commands import Refused
from promptstudio.core.prompts import PromptEntry
from promptstudio.core.questions import Neighbours, NeighboursFound
from promptstudio.core.spec import BackboneSpec
from promptstudio.core.tables import Table
from promptstudio.gui.parts.maker import Maker
from promptstudio.gui.parts.theme import Theme
from promptstudio.gui.parts.twin import Twin
from promptstudio.gui.ports import Controller, PromptLibrary
from promptstudio.gui.prompts.backbone_choice import BackboneChoice


class _Asked(NamedTuple):
    """A prompt by identity, and the model that was asked."""

    prompt_id: str
    backbone: BackboneSpec


class TokenLens(Twin):
    """Asks for each prompt once, when it is looked at. What is told of one stays with it."""

    def __init__(
        self,
        controller: Controller,
        library: PromptLibrary,
        backbone: BackboneChoice,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent)
        self._controller = controller
        self._library = library
        self._backbone = backbone
        self._maker = Maker(self)
        self._one: PromptEntry | None = None
        self._asked: dict[str, _Asked] = {}
        self._known: dict[_Asked, Table] = {}
        self.as_table.hide()
        self._maker.made.connect(self._on_file)
        self._maker.failed.connect(self._on_failed)
        controller.answered.connect(self._on_answered)
        backbone.taken.connect(self._on_backbone)
        self.show_prompt(None)

    def show_prompt(self, entry: PromptEntry | None) -> None:
        """Look into a prompt, or none."""
        self._one = entry
        if self.isVisible() or entry is None:
            self._look()

    def showEvent(self, event: QShowEvent) -> None:
        """Look into the prompt that was chosen meanwhile."""
        super().showEvent(event)
        self._look()

    def rest(self) -> None:
        """Wait for what is being read."""
        self._maker.end()

    def _look(self) -> None:
        entry, wanted = self._one, self._wanted()
        if entry is None or wanted is None:
            self.show_note(self.tr("Choose a prompt to see its nearest tokens."))
        elif wanted in self._known:
            self.show_table(self._known[wanted])
        else:
            self.show_note(self.tr("Asking the model…"))
            if wanted not in self._asked.values():
                self._maker.ask(entry.prompt_id, partial(self._library.file, entry.prompt_id))

    def _wanted(self) -> _Asked | None:
        return _Asked(self._one.prompt_id, self._backbone.model(self._one)) if self._one else None

    @Slot()
    def _on_backbone(self) -> None:
        self.show_prompt(self._one)

    @Slot(str, object)
    def _on_file(self, prompt_id: str, path: object) -> None:
        wanted = self._wanted()
        if wanted is not None and self._one is not None and prompt_id == wanted.prompt_id:
            question = Neighbours(backbone=wanted.backbone, prompt=str(path), name=self._one.name)
            self._asked[self._controller.ask(question)] = wanted

    @Slot(str, str)
    def _on_failed(self, sentence: str, _report: str) -> None:
        self.show_note(sentence)

    @Slot(object)
    def _on_answered(self, answer: Any) -> None:
        asked = self._asked.pop(answer.request_id, None)
        if asked is None:
            return
        if isinstance(answer, NeighboursFound):
            self._known[asked] = neighbour_table(answer)
        if self._one is None or asked != self._wanted():
            return
        if isinstance(answer, Refused):
            self.show_note(self._backbone.with_advice(answer.reason, [self._one]))
        else:
            self.show_table(self._known[asked])
