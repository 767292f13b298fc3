"""The page of the program's own settings."""

from collections.abc import Mapping
from functools import partial
from time import monotonic

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from promptstudio.core.history import History, changed_fields
from promptstudio.core.preferences import Look, Preferences, Work
from promptstudio.gui.page import Page
from promptstudio.gui.services import Services
from promptstudio.gui.settings.section import Section
from promptstudio.gui.settings.shortcut_table import ShortcutTable

_WIDEST = 860


class SettingsPage(Page):
    """Every change counts and is kept at once."""

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keeper = services.preferences
        self.look = Section(self.tr("Look"), Look)
        self.work = Section(self.tr("Work"), Work)
        self.shortcuts = ShortcutTable(self.tr("Keys"))
        self.reset = QPushButton(self.tr("&Reset all settings"))
        self.reset.setToolTip(self.tr("Back to the defaults, keys too. Edit > Undo takes it back."))
        self._undo = QAction(self.tr("Undo"), self)
        self._redo = QAction(self.tr("Redo"), self)
        self._history = History(_own(self._keeper.values), changed_fields)
        self._lay_out()
        self._show(self._keeper.values)
        self.look.edited.connect(partial(self._on_edited, "look"))
        self.work.edited.connect(partial(self._on_edited, "work"))
        self.shortcuts.bound.connect(self._keeper.bind)
        self.reset.clicked.connect(self._on_reset)
        self._undo.triggered.connect(self._on_undo)
        self._redo.triggered.connect(self._on_redo)
        self._keeper.changed.connect(self._show)

    def offers(self) -> dict[str, QAction]:
        """Return what the window's undo and redo do here."""
        return {"undo": self._undo, "redo": self._redo}

    def offer(self, actions: Mapping[str, QAction]) -> None:
        """List the window's actions, so that their keys can be changed."""
        self.shortcuts.offer(actions, self._keeper.values.shortcuts)

    @Slot(object)
    def _show(self, preferences: Preferences) -> None:
        self.look.show_values(preferences.look)
        self.work.show_values(preferences.work)
        self.shortcuts.show_changed(preferences.shortcuts)
        self._history.push(_own(preferences), monotonic())
        self._undo.setEnabled(self._history.can_undo)
        self._redo.setEnabled(self._history.can_redo)

    @Slot()
    def _on_reset(self) -> None:
        self._keeper.reset()
        self.said.emit(self.tr("All settings are as at first. Edit > Undo brings yours back."))

    @Slot()
    def _on_undo(self) -> None:
        self._keeper.restore(self._history.undo())

    @Slot()
    def _on_redo(self) -> None:
        self._keeper.restore(self._history.redo())

    def _on_edited(self, section: str, name: str, value: object) -> None:
        self._keeper.change(section, **{name: value})

    @Slot()
    def _on_open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._keeper.workspace)))

    def _folders(self) -> QGroupBox:
        box = QGroupBox(self.tr("Folders"))
        form = QFormLayout(box)
        path = QLabel(str(self._keeper.workspace))
        path.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        path.setWordWrap(True)
        open_ = QPushButton(self.tr("&Open the workspace"))
        open_.clicked.connect(self._on_open_folder)
        row = QHBoxLayout()
        row.addWidget(open_)
        row.addStretch(1)
        form.addRow(self.tr("Workspace"), path)
        form.addRow("", row)
        note = QLabel(
            self.tr(
                "Runs, prompts, own tasks and these settings lie there. Another workspace is "
                "opened with: promptstudio --workspace FOLDER"
            )
        )
        note.setWordWrap(True)
        note.setForegroundRole(note.palette().ColorRole.PlaceholderText)
        form.addRow("", note)
        return box

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(inner)
        column.setSpacing(12)
        for part in (self.look, self.work, self._folders(), self.shortcuts):
            column.addWidget(part)
        last = QHBoxLayout()
        last.addWidget(self.reset)
        last.addStretch(1)
        column.addLayout(last)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inner)
        area.setAccessibleName(self.tr("Settings"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)


def _own(preferences: Preferences) -> Preferences:
    """Return what this page changes: what is noted beside is nothing to undo."""
    return preferences.noted_in(Preferences())
