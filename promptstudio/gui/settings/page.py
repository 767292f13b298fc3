"""The page of the program's own settings."""

from PySide6.QtWidgets import QWidget

from promptstudio.gui.page import Page
from promptstudio.gui.parts.theme import ThemeKeeper
from promptstudio.gui.services import Services


class SettingsPage(Page):
    """How the window looks and where things lie."""

    def __init__(
        self, services: Services, themes: ThemeKeeper, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._themes = themes
