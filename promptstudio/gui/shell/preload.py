"""Finishes the window behind what is shown first; it stays responsive meanwhile."""

import threading
from collections.abc import Callable, Iterable
from importlib import import_module

from PySide6.QtCore import QObject, QTimer, Slot

MODULES = (
    "promptstudio.gui.live.page",
    "promptstudio.gui.parts.charts",
    "promptstudio.gui.live.diagnostics",
    "promptstudio.gui.results.page",
    "promptstudio.gui.prompts.page",
    "promptstudio.gui.data.page",
    "promptstudio.gui.settings.page",
    "promptstudio.gui.results.charts",
    "promptstudio.gui.parts.heat_map",
    "promptstudio.gui.prompts.prompt_map",
    "promptstudio.comparison",
)
_PAUSE_MS = 150
"""Lets the window be painted first: beside a thread, every call from Qt into Python has to wait."""

_POLL_MS = 20


class Preload(QObject):
    """Imports the modules in a thread, then takes the steps, each in a turn of its own."""

    def __init__(self, steps: Iterable[Callable[[], object]], parent: QObject) -> None:
        super().__init__(parent)
        self._steps = list(steps)
        self._thread = threading.Thread(target=_import_all, name="preload", daemon=True)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._on_painted)
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_MS)
        self._timer.timeout.connect(self._on_poll)

    def start(self) -> None:
        """Begin to import in a moment; a second call changes nothing."""
        if self._thread.ident is None:
            self._pause.start()

    def stop(self) -> None:
        """Take no further step: the window is closing."""
        self._pause.stop()
        self._timer.stop()

    @Slot()
    def _on_painted(self) -> None:
        self._thread.start()
        self._timer.start()

    @Slot()
    def _on_poll(self) -> None:
        if self._thread.is_alive():
            return
        step = self._steps.pop(0)
        if not self._steps:
            self._timer.stop()
        step()


def _import_all() -> None:
    for name in MODULES:
        import_module(name)
