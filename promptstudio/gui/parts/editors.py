"""One editor per kind of setting; all speak ``value``, ``set_value`` and ``changed``."""

import math
from typing import Any

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QWidget,
)

from promptstudio.core.settings import FieldSpec
from promptstudio.gui.parts.declared import choice_text, declared, points_are_decimal
from promptstudio.gui.parts.wheel import calm

_INT_LIMIT = 2**31 - 1
_DECIMALS = 12
_FROM_ZERO = 1e-3
_NUMBER_START = frozenset("0123456789.+-eE")


class FloatBox(QDoubleSpinBox):
    """A number box that shows 0.00001 as 1e-05 and takes both."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDecimals(_DECIMALS)
        self.setStepType(QAbstractSpinBox.StepType.AdaptiveDecimalStepType)

    def stepBy(self, steps: int) -> None:
        """Step by a tenth of the number, and from 0 by a size that is of use."""
        if self.value() == 0.0:
            self.setValue(math.copysign(min(_FROM_ZERO, self.maximum()), steps))
        else:
            super().stepBy(steps)

    def textFromValue(self, value: float) -> str:
        """Write a number as short as it goes."""
        return f"{value:.12g}"

    def valueFromText(self, text: str) -> float:
        """Read a number; the rest of the line is the unit."""
        return _number(self._body(text)) or 0.0

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Accept numbers within the bounds, and what may become one."""
        body = self._body(text)
        number = _number(body)
        if number is not None and self.minimum() <= number <= self.maximum():
            state = QValidator.State.Acceptable
        elif set(body) <= _NUMBER_START:
            state = QValidator.State.Intermediate
        else:
            state = QValidator.State.Invalid
        return state, text, position

    def _body(self, text: str) -> str:
        """Return the number without its unit; a decimal comma is taken where it is usual."""
        return text.removesuffix(self.suffix()).strip().replace(self.locale().decimalPoint(), ".")


