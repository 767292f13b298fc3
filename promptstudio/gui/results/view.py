"""What all views below the list of runs have in common."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from promptstudio.gui.parts.maker import Maker
from promptstudio.gui.parts.theme import Theme

Make = Callable[[], object]


class View(QWidget):
    """Shows something that is made beside the window, and only while it is looked at.

    A subclass puts its widgets into ``content`` and shows what was made in `fill`.
    """

    failed = Signal(str, str)
    said = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.content = QWidget()
        self.message = QLabel()
        self._wanted: tuple[str, Make] | None = None
        self._current = ""
        self._maker = Maker(self)
        self._maker.made.connect(self._on_made)
        self._maker.failed.connect(self._on_failed)
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.message.setWordWrap(True)
        self.message.setMargin(12)
        self.message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.message)
        self._stack.addWidget(self.content)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    def want(self, key: str, make: Make) -> None:
        """Have something made and shown, at once or when the view is looked at next."""
        self._wanted = (key, make)
        self._current = key
        if self.is_told:
            self.message.setText(self.tr("Reading…"))
        if self.isVisible():
            self._ask()

    def tell(self, sentence: str) -> None:
        """Show a sentence in place of content."""
        self._wanted = None
        self._current = ""
        self.message.setText(sentence)
        self._stack.setCurrentIndex(0)

    @property
    def is_told(self) -> bool:
        """Whether a sentence is shown in place of content."""
        return self._stack.currentIndex() == 0

    def fill(self, made: Any) -> str:
        """Show what was made; return a sentence where there is nothing to show."""
        raise NotImplementedError

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.theme = theme

    def showEvent(self, event: QShowEvent) -> None:
        """Have made what is missing."""
        super().showEvent(event)
        self._ask()

    def rest(self) -> None:
        """End the thread."""
        self._maker.end()

    def _ask(self) -> None:
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            self._maker.ask(*wanted)

    @Slot(str, object)
    def _on_made(self, key: str, made: object) -> None:
        if key != self._current:
            return
        sentence = self.fill(made)
        if sentence:
            self.message.setText(sentence)
        self._stack.setCurrentIndex(0 if sentence else 1)

    @Slot(str, str)
    def _on_failed(self, sentence: str, report: str) -> None:
        self.message.setText(sentence)
        self._stack.setCurrentIndex(0)
        self.failed.emit(sentence, report)
