"""The page of soft prompts, trained and imported."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from promptstudio.gui.page import Page
from promptstudio.gui.parts.theme import Theme
from promptstudio.gui.services import Services


class PromptsPage(Page):
    """The library of prompts."""

    def __init__(self, services: Services, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._theme = theme

    def take(self, path: Path) -> None:
        """Take prompts from a file or folder into the library."""
