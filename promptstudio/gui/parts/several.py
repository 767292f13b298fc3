"""One setting with one value or several: an editor, or a line of values."""

from functools import cached_property
from typing import Any, Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QToolButton

from promptstudio.core.settings import FieldSpec
from promptstudio.gui.parts.declared import choice_text, declared
from promptstudio.gui.parts.editors import Editor, editor_for, help_text

_WORDS: Final = {"true": True, "yes": True, "false": False, "no": False}
_NONE: Final = "none"


class SeveralEditor(Editor):
    """Shows its ``single`` editor; as a list value, or pressed, a ``line`` with all the values.

    Every value is a run of its own. The line is made when it is first needed, as few settings
    have several values.
    """

    def __init__(self, field: FieldSpec) -> None:
        self.single = editor_for(field)
        super().__init__(field, self.single)
        self.button = self._make_button()
        self.setFocusProxy(self.single.box)
        self.single.changed.connect(self.changed)
        self.button.toggled.connect(self._on_toggled)

    @cached_property
    def line(self) -> QLineEdit:
        """The values in a line of text."""
        line = QLineEdit(self)
        line.hide()
        line.setAccessibleName(declared(self.field.title))
        line.setPlaceholderText(_separator(self.field).join(_examples(self.field)))
        line.setToolTip(self._line_help())
        line.textChanged.connect(self._on_edited)
        layout = self.layout()
        assert layout is not None  # noqa: S101 - tells the type checker
        layout.addWidget(line)
        self.setTabOrder(self.single.box, line)
        return line

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
            self.line.setText(written(list(value), self.field))
        else:
            self.single.set_value(value)
        self.button.setChecked(several)

    @Slot(bool)
    def _on_toggled(self, several: bool) -> None:  # noqa: FBT001 - Qt's signature
        if several and not self.line.text():
            self.line.setText(written(self.single.value(), self.field))
        self.single.setVisible(not several)
        self.line.setVisible(several)
        self.setFocusProxy(self.line if several else self.single.box)
        self.changed.emit()

    def _line_help(self) -> str:
        parts = [self.tr("One run for each value."), help_text(self.field)]
        if self.field.choices:
            choices = ", ".join(map(choice_text, self.field.choices))
            parts.append(self.tr("Choices: {0}.").format(choices))
        return "\n".join(parts)

    def _make_button(self) -> QToolButton:
        button = QToolButton()
        button.setText("⋯")
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setToolTip(self.tr("Try several values, one run for each"))
        button.setAccessibleName(
            self.tr("Several values of {0}").format(declared(self.field.title))
        )
        return button


def _separator(field: FieldSpec) -> str:
    """Return what stands between values; texts hold commas themselves."""
    return "; " if field.kind == "text" else ", "


def _examples(field: FieldSpec) -> tuple[str, ...]:
    """Return values as they may be typed."""
    if field.choices:
        return tuple(choice_text(choice) for choice in field.choices[:2])
    numbers = {"int": ("4", "8", "16"), "float": ("0.1", "0.3", "1"), "bool": ("yes", "no")}
    return numbers.get(field.kind, ())


def written(value: Any, field: FieldSpec) -> str:
    """Return a value, or several, as they are typed."""
    if isinstance(value, list):
        return _separator(field).join(written(part, field) for part in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return _NONE
    return choice_text(value) if field.kind == "choice" else str(value)


def _read(text: str, field: FieldSpec) -> Any:
    if field.optional and text == _NONE:
        return None
    if field.kind == "bool":
        return _WORDS.get(text.lower(), text)
    if field.kind == "choice":
        shown = {choice_text(choice).casefold(): choice for choice in field.choices}
        return shown.get(text.casefold(), text.replace(" ", "_"))
    try:
        return {"int": int, "float": float}.get(field.kind, str)(text)
    except ValueError:
        return text  # the method's validation names it
