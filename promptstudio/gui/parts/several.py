"""One setting with one value or several: an editor, or a line of values."""

from typing import Any, Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QStackedWidget, QToolButton

from promptstudio.core.settings import FieldSpec
from promptstudio.gui.parts.editors import Editor, editor_for, help_text

_WORDS: Final = {"true": True, "yes": True, "false": False, "no": False}
_NONE: Final = "none"


class SeveralEditor(Editor):
    """Shows its ``single`` editor; as a list value, or pressed, a line with all the values.

    Every value is a run of its own.
    """

    def __init__(self, field: FieldSpec) -> None:
        self.single = editor_for(field)
        self.line = QLineEdit()
        self._stack = QStackedWidget()
        super().__init__(field, self._stack)
        self._stack.addWidget(self.single)
        self._stack.addWidget(self.line)
        self._stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.line.setAccessibleName(field.title)
        self.line.setPlaceholderText(_separator(field).join(("0.1", "0.3", "1")))
        self.line.setToolTip(self.tr("One run for each value.") + "\n" + help_text(field))
        self.button = self._make_button()
        self.setFocusProxy(self.single.box)
        self.single.changed.connect(self.changed)
        self.line.textChanged.connect(self._on_edited)
        self.button.toggled.connect(self._on_toggled)

    def value(self) -> Any:
        """Return the value, or the list of values; what can not be read stays as text."""
        if not self.button.isChecked():
            return self.single.value()
        parts = (part.strip() for part in self.line.text().split(_separator(self.field).strip()))
        return [_read(part, self.field) for part in parts if part]

    def set_value(self, value: Any) -> None:
        """Show a value, or a list of values."""
        several = isinstance(value, list | tuple)
        if several:
            self.line.setText(_separator(self.field).join(_written(part) for part in value))
        else:
            self.single.set_value(value)
        self.button.setChecked(several)

    @Slot(bool)
    def _on_toggled(self, several: bool) -> None:  # noqa: FBT001 - Qt's signature
        if several and not self.line.text():
            self.line.setText(_written(self.single.value()))
        self._stack.setCurrentIndex(int(several))
        self.setFocusProxy(self.line if several else self.single.box)
        self.changed.emit()

    def _make_button(self) -> QToolButton:
        button = QToolButton()
        button.setText("⋯")
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setFixedWidth(22)
        button.setToolTip(self.tr("Try several values, one run for each"))
        button.setAccessibleName(self.tr("Several values of {0}").format(self.field.title))
        return button


def _separator(field: FieldSpec) -> str:
    """Return what stands between values; texts hold commas themselves."""
    return "; " if field.kind == "text" else ", "


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _NONE if value is None else str(value)


def _read(text: str, field: FieldSpec) -> Any:
    if field.optional and text == _NONE:
        return None
    if field.kind == "bool":
        return _WORDS.get(text.lower(), text)
    if field.kind == "choice":
        return text.replace(" ", "_")
    try:
        return {"int": int, "float": float}.get(field.kind, str)(text)
    except ValueError:
        return text  # the method's validation names it
