"""What went wrong, or what is offered, as a strip in the window that never blocks."""

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction, QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from promptstudio.gui.parts.theme import Theme


class Banner(QFrame):
    """One sentence; where there is a report, a button copies it, and an offer can be taken."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._report = ""
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setAccessibleName(self.tr("Error"))
        self._offer: QAction | None = None
        self._take = QPushButton()
        self._copy = QPushButton(self.tr("Copy report"))
        self._close = QPushButton(self.tr("Dismiss"))
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 10, 4)
        row.addWidget(self._text, 1)
        row.addWidget(self._take)
        row.addWidget(self._copy)
        row.addWidget(self._close)
        self.setAutoFillBackground(True)
        self._take.clicked.connect(self._on_take)
        self._copy.clicked.connect(self._on_copy)
        self._close.clicked.connect(self.hide)
        self.set_theme(theme)
        self.hide()

    def show_error(self, sentence: str, report: str = "") -> None:
        """Show what happened; ``report`` is for a bug report."""
        self._report, self._offer = report, None
        self._text.setText(sentence)
        self._copy.setVisible(bool(report))
        self._take.hide()
        self._paint(self._theme.banner)
        self.show()

    def offer(self, action: QAction) -> None:
        """Offer an action in the words of its tip."""
        self._report, self._offer = "", action
        self._text.setText(self.tr("New here? {0}.").format(action.statusTip()))
        self._take.setText(action.text())
        self._take.show()
        self._copy.hide()
        self._paint(self._theme.button)
        self.show()

    @property
    def text(self) -> str:
        """The sentence that is shown."""
        return self._text.text()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self._paint(theme.banner if self._offer is None else theme.button)

    def _paint(self, colour: str) -> None:
        palette = QPalette(self._theme.palette())
        palette.setColor(QPalette.ColorRole.Window, QColor(colour))
        self.setPalette(palette)

    @Slot()
    def _on_take(self) -> None:
        self.hide()
        if self._offer is not None:
            self._offer.trigger()

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(f"{self._text.text()}\n\n{self._report}")
