"""What to know of a study before it runs, each with a button that mends it."""

import html
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from promptstudio.core.advice import Advice, Severity
from promptstudio.core.spec import StudySpec
from promptstudio.gui.parts.declared import told
from promptstudio.gui.parts.theme import Theme


class AdviceList(QScrollArea):
    """``fix_wanted`` carries the study as a fix would have it."""

    fix_wanted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: tuple[Advice, ...] = ()
        self.fixes: list[QPushButton] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Advice on the study"))

    def show_advice(self, advice: Sequence[Advice]) -> None:
        """Show other advice."""
        self._shown = tuple(advice)
        self._build()

    def expect(self) -> None:
        """Take no fixes until there is new advice: the study has changed meanwhile."""
        for button in self.fixes:
            button.setEnabled(False)

    def sentences(self) -> tuple[str, ...]:
        """Return what is shown."""
        return tuple(told(one.sentence) for one in self._shown)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self._build()

    def _build(self) -> None:
        self.fixes = []
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(6)
        for one in self._shown:
            column.addLayout(self._line(one))
        column.addStretch(1)
        self.setWidget(inner)

    def _line(self, one: Advice) -> QHBoxLayout:
        word, colour = self._word(one.severity)
        sentence = told(one.sentence)
        label = QLabel(f"<b style='color:{colour}'>{word}</b> {html.escape(sentence)}")
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        line = QHBoxLayout()
        line.addWidget(label, 1)
        if one.fix is not None:
            button = QPushButton(told(one.fix_label))
            button.setToolTip(sentence)
            button.setAccessibleDescription(sentence)
            button.clicked.connect(partial(self._want, one.fix))
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
            self.fixes.append(button)
        return line

    def _want(self, fix: StudySpec) -> None:
        self.setFocus()  # the button goes with its advice; Tab then leads to the next one
        self.fix_wanted.emit(fix)

    def _word(self, severity: Severity) -> tuple[str, str]:
        return {
            "stop": (self.tr("Stops:"), self._theme.bad),
            "warning": (self.tr("Careful:"), self._theme.warn),
            "note": (self.tr("Note:"), self._theme.link),
        }[severity]
