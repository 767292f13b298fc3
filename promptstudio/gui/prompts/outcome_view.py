"""What the model says under one prompt: label words with their probabilities, and text."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from promptstudio.core.questions import Outcome

_PARTS = 1000
_WIDEST = " 100.0 % "


class OutcomeView(QFrame):
    """A card of one prompt."""

    def __init__(self, title: str, outcome: Outcome, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAccessibleName(title)
        head = QLabel(title)
        head.setWordWrap(True)
        head.setFont(_bold(head))
        best = max(outcome.probabilities.items(), key=lambda entry: entry[1], default=("", 0.0))
        self.best = best[0]
        self.written = outcome.text
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.addWidget(head)
        column.addLayout(self._bars(outcome.probabilities))
        text = QLabel(outcome.text or self.tr("(nothing)"))
        text.setWordWrap(True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        text.setAccessibleName(self.tr("What the model wrote"))
        column.addWidget(QLabel(self.tr("writes:")))
        column.addWidget(text)
        column.addStretch(1)

    def _bars(self, probabilities: Mapping[str, float]) -> QGridLayout:
        """Keep the words in one order, so that cards beside each other can be compared."""
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        for row, (word, probability) in enumerate(probabilities.items()):
            bar = QProgressBar()
            bar.setRange(0, _PARTS)
            bar.setValue(round(probability * _PARTS))
            bar.setFormat(f"{100 * probability:.1f} %")
            bar.setAccessibleName(word)
            bar.setMinimumWidth(bar.fontMetrics().horizontalAdvance(_WIDEST))
            bar.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            name = QLabel(word)
            if word == self.best:
                name.setFont(_bold(name))
            grid.addWidget(name, row, 0)
            grid.addWidget(bar, row, 1)
        return grid


def _bold(label: QLabel) -> QFont:
    font = label.font()
    font.setBold(True)
    return font
