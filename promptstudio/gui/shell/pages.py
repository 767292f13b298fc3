"""The pages of the window, each built when it is first wanted.

A window that builds one page opens in half the time of one that builds all. The others follow
while nobody waits for them (`promptstudio.gui.shell.preload`).
"""

from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from promptstudio.core.spec import StudySpec
from promptstudio.gui.page import Page
from promptstudio.gui.parts.theme import Theme, ThemeKeeper
from promptstudio.gui.services import Services

if TYPE_CHECKING:
    from promptstudio.gui.data.page import DataPage
    from promptstudio.gui.live.page import LivePage
    from promptstudio.gui.prompts.page import PromptsPage
    from promptstudio.gui.results.page import ResultsPage
    from promptstudio.gui.settings.page import SettingsPage
    from promptstudio.gui.study.page import StudyPage

_P = TypeVar("_P", bound=Page)

NAMES: Final = ("study", "live", "results", "prompts", "data", "settings")
"""The pages in the order of the navigation; each has a module `promptstudio.gui.NAME.page`."""


class Pages(QStackedWidget):
    """Holds all pages. ``built`` tells the name of one that now stands."""

    built = Signal(str)

    def __init__(self, services: Services, study: StudySpec, themes: ThemeKeeper) -> None:
        super().__init__()
        self._services = services
        self._study = study
        self._themes = themes
        self._standing: dict[str, Page] = {}
        self._blanks = {name: QWidget() for name in NAMES}
        for blank in self._blanks.values():
            self.addWidget(blank)
        themes.changed.connect(self._on_theme)

    @cached_property
    def study(self) -> "StudyPage":
        """Where experiments are set up."""
        from promptstudio.gui.study.page import StudyPage

        page = StudyPage(self._services, self._study, self._themes.theme)
        return self._place("study", page)

    @cached_property
    def live(self) -> "LivePage":
        """Where one watches what runs."""
        from promptstudio.gui.live.page import LivePage

        return self._place("live", LivePage(self._services, self._themes.theme))

    @cached_property
    def results(self) -> "ResultsPage":
        """Where runs are compared."""
        from promptstudio.gui.results.page import ResultsPage

        return self._place("results", ResultsPage(self._services, self._themes.theme))

    @cached_property
    def prompts(self) -> "PromptsPage":
        """The library of prompts."""
        from promptstudio.gui.prompts.page import PromptsPage

        return self._place("prompts", PromptsPage(self._services, self._themes.theme))

    @cached_property
    def data(self) -> "DataPage":
        """Where data become tasks."""
        from promptstudio.gui.data.page import DataPage

        return self._place("data", DataPage(self._services))

    @cached_property
    def settings(self) -> "SettingsPage":
        """The program's own settings."""
        from promptstudio.gui.settings.page import SettingsPage

        return self._place("settings", SettingsPage(self._services))

    @property
    def standing(self) -> tuple[Page, ...]:
        """The pages that are built, in the order of the navigation."""
        return tuple(self._standing[name] for name in NAMES if name in self._standing)

    def page(self, number: int) -> Page:
        """Return a page by its place in the navigation."""
        page: Page = getattr(self, NAMES[number])
        return page

    def all(self) -> tuple[Page, ...]:
        """Return all pages in the order of the navigation."""
        return tuple(map(self.page, range(len(NAMES))))

    def stands(self, name: str) -> bool:
        """Tell whether a page is built."""
        return name in self._standing

    def _place(self, name: str, page: _P) -> _P:
        blank = self._blanks.pop(name)
        self.insertWidget(self.indexOf(blank), page)
        self.removeWidget(blank)
        blank.deleteLater()
        page.set_theme(self._themes.theme)
        self._standing[name] = page
        self.__dict__[name] = page  # those who hear of it may ask for it at once
        self.built.emit(name)
        return page

    @Slot(object)
    def _on_theme(self, theme: Theme) -> None:
        for page in self.standing:
            page.set_theme(theme)
