"""Above the form of a method: what it costs, settings of shipped studies, back to the defaults."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QWidget

from promptstudio.analysis.plan import effort_of
from promptstudio.analysis.presets import Preset, presets_of
from promptstudio.core.declaration import MethodInfo
from promptstudio.core.errors import ConfigError
from promptstudio.core.settings import MethodConfig, validated


class MethodHead(QWidget):
    """``config_wanted`` carries the settings that the form shall show."""

    config_wanted = Signal(dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._info: MethodInfo | None = None
        self._config: Mapping[str, Any] = {}
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
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._effort, 1)
        row.addWidget(self.presets)
        row.addWidget(self.reset)
        self.menu.aboutToShow.connect(self._on_menu)
        self.reset.clicked.connect(self._on_reset)

    def show_method(self, info: MethodInfo, config: Mapping[str, Any]) -> None:
        """Show the effort of a method under its changed settings."""
        self._info, self._config = info, config
        self.reset.setEnabled(bool(config))
        self._refresh()

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
        if self._info is not None and config is not None:
            self._effort.setText(effort_of(self._info, config, **self._tasks).capitalize())

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
            action.setChecked(preset.config == self._config)
            action.triggered.connect(partial(self._on_preset, preset))
        if not presets:
            self.menu.addAction(self.tr("No shipped study sets it")).setEnabled(False)

    def _on_preset(self, preset: Preset) -> None:
        self.config_wanted.emit(preset.config)

    @Slot()
    def _on_reset(self) -> None:
        self.config_wanted.emit({})
