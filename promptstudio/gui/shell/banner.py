"""What went wrong, or what is offered, as a strip in the window that never blocks."""

from typing import Final, NamedTuple

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QAction,
    QColor,
    QGuiApplication,
    QPalette,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from promptstudio.gui.parts.theme import Theme

_MOST_ERRORS: Final = 50
_MOST_LETTERS: Final = 500
"""Of longer sentences the rest is in the report alone, so that the pages keep their room."""


class _Error(NamedTuple):
    sentence: str
    report: str


class Banner(QFrame):
    """The newest error; when it is dismissed, the one before it.

    Where there is a report, a button copies it. While no error stands, an offer can be taken.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._errors: list[_Error] = []
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._offer: QAction | None = None
        self._take = QPushButton()
        self._copy = QPushButton(self.tr("Copy report"))
        self._close = QPushButton()
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 10, 4)
        row.addWidget(self._text, 1)
        row.addWidget(self._take)
        row.addWidget(self._copy)
        row.addWidget(self._close)
        self.setAutoFillBackground(True)
        self._take.clicked.connect(self._on_take)
        self._copy.clicked.connect(self._on_copy)
        self._close.clicked.connect(self._on_close)
        self.set_theme(theme)
        self.hide()

    def show_error(self, sentence: str, report: str = "") -> None:
        """Show what happened; ``report`` is for a bug report."""
        if len(sentence) > _MOST_LETTERS:
            report = f"{sentence}\n\n{report}" if report else sentence
            sentence = f"{sentence[:_MOST_LETTERS]}…"
        error = _Error(sentence, report)
        known = [other for other in self._errors if other.sentence != sentence]
        self._errors = [*known, error][-_MOST_ERRORS:]
        self._show_newest()
        alert = QAccessibleEvent(self._text, QAccessible.Event.Alert)
        QAccessible.updateAccessibility(alert)

    def offer(self, action: QAction) -> None:
        """Offer an action in the words of its tip."""
        self._offer = action
        self._text.setText(self.tr("New here? {0}.").format(action.statusTip()))
        self._take.setText(action.text())
        self._close.setText(self.tr("Dismiss"))
        self._take.show()
        self._copy.hide()
        self._paint(self._theme.button)
        self.show()

    def clear(self) -> None:
        """Forget all errors, and what is offered."""
        self._errors, self._offer = [], None
        self.hide()

    @property
    def text(self) -> str:
        """The sentence that is shown."""
        return self._text.text()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self._paint(theme.banner if self._offer is None else theme.button)

    def _show_newest(self) -> None:
        sentence, report = self._errors[-1]
        more = len(self._errors) - 1
        self._offer = None
        self._text.setText(sentence)
        self._copy.setVisible(bool(report))
        self._close.setText(
            self.tr("Dismiss ({0} more)").format(more) if more else self.tr("Dismiss")
        )
        self._take.hide()
        self._paint(self._theme.banner)
        self.show()

    def _paint(self, colour: str) -> None:
        palette = QPalette(self._theme.palette())
        palette.setColor(QPalette.ColorRole.Window, QColor(colour))
        self.setPalette(palette)

    @Slot()
    def _on_take(self) -> None:
        action = self._offer
        self._on_close()
        if action is not None:
            action.trigger()

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(f"{self._text.text()}\n\n{self._errors[-1].report}")

    @Slot()
    def _on_close(self) -> None:
        if self._offer is None:
            self._errors = self._errors[:-1]
        self._offer = None
        if self._errors:
            self._show_newest()
        else:
            self.hide()
