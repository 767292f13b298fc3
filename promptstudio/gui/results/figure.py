"""A chart with its table twin, whose picture and data can be saved."""

from pathlib import Path
from typing import Protocol, cast

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from promptstudio.gui.parts.file_dialogs import ask_save
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
        """Write what the chart shows to a PNG file."""
        if self.chart is not None and self.chart.grab().save(str(path)):
            self.said.emit(self.tr("Picture written to {0}").format(path))
        else:
            self.failed.emit(self.tr("The picture '{0}' can not be written.").format(path), "")

    @Slot()
    def _on_picture(self) -> None:
        title = self.tr("Save picture")
        ask_save(self, title, "chart.png", f"{title} (*.png)", self.write_picture)
