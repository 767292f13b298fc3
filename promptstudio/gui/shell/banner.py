"""Errors as a strip in the window that never blocks."""

from PySide6.QtCore import Slot
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from promptstudio.gui.parts.theme import Theme


class Banner(QFrame):
    """One sentence; where there is a report, a button copies it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._report = ""
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setAccessibleName(self.tr("Error"))
        self._copy = QPushButton(self.tr("Copy report"))
        self._close = QPushButton(self.tr("Dismiss"))
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 10, 4)
        row.addWidget(self._text, 1)
        row.addWidget(self._copy)
        row.addWidget(self._close)
        self.setAutoFillBackground(True)
        self._copy.clicked.connect(self._on_copy)
        self._close.clicked.connect(self.hide)
        self.set_theme(theme)
        self.hide()

    def show_error(self, sentence: str, report: str = "") -> None:
        """Show what happened; ``report`` is for a bug report."""
        self._report = report
        self._text.setText(sentence)
        self._copy.setVisible(bool(report))
        self.show()

    @property
    def text(self) -> str:
        """The sentence that is shown."""
        return self._text.text()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        palette = QPalette(theme.palette())
        palette.setColor(QPalette.ColorRole.Window, QColor(theme.banner))
        self.setPalette(palette)

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(f"{self._text.text()}\n\n{self._report}")
