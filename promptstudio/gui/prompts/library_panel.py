"""The library: find prompts, take some in, rename, remove, combine and export them."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication, QUndoStack
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from promptstudio.core.prompts import PromptEntry
from promptstudio.gui.parts.declared import told
from promptstudio.gui.parts.export_dialog import ExportDialog
from promptstudio.gui.parts.file_dialogs import ask_folder, ask_open
from promptstudio.gui.ports import Controller, Outlook
from promptstudio.gui.prompts.backbone_choice import BackboneChoice
from promptstudio.gui.prompts.combine_dialog import CombineDialog
from promptstudio.gui.prompts.export_dialog import PromptExportDialog
from promptstudio.gui.prompts.library_commands import RemoveCommand, RenameCommand
from promptstudio.gui.prompts.prompt_table import PromptTable, Title

_KINDS: Final[tuple[bool | None, ...]] = (None, False, True)
_RUN = "run "
_FACT_LINES = 7
_SHA_LETTERS = 16


class LibraryPanel(QWidget):
    """``selected`` tells that other prompts are chosen, ``said`` what was done."""

    selected = Signal()
    said = Signal(str)

    def __init__(
        self,
        controller: Controller,
        outlook: Outlook,
        backbone: BackboneChoice,
        task_title: Title = str,
        method_title: Title = str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._outlook = outlook
        self._backbone = backbone
        self.undo_stack = QUndoStack(self)
        self.table = PromptTable(task_title, method_title)
        self.search = QLineEdit()
        self.kind = QComboBox()
        self.about = QLabel()
        self._facts = QScrollArea()
        self.empty = QLabel()
        self.empty.hide()
        self.actions_ = self._build_actions()
        self._lay_out()
        self.search.textChanged.connect(self._on_narrow)
        self.kind.currentIndexChanged.connect(self._on_narrow)
        self.table.selected.connect(self._on_selected)
        self._on_selected()

    def show_entries(self, entries: Sequence[PromptEntry]) -> None:
        """Show the prompts of the library."""
        self.table.show_entries(entries)
        self._tell()

    def take(self, path: str | Path) -> None:
        """Take prompts in."""
        self._controller.import_prompts(Path(path))

    @Slot()
    def _on_narrow(self) -> None:
        kind = _KINDS[self.kind.currentIndex()]
        self.table.narrow(self.search.text(), imported=kind)
        self._tell()

    def _tell(self) -> None:
        """Say why no prompt is shown."""
        if self.table.prompts.rowCount():
            self.empty.setText(self.tr("No prompt fits. Change the search or the kind above."))
        else:
            self.empty.setText(
                self.tr(
                    "No prompts yet. Run a study (Ctrl+1), or take prompts in: a PEFT folder, a "
                    "safetensors or an npz file, or a folder of such. Drop them here."
                )
            )
        self.empty.setVisible(not self.table.shown())

    @Slot()
    def _on_selected(self) -> None:
        chosen = self.table.chosen()
        one = chosen[0] if len(chosen) == 1 else None
        can_change = one is not None and one.can_change
        self.actions_["rename_prompt"].setEnabled(can_change)
        can_remove = bool(chosen) and all(e.can_change for e in chosen)
        self.actions_["remove_prompt"].setEnabled(can_remove)
        self.actions_["combine_prompts"].setEnabled(bool(chosen))
        self.actions_["export_prompt"].setEnabled(one is not None)
        self.actions_["copy_checksum"].setEnabled(one is not None)
        self.about.setText(_about(one) if one is not None else "")
        self.about.setToolTip(f"SHA-256: {one.sha256}" if one is not None else "")
        self._facts.setVisible(one is not None)
        self.selected.emit()

    @Slot()
    def _on_file(self) -> None:
        kinds = self.tr("Prompts (*.safetensors *.npz)")
        ask_open(self, self.tr("Import a prompt"), kinds, self.take)

    @Slot()
    def _on_folder(self) -> None:
        ask_folder(self, self.tr("Import a folder of prompts"), self.take)

    @Slot()
    def _on_rename(self) -> None:
        for entry in self.table.chosen()[:1]:
            dialog = QInputDialog(self)
            dialog.setWindowTitle(self.tr("Rename prompt"))
            dialog.setLabelText(self.tr("Name"))
            dialog.setTextValue(entry.name)
            dialog.textValueSelected.connect(partial(self._rename, entry))
            dialog.finished.connect(dialog.deleteLater)
            dialog.show()

    def _rename(self, entry: PromptEntry, name: str) -> None:
        if name.strip() != entry.name:
            text = self.tr("rename '{0}'").format(entry.name)
            self.undo_stack.push(RenameCommand(text, self._controller, entry, name))

    @Slot()
    def _on_remove(self) -> None:
        entries = self.table.chosen()
        self.table.clearSelection()  # the key may be pressed again before they are gone
        text = self.tr("remove {0} prompts").format(len(entries))
        self.undo_stack.push(RemoveCommand(text, self._controller, entries))
        self.said.emit(self.tr("Prompts removed: {0}. Undo brings them back.").format(len(entries)))

    @Slot()
    def _on_combine(self) -> None:
        dialog = CombineDialog(self.table.chosen(), self)
        dialog.wanted.connect(self._on_combination)
        dialog.show()

    @Slot(str, dict, bool)
    def _on_combination(self, name: str, weights: dict[str, float], rescale: bool) -> None:  # noqa: FBT001 - Qt's signature
        self._controller.combine_prompts(name, weights, rescale=rescale)

    @Slot()
    def _on_export(self) -> None:
        for entry in self.table.chosen()[:1]:
            run, folder = entry.origin.removeprefix(_RUN), Path.home()
            dialog = (
                PromptExportDialog(
                    entry, folder, self._controller, self._outlook, self._backbone.line.source, self
                )
                if entry.can_change
                else ExportDialog(run, entry.name, folder, self._controller, self)
            )
            dialog.show()

    @Slot()
    def _on_copy(self) -> None:
        for entry in self.table.chosen()[:1]:
            QGuiApplication.clipboard().setText(entry.sha256)

    def _build_actions(self) -> dict[str, QAction]:
        wanted = {
            "import_prompt": (self.tr("Import prompt file…"), "", self._on_file),
            "import_prompts": (self.tr("Import prompt folder…"), "", self._on_folder),
            "rename_prompt": (self.tr("Rename prompt…"), "F2", self._on_rename),
            "remove_prompt": (self.tr("Remove prompts"), "Del", self._on_remove),
            "combine_prompts": (self.tr("Combine prompts…"), "", self._on_combine),
            "export_prompt": (self.tr("Export prompt…"), "", self._on_export),
            "copy_checksum": (self.tr("Copy SHA-256"), "Ctrl+C", self._on_copy),
        }
        actions = {}
        for name, (text, key, slot) in wanted.items():
            action = QAction(text, self)
            action.setShortcut(key)
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(slot)
            actions[name] = action
        return actions

    def _lay_out(self) -> None:
        self.search.setPlaceholderText(self.tr("Search prompts"))
        self.search.setAccessibleName(self.tr("Search prompts"))
        self.search.setClearButtonEnabled(True)
        self.kind.addItems([self.tr("All"), self.tr("Trained here"), self.tr("Imported")])
        self.kind.setAccessibleName(self.tr("Which prompts are shown"))
        menu = QMenu(self)
        menu.addActions([self.actions_["import_prompt"], self.actions_["import_prompts"]])
        import_ = QToolButton()
        import_.setText(self.tr("&Import") + "  ")
        import_.setMenu(menu)
        import_.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        head = QHBoxLayout()
        head.addWidget(self.search, 1)
        head.addWidget(self.kind)
        head.addWidget(import_)
        below = QHBoxLayout()
        for name, text in (
            ("combine_prompts", self.tr("&Combine…")),
            ("export_prompt", self.tr("&Export…")),
        ):
            button = QPushButton(text)
            action = self.actions_[name]
            button.setEnabled(action.isEnabled())
            button.clicked.connect(action.trigger)
            action.enabledChanged.connect(button.setEnabled)
            below.addWidget(button)
        below.addStretch(1)
        self.table.addActions(list(self.actions_.values()))
        self.table.setContextMenuPolicy(self.contextMenuPolicy().ActionsContextMenu)
        for label in (self.about, self.empty):
            label.setWordWrap(True)
        self.about.setTextInteractionFlags(self.about.textInteractionFlags().TextSelectableByMouse)
        self.about.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._facts.setAccessibleName(self.tr("Where the prompt is from"))
        self._facts.setWidget(self.about)
        self._facts.setWidgetResizable(True)
        self._facts.setFrameShape(QScrollArea.Shape.NoFrame)
        self._facts.setFixedHeight(_FACT_LINES * self.fontMetrics().lineSpacing())
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 0, 6)
        column.addLayout(head)
        column.addWidget(self.empty)
        column.addWidget(self.table, 1)
        column.addWidget(self._facts)
        column.addLayout(below)


def _about(entry: PromptEntry) -> str:
    """Return where a prompt is from; the note of an imported one is part of that."""
    lines = [told(sentence) for sentence in entry.provenance]
    if entry.backbone is not None:
        lines.append(_tr("Backbone: {0}").format(entry.backbone.source))
    lines.append(f"SHA-256: {entry.sha256[:_SHA_LETTERS]}…")
    return "\n".join(lines)


def _tr(text: str) -> str:
    return QCoreApplication.translate("LibraryPanel", text)
