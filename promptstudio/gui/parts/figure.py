"""A chart with its table twin, whose picture and data can be saved."""

from pathlib import Path
from typing import Protocol, cast

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from promptstudio.core.errors import ExportError
from promptstudio.gui.parts.file_dialogs import ask_save
from promptstudio.gui.parts.picture import KINDS, save_picture
from promptstudio.gui.parts.theme import Theme
from promptstudio.gui.parts.twin import Twin


class Themed(Protocol):
    """A chart that takes the colours of a theme."""

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""


class Figure(Twin):
    """``said`` and ``failed`` (a sentence, and a report or nothing) tell how saving went."""

    said = Signal(str)
    failed = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.chart: QWidget | None = None
        self.picture = QAction(self.tr("Save picture…"), self)
        self.picture.triggered.connect(self._on_picture)
        self.table.said.connect(self.said)
        self.table.failed.connect(self.failed)

    def set_chart(self, chart: QWidget) -> None:
        """Put the chart in with its menu, and show it."""
        super().set_chart(chart)
        self.chart = chart
        chart.addActions([self.picture, self.table.save])
        chart.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        super().set_theme(theme)
        if self.chart is not None:
            cast("Themed", self.chart).set_theme(theme)

    def write_picture(self, path: str | Path) -> None:
        """Write what the chart shows as PNG or SVG."""
        if self.chart is None:
            return
        try:
            save_picture(self.chart, Path(path))
        except ExportError as error:
            self.failed.emit(str(error), "")
        else:
            self.said.emit(self.tr("Picture written to {0}").format(path))

    @Slot()
    def _on_picture(self) -> None:
        ask_save(self, self.tr("Save picture"), "chart.png", KINDS, self.write_picture)
