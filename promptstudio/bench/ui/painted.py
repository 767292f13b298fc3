"""Makes sure that what is timed has really been painted."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget


class Painted(QObject):
    """Waits until a widget has been painted anew."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._is_done = False
        widget.installEventFilter(self)

    def wait(self) -> None:
        """Let the loop of events run until the paint event has been worked off."""
        self._widget.update()
        self._is_done = False
        while not self._is_done:
            QApplication.processEvents()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Look for the paint event."""
        self._is_done = self._is_done or event.type() == QEvent.Type.Paint
        return False
