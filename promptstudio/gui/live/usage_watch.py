"""Looks once a second at what the program uses, while something runs."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from promptstudio.core.usage import NvidiaMeter, UseMeter, use_text
from promptstudio.gui.parts.declared import told
from promptstudio.gui.parts.maker import Maker

_EVERY_MS = 1000


class UsageWatch(QObject):
    """``looked`` tells the use of processors, memory and GPUs as a line; empty when it rests."""

    looked = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._meter: UseMeter | None = None
        self._maker = Maker(self)
        self._maker.made.connect(self._on_made)
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._on_due)

    def set_running(self, *, running: bool) -> None:
        """Look, or rest."""
        if running and not self._timer.isActive():
            self._timer.start()
        elif not running and self._timer.isActive():
            self._timer.stop()
            self.looked.emit("")

    def rest(self) -> None:
        """Stop looking and end the thread."""
        self._timer.stop()
        self._maker.end()

    @Slot()
    def _on_due(self) -> None:
        self._maker.ask("use", self._look)

    def _look(self) -> str:
        """Called beside the window: the first look at GPUs loads their library."""
        if self._meter is None:
            self._meter = UseMeter(NvidiaMeter())
        return told(use_text(self._meter.look()))

    @Slot(str, object)
    def _on_made(self, _key: str, line: object) -> None:
        if self._timer.isActive():
            self.looked.emit(str(line))
