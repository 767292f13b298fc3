"""The main window: holds the pages and passes on what a person and the engine say."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import (
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from promptstudio.core.dropped import kind_of_all
from promptstudio.core.errors import ConfigError, PromptStudioError
from promptstudio.core.preferences import Preferences
from promptstudio.core.spec import StudySpec
from promptstudio.gui.page import Page
from promptstudio.gui.parts.declared import declared
from promptstudio.gui.parts.file_dialogs import ask_open
from promptstudio.gui.parts.theme import Theme
from promptstudio.gui.ports import Card
from promptstudio.gui.services import Services
from promptstudio.gui.shell.actions import THEMES, build_menus, build_toolbar
from promptstudio.gui.shell.banner import Banner
from promptstudio.gui.shell.drops import dropped_paths
from promptstudio.gui.shell.help_window import PAGES, HelpWindow
from promptstudio.gui.shell.navigation import Navigation
from promptstudio.gui.shell.paged_window import PagedWindow
from promptstudio.gui.shell.pages import NAMES
from promptstudio.gui.shell.palette import Palette
from promptstudio.gui.shell.palette_entries import palette_entries
from promptstudio.gui.shell.preload import Preload
from promptstudio.gui.shell.quitting import ask_to_quit
from promptstudio.gui.shell.tour import Tour
from promptstudio.gui.shell.window_state import WindowState
from promptstudio.planning import find_study

_SIZE = (1360, 860)
_MESSAGE_MS = 15_000
_OF_LIVE = ("keep", "cancel", "resume", "export")


class MainWindow(PagedWindow):
    """Set up, run, watch, compare, take away: a page each."""

    def __init__(self, services: Services, study: StudySpec) -> None:
        super().__init__(services, study)
        self.controller = services.controller
        theme = self.themes.theme
        self.banner = Banner(theme)
        self.palette_ = Palette(self)
        self.help = HelpWindow(services.methods, self)
        self.tour = Tour(self, partial(find_study, "tour"))
        self._state = WindowState(services.preferences.workspace)
        self._may_quit = False
        self._can_run = False
        self._can_work = True
        self._plan = QLabel()
        self._worker = QLabel()
        self._late = QLabel()
        self._preload = Preload(self._later(), self)
        self._lay_out()
        self._connect()
        self._on_theme(theme)
        self._on_preferences(services.preferences.values)
        self.study.show_study(study)
        self.themes.dress()
        self.turn_to(min(self._state.restore(self), self.stack.count() - 1))
        if services.preferences.problem:
            self.banner.show_error(services.preferences.problem)

    # -- for callers -----------------------------------------------------------------------

    @property
    def plan_text(self) -> str:
        """The plan, or what is missing for one."""
        return self._plan.text()

    @Slot()
    def start(self) -> None:
        """Queue the study as set up, and turn to what runs."""
        try:
            self.live.run(self.study.study())
        except PromptStudioError as error:
            self.banner.show_error(str(error))
            return
        self.banner.clear()
        self.show_page(self.live)

    def close_now(self) -> None:
        """Close without asking; what runs can be resumed later."""
        self._may_quit = True
        self.close()

    def take(self, *paths: str | Path) -> None:
        """Bring a file or folder, or several prompts, to the page that can use it."""
        files = [Path(path) for path in paths]
        try:
            kind = kind_of_all(files)
        except ConfigError as error:
            self.banner.show_error(str(error))
            return
        if kind == "study":
            self.study.open_study(files[0])
            self.show_page(self.study)
        elif kind == "prompt":
            self.show_page(self.prompts)
            for file in files:
                self.prompts.take(file)
        else:
            self.show_page(self.data)
            self.data.importing.show_path(files[0])

    def offered(self) -> dict[str, QAction]:
        """Return every action of the window and its pages, as far as they stand, by name."""
        own = self.commands.by_name()
        for page in self.stack.standing:
            own |= {k: v for k, v in page.offers().items() if k not in ("undo", "redo")}
        return own

    # -- what a person does ----------------------------------------------------------------

    @Slot()
    def _on_palette(self) -> None:
        self.palette_.open_with(palette_entries(self))

    @Slot()
    def _on_undo(self) -> None:
        self._of_page("undo")

    @Slot()
    def _on_redo(self) -> None:
        self._of_page("redo")

    def _of_page(self, name: str) -> None:
        page = self.stack.currentWidget()
        action = page.offers().get(name) if isinstance(page, Page) else None
        if action is not None:
            action.trigger()

    @Slot()
    def _on_open(self) -> None:
        self.study.choose_study()

    @Slot()
    def _on_save(self) -> None:
        self.study.choose_file()

    @Slot()
    def _on_table(self) -> None:
        kinds = self.tr("Tables (*.jsonl *.csv *.tsv)")
        ask_open(self, self.tr("Open transfer table"), kinds, self._show_table)

    @Slot()
    def _on_compare(self) -> None:
        runs = self.live.selected_runs()
        self.results.comparison.show_study(runs[0].study_id if runs else self.live.study_id)
        self.show_page(self.results)

    @Slot()
    def _on_help(self) -> None:
        number = self.stack.currentIndex()
        info = self.study.form.methods.current() if number == 0 else None
        self.help.show_topic(PAGES[number] if info is None else info.key)

    @Slot()
    def _on_quit(self) -> None:
        self.close()

    @Slot(object)
    def _on_study_wanted(self, study: StudySpec) -> None:
        self.study.show_study(study)
        self.show_page(self.study)

    @Slot(object)
    def _on_kept(self, card: Card) -> None:
        self.services.catalogue[card.key] = card
        self.study.form.tasks.add(card)
        self._say(self.tr("Imported as {0}").format(card.title))

    @Slot(str, object)
    def _on_removed(self, key: str, shipped: Card | None) -> None:
        self.services.catalogue.pop(key, None)
        self.study.form.tasks.remove(key)
        text = self.tr("Removed. Edit > Undo brings it back.")
        if shipped is not None:
            self.services.catalogue[key] = shipped
            self.study.form.tasks.add(shipped)
            text = self.tr(
                "Removed. The shipped task '{0}' is back; Edit > Undo brings yours back."
            ).format(shipped.title)
        self._say(text)

    # -- what the pages and the engine say -------------------------------------------------

    @Slot(str, bool)
    def _on_planned(self, sentence: str, can_run: bool) -> None:  # noqa: FBT001 - Qt's signature
        self._plan.setText(sentence)
        self._plan.setToolTip(sentence)
        self._can_run = can_run
        self.commands.run.setEnabled(can_run and self._can_work)

    @property
    def _can_stop(self) -> bool:
        """Whether jobs run here; those of another program that writes to the store do not."""
        return self._can_work and self.stack.stands("live") and self.live.can_stop

    def _of_live(self, name: str) -> None:
        getattr(self.live, name)()

    @Slot()
    def _on_run_ended(self) -> None:
        if self.stack.stands("results"):
            self.results.comparison.touch()

    @Slot()
    def _on_jobs_changed(self) -> None:
        self.commands.keep.setEnabled(self._can_stop)
        self.commands.cancel.setEnabled(self._can_stop)
        self.commands.export.setEnabled(self.live.can_export)
        self.commands.resume.setEnabled(self.live.can_resume)

    @Slot(str)
    def _on_worker_state(self, state: str) -> None:
        self._worker.setText(self.tr("Worker: {0}").format(declared(state.partition(":")[0])))
        self._can_work = state not in ("locked", "stopped")
        self._on_planned(self.plan_text, can_run=self._can_run)
        if state == "locked":
            self.banner.show_error(
                self.tr(
                    "Another PromptStudio writes to this workspace. Everything can be looked at "
                    "here, but nothing can be run or changed. Close the other one and start again."
                )
            )
        elif state.startswith("failed"):
            self.banner.show_error(self.tr("The worker process {0}").format(state))

    @Slot(str, str)
    def _on_failed(self, sentence: str, report: str) -> None:
        self.banner.show_error(sentence, report)

    @Slot(float)
    def _on_lateness(self, worst_ms: float) -> None:
        self._late.setText(self.tr("Window: {0:.0f} ms late").format(worst_ms))

    @Slot(object)
    def _on_preferences(self, preferences: Preferences) -> None:
        self.themes.choose(preferences.look.theme)
        self.themes.scale(preferences.look.text_scale)
        getattr(self.commands, preferences.look.theme).setChecked(True)

    @Slot(object)
    def _on_theme(self, theme: Theme) -> None:
        self.commands.set_theme(theme)
        self.banner.set_theme(theme)

    @Slot(str)
    def _on_built(self, name: str) -> None:
        page: Page = getattr(self.stack, name)
        page.said.connect(self._say)
        page.failed.connect(self._on_failed)
        page.study_wanted.connect(self._on_study_wanted)
        connect = {
            "study": self._connect_study,
            "live": self._connect_live,
            "data": self._connect_data,
            "settings": self._offer_keys,
        }
        if name in connect:
            connect[name]()
        self._state.divide(page)

    def showEvent(self, event: QShowEvent) -> None:
        """Have the charts prepared once the window stands."""
        super().showEvent(event)
        self._preload.start()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask once while jobs run, then stop drawing and let the worker end."""
        if self._can_stop and not self._may_quit:
            event.ignore()
            ask_to_quit(self, self.close_now)
            return
        self._preload.stop()
        self._state.keep(self, self.stack.currentIndex())
        for page in self.stack.standing:
            page.rest()
        self.tour.rest()
        self.themes.rest()
        self.statusBar().clearMessage()
        self.controller.shutdown()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders."""
        if dropped_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Bring what was dropped to its page."""
        self.take(*dropped_paths(event.mimeData()))

    # -- inner -----------------------------------------------------------------------------

    def _show_table(self, path: str) -> None:
        self.results.comparison.show_file(path)
        self.show_page(self.results)

    @Slot(str)
    def _say(self, text: str) -> None:
        self.statusBar().showMessage(text, _MESSAGE_MS)

    def _lay_out(self) -> None:
        self.setWindowTitle("PromptStudio")
        self.setAcceptDrops(True)
        self.resize(*_SIZE)
        actions = self.commands
        build_menus(self, actions)
        bar = build_toolbar(self, (actions.run, actions.keep, actions.cancel, None))
        bar.setIconSize(QSize(16, 16))
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._plan.setContentsMargins(8, 0, 8, 0)
        self._plan.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._plan.setMinimumWidth(200)
        bar.addWidget(self._plan)
        self.addToolBar(Qt.ToolBarArea.LeftToolBarArea, Navigation(actions.pages, self))
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self.stack, 1)
        self.setCentralWidget(centre)
        self.statusBar().addPermanentWidget(self._late)
        self.statusBar().addPermanentWidget(self._worker)

    def _later(self) -> tuple[Callable[[], object], ...]:
        """Return what is left to do when the window stands, a short step each."""
        return (
            lambda: self.study.show_first_rows(),
            lambda: self.live,
            lambda: self.live.panel.build_charts(),
            *(partial(self.stack.page, number) for number in range(self.stack.count())),
            self._offer_keys,
        )

    def _connect(self) -> None:
        own = ("compare", "open", "table", "save", "help", "quit", "undo", "redo", "palette")
        slots = {name: getattr(self, f"_on_{name}") for name in own}
        slots |= {name: partial(self._of_live, name) for name in _OF_LIVE}
        slots |= {"run": self.start, "data_in": partial(self.turn_to, NAMES.index("data"))}
        slots |= {"tour": self.tour.begin}
        keeper = self.services.preferences
        slots |= {name: partial(keeper.change, "look", theme=name) for name in THEMES}
        self.commands.connect(slots)
        keeper.changed.connect(self._on_preferences)
        keeper.failed.connect(self.banner.show_error)
        for number, action in enumerate(self.commands.pages):
            action.triggered.connect(partial(self.turn_to, number))
        self.stack.built.connect(self._on_built)
        self.themes.changed.connect(self._on_theme)
        self.tour.ended.connect(keeper.note_tour)
        self.controller.worker_state.connect(self._on_worker_state)
        self.controller.failed.connect(self._on_failed)

    def _connect_study(self) -> None:
        self.study.planned.connect(self._on_planned)
        self.study.run_wanted.connect(self.start)
        self.study.help_wanted.connect(self.help.show_topic)

    def _connect_live(self) -> None:
        actions, page = self.commands, self.live
        page.jobs.offer(
            (actions.export, actions.resume, actions.keep, actions.cancel),
            (actions.resume, actions.export, actions.compare),
        )
        page.changed.connect(self._on_jobs_changed)
        page.changed.connect(self.tour.look)
        page.ended.connect(self._on_run_ended)
        page.panel.lateness.connect(self._on_lateness)
        page.panel.rested.connect(self._late.clear)
        page.refresh()

    def _connect_data(self) -> None:
        self.data.kept.connect(self._on_kept)
        self.data.removed.connect(self._on_removed)

    def _offer_keys(self) -> None:
        self.settings.offer(self.offered())
