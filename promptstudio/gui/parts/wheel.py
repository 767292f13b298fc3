"""Boxes that leave the mouse wheel to the page they stand on, until they have the focus."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QWidget


class _Calm(QObject):
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Pass the wheel on."""
        if event.type() == QEvent.Type.Wheel and not _has_focus(watched):
            event.ignore()
            return True
        return False


def calm(box: QWidget) -> None:
    """Keep the wheel from changing a number or choice that a person only scrolls past."""
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    box.installEventFilter(_Calm(box))


def _has_focus(watched: QObject) -> bool:
    return isinstance(watched, QWidget) and watched.hasFocus()
