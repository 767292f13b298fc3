"""Asks which values a fork shall have otherwise; never blocks the window."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from promptstudio.core.declaration import MethodInfo
from promptstudio.core.settings import fields_of
from promptstudio.gui.parts.forms import ConfigForm

_LETTERS = 78
_LINES = 30


def changes_between(
    info: MethodInfo, before: Mapping[str, Any], after: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the settings that differ, with their new values; what is not named is at default."""
    known = {f.name: f.default for f in fields_of(info.config_type)}
    return {
        name: after.get(name, default)
        for name, default in known.items()
        if after.get(name, default) != before.get(name, default)
    }


class ForkDialog(QDialog):
    """Emits ``wanted(job_id, changes)`` once the person agrees."""

    wanted = Signal(str, dict)

    def __init__(
        self,
        job_id: str,
        title: str,
        info: MethodInfo,
        config: Mapping[str, Any],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._job_id = job_id
        self._info = info
        self.setWindowTitle(self.tr("Fork a run"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        told = QLabel(
            self.tr(
                "A new run begins at the last checkpoint of '{0}', with the values that you "
                "change here. Both curves are then drawn on one axis."
            ).format(title)
        )
        told.setWordWrap(True)
        self.form = ConfigForm(info)
        self.form.set_values(config)
        self._before = self.form.values()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(self.form)
        area.setAccessibleName(self.tr("Settings of the fork"))
        self.note = QLabel()
        self.note.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.agree = QPushButton(self.tr("&Fork"))
        buttons.addButton(self.agree, QDialogButtonBox.ButtonRole.AcceptRole)
        column = QVBoxLayout(self)
        for widget in (told, area, self.note, buttons):
            column.addWidget(widget)
        metrics = self.fontMetrics()
        self.resize(_LETTERS * metrics.averageCharWidth(), _LINES * metrics.height())
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        self.form.changed.connect(self._on_changed)
        self._on_changed()

    def changes(self) -> dict[str, Any]:
        """Return the settings that were changed here."""
        return changes_between(self._info, self._before, self.form.values())

    @Slot()
    def _on_changed(self) -> None:
        changes = self.changes()
        told = ", ".join(f"{name} = {value}" for name, value in changes.items())
        self.note.setText(told or self.tr("Change at least one value."))
        self.agree.setEnabled(bool(changes))

    @Slot()
    def _on_accepted(self) -> None:
        changes = self.changes()
        if changes:
            self.wanted.emit(self._job_id, changes)
            self.accept()
