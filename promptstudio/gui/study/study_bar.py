"""Buttons for the study as a whole: run, open, save, copy."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from promptstudio.core.errors import PromptStudioError
from promptstudio.core.spec import parse_study
from promptstudio.gui.parts.declared import moment_text
from promptstudio.gui.parts.flow import FlowLayout
from promptstudio.gui.parts.theme import Theme
from promptstudio.gui.ports import StudyRow

_MOST_RECENT = 15


class StudyBar(QWidget):
    """``chosen`` carries a stored study, ``failed`` why one can not be read.

    ``recent`` returns the stored studies, oldest first.
    """

    chosen = Signal(object)
    failed = Signal(str, str)

    def __init__(
        self,
        recent: Callable[[], Sequence[StudyRow]],
        copies: Sequence[QAction],
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._recent = recent
        self.run = QPushButton(self.tr("&Run"))
        self.run.setToolTip(self.tr("Run the study (Ctrl+Enter)"))
        self.run.setDefault(True)
        self.open = QPushButton(self.tr("Open"))
        self.save = QPushButton(self.tr("Save…"))
        self.save.setToolTip(self.tr("Save the study as a file (Ctrl+S)"))
        self.copy = QPushButton(self.tr("Copy as"))
        self.copy.setToolTip(self.tr("The study as text that runs it elsewhere"))
        self.open_file = QAction(self.tr("Study file…"), self)
        self.recent_menu = QMenu(self.open)
        self.recent_menu.setToolTipsVisible(True)
        self.recent_menu.aboutToShow.connect(self._on_recent)
        self.open.setMenu(self.recent_menu)
        copy_menu = QMenu(self.copy)
        copy_menu.addActions(copies)
        self.copy.setMenu(copy_menu)
        row = FlowLayout(self)
        for button in (self.run, self.open, self.save, self.copy):
            row.addWidget(button)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        for button, icon in ((self.run, "run"), (self.open, "open"), (self.save, "save")):
            button.setIcon(theme.icon(icon))

    @Slot()
    def _on_recent(self) -> None:
        menu = self.recent_menu
        menu.clear()
        menu.addAction(self.open_file)
        menu.addSection(self.tr("Recent studies"))
        try:
            rows = list(self._recent())[-_MOST_RECENT:]
        except PromptStudioError as error:
            self.failed.emit(str(error), "")
            return
        for row in reversed(rows):
            text = f"{row.name}, {moment_text(row.created)}"
            action = menu.addAction(text.replace("&", "&&"))
            action.setToolTip(self.tr("{0} of {1} runs finished").format(row.finished, row.runs))
            action.triggered.connect(partial(self._choose, row))
        if not rows:
            menu.addAction(self.tr("None has run yet")).setEnabled(False)

    def _choose(self, row: StudyRow) -> None:
        try:
            self.chosen.emit(parse_study(row.spec, f"The stored study '{row.name}'"))
        except PromptStudioError as error:
            self.failed.emit(str(error), "")