class Editor(QWidget):
    """Edits the value of one setting."""

    changed = Signal()

    def __init__(self, field: FieldSpec, box: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.box = box
        box.setToolTip(help_text(field))
        box.setAccessibleName(declared(field.title))
        box.setAccessibleDescription(declared(field.help))
        box.setMinimumWidth(60)
        self.setFocusProxy(box)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(box, 1)
        if isinstance(box, QAbstractSpinBox | QComboBox):
            calm(box)

    def value(self) -> Any:
        """Return the value as the config takes it."""
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        """Show a value."""
        raise NotImplementedError

    @Slot()
    def _on_edited(self) -> None:
        self.changed.emit()


class BoolEditor(Editor):
    """A tick box."""

    def __init__(self, field: FieldSpec) -> None:
        self._tick = QCheckBox()
        super().__init__(field, self._tick)
        self._tick.toggled.connect(self._on_edited)

    def value(self) -> bool:
        """Return whether the box is ticked."""
        return self._tick.isChecked()

    def set_value(self, value: Any) -> None:
        """Tick or untick."""
        self._tick.setChecked(bool(value))


class IntEditor(Editor):
    """A whole-number box with bounds and unit."""

    def __init__(self, field: FieldSpec) -> None:
        self._spin = QSpinBox()
        self._spin.setRange(
            max(-_INT_LIMIT, math.ceil(field.low or 0)),
            min(_INT_LIMIT, math.floor(_INT_LIMIT if field.high is None else field.high)),
        )
        self._spin.setStepType(QAbstractSpinBox.StepType.AdaptiveDecimalStepType)
        self._spin.setGroupSeparatorShown(points_are_decimal())
        super().__init__(field, self._spin)
        _set_unit(self._spin, field)
        self._spin.valueChanged.connect(self._on_edited)

    def value(self) -> int:
        """Return the number."""
        return self._spin.value()

    def set_value(self, value: Any) -> None:
        """Show a number."""
        self._spin.setValue(int(value))


class FloatEditor(Editor):
    """A number box with bounds and unit."""

    def __init__(self, field: FieldSpec) -> None:
        self._spin = FloatBox()
        self._spin.setRange(field.low or 0.0, 1e9 if field.high is None else field.high)
        super().__init__(field, self._spin)
        _set_unit(self._spin, field)
        self._spin.valueChanged.connect(self._on_edited)

    def value(self) -> float:
        """Return the number, without the noise of binary rounding."""
        return float(f"{self._spin.value():.12g}")

    def set_value(self, value: Any) -> None:
        """Show a number."""
        self._spin.setValue(float(value))


class TextEditor(Editor):
    """A line of text."""

    def __init__(self, field: FieldSpec) -> None:
        self._line = QLineEdit()
        super().__init__(field, self._line)
        self._line.textChanged.connect(self._on_edited)

    def value(self) -> str:
        """Return the text."""
        return self._line.text()

    def set_value(self, value: Any) -> None:
        """Show a text."""
        self._line.setText(str(value))
        self._line.setCursorPosition(0)  # a long text is read from its beginning


class ChoiceEditor(Editor):
    """A list of words to choose from."""

    def __init__(self, field: FieldSpec) -> None:
        self._combo = QComboBox()
        self._combo.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        for choice in field.choices:
            self._combo.addItem(choice_text(choice), choice)
        super().__init__(field, self._combo)
        self._combo.currentIndexChanged.connect(self._on_edited)

    def value(self) -> str:
        """Return the chosen word."""
        return str(self._combo.currentData())

    def set_value(self, value: Any) -> None:
        """Choose a word."""
        self._combo.setCurrentIndex(self._combo.findData(str(value)))


class OptionalEditor(Editor):
    """Another editor behind a tick; without the tick the value is None."""

    def __init__(self, field: FieldSpec, inner: Editor) -> None:
        self._tick = QCheckBox()
        self._inner = inner
        super().__init__(field, self._tick)
        self._tick.setMinimumWidth(0)
        layout = self.layout()
        assert isinstance(layout, QHBoxLayout)  # noqa: S101 - tells the type checker
        layout.setStretch(0, 0)
        layout.addWidget(inner, 1)
        layout.addStretch()
        inner.setVisible(False)
        self._tick.setText(self.tr("not set"))
        self._tick.toggled.connect(self._on_toggled)
        inner.changed.connect(self._on_edited)

    def value(self) -> Any:
        """Return the inner value, or None without the tick."""
        return self._inner.value() if self._tick.isChecked() else None

    def set_value(self, value: Any) -> None:
        """Show a value; None takes the tick away."""
        if value is not None:
            self._inner.set_value(value)
        self._tick.setChecked(value is not None)

    @Slot(bool)
    def _on_toggled(self, ticked: bool) -> None:  # noqa: FBT001 - Qt's signature
        self._inner.setVisible(ticked)
        self._tick.setText("" if ticked else self.tr("not set"))
        self.changed.emit()


def editor_for(field: FieldSpec) -> Editor:
    """Return the editor that fits the kind of a setting, showing its default."""
    kinds: dict[str, type[Any]] = {
        "bool": BoolEditor,
        "int": IntEditor,
        "float": FloatEditor,
        "text": TextEditor,
        "choice": ChoiceEditor,
    }
    editor: Editor = kinds[field.kind](field)
    if field.optional:
        editor = OptionalEditor(field, editor)
    editor.set_value(field.default)
    return editor


def help_text(field: FieldSpec) -> str:
    """Return the tooltip of a setting: what it does, bounds and default."""
    lines = (declared(field.help), bounds_text(field), default_text(field))
    return "\n".join(line for line in lines if line)


def bounds_text(field: FieldSpec) -> str:
    """Return the bounds of a number with its unit, or nothing."""
    if field.low is None or field.high is None:
        return ""
    bounds = _tr("{0:g} to {1:g}").format(field.low, field.high)
    return f"{bounds} {declared(field.unit)}".strip() + "."


def default_text(field: FieldSpec) -> str:
    """Return the default of a setting as a sentence."""
    return _tr("Default: {0}.").format(_default(field))


def _default(field: FieldSpec) -> str:
    if field.default is None or field.default == "":
        return _tr("none")
    if isinstance(field.default, bool):
        return _tr("yes") if field.default else _tr("no")
    return choice_text(field.default) if field.kind == "choice" else str(field.default)


def _set_unit(spin: QSpinBox | QDoubleSpinBox, field: FieldSpec) -> None:
    if field.unit:
        spin.setSuffix(f" {declared(field.unit)}")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Editors", text)


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
