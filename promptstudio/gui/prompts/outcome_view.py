"""What the model says under one prompt: label words with their probabilities, and text."""

from PySide6.QtCore import Qt
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
_BAR_PX = 52


class OutcomeView(QFrame):
    """A card of one prompt."""

    def __init__(self, title: str, outcome: Outcome, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAccessibleName(title)
        head = QLabel(title)
        head.setWordWrap(True)
        font = head.font()
        font.setBold(True)
        head.setFont(font)
        column = QVBoxLayout(self)
        column.addWidget(head)
        column.addLayout(_bars(outcome))
        text = QLabel(outcome.text or self.tr("(nothing)"))
        text.setWordWrap(True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        text.setAccessibleName(self.tr("What the model wrote"))
        column.addWidget(QLabel(self.tr("writes:")))
        column.addWidget(text)
        column.addStretch(1)
        best = max(outcome.probabilities.items(), key=lambda entry: entry[1], default=("", 0.0))
        self.best = best[0]
        self.written = outcome.text


def _bars(outcome: Outcome) -> QGridLayout:
    grid = QGridLayout()
    grid.setColumnStretch(1, 1)
    ranked = sorted(outcome.probabilities.items(), key=lambda entry: -entry[1])
    for row, (word, probability) in enumerate(ranked):
        bar = QProgressBar()
        bar.setRange(0, _PARTS)
        bar.setValue(round(probability * _PARTS))
        bar.setFormat(f"{100 * probability:.1f} %")
        bar.setAccessibleName(word)
        bar.setMinimumWidth(_BAR_PX)
        bar.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        grid.addWidget(QLabel(word), row, 0)
        grid.addWidget(bar, row, 1)
    return grid
