"""One group of preferences as a form, generated from its declaration."""

from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QGroupBox, QHBoxLayout, QLabel, QWidget

from promptstudio.core.settings import Frozen, fields_of
from promptstudio.gui.parts.declared import declared
from promptstudio.gui.parts.editors import Editor, editor_for, help_text

_GAP_PX = 10


class Section(QGroupBox):
    """``edited`` tells the name of a setting and its new value."""

    edited = Signal(str, object)

    def __init__(self, title: str, group: type[Frozen], parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self._editors: dict[str, Editor] = {}
        form = QGridLayout(self)  # a QFormLayout leaves gaps below texts of several lines
        form.setColumnStretch(1, 1)
        for number, field in enumerate(fields_of(group)):
            editor = editor_for(field)
            editor.setMaximumWidth(320)
            label = QLabel(declared(field.title))
            label.setBuddy(editor)
            note = QLabel(declared(field.help))
            note.setWordWrap(True)
            note.setAlignment(Qt.AlignmentFlag.AlignTop)
            note.setForegroundRole(note.palette().ColorRole.PlaceholderText)
            for widget in (label, editor):
                widget.setToolTip(help_text(field))
            form.addWidget(label, 2 * number, 0)
            line = QHBoxLayout()  # its stretch lets the texts below be wider than the editor
            line.addWidget(editor, 3)
            line.addStretch(1)
            form.addLayout(line, 2 * number, 1)
            form.addWidget(note, 2 * number + 1, 1)
            form.setRowMinimumHeight(2 * number + 1, note.fontMetrics().height() + _GAP_PX)
            self._editors[field.name] = editor
            editor.changed.connect(self._on_changed)

    def show_values(self, values: Frozen) -> None:
        """Show settings as they are."""
        for name, editor in self._editors.items():
            with QSignalBlocker(editor):
                editor.set_value(getattr(values, name))

    def editor(self, name: str) -> Editor:
        """Return the editor of a setting."""
        return self._editors[name]

    @Slot()
    def _on_changed(self) -> None:
        sender = self.sender()
        name = next(name for name, editor in self._editors.items() if editor is sender)
        value: Any = self._editors[name].value()
        self.edited.emit(name, value)
