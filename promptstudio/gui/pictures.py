"""Takes a picture of every page in every look, one after the other."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

from promptstudio.core.errors import PromptStudioError
from promptstudio.core.preferences import ThemeChoice
from promptstudio.gui.app import screenshot
from promptstudio.gui.shell.main_window import MainWindow

PAGES: Final = ("study", "live", "results", "prompts", "data", "settings")
_SETTLE_MS = 1500


@dataclass(frozen=True, slots=True)
class LookOf:
    """How the window looks in a picture; sizes in pixels."""

    name: str
    theme: ThemeChoice
    size: tuple[int, int]
    percent: int = 100


LOOKS: Final = (
    LookOf("light", "light", (1440, 900)),
    LookOf("dark", "dark", (1440, 900)),
    LookOf("contrast", "contrast", (1440, 900)),
    LookOf("small", "light", (1280, 720)),
    LookOf("large-text", "light", (1440, 900), 200),
)


class PictureTaker(QObject):
    """Turns the pages in each look, waits until they have settled, and grabs them.

    ``done`` is called with the number of pictures, or with the error that stopped them.
    """

    def __init__(
        self, window: MainWindow, folder: Path, done: Callable[[int | PromptStudioError], None]
    ) -> None:
        super().__init__(window)
        self._window = window
        self._folder = folder
        self._done = done
        self._taken = 0
        self._pictures: Iterator[tuple[LookOf, int]] = iter(())
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLE_MS)
        self._timer.timeout.connect(self._on_settled)
        self._now: tuple[LookOf, int] | None = None

    def start(self) -> None:
        """Take all pictures."""
        self._pictures = ((look, page) for look in LOOKS for page in range(len(PAGES)))
        self._next()

    def _next(self) -> None:
        self._now = next(self._pictures, None)
        if self._now is None:
            self._done(self._taken)
            return
        look, page = self._now
        self._window.themes.choose(look.theme)
        self._window.themes.scale(look.percent)
        self._window.resize(*look.size)
        self._window.show_page(self._window.pages[page])
        self._timer.start()

    @Slot()
    def _on_settled(self) -> None:
        if self._now is None:
            return
        look, page = self._now
        try:
            screenshot(self._window, self._folder / f"{PAGES[page]}-{look.name}.png")
        except PromptStudioError as error:
            self._done(error)
            return
        self._taken += 1
        self._next()
