"""A window of pages, of which one is shown."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QMainWindow

from promptstudio.core.spec import StudySpec
from promptstudio.gui.page import Page
from promptstudio.gui.parts.theme import ThemeKeeper
from promptstudio.gui.services import Services
from promptstudio.gui.shell.actions import build_actions
from promptstudio.gui.shell.pages import Pages

if TYPE_CHECKING:
    from promptstudio.gui.data.page import DataPage
    from promptstudio.gui.live.page import LivePage
    from promptstudio.gui.prompts.page import PromptsPage
    from promptstudio.gui.results.page import ResultsPage
    from promptstudio.gui.settings.page import SettingsPage
    from promptstudio.gui.study.page import StudyPage


class PagedWindow(QMainWindow):
    """Has the pages by name, and turns to one of them."""

    def __init__(self, services: Services, study: StudySpec) -> None:
        super().__init__()
        app = QApplication.instance()
        assert isinstance(app, QApplication)  # noqa: S101 - tells the type checker
        self.services = services
        self.themes = ThemeKeeper(app, self)
        self.commands = build_actions(self)
        self.stack = Pages(services, study, self.themes)

    @property
    def pages(self) -> tuple[Page, ...]:
        """All pages, in the order of the navigation."""
        return self.stack.all()

    @property
    def study(self) -> "StudyPage":
        """Where experiments are set up."""
        return self.stack.study

    @property
    def live(self) -> "LivePage":
        """Where one watches what runs."""
        return self.stack.live

    @property
    def results(self) -> "ResultsPage":
        """Where runs are compared."""
        return self.stack.results

    @property
    def prompts(self) -> "PromptsPage":
        """The library of prompts."""
        return self.stack.prompts

    @property
    def data(self) -> "DataPage":
        """Where data become tasks."""
        return self.stack.data

    @property
    def settings(self) -> "SettingsPage":
        """The program's own settings."""
        return self.stack.settings

    def show_page(self, page: Page) -> None:
        """Turn to a page."""
        self.turn_to(self.stack.indexOf(page))

    def turn_to(self, number: int) -> None:
        """Turn to a page by its place in the navigation."""
        page = self.stack.page(number)
        self.commands.pages[number].setChecked(True)
        self.stack.setCurrentWidget(page)
        page.setFocus()
        page.arrive()
