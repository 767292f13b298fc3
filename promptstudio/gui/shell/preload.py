"""Imports the charts beside the running window, which stays responsive meanwhile."""

import threading
from collections.abc import Callable
from importlib import import_module

from PySide6.QtCore import QObject, QTimer, Slot

MODULES = ("promptstudio.gui.parts.charts", "promptstudio.gui.live.diagnostics")
_PAUSE_MS = 150
"""Lets the window be painted first: beside a thread, every call from Qt into Python has to wait."""

_POLL_MS = 20


class ChartPreload(QObject):
    """Imports what the charts need in a thread, then calls ``done`` in the window's thread."""

    def __init__(self, done: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._done = done
        self._thread = threading.Thread(target=_import_all, name="chart-preload", daemon=True)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._on_painted)
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_MS)
        self._timer.timeout.connect(self._on_poll)

    def start(self) -> None:
        """Begin to import in a moment."""
        self._pause.start()

    def stop(self) -> None:
        """Forget the call: the window is closing."""
        self._pause.stop()
        self._timer.stop()

    @Slot()
    def _on_painted(self) -> None:
        self._thread.start()
        self._timer.start()

    @Slot()
    def _on_poll(self) -> None:
        if not self._thread.is_alive():
            self._timer.stop()
            self._done()


def _import_all() -> None:
    for name in MODULES:
        import_module(name)
