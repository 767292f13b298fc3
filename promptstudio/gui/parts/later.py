"""Has work done beside the window once a person has paused."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from promptstudio.gui.parts.maker import Make, Maker

PAUSE_MS = 400


class Later(QObject):
    """Of requests in quick succession the last one is made; ``made`` and ``failed`` tell of it."""

    made = Signal(str, object)
    failed = Signal(str, str)

    def __init__(self, parent: QObject | None = None, pause_ms: int = PAUSE_MS) -> None:
        super().__init__(parent)
        self._wanted: tuple[str, Make] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(pause_ms)
        self._timer.timeout.connect(self._on_pause)
        self._maker = Maker(self)
        self._maker.made.connect(self.made)
        self._maker.failed.connect(self.failed)

    def ask(self, key: str, make: Make) -> None:
        """Have something made after a pause, unless something else is asked for before."""
        self._wanted = (key, make)
        self._timer.start()

    def forget(self) -> None:
        """Ask for nothing any more."""
        self._wanted = None
        self._timer.stop()

    def end(self) -> None:
        """Wait for what is being made, and forget what waits."""
        self.forget()
        self._maker.end()

    @Slot()
    def _on_pause(self) -> None:
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            self._maker.ask(*wanted)
