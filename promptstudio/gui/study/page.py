"""The page where a study is set up, with the plan of what would run."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from promptstudio.analysis.recipe import as_command, as_python
from promptstudio.core.errors import ConfigError, PromptStudioError
from promptstudio.core.spec import StudySpec, dump_study, load_study
from promptstudio.gui.page import Page
from promptstudio.gui.parts.file_dialogs import ask_open, ask_save
from promptstudio.gui.parts.theme import Theme
from promptstudio.gui.services import Services
from promptstudio.gui.study.columns import Columns
from promptstudio.gui.study.plan_panel import PlanPanel
from promptstudio.gui.study.study_bar import StudyBar
from promptstudio.gui.study.study_form import StudyForm
from promptstudio.gui.study.task_panel import TaskPanel
from promptstudio.gui.study.undo import StudyUndo

_WIDTHS = (340, 430, 420)
_HEIGHTS = (330, 270)
_LEAST_WIDTHS = (18, 25, 22)
"""In heights of a line of text."""


class StudyPage(Page):
    """``planned`` tells the plan as a line, and whether it could run.

    ``run_wanted`` asks to run it, ``help_wanted`` for the help of a method by its key.
    """

    planned = Signal(str, bool)
    run_wanted = Signal()
    help_wanted = Signal(str)

    def __init__(
        self, services: Services, study: StudySpec, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._services = services
        self.form = StudyForm(services.catalogue, services.methods, services.outlook, study)
        self.plan = PlanPanel(services, theme)
        self.task = TaskPanel(services.facts, theme)
        self.history = StudyUndo(study, self)
        self._copies = self._build_copies()
        reader = services.reader
        self.bar = StudyBar(reader.studies, tuple(self._copies.values()), theme)
        self._lay_out()
        self.form.changed.connect(self._on_changed)
        self.form.methods.help_wanted.connect(self.help_wanted)
        self.form.tasks.shown.connect(self._on_task)
        self.plan.planned.connect(self._on_planned)
        self.plan.fix_wanted.connect(self.show_study)
        self.history.wanted.connect(self.show_study)
        self.bar.chosen.connect(self.show_study)
        self.bar.run.clicked.connect(self.run_wanted)
        self.bar.open_file.triggered.connect(self.choose_study)
        self.bar.save.clicked.connect(self.choose_file)
        for part in (self.plan, self.task, self.bar):
            part.failed.connect(self.failed)

    def study(self) -> StudySpec:
        """Return the study as set up.

        Raises
        ------
        ConfigError
            If it is not complete or not valid.
        """
        return self.form.study()

    @Slot(object)
    def show_study(self, study: StudySpec) -> None:
        """Put a study into the form, with the tasks of its own folders."""
        try:
            for key, card in self._services.outlook.cards(study).items():
                self._services.catalogue[key] = card
                self.form.tasks.add(card)
            self.form.set_study(study)
        except PromptStudioError as error:
            self.failed.emit(str(error), "")
            self._complete()  # nothing may have been shown before

    @Slot()
    def choose_study(self) -> None:
        """Ask for a study file and show it."""
        kinds = self.tr("Studies (*.toml)")
        ask_open(self, self.tr("Open study"), kinds, self.open_study)

    @Slot()
    def choose_file(self) -> None:
        """Ask for a file and write the study to it."""
        kinds = self.tr("Studies (*.toml)")
        ask_save(self, self.tr("Save study"), "study.toml", kinds, self.save_study)

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

    def offers(self) -> Mapping[str, QAction]:
        """Return undo, redo and the ways to copy the study."""
        return {"undo": self.history.undo, "redo": self.history.redo, **self._copies}

    def reveal(self, part: QWidget) -> None:
        """Turn to a part of the page, where parts stand behind tabs."""
        self.columns.reveal(part)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        for part in (self.plan, self.task, self.bar):
            part.set_theme(theme)

    def rest(self) -> None:
        """End timers and threads: the window is closing."""
        for part in (self.form, self.plan, self.task):
            part.rest()

    @Slot()
    def _on_changed(self) -> None:
        study = self._complete()
        if study is None:
            self.history.lose()
            return
        self.history.take(study)
        self.plan.show_study(study)
        self.form.setup.understand(study.backbone)
        tasks = {"sources": len(study.source_tasks), "targets": len(study.target_tasks)}
        self.form.methods.set_tasks(**tasks)
        slots = self.form.methods.current_slots()
        self.task.set_prompt(slots, study.backbone, study.text)

    def _complete(self) -> StudySpec | None:
        """Return the study as set up; of one that is not complete tell what is missing."""
        try:
            return self.study()
        except ConfigError as error:
            self.plan.show_problem(str(error))
            self.form.setup.understand(self.form.backbone())
            return None

    @Slot(str, bool)
    def _on_planned(self, sentence: str, can_run: bool) -> None:  # noqa: FBT001 - Qt's signature
        self.bar.run.setEnabled(can_run)
        self.planned.emit(sentence, can_run)

    @Slot(str)
    def _on_task(self, key: str) -> None:
        self.task.show_task(self._services.catalogue[key])

    def _build_copies(self) -> dict[str, QAction]:
        """Return the actions that copy the study as text, by name."""
        workspace = str(self._services.preferences.workspace.resolve())
        ways: dict[str, tuple[str, Callable[[StudySpec], str]]] = {
            "copy_command": (self.tr("Copy as command"), partial(as_command, workspace=workspace)),
            "copy_python": (self.tr("Copy as Python"), partial(as_python, workspace=workspace)),
            "copy_toml": (self.tr("Copy as study file (TOML)"), dump_study),
        }
        actions = {name: QAction(text, self) for name, (text, _) in ways.items()}
        for name, (_, write) in ways.items():
            actions[name].triggered.connect(partial(self._copy, write))
        return actions

    def _copy(self, write: Callable[[StudySpec], str]) -> None:
        try:
            QGuiApplication.clipboard().setText(write(self.study()))
        except ConfigError as error:
            self.failed.emit(str(error), "")
        else:
            self.said.emit(self.tr("Copied"))

    def _lay_out(self) -> None:
        upper = QWidget()
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 6)
        column.setSpacing(6)
        column.addWidget(self.plan, 1)
        column.addWidget(self.bar)
        side = QSplitter(Qt.Orientation.Vertical)
        side.addWidget(upper)
        side.addWidget(self.task)
        side.setSizes(list(_HEIGHTS))
        side.setChildrenCollapsible(False)
        whole = QSplitter(Qt.Orientation.Horizontal)
        whole.addWidget(self.form)
        whole.addWidget(side)
        self.form.setSizes(list(_WIDTHS[:2]))
        whole.setSizes([sum(_WIDTHS[:2]), _WIDTHS[2]])
        whole.setStretchFactor(0, 3)
        whole.setStretchFactor(1, 2)
        whole.setChildrenCollapsible(False)
        columns = zip((self.form.tasks, self.form.middle, side), _LEAST_WIDTHS, strict=True)
        self.columns = Columns(
            whole,
            tuple(columns),
            {
                self.tr("Tasks"): self.form.tasks,
                self.tr("Settings"): self.form.settings,
                self.tr("Methods"): self.form.methods,
                self.tr("Plan"): upper,
                self.tr("Current task"): self.task,
            },
        )
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.columns)
