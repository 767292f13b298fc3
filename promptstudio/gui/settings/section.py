"""One group of preferences as a form, generated from its declaration."""

from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QFormLayout, QGroupBox, QLabel, QWidget

from promptstudio.core.settings import Frozen, fields_of
from promptstudio.gui.parts.editors import Editor, editor_for, help_text


class Section(QGroupBox):
    """``edited`` tells the name of a setting and its new value."""

    edited = Signal(str, object)

    def __init__(self, title: str, declared: type[Frozen], parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self._editors: dict[str, Editor] = {}
        form = QFormLayout(self)
        for field in fields_of(declared):
            editor = editor_for(field)
            editor.setMaximumWidth(320)
            label = QLabel(field.title)
            label.setBuddy(editor)
            note = QLabel(field.help)
            note.setWordWrap(True)
            note.setForegroundRole(note.palette().ColorRole.PlaceholderText)
            for widget in (label, editor):
                widget.setToolTip(help_text(field))
            form.addRow(label, editor)
            form.addRow("", note)
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
