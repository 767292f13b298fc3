"""A row as the model gets it: a box for every token, and for every slot of the soft prompt."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Slot
from PySide6.QtGui import (
    QAction,
    QColor,
    QGuiApplication,
    QHelpEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from promptstudio.gui.parts.theme import Theme

_SLOT = re.compile(r"\[P\d+\]")
_SPECIAL = re.compile(r"<[^<>\s]+>|\[(CLS|SEP|PAD|BOS|EOS)\]")
_SPACES = ("Ġ", "▁")
"""How tokenizers spell a space before a word."""
_PAD, _GAP = 5, 4
_FAINT = 0.22


class Box(NamedTuple):
    """Where a token is drawn, what is written there, and how the tokenizer spells it."""

    rect: QRect
    text: str
    token: str


class TokenBoxes(QWidget):
    """Boxes in lines that break where the room ends."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tokens: tuple[str, ...] = ()
        self._boxes: list[Box] = []
        self.setAccessibleName(self.tr("Tokens and slots"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        copy = QAction(self.tr("Copy"), self)
        copy.setShortcut(QKeySequence.StandardKey.Copy)
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copy.triggered.connect(self.copy)
        self.addAction(copy)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    @property
    def boxes(self) -> Sequence[Box]:
        """What is drawn."""
        return self._boxes

    def show_tokens(self, tokens: Sequence[str]) -> None:
        """Show other tokens; ``[P1]`` and so on are slots of the prompt."""
        self._tokens = tuple(tokens)
        self.setAccessibleDescription(" ".join(self._tokens))
        self._place()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.update()

    @Slot()
    def copy(self) -> None:
        """Copy the tokens as the tokenizer spells them."""
        QGuiApplication.clipboard().setText(" ".join(self._tokens))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        self._place()

    def event(self, event: QEvent) -> bool:
        """Tell the place and the spelling of the token under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            for place, box in enumerate(self._boxes, 1):
                if box.rect.contains(event.pos()):
                    QToolTip.showText(event.globalPos(), f"{place}: {box.token}", self)
                    return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the boxes."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.base))
        for box in self._boxes:
            edge, fill = self._colours(box.token)
            painter.setPen(QColor(edge))
            painter.setBrush(fill)
            painter.drawRoundedRect(box.rect, 3, 3)
            special = _SPECIAL.fullmatch(box.token)
            painter.setPen(QColor(self._theme.muted if special else self._theme.text))
            painter.drawText(box.rect, Qt.AlignmentFlag.AlignCenter, box.text)
        painter.end()

    def _colours(self, token: str) -> tuple[str, QColor]:
        if not _SLOT.fullmatch(token):
            return self._theme.line, QColor(self._theme.alternate)
        fill = QColor(self._theme.series[0])
        fill.setAlphaF(_FAINT)
        return self._theme.series[0], fill

    def _place(self) -> None:
        metrics = self.fontMetrics()
        high, x, y = metrics.height() + 4, _GAP, _GAP
        self._boxes = []
        for token in self._tokens:
            text = _readable(token)
            wide = max(metrics.horizontalAdvance(text), metrics.averageCharWidth()) + 2 * _PAD
            if x > _GAP and x + wide + _GAP > self.width():
                x, y = _GAP, y + high + _GAP
            self._boxes.append(Box(QRect(x, y, wide, high), text, token))
            x += wide + _GAP
        self.setMinimumHeight(y + high + _GAP if self._tokens else 0)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of all lines."""
        return QSize(200, self.minimumHeight())


def _readable(token: str) -> str:
    """Return a token without the sign for a space before it."""
    return token[1:] if token.startswith(_SPACES) and len(token) > 1 else token
