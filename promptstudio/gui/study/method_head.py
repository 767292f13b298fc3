"""Above the form of a method: what it costs, its preset, and ways back to it and the defaults."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from promptstudio.analysis.plan import effort_of
from promptstudio.analysis.presets import Preset, departures, presets_of
from promptstudio.core.declaration import MethodInfo
from promptstudio.core.errors import ConfigError
from promptstudio.core.settings import MethodConfig, fields_of, validated
from promptstudio.gui.parts.declared import declared, told
from promptstudio.gui.parts.flow import FlowLayout


class MethodHead(QWidget):
    """``config_wanted`` carries the settings that the form shall show, or ``preset_wanted``."""

    config_wanted = Signal(dict)
    preset_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._info: MethodInfo | None = None
        self._config: Mapping[str, Any] = {}
        self._preset: Preset | None = None
        self._tasks = {"sources": 1, "targets": 1}
        self._effort = QLabel()
        self._effort.setWordWrap(True)
        self._effort.setAccessibleName(self.tr("Effort of the method"))
        self._effort.setForegroundRole(self._effort.palette().ColorRole.PlaceholderText)
        self.presets = QPushButton(self.tr("Presets"))
        self.presets.setToolTip(self.tr("Settings of this method in shipped studies"))
        self.menu = QMenu(self.presets)
        self.menu.setToolTipsVisible(True)
        self.presets.setMenu(self.menu)
        self.reset = QPushButton(self.tr("Reset all"))
        self.reset.setToolTip(self.tr("All settings of this method back to their defaults"))
        self._departure = QLabel()
        self._departure.setWordWrap(True)
        self._departure.setAccessibleName(self.tr("Preset of the method"))
        self.back = QPushButton(self.tr("Back to the preset"))
        buttons = QWidget()
        row = FlowLayout(buttons)
        for button in (self.presets, self.back, self.reset):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for widget in (self._effort, self._departure, buttons):
            column.addWidget(widget)
        self._show_departure()
        self.menu.aboutToShow.connect(self._on_menu)
        self.reset.clicked.connect(self._on_reset)
        self.back.clicked.connect(self._on_back)

    def show_method(
        self, info: MethodInfo, config: Mapping[str, Any], preset: Preset | None
    ) -> None:
        """Show the effort of a method under its changed settings, and what became of its preset."""
        self._info, self._config, self._preset = info, config, preset
        self.reset.setEnabled(bool(config))
        self._show_departure()
        self._refresh()

    def preset_text(self) -> str:
        """Return the preset and how many settings depart from it; nothing without a preset."""
        return "" if self._departure.isHidden() else self._departure.text()

    def set_tasks(self, *, sources: int, targets: int) -> None:
        """Take how many tasks the study has."""
        tasks = {"sources": sources, "targets": targets}
        if tasks != self._tasks:
            self._tasks = tasks
            self._refresh()

    def effort_text(self) -> str:
        """Return the effort in words."""
        return self._effort.text()

    @property
    def slots(self) -> int:
        """Virtual tokens of the prompts that answer; 0 if the method has none."""
        config = self._valid_config()
        if self._info is None or config is None:
            return 0
        return self._info.prompt_size(config).virtual_tokens

    def _refresh(self) -> None:
        config = self._valid_config()
        if self._info is not None and config is None:
            self._effort.clear()  # the plan says what is not valid
        elif self._info is not None and config is not None:
            effort = told(effort_of(self._info, config, **self._tasks))
            self._effort.setText(effort[:1].upper() + effort[1:])

    def _show_departure(self) -> None:
        """Name the preset and the settings that are not as it has them."""
        preset = self._preset
        changed = departures(preset.config, self._config) if preset else ()
        self._departure.setVisible(preset is not None)
        self.back.setVisible(bool(changed))
        if preset is None or self._info is None:
            return
        titles = {f.name: declared(f.title) for f in fields_of(self._info.config_type)}
        words = {
            0: self.tr("Preset {0}"),
            1: self.tr("Preset {0}, 1 change"),
        }.get(len(changed), self.tr("Preset {0}, {1} changes"))
        self._departure.setText(words.format(preset.title, len(changed)))
        self._departure.setToolTip(", ".join(titles[name] for name in changed) or preset.source)
        self.back.setToolTip(self._departure.toolTip())

    def _valid_config(self) -> MethodConfig | None:
        """Return the settings, of several values the first; the plan says what is not valid."""
        if self._info is None:
            return None
        first = {n: v[0] if isinstance(v, list) and v else v for n, v in self._config.items()}
        try:
            return validated(self._info.config_type, first, self._info.title)
        except ConfigError:
            return None

    @Slot()
    def _on_menu(self) -> None:
        self.menu.clear()
        presets = presets_of(self._info.key) if self._info else ()
        for preset in presets:
            action = self.menu.addAction(preset.title)
            action.setToolTip(preset.source)
            action.setCheckable(True)
            action.setChecked(preset == self._preset)
            action.triggered.connect(partial(self._on_preset, preset))
        if not presets:
            self.menu.addAction(self.tr("No shipped study sets it")).setEnabled(False)

    def _on_preset(self, preset: Preset) -> None:
        self.preset_wanted.emit(preset)

    @Slot()
    def _on_back(self) -> None:
        self.preset_wanted.emit(self._preset)

    @Slot()
    def _on_reset(self) -> None:
        self.config_wanted.emit({})
