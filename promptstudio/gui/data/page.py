"""The page where own data, or data of the hub, become tasks."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from promptstudio.gui.data.import_panel import ImportPanel
from promptstudio.gui.page import Page
from promptstudio.gui.services import Services


class DataPage(Page):
    """``kept`` tells the card of a task that was taken in."""

    kept = Signal(object)

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.importing = ImportPanel(services.importer)
        column = QVBoxLayout(self)
        column.addWidget(self.importing)
        self.importing.kept.connect(self.kept)

    def rest(self) -> None:
        """Wait for what is being looked at."""
        self.importing.rest()
