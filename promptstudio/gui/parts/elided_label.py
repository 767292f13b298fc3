"""A line of text that ends in an ellipsis where it does not fit."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel

_LEAST_CHARACTERS = 4


class ElidedLabel(QLabel):
    """Plain text on one line, cut at its end to the width there is.

    The library of widgets that has such a label takes a fifth of the time to the first show.
    """

    def minimumSizeHint(self) -> QSize:
        """Return room for the first letters."""
        letters = self.fontMetrics().averageCharWidth() * _LEAST_CHARACTERS
        return QSize(letters, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw as much of the text as there is room for."""
        room = self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter = QPainter(self)
        role = self.foregroundRole()
        self.style().drawItemText(
            painter, room, self.alignment(), self.palette(), self.isEnabled(), text, role
        )
        painter.end()
