"""The form of a method, generated from the declaration of its config."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QToolButton, QWidget

from promptstudio.core.declaration import MethodInfo
from promptstudio.core.settings import FieldSpec, fields_of, validated
from promptstudio.gui.parts.editors import Editor, help_text
from promptstudio.gui.parts.several import SeveralEditor


def changed_values(info: MethodInfo, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return those settings that differ from their defaults.

    Raises
    ------
    ConfigError
        If a value is not valid.
    """
    where = f"Method '{info.title}'"
    lists = {name: list(v) for name, v in values.items() if isinstance(v, list | tuple) and v}
    first = {name: several[0] for name, several in lists.items()}

    def shown(changes: Mapping[str, Any]) -> dict[str, Any]:
        config = validated(info.config_type, {**values, **first, **changes}, where)
        return config.model_dump(mode="json")

    plain: dict[str, Any] = shown({}) | {
        name: [shown({name: value})[name] for value in several] for name, several in lists.items()
    }
    return {
        f.name: plain[f.name] for f in fields_of(info.config_type) if plain[f.name] != f.default
    }


def _may_matter(field: FieldSpec, values: Mapping[str, Any]) -> bool:
    """Tell whether a setting matters under any of the values that the others take."""
    return all(
        any(value in allowed for value in _several(values[name]))
        for name, allowed in field.when.items()
    )


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


@dataclass(frozen=True, slots=True)
class _Line:
    field: FieldSpec
    label: QLabel
    editor: SeveralEditor
    reset: QToolButton

    @property
    def is_changed(self) -> bool:
        return bool(self.editor.value() != self.field.default)

    def set_visible(self, *, visible: bool) -> None:
        for widget in (self.label, self.editor, self.editor.button, self.reset):
            widget.setVisible(visible)


class ConfigForm(QWidget):
    """All settings of a method, grouped by stage; those without effect are hidden.

    A value that differs from its default is shown bold, with a button that resets it.
    """

    changed = Signal()

    def __init__(self, info: MethodInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.info = info
        self._lines: list[_Line] = []
        self._headings: dict[str, QLabel] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(6, 4, 6, 6)
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 5)
        self._grid.setColumnStretch(1, 6)
        titles = {stage.key: stage.title for stage in info.stages}
        fields = fields_of(info.config_type)
        for stage in dict.fromkeys(field.stage for field in fields):
            self._add_heading(stage, titles.get(stage, stage.replace("_", " ").capitalize()))
            for field in (field for field in fields if field.stage == stage):
                self._add_line(field)
        self._grid.setRowStretch(self._grid.rowCount(), 1)
        self._refresh()

    def values(self) -> dict[str, Any]:
        """Return the settings that differ from their defaults."""
        return {line.field.name: line.editor.value() for line in self._lines if line.is_changed}

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Show settings; those not named return to their defaults.

        Raises
        ------
        ConfigError
            If a value is not valid; the form then stays as it was.
        """
        changed = changed_values(self.info, values)
        for line in self._lines:
            with QSignalBlocker(line.editor):
                line.editor.set_value(changed.get(line.field.name, line.field.default))
        self._on_edited()

    def editor(self, name: str) -> Editor:
        """Return the editor of a setting."""
        return next(line.editor for line in self._lines if line.field.name == name)

    def visible_names(self) -> tuple[str, ...]:
        """Return the settings that matter under the present values."""
        values = {line.field.name: line.editor.value() for line in self._lines}
        return tuple(line.field.name for line in self._lines if _may_matter(line.field, values))

    @Slot()
    def _on_edited(self) -> None:
        self._refresh()
        self.changed.emit()

    @Slot()
    def _on_reset(self) -> None:
        button = self.sender()
        line = next(line for line in self._lines if line.reset is button)
        line.editor.set_value(line.field.default)

    def _refresh(self) -> None:
        visible = set(self.visible_names())
        for line in self._lines:
            line.set_visible(visible=line.field.name in visible)
            font = line.label.font()
            font.setBold(line.is_changed)
            line.label.setFont(font)
            line.reset.setEnabled(line.is_changed)
            line.reset.setText("↺" if line.is_changed else "")
        for stage, heading in self._headings.items():
            lines = (line for line in self._lines if line.field.stage == stage)
            heading.setVisible(any(line.field.name in visible for line in lines))

    def _add_heading(self, stage: str, title: str) -> None:
        heading = QLabel(title.upper())
        font = heading.font()
        font.setPointSizeF(font.pointSizeF() * 0.85)
        font.setBold(True)
        heading.setFont(font)
        heading.setForegroundRole(heading.palette().ColorRole.PlaceholderText)
        heading.setContentsMargins(0, 6, 0, 0)
        self._grid.addWidget(heading, self._grid.rowCount(), 0, 1, 4)
        self._headings[stage] = heading

    def _add_line(self, field: FieldSpec) -> None:
        row = self._grid.rowCount()
        editor = SeveralEditor(field)
        label = QLabel(field.title)
        label.setWordWrap(True)
        label.setToolTip(help_text(field))
        label.setBuddy(editor)
        label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        reset = QToolButton()
        reset.setAutoRaise(True)
        reset.setFixedWidth(22)
        reset.setToolTip(self.tr("Back to the default"))
        reset.setAccessibleName(self.tr("Reset {0}").format(field.title))
        reset.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._grid.addWidget(label, row, 0)
        self._grid.addWidget(editor, row, 1)
        self._grid.addWidget(editor.button, row, 2)
        self._grid.addWidget(reset, row, 3)
        editor.changed.connect(self._on_edited)
        reset.clicked.connect(self._on_reset)
        self._lines.append(_Line(field, label, editor, reset))
