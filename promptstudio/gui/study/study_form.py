"""Everything a person sets up for a study: tasks, methods and the study's own settings."""

from collections.abc import Mapping
from typing import Final

from pydantic import ValidationError
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from promptstudio.core.declaration import MethodInfo
from promptstudio.core.errors import ConfigError
from promptstudio.core.settings import explain
from promptstudio.core.spec import BackboneSpec, StudySpec
from promptstudio.gui.ports import Catalogue, Outlook
from promptstudio.gui.study.method_list import MethodList
from promptstudio.gui.study.protocol_dialog import ProtocolLine
from promptstudio.gui.study.protocol_form import ProtocolForm
from promptstudio.gui.study.setup_box import SetupBox
from promptstudio.gui.study.task_selector import TaskSelector

_MOST_NAMED: Final = 5
"""Of a study made for another workspace nothing may be there."""


class StudyForm(QSplitter):
    """Reads and writes a `StudySpec`. What no widget shows is kept from the last `set_study`."""

    changed = Signal()

    def __init__(
        self,
        catalogue: Catalogue,
        methods: Mapping[str, MethodInfo],
        outlook: Outlook,
        study: StudySpec,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._base = study
        self._quiet = False
        self.tasks = TaskSelector(catalogue)
        self.setup = SetupBox(outlook)
        self.protocol = ProtocolForm()
        self.methods = MethodList(methods)
        self.settings = QWidget()
        upper = QVBoxLayout(self.settings)
        upper.setContentsMargins(0, 0, 0, 0)
        upper.setSpacing(8)
        upper.addWidget(self.setup)
        upper.addWidget(ProtocolLine(self.protocol))
        upper.addStretch(1)
        self.middle = QWidget()
        column = QVBoxLayout(self.middle)
        column.setContentsMargins(6, 6, 0, 6)
        column.setSpacing(8)
        column.addWidget(self.settings)
        column.addWidget(self.methods, 1)
        self.addWidget(self.tasks)
        self.addWidget(self.middle)
        self.setChildrenCollapsible(False)
        for part in (self.tasks, self.setup, self.protocol, self.methods):
            part.changed.connect(self._on_changed)

    def study(self) -> StudySpec:
        """Return the study as set up.

        Raises
        ------
        ConfigError
            If it is not complete or not valid.
        """
        self._check_complete()
        protocol = self.protocol.values(self._base)
        values = self._base.model_dump() | protocol | self.setup.values(protocol["backbone"])
        values |= {
            "source_tasks": self.tasks.sources(),
            "target_tasks": self.tasks.targets(),
            "methods": self.methods.specs(),
        }
        try:
            return StudySpec.model_validate(values)
        except ValidationError as error:
            raise ConfigError(explain(error, self.tr("Study"))) from error

    def backbone(self) -> BackboneSpec:
        """Return the backbone as set up, whether or not the study is complete."""
        return self.setup.backbone(self._base.backbone)

    def set_study(self, study: StudySpec) -> None:
        """Show a study.

        Raises
        ------
        ConfigError
            If it names a task or method that is not there, or a setting is not valid; the form
            then stays as it was.
        """
        self._check_known(study)
        self.methods.check(study.methods)
        self._quiet = True
        try:
            self._base = study
            self.setup.set_study(study)
            self.protocol.set_study(study)
            self.tasks.set_selection(study.source_tasks, study.target_tasks)
            self.methods.set_specs(study.methods)
        finally:
            self._quiet = False
            self.changed.emit()

    def rest(self) -> None:
        """End timers and threads: the window is closing."""
        self.setup.rest()

    @Slot()
    def _on_changed(self) -> None:
        if not self._quiet:
            self.changed.emit()

    def _check_known(self, study: StudySpec) -> None:
        swept = (task for tasks in study.sweep.get("source_tasks", ()) for task in tasks)
        tasks = self.tasks.lacking((*study.source_tasks, *study.target_tasks, *swept))
        lost = [self.tr("task '{0}'").format(key) for key in tasks]
        methods = self.methods.lacking(spec.key for spec in study.methods)
        lost += [self.tr("method '{0}'").format(key) for key in methods]
        if lost:
            more = ["…"] if len(lost) > _MOST_NAMED else []
            names = ", ".join(lost[:_MOST_NAMED] + more)
            what = self.tr("The study '{0}' names what is not there: {1}.")
            hint = self.tr("Own tasks are imported on the page Data.")
            rest = self.tr(
                "If a newer PromptStudio wrote the study, update this one. Nothing of the form was "
                "changed."
            )
            told = (what.format(study.name, names), *((hint,) if tasks else ()), rest)
            raise ConfigError(" ".join(told))

    def _check_complete(self) -> None:
        if not self.tasks.targets():
            raise ConfigError("Tick at least one target task.")
        if not self.methods.specs():
            raise ConfigError("Tick at least one method.")
