"""Has work done in a thread of its own, one request at a time."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QThreadPool, Signal, Slot

from promptstudio.core.errors import told

Make = Callable[[], object]


class Maker(QObject):
    """Calls what it is given beside the window. Of requests that wait, the last counts."""

    made = Signal(str, object)
    failed = Signal(str, str)
    _done = Signal(int, str, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._is_busy = False
        self._round = 0
        self._waiting: tuple[str, Make] | None = None
        self._done.connect(self._on_done, Qt.ConnectionType.QueuedConnection)

    def ask(self, key: str, make: Make) -> None:
        """Have something made; ``made`` tells it with the key, or ``failed`` what is wrong."""
        if self._is_busy:
            self._waiting = (key, make)
            return
        self._is_busy = True
        at = self._round
        # Not a QRunnable: Qt deletes it behind its Python wrapper, and the next object at that
        # address is then taken for one.
        self._pool.start(lambda: self._work(at, key, make))

    def end(self) -> None:
        """Wait for what is being made, and forget it and what waits."""
        self._waiting = None
        self._pool.waitForDone()
        self._round += 1  # its signal is on the way, and may wake what rests by now
        self._is_busy = False

    def _work(self, at: int, key: str, make: Make) -> None:
        try:
            self._done.emit(at, key, make(), None)
        except Exception as error:  # noqa: BLE001 - an exception may not leave a thread unseen
            self._done.emit(at, key, None, told(error))

    @Slot(int, str, object, object)
    def _on_done(self, at: int, key: str, result: object, error: tuple[str, str] | None) -> None:
        if at != self._round:
            return
        self._is_busy = False
        if error is None:
            self.made.emit(key, result)
        else:
            self.failed.emit(*error)
        if self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            self.ask(*waiting)
