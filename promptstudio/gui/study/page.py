"""The page where a study is set up, with the plan of what would run."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from promptstudio.core.errors import ConfigError, PromptStudioError
from promptstudio.core.spec import StudySpec, dump_study, load_study
from promptstudio.gui.page import Page
from promptstudio.gui.parts.theme import Theme
from promptstudio.gui.services import Services
from promptstudio.gui.study.plan_panel import PlanPanel
from promptstudio.gui.study.study_form import StudyForm

_WIDTHS = (300, 420, 420)


class StudyPage(Page):
    """``planned`` tells the plan as a line, and whether it could run."""

    planned = Signal(str, bool)

    def __init__(
        self, services: Services, study: StudySpec, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._services = services
        self.form = StudyForm(services.catalogue, services.methods, services.previews, study)
        self.plan = PlanPanel(services, theme)
        whole = QSplitter(Qt.Orientation.Horizontal)
        whole.addWidget(self.form)
        whole.addWidget(self.plan)
        self.form.setSizes(list(_WIDTHS[:2]))
        whole.setSizes([sum(_WIDTHS[:2]), _WIDTHS[2]])
        whole.setStretchFactor(0, 3)
        whole.setStretchFactor(1, 2)
        whole.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(whole)
        self.form.changed.connect(self._on_changed)

    def study(self) -> StudySpec:
        """Return the study as set up.

        Raises
        ------
        ConfigError
            If it is not complete or not valid.
        """
        return self.form.study()

    def show_study(self, study: StudySpec) -> None:
        """Put a study into the form."""
        try:
            self.form.set_study(study)
        except ConfigError as error:
            self.failed.emit(str(error), "")

    def open_study(self, path: str | Path) -> None:
        """Show a study file."""
        try:
            self.show_study(load_study(Path(path)))
        except PromptStudioError as error:
            self.failed.emit(str(error), "")

    def save_study(self, path: str | Path) -> None:
        """Write the study as set up to a file."""
        try:
            Path(path).write_text(dump_study(self.study()), encoding="utf-8")
        except PromptStudioError as error:
            self.failed.emit(str(error), "")
        except OSError as error:
            sentence = self.tr("The study can not be saved as '{0}': {1}.")
            self.failed.emit(sentence.format(path, error.strerror), "")
        else:
            self.said.emit(self.tr("Saved as {0}").format(path))

    def show_first_rows(self) -> None:
        """Show rows of a task that is ticked."""
        for key in (*self.form.tasks.targets(), *self.form.tasks.sources())[:1]:
            self.form.tasks.show_rows(key)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.plan.set_theme(theme)

    @Slot()
    def _on_changed(self) -> None:
        try:
            sentence, can_run = self.plan.show_study(self.study()), True
        except ConfigError as error:
            sentence, can_run = str(error), False
            self.plan.show_problem(sentence)
        self.planned.emit(sentence, can_run)
