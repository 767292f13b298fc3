"""A method in the list of a study, with its settings whether or not its form was looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QListWidgetItem, QScrollArea

from promptstudio.analysis.presets import Preset
from promptstudio.core.declaration import MethodInfo
from promptstudio.core.spec import MethodSpec
from promptstudio.gui.parts.forms import ConfigForm


@dataclass(slots=True, eq=False)
class Entry:
    """``config`` holds the settings until there is a ``form``, which is put on the ``page``."""

    info: MethodInfo
    label: str
    control: bool
    item: QListWidgetItem
    page: QScrollArea
    config: dict[str, Any]
    form: ConfigForm | None = None
    preset: Preset | None = None

    @property
    def values(self) -> dict[str, Any]:
        """Settings that differ from the defaults."""
        return self.config if self.form is None else self.form.values()

    def fill(self, config: dict[str, Any]) -> None:
        """Show settings; a form that has them already is left alone."""
        if self.form is None:
            self.config = config
        elif self.form.values() != config:
            with QSignalBlocker(self.form):
                self.form.set_values(config)


def fitting(entries: Sequence[Entry], specs: Sequence[MethodSpec]) -> list[Entry] | None:
    """Return the entries of some specs if all are there in their order, and no other copy."""
    found: list[Entry] = []
    rest = iter(entries)
    for spec in specs:
        name = (spec.key, spec.label, spec.control)
        entry = next((e for e in rest if (e.info.key, e.label, e.control) == name), None)
        if entry is None:
            return None
        found.append(entry)
    others = [entry for entry in entries if entry not in found]
    return None if any(entry.label or entry.control for entry in others) else found
