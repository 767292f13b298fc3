"""The page where own data, or data of the hub, become tasks."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from promptstudio.gui.data.import_panel import ImportPanel
from promptstudio.gui.data.own_tasks import OwnTasks
from promptstudio.gui.page import Page
from promptstudio.gui.ports import Card
from promptstudio.gui.services import Services

_WIDTHS = (240, 900)


class DataPage(Page):
    """``kept`` tells the card of a task that was taken in or brought back.

    ``removed`` tells a key, and the shipped card that was hidden by it or None.
    """

    kept = Signal(object)
    removed = Signal(str, object)

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.own = OwnTasks(services.importer)
        self.importing = ImportPanel(services.importer)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setObjectName("data")
        split.addWidget(self.own)
        split.addWidget(self.importing)
        split.setSizes(list(_WIDTHS))
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(split)
        self.importing.kept.connect(self._on_kept)
        self.own.restored.connect(self.kept)
        self.own.removed.connect(self.removed)
        self.own.failed.connect(self.failed)
        self.importing.failed.connect(self.failed)

    def arrive(self) -> None:
        """List the tasks of the workspace."""
        self.own.refresh()

    def offers(self) -> Mapping[str, QAction]:
        """Return what the window's undo does here."""
        return {"undo": self.own.undo}

    def rest(self) -> None:
        """Wait for what is being looked at."""
        self.importing.rest()

    @Slot(object)
    def _on_kept(self, card: Card) -> None:
        self.own.refresh()
        self.kept.emit(card)
