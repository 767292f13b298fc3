"""Asks which values a fork shall have otherwise; never blocks the window."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal, Slot
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
from promptstudio.gui.parts.declared import count_text, declared
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


def more_steps(
    info: MethodInfo, config: Mapping[str, Any], stage: str, step: int
) -> dict[str, int]:
    """Return twice the steps of a stage where a run has done them all; nothing where some are left.

    ``step`` is the one after which its checkpoint of the stage stands.
    """
    name = next((s.steps for s in info.stages if s.key == stage), "")
    field = next((f for f in fields_of(info.config_type) if f.name == name), None)
    if field is None or int(config.get(name, field.default)) > step:
        return {}
    return {name: min(2 * step, int(field.high or 2 * step))}


class ForkDialog(QDialog):
    """Emits ``wanted(job_id, changes)`` once the person agrees.

    ``stage`` and ``step`` are where the fork begins. Where all steps are done, more are proposed.
    What was read before that stage would change nothing and is not offered.
    """

    wanted = Signal(str, dict)

    def __init__(
        self,
        job_id: str,
        title: str,
        info: MethodInfo,
        config: Mapping[str, Any],
        stage: str,
        step: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._job_id = job_id
        self._info = info
        self.setWindowTitle(self.tr("Fork a run"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        told = QLabel(
            self.tr(
                "A new run begins at the last checkpoint of '{0}' (stage {1}, step {2}), with "
                "the values that you change here. Both curves are then drawn on one axis."
            ).format(title, _title_of(info, stage), count_text(step))
        )
        told.setWordWrap(True)
        past = info.settings_before(stage)
        if past:
            more = self.tr("Settings of the stages before it count no more and are not shown.")
            told.setText(f"{told.text()} {more}")
        self.form = ConfigForm(info, without=past)
        self.form.set_values(config)
        self._before = self.form.values()
        self._proposed = more_steps(info, config, stage, step)
        self.form.set_values({**config, **self._proposed})
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
        size = QSize(_LETTERS * metrics.averageCharWidth(), _LINES * metrics.height())
        self.resize(size.boundedTo(self.screen().availableSize()))
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
        several = [name for name, value in changes.items() if isinstance(value, list)]
        told = ", ".join(f"{name} = {value}" for name, value in changes.items())
        lacking = self._proposed.keys() - changes.keys()
        if several:
            told = self.tr("A fork takes one value of '{0}', not several.").format(several[0])
        elif lacking:
            told = self.tr(
                "All steps are done. Give '{0}' a larger value, so that the fork goes on."
            )
            told = told.format(*lacking)
        self.note.setText(told or self.tr("Change at least one value."))
        self.agree.setEnabled(bool(changes) and not several and not lacking)

    @Slot()
    def _on_accepted(self) -> None:
        self.wanted.emit(self._job_id, self.changes())
        self.accept()


def _title_of(info: MethodInfo, stage: str) -> str:
    return next((declared(s.title) for s in info.stages if s.key == stage), stage)
