"""The form of a method, generated from the declaration of its config."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise
from time import perf_counter
from typing import Any, Final

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QToolButton, QWidget

from promptstudio.core.declaration import MethodInfo
from promptstudio.core.settings import FieldSpec, fields_of, that_matter, validated
from promptstudio.gui.parts.declared import declared
from promptstudio.gui.parts.editors import Editor, help_text
from promptstudio.gui.parts.several import SeveralEditor, written

_LABEL, _EDITOR, _SEVERAL, _RESET = range(4)
_BUTTON_LINES: Final = 1.6
"""Least width of the buttons behind an editor, in heights of a line of text."""

_TURN_S: Final = 0.004
"""How long a form that is built in parts keeps the window from answering."""


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


@dataclass(frozen=True, slots=True)
class _Line:
    field: FieldSpec
    label: QLabel
    editor: SeveralEditor
    reset: QToolButton

    def set_visible(self, *, visible: bool) -> None:
        for widget in (self.label, self.editor, self.editor.button, self.reset):
            if widget.isHidden() is visible:
                widget.setVisible(visible)


class ConfigForm(QWidget):
    """All settings of a method, grouped by stage; those without effect are hidden.

    A value that differs from its default is shown bold, one that departs from the preset in
    italics, each with a button that takes it back. A setting gets its editor when it first
    matters; with ``in_parts`` editors come a few at a time while the window goes on answering.
    Settings named in ``without`` are not offered and keep their values.
    """

    changed = Signal()

    def __init__(
        self,
        info: MethodInfo,
        parent: QWidget | None = None,
        *,
        in_parts: bool = False,
        without: Collection[str] = (),
    ) -> None:
        super().__init__(parent)
        self.info = info
        self._without = without
        self._in_parts = in_parts
        titles = {stage.key: stage.title for stage in info.stages}
        declared_fields = fields_of(info.config_type)
        stages = dict.fromkeys(field.stage for field in declared_fields)
        self._fields = {f.name: f for stage in stages for f in declared_fields if f.stage == stage}
        self._kept = {field.name: field.default for field in declared_fields}
        self._preset: Mapping[str, Any] | None = None
        self._rows: dict[str, int] = {}
        self._lines: dict[str, _Line] = {}
        self._headings: dict[str, QLabel] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(6, 4, 6, 6)
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(_LABEL, 5)
        self._grid.setColumnStretch(_EDITOR, 6)
        self._keep_room()
        for stage in stages:
            self._add_heading(stage, titles.get(stage, stage.replace("_", " ").capitalize()))
            for field in self._fields.values():
                if field.stage == stage:
                    self._rows[field.name] = len(self._rows) + len(self._headings)
        self._grid.setRowStretch(len(self._rows) + len(self._headings) + 1, 1)
        if not self._fields:
            self._grid.addWidget(QLabel(self.tr("This method has no settings.")), 0, _LABEL)
        self._is_due = False
        self._refresh()

    def values(self) -> dict[str, Any]:
        """Return the settings that differ from their defaults."""
        return {n: v for n, v in self._all_values().items() if v != self._fields[n].default}

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Show settings; those not named return to their defaults.

        Raises
        ------
        ConfigError
            If a value is not valid; the form then stays as it was.
        """
        changed = changed_values(self.info, values)
        for name, field in self._fields.items():
            self._set(name, changed.get(name, field.default))
        self._on_edited()

    def set_preset(self, preset: Mapping[str, Any] | None) -> None:
        """Take the settings that the form's are compared with beside the defaults."""
        if preset != self._preset:
            self._preset = preset
            self._refresh()

    def editor(self, name: str) -> Editor:
        """Return the editor of a setting."""
        if name not in self._lines:
            self._add_line(name)
            self._refresh()
        return self._lines[name].editor

    def visible_names(self) -> tuple[str, ...]:
        """Return the settings that are offered and matter under the present values."""
        found = that_matter(tuple(self._fields.values()), self._all_values())
        return tuple(name for name in found if name not in self._without)

    def changeEvent(self, event: QEvent) -> None:
        """Keep room for the buttons when the size of texts changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._keep_room()

    @Slot()
    def _on_edited(self) -> None:
        self._refresh()
        self.changed.emit()

    @Slot()
    def _on_turn(self) -> None:
        """Build some of the lines that matter, and leave the others to the next turn."""
        self._is_due, began = False, perf_counter()
        for name in self._missing():
            self._add_line(name)
            if perf_counter() - began > _TURN_S:
                break
        self._refresh()

    @Slot()
    def _on_reset(self) -> None:
        button = self.sender()
        line = next(line for line in self._lines.values() if line.reset is button)
        line.editor.set_value(self._earlier(line.field))

    def _all_values(self) -> dict[str, Any]:
        return {
            name: self._lines[name].editor.value() if name in self._lines else self._kept[name]
            for name in self._fields
        }

    def _set(self, name: str, value: Any) -> None:
        self._kept[name] = value
        if name in self._lines:
            editor = self._lines[name].editor
            with QSignalBlocker(editor):
                editor.set_value(value)

    def _refresh(self) -> None:
        """Show what matters, and mark what is changed."""
        missing = self._missing()
        if not self._in_parts:
            for name in missing:
                self._add_line(name)
        elif missing and not self._is_due:
            self._is_due = True
            QTimer.singleShot(0, self, self._on_turn)
        visible = self.visible_names()
        for name, line in self._lines.items():
            line.set_visible(visible=name in visible)
            self._mark(line)
        for stage, heading in self._headings.items():
            heading.setVisible(any(self._fields[name].stage == stage for name in visible))

    def _missing(self) -> list[str]:
        return [name for name in self.visible_names() if name not in self._lines]

    def _earlier(self, field: FieldSpec) -> Any:
        """Return the value that the button of a line goes back to: the preset's comes first."""
        preset = self._of_preset(field)
        return field.default if self._lines[field.name].editor.value() == preset else preset

    def _of_preset(self, field: FieldSpec) -> Any:
        return (self._preset or {}).get(field.name, field.default)

    def _mark(self, line: _Line) -> None:
        field, value = line.field, line.editor.value()
        earlier = self._earlier(field)
        departs = self._preset is not None and value != self._of_preset(field)
        font = line.label.font()
        font.setBold(value != field.default)
        font.setItalic(departs)
        if font != line.label.font():  # a label with another font is laid out anew
            line.label.setFont(font)
        line.reset.setEnabled(value != earlier)
        line.reset.setText("↺" if value != earlier else "")
        tip = self.tr("Back to the preset: {0}") if departs else self.tr("Back to the default: {0}")
        line.reset.setToolTip(tip.format(written(earlier, field)))

    def _keep_room(self) -> None:
        for column in (_SEVERAL, _RESET):
            width = round(self.fontMetrics().height() * _BUTTON_LINES)
            self._grid.setColumnMinimumWidth(column, width)

    def _add_heading(self, stage: str, title: str) -> None:
        heading = QLabel(declared(title).upper())
        font = heading.font()
        font.setBold(True)
        heading.setFont(font)
        heading.setForegroundRole(heading.palette().ColorRole.PlaceholderText)
        heading.setContentsMargins(0, 6, 0, 0)
        self._grid.addWidget(heading, len(self._rows) + len(self._headings), 0, 1, 4)
        self._headings[stage] = heading

    def _add_line(self, name: str) -> None:
        field, row = self._fields[name], self._rows[name]
        editor = SeveralEditor(field)
        title = declared(field.title)
        label = QLabel(title)
        label.setWordWrap(True)
        label.setToolTip(help_text(field))
        label.setBuddy(editor)
        label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        reset = QToolButton()
        reset.setAutoRaise(True)
        reset.setAccessibleName(self.tr("Reset {0}").format(title))
        reset.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        widgets = {_LABEL: label, _EDITOR: editor, _SEVERAL: editor.button, _RESET: reset}
        for column, widget in widgets.items():
            widget.hide()
            self._grid.addWidget(widget, row, column)
        editor.set_value(self._kept[name])
        editor.changed.connect(self._on_edited)
        reset.clicked.connect(self._on_reset)
        is_last = all(self._rows[other] < row for other in self._lines)
        self._lines[name] = _Line(field, label, editor, reset)
        if not is_last:
            self._put_in_order()

    def _put_in_order(self) -> None:
        """Let the tab key go down the form: a line that came late is last otherwise."""
        lines = sorted(self._lines.values(), key=lambda line: self._rows[line.field.name])
        stops = [
            w for line in lines for w in (*_stops(line.editor), line.editor.button, line.reset)
        ]
        for before, after in pairwise(stops):
            self.setTabOrder(before, after)


def _stops(editor: Editor) -> list[QWidget]:
    """Return where the tab key stops in an editor; lists that drop down are windows themselves."""
    inner = (box for box in editor.findChildren(QWidget) if box.window() is editor.window())
    tab = Qt.FocusPolicy.TabFocus
    return [box for box in inner if box.focusPolicy() & tab and box.focusProxy() is None]
