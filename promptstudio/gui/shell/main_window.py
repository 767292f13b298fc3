"""The main window: holds the pages and passes on what a person and the engine say."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QMainWindow,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from promptstudio.core.dropped import kind_of
from promptstudio.core.errors import ConfigError, PromptStudioError
from promptstudio.core.preferences import Preferences
from promptstudio.core.spec import StudySpec
from promptstudio.gui.data.page import DataPage
from promptstudio.gui.live.page import LivePage
from promptstudio.gui.page import Page
from promptstudio.gui.parts.file_dialogs import ask_open
from promptstudio.gui.parts.theme import Theme, ThemeKeeper
from promptstudio.gui.ports import Card
from promptstudio.gui.prompts.page import PromptsPage
from promptstudio.gui.results.page import ResultsPage
from promptstudio.gui.services import Services
from promptstudio.gui.settings.page import SettingsPage
from promptstudio.gui.shell.actions import THEMES, build_actions, build_menus, build_toolbar
from promptstudio.gui.shell.banner import Banner
from promptstudio.gui.shell.help_window import PAGES, HelpWindow
from promptstudio.gui.shell.navigation import Navigation
from promptstudio.gui.shell.palette import Palette
from promptstudio.gui.shell.palette_entries import palette_entries
from promptstudio.gui.shell.preload import ChartPreload
from promptstudio.gui.shell.quitting import ask_to_quit
from promptstudio.gui.shell.tour import Tour
from promptstudio.gui.shell.window_state import WindowState
from promptstudio.gui.study.page import StudyPage
from promptstudio.planning import find_study

_SIZE = (1360, 860)
_MESSAGE_MS = 15_000


class MainWindow(QMainWindow):
    """Set up, run, watch, compare, take away: a page each."""

    def __init__(self, services: Services, study: StudySpec) -> None:
        super().__init__()
        self.services = services
        self.controller = services.controller
        self._has_charts = False
        app = QApplication.instance()
        assert isinstance(app, QApplication)  # noqa: S101 - tells the type checker
        self.themes = ThemeKeeper(app, self)
        theme = self.themes.theme
        self.study = StudyPage(services, study, theme)
        self.live = LivePage(services, theme)
        self.results = ResultsPage(services, theme)
        self.prompts = PromptsPage(services, theme)
        self.data = DataPage(services)
        self.settings = SettingsPage(services)
        self.stack = QStackedWidget()
        self.banner = Banner(theme)
        self.palette_ = Palette(self)
        self.help = HelpWindow(services.methods, self)
        self.tour = Tour(self, partial(find_study, "tour"))
        self.commands = build_actions(self)
        self._state = WindowState(services.preferences.workspace)
        self._may_quit = False
        self._can_run = False
        self._can_work = True
        self._plan = QLabel()
        self._worker = QLabel()
        self._late = QLabel()
        self._preload = ChartPreload(self._build_charts, self)
        self._lay_out()
        self._connect()
        self._on_theme(theme)
        self._on_preferences(services.preferences.values)
        self.study.show_study(study)
        self.live.refresh()
        self.themes.dress()
        self.show_page(self.pages[min(self._state.restore(self), len(self.pages) - 1)])
        if services.preferences.problem:
            self.banner.show_error(services.preferences.problem)

    # -- for callers -----------------------------------------------------------------------

    @property
    def pages(self) -> tuple[Page, ...]:
        """All pages, in the order of the navigation."""
        return (self.study, self.live, self.results, self.prompts, self.data, self.settings)

    @property
    def plan_text(self) -> str:
        """The plan, or what is missing for one."""
        return self._plan.text()

    def show_page(self, page: Page) -> None:
        """Turn to a page."""
        self.commands.pages[self.pages.index(page)].setChecked(True)
        self.stack.setCurrentWidget(page)
        page.setFocus()
        page.arrive()

    @Slot()
    def start(self) -> None:
        """Queue the study as set up, and turn to what runs."""
        try:
            self.live.run(self.study.study())
        except PromptStudioError as error:
            self.banner.show_error(str(error))
            return
        self.banner.hide()
        self.show_page(self.live)

    def close_now(self) -> None:
        """Close without asking; what runs can be resumed later."""
        self._may_quit = True
        self.close()

    def take(self, path: str | Path) -> None:
        """Bring a file or folder to the page that can use it."""
        path = Path(path)
        try:
            kind = kind_of(path)
        except (ConfigError, OSError) as error:
            self.banner.show_error(str(error))
            return
        if kind == "study":
            self.study.open_study(path)
            self.show_page(self.study)
        elif kind == "prompt":
            self.show_page(self.prompts)
            self.prompts.take(path)
        else:
            self.show_page(self.data)
            self.data.importing.show_path(path)

    def offered(self) -> dict[str, QAction]:
        """Return every action of the window and its pages by name."""
        own = self.commands.by_name()
        for page in self.pages:
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

    @Slot(str)
    def _on_removed(self, key: str) -> None:
        self.services.catalogue.pop(key, None)
        self.study.form.tasks.remove(key)
        self._say(self.tr("Removed. Edit > Undo brings it back."))

    # -- what the pages and the engine say -------------------------------------------------

    @Slot(str, bool)
    def _on_planned(self, sentence: str, can_run: bool) -> None:  # noqa: FBT001 - Qt's signature
        self._plan.setText(sentence)
        self._plan.setToolTip(sentence)
        self._can_run = can_run
        self.commands.run.setEnabled(can_run and self._can_work)

    @Slot()
    def _on_jobs_changed(self) -> None:
        self.commands.keep.setEnabled(self.live.can_stop)
        self.commands.cancel.setEnabled(self.live.can_stop)
        self.commands.export.setEnabled(self.live.can_export)
        self.commands.resume.setEnabled(self.live.can_resume)

    @Slot(str)
    def _on_worker_state(self, state: str) -> None:
        self._worker.setText(self.tr("Worker: {0}").format(state))
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
        for page in self.pages:
            page.set_theme(theme)

    @Slot()
    def _build_charts(self) -> None:
        self.live.panel.build_charts()
        self.study.show_first_rows()

    def showEvent(self, event: QShowEvent) -> None:
        """Have the charts prepared once the window stands."""
        super().showEvent(event)
        if not self._has_charts:
            self._has_charts = True
            self._preload.start()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask once while jobs run, then stop drawing and let the worker end."""
        if self.live.can_stop and not self._may_quit:
            event.ignore()
            ask_to_quit(self, self.close_now)
            return
        self._preload.stop()
        self._state.keep(self, self.stack.currentIndex())
        for page in self.pages:
            page.rest()
        self.tour.rest()
        self.themes.rest()
        self.statusBar().clearMessage()
        self.controller.shutdown()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders."""
        if event.mimeData().hasUrls() and event.mimeData().urls()[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Bring what was dropped to its page."""
        self.take(event.mimeData().urls()[0].toLocalFile())

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
        self._plan.setAccessibleName(self.tr("Plan of the study"))
        bar.addWidget(self._plan)
        self.addToolBar(Qt.ToolBarArea.LeftToolBarArea, Navigation(actions.pages, self))
        self.live.jobs.offer(
            (actions.export, actions.resume, actions.keep, actions.cancel),
            (actions.resume, actions.export, actions.compare),
        )
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self.stack, 1)
        for page in self.pages:
            self.stack.addWidget(page)
        self.setCentralWidget(centre)
        self.statusBar().addPermanentWidget(self._late)
        self.statusBar().addPermanentWidget(self._worker)

    def _connect(self) -> None:
        own = ("compare", "open", "table", "save", "help", "quit", "undo", "redo", "palette")
        slots = {name: getattr(self, f"_on_{name}") for name in own}
        slots |= {name: getattr(self.live, name) for name in ("keep", "cancel", "resume", "export")}
        slots |= {"run": self.start, "data_in": partial(self.show_page, self.data)}
        slots |= {"tour": self.tour.begin}
        keeper = self.services.preferences
        slots |= {name: partial(keeper.change, "look", theme=name) for name in THEMES}
        self.commands.connect(slots)
        self.settings.offer(self.offered())
        keeper.changed.connect(self._on_preferences)
        keeper.failed.connect(self.banner.show_error)
        for action, page in zip(self.commands.pages, self.pages, strict=True):
            action.triggered.connect(partial(self.show_page, page))
            page.said.connect(self._say)
            page.failed.connect(self._on_failed)
            page.study_wanted.connect(self._on_study_wanted)
        self.themes.changed.connect(self._on_theme)
        self.study.planned.connect(self._on_planned)
        self.study.run_wanted.connect(self.start)
        self.study.help_wanted.connect(self.help.show_topic)
        self.live.changed.connect(self._on_jobs_changed)
        self.live.ended.connect(self.results.comparison.touch)
        self.live.panel.lateness.connect(self._on_lateness)
        self.tour.ended.connect(keeper.note_tour)
        self.data.kept.connect(self._on_kept)
        self.data.removed.connect(self._on_removed)
        self.controller.worker_state.connect(self._on_worker_state)
        self.controller.failed.connect(self._on_failed)
