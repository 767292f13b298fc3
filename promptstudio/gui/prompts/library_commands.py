"""Changes of the library that can be taken back."""

from collections.abc import Sequence

from PySide6.QtGui import QUndoCommand

from promptstudio.core.prompts import PromptEntry
from promptstudio.gui.ports import Controller


class RemoveCommand(QUndoCommand):
    """Removes imported prompts; taken back, they are there as they were."""

    def __init__(self, text: str, controller: Controller, entries: Sequence[PromptEntry]) -> None:
        super().__init__(text)
        self._controller = controller
        self._prompt_ids = tuple(entry.prompt_id for entry in entries)

    def redo(self) -> None:
        """Remove the prompts."""
        self._controller.remove_prompts(self._prompt_ids)

    def undo(self) -> None:
        """Bring them back."""
        self._controller.restore_prompts(self._prompt_ids)


class RenameCommand(QUndoCommand):
    """Gives an imported prompt another name."""

    def __init__(self, text: str, controller: Controller, entry: PromptEntry, name: str) -> None:
        super().__init__(text)
        self._controller = controller
        self._entry = entry
        self._name = name

    def redo(self) -> None:
        """Give the new name."""
        self._controller.rename_prompt(self._entry.prompt_id, self._name)

    def undo(self) -> None:
        """Give the old name back."""
        self._controller.rename_prompt(self._entry.prompt_id, self._entry.name)
