"""How far an import has come, and the way to end it."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from promptstudio.gui.parts.declared import count_text

_PARTS = 1000


class ProgressRow(QWidget):
    """Hidden while nothing is under way."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = QProgressBar()
        self.bar.setAccessibleName(self.tr("Progress of the import"))
        self.cancel = QPushButton(self.tr("&Cancel"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.bar, 1)
        row.addWidget(self.cancel)
        self.cancel.clicked.connect(self.cancelled)
        self.hide()

    def begin(self) -> None:
        """Show that something begins."""
        self.bar.setRange(0, 0)
        self.bar.setFormat("")
        self.show()

    def finish(self) -> None:
        """Show nothing any more."""
        self.bar.setRange(0, 1)
        self.hide()

    @Slot(str, int, int)
    def show_rows(self, doing: str, rows: int, of: int) -> None:
        """Show how many rows are done, and of how many if that is not 0."""
        step, _, split = doing.partition(" ")
        template = {
            "reading": self.tr("Reading {0}: {1} rows"),
            "checking": self.tr("Checking {0}: {1} rows"),
            "writing": self.tr("Writing {0}: {1} rows"),
        }[step]
        text = template.format(split, count_text(rows))
        self.bar.setRange(0, _PARTS if of else 0)
        self.bar.setValue(round(_PARTS * rows / of) if of else 0)
        self.bar.setFormat(f"{text} (%p%)" if of else text)
