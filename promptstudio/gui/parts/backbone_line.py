"""A line that names a backbone, with what it is understood as below."""

from functools import partial

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QToolButton, QWidget

from promptstudio.core.spec import BackboneSpec
from promptstudio.gui.parts.declared import told
from promptstudio.gui.parts.file_dialogs import ask_folder
from promptstudio.gui.parts.later import Later
from promptstudio.gui.parts.wrapped_label import WrappedLabel
from promptstudio.gui.ports import Outlook


class BackboneLine(QObject):
    """Takes a built-in name, a folder, or an id of the hub; `place` puts its parts into a grid.

    ``changed`` tells of every letter, ``taken`` that the person is done with the line.
    """

    changed = Signal()
    taken = Signal()

    def __init__(self, outlook: Outlook, parent: QWidget) -> None:
        super().__init__(parent)
        self._outlook = outlook
        self._words = ""
        self._instead = ""
        self.line = QLineEdit()
        self.line.setPlaceholderText(self.tr("sandbox, a folder, or owner/name"))
        self.line.setToolTip(
            self.tr(
                "The frozen language model: 'sandbox' (shipped), a folder in Hugging Face format, "
                "or the id of a model on the hub."
            )
        )
        self.line.setAccessibleName(self.tr("Backbone"))
        self.label = QLabel(self.tr("&Backbone"))
        self.label.setBuddy(self.line)
        self._browse = QToolButton()
        self._browse.setText("…")
        self._browse.setToolTip(self.tr("Choose a folder"))
        self._browse.setAccessibleName(self.tr("Choose a backbone folder"))
        self.understood = WrappedLabel()
        self.understood.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.understood.setAccessibleName(self.tr("Backbone, understood as"))
        self.understood.setForegroundRole(self.understood.palette().ColorRole.PlaceholderText)
        self._later = Later(self)
        self._later.made.connect(self._on_understood)
        self.line.textChanged.connect(self.changed)
        self.line.editingFinished.connect(self.taken)
        self._browse.clicked.connect(self._on_browse)

    def place(self, grid: QGridLayout, row: int, columns: int) -> None:
        """Put label, line and button into a row of so many columns, and the words below."""
        grid.addWidget(self.label, row, 0)
        self.place_field(grid, row, 1, columns - 1)

    def place_field(self, grid: QGridLayout, row: int, column: int, columns: int) -> None:
        """Put all but the label there."""
        grid.addWidget(self.line, row, column, 1, columns - 1)
        grid.addWidget(self._browse, row, column + columns - 1)
        grid.addWidget(self.understood, row + 1, column, 1, columns)

    @property
    def source(self) -> str:
        """What is typed."""
        return self.line.text().strip()

    def set_source(self, source: str) -> None:
        """Type a name."""
        self.line.setText(source)

    def understand(self, backbone: BackboneSpec) -> None:
        """Say below the line, after a pause, what a backbone is understood as."""
        self._later.ask(backbone.source, partial(self._outlook.backbone, backbone))

    def say_instead(self, sentence: str) -> None:
        """Say this below the line; an empty one gives way to what is understood."""
        self._instead = sentence
        self.understood.setText(sentence or self._words)

    def rest(self) -> None:
        """End timer and thread: the window is closing."""
        self._later.end()

    @Slot(str, object)
    def _on_understood(self, _source: str, words: str) -> None:
        self._words = told(words)
        self.say_instead(self._instead)

    @Slot()
    def _on_browse(self) -> None:
        ask_folder(self.line, self.tr("Choose a backbone folder"), self._take)

    def _take(self, folder: str) -> None:
        self.line.setText(folder)
        self.taken.emit()
