"""The model that prompts are asked of where their own is not known."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from promptstudio.core.prompts import PromptEntry, shared_model
from promptstudio.core.spec import BackboneSpec
from promptstudio.gui.parts.backbone_line import BackboneLine
from promptstudio.gui.ports import Outlook
from promptstudio.gui.preferences import PreferenceKeeper

_SANDBOX = BackboneSpec().source


class BackboneChoice(QWidget):
    """Remembers the model with the preferences; ``taken`` tells that it may be another one."""

    taken = Signal()

    def __init__(
        self, outlook: Outlook, preferences: PreferenceKeeper, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self.line = BackboneLine(outlook, self)
        self.line.set_source(preferences.values.prompt_backbone)
        self.line.label.setToolTip(self.tr("What prompts are asked of whose model is not known"))
        grid = QGridLayout(self)
        grid.setContentsMargins(6, 6, 6, 6)
        grid.setVerticalSpacing(4)
        self.line.place(grid, 0, 3)
        self.line.changed.connect(self._on_changed)
        self.line.taken.connect(self._on_taken)

    @property
    def source(self) -> str:
        """The name of the model; the sandbox's where nothing is typed."""
        return self.line.source or _SANDBOX

    def model(self, entry: PromptEntry) -> BackboneSpec:
        """Return the model that a prompt is asked of."""
        return entry.backbone or entry.for_model(self.source)

    def shared(self, entries: Sequence[PromptEntry]) -> BackboneSpec | None:
        """Return the model for prompts side by side; None if they name different ones."""
        own = [entry.backbone for entry in entries if entry.backbone is not None]
        chosen = [entry.for_model(self.source) for entry in entries]
        return shared_model(own or chosen or [BackboneSpec(source=self.source)])

    def with_advice(self, reason: str, entries: Sequence[PromptEntry]) -> str:
        """Return why a model did not answer, and what may help where it was named here."""
        if entries and all(entry.backbone for entry in entries):
            return reason
        return f"{reason} {self.tr('Another model can be named above, as backbone.')}"

    def show_chosen(self, entries: Sequence[PromptEntry]) -> None:
        """Tell whose model it is: the prompts' own, or the one that is named here."""
        own = list(dict.fromkeys(entry.backbone.source for entry in entries if entry.backbone))
        is_needed = not entries or any(entry.backbone is None for entry in entries)
        sentence = self.tr("The chosen prompts have their own: {0}.").format(", ".join(own))
        self.line.say_instead("" if is_needed else sentence)

    def arrive(self) -> None:
        """Say what the model is understood as."""
        self._on_changed()

    def rest(self) -> None:
        """End what is under way: the window is closing."""
        self.line.rest()

    @Slot()
    def _on_changed(self) -> None:
        self.line.understand(BackboneSpec(source=self.source))

    @Slot()
    def _on_taken(self) -> None:
        self._preferences.note_backbone(self.line.source)
        self.taken.emit()
