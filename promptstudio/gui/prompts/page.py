"""The page of soft prompts: library, lens, playground."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSplitter, QTabWidget, QVBoxLayout, QWidget

from promptstudio.gui.page import Page
from promptstudio.gui.parts.maker import Maker
from promptstudio.gui.parts.theme import Theme
from promptstudio.gui.prompts.backbone_choice import BackboneChoice
from promptstudio.gui.prompts.lens import Lens
from promptstudio.gui.prompts.library_panel import LibraryPanel
from promptstudio.gui.prompts.playground import Playground
from promptstudio.gui.services import Services

_WIDTHS = (520, 700)
_ENTRIES = "entries"


class PromptsPage(Page):
    """What is chosen in the library is looked into and tried."""

    def __init__(self, services: Services, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source = services.prompts
        self._maker = Maker(self)
        controller = services.controller
        self.backbone = BackboneChoice(services.outlook, services.preferences)
        self.library = LibraryPanel(
            controller,
            services.outlook,
            self.backbone,
            services.task_title,
            services.method_title,
        )
        self.lens = Lens(controller, services.prompts, self.backbone, theme, services.method_title)
        self.playground = Playground(
            controller, services.prompts, self.backbone, services.catalogue, services.previews
        )
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(self.tr("Lens and playground"))
        self.tabs.addTab(self.lens, self.tr("&Lens"))
        self.tabs.addTab(self.playground, self.tr("&Playground"))
        self._wanted: set[str] = set()
        self._undo = self.library.undo_stack.createUndoAction(self)
        self._redo = self.library.undo_stack.createRedoAction(self)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setObjectName("prompts")
        split.addWidget(self.library)
        split.addWidget(self._right())
        split.setSizes(list(_WIDTHS))
        split.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(split)
        self.library.selected.connect(self._on_selected)
        for part in (self.library, self.lens):
            part.said.connect(self.said)
        self.lens.failed.connect(self.failed)
        self._maker.made.connect(self._on_made)
        self._maker.failed.connect(self.failed)
        controller.prompts_changed.connect(self._on_changed)

    def arrive(self) -> None:
        """Read the library again, since runs may have ended."""
        self.playground.offer_tasks()
        self.backbone.arrive()
        self._maker.ask(_ENTRIES, self._source.entries)

    def take(self, path: Path) -> None:
        """Take prompts from a file or folder into the library."""
        self.library.take(path)

    def offers(self) -> Mapping[str, QAction]:
        """Return what can be done with prompts."""
        return {**self.library.actions_, "undo": self._undo, "redo": self._redo}

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.lens.set_theme(theme)

    def rest(self) -> None:
        """Wait for what is being read."""
        for part in (self.lens, self.playground, self.backbone):
            part.rest()
        self._maker.end()

    @Slot(list)
    def _on_changed(self, new: list[str]) -> None:
        self._wanted = set(new)
        if new:
            self.said.emit(self.tr("Prompts taken in: {0}").format(len(new)))
        self._maker.ask(_ENTRIES, self._source.entries)

    @Slot(str, object)
    def _on_made(self, _key: str, entries: Any) -> None:
        self.library.show_entries(list(entries))
        if self._wanted:
            self.library.table.choose(self._wanted)
            self._wanted = set()

    @Slot()
    def _on_selected(self) -> None:
        chosen = self.library.table.chosen()
        self.lens.show_prompts(chosen, self.library.table.shown())
        self.playground.show_prompts(chosen)
        self.backbone.show_chosen(chosen)

    def _right(self) -> QWidget:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.backbone)
        column.addWidget(self.tabs, 1)
        return right
