"""Keeps the person's preferences and tells of changes."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from promptstudio.core.errors import ConfigError
from promptstudio.core.preferences import Preferences, load_preferences, save_preferences


class PreferenceKeeper(QObject):
    """Reads the preferences of a workspace once, and writes each change at once.

    ``changed`` tells the new `Preferences`, ``failed`` why they could not be read or written.
    """

    changed = Signal(object)
    failed = Signal(str)

    def __init__(self, workspace: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.problem = ""
        try:
            self._values = load_preferences(workspace)
        except ConfigError as error:
            self._values, self.problem = Preferences(), str(error)

    @property
    def values(self) -> Preferences:
        """The present preferences."""
        return self._values

    def change(self, section: str, **changes: Any) -> None:
        """Change settings of ``look`` or ``work``."""
        part = getattr(self._values, section).model_copy(update=changes)
        self._take(self._values.model_copy(update={section: part}))

    def bind(self, shortcuts: dict[str, str]) -> None:
        """Take other keys for actions; those not named have the program's own."""
        self._take(self._values.model_copy(update={"shortcuts": shortcuts}))

    def note_tour(self) -> None:
        """Remember that the tour was shown."""
        self._take(self._values.model_copy(update={"seen_tour": True}))

    def note_backbone(self, source: str) -> None:
        """Remember the model that prompts of unknown models are asked of."""
        self._take(self._values.model_copy(update={"prompt_backbone": source}))

    def restore(self, values: Preferences) -> None:
        """Take other settings, all at once; what is noted beside them stays."""
        self._take(values.noted_in(self._values))

    def reset(self) -> None:
        """Go back to the defaults."""
        self.restore(Preferences())

    def _take(self, values: Preferences) -> None:
        if values == self._values:
            return
        self._values = values
        try:
            save_preferences(self.workspace, values)
        except ConfigError as error:
            self.failed.emit(str(error))
        self.changed.emit(values)
