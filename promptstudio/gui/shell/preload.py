"""Imports the charts beside the running window, which stays responsive meanwhile."""

import threading
from collections.abc import Callable
from importlib import import_module

from PySide6.QtCore import QObject, QTimer, Slot

MODULES = ("promptstudio.gui.parts.charts", "promptstudio.gui.live.diagnostics")
_POLL_MS = 20


class ChartPreload(QObject):
    """Imports what the charts need in a thread, then calls ``done`` in the window's thread."""

    def __init__(self, done: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._done = done
        self._thread = threading.Thread(target=_import_all, name="chart-preload", daemon=True)
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_MS)
        self._timer.timeout.connect(self._on_poll)

    def start(self) -> None:
        """Begin to import."""
        self._thread.start()
        self._timer.start()

    def stop(self) -> None:
        """Forget the call: the window is closing."""
        self._timer.stop()

    @Slot()
    def _on_poll(self) -> None:
        if not self._thread.is_alive():
            self._timer.stop()
            self._done()


def _import_all() -> None:
    for name in MODULES:
        import_module(name)
