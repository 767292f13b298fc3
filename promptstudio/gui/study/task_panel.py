"""The current task: its rows, one row as tokens and slots, its labels and lengths."""

import html
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSpinBox,
    QTabWidget,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from promptstudio.core.errors import PromptStudioError
from promptstudio.core.spec import BackboneSpec, TextSpec
from promptstudio.gui.parts.declared import count_text, told, told_lines
from promptstudio.gui.parts.maker import Maker
from promptstudio.gui.parts.theme import Theme
from promptstudio.gui.ports import Card, Overview, Shown, TaskFacts
from promptstudio.gui.study.bars import Bar, BarTwin
from promptstudio.gui.study.token_view import TokenBoxes

_ROWS, _TOKENS, _LABELS, _LENGTHS = range(4)
_KINDS: Final = {_ROWS: "rows", _TOKENS: "tokens", _LABELS: "overview", _LENGTHS: "overview"}
_MOST_ROWS: Final = 10_000_000


class TaskPanel(QWidget):
    """Shows one task. What has to be read is read beside the window."""

    failed = Signal(str, str)

    def __init__(self, facts: TaskFacts, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts = facts
        self._card: Card | None = None
        self._slots = 0
        self._backbone = BackboneSpec()
        self._text = TextSpec()
        self._shown: dict[str, tuple[object, ...]] = {}
        self._title = QLabel(self.tr("Choose a task to see its rows."))
        self._title.setWordWrap(True)
        self._rows = QTextEdit()
        self._rows.setReadOnly(True)
        self._rows.setTabChangesFocus(True)
        self._rows.setAccessibleName(self.tr("Rows as the model sees them"))
        self.row = QSpinBox()
        self.row.setRange(1, _MOST_ROWS)
        self.row.setAccessibleName(self.tr("Row"))
        self.boxes = TokenBoxes(theme)
        self._answer = QLabel()
        self._answer.setWordWrap(True)
        self.labels = BarTwin(self.tr("Rows by label"), theme)
        self.lengths = BarTwin(self.tr("Tokens of the inputs"), theme)
        self._warnings = QLabel()
        self._warnings.setWordWrap(True)
        self._warnings.setAccessibleName(self.tr("Warnings of the task"))
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(self.tr("The current task"))
        self._lay_out()
        self.set_theme(theme)
        self._show: dict[str, Callable[[Any], None]] = {
            "rows": self._show_rows,
            "tokens": self._show_tokens,
            "overview": self._show_overview,
        }
        self._maker = Maker(self)
        self._maker.made.connect(self._on_made)
        self._maker.failed.connect(self.failed)
        self.tabs.currentChanged.connect(self._on_turned)
        self.row.valueChanged.connect(self._on_turned)
        for twin in (self.labels, self.lengths):
            twin.failed.connect(self._on_not_saved)

    def show_task(self, card: Card) -> None:
        """Show another task, in the tab that is open."""
        self._card = card
        self._shown.clear()
        summary = html.escape(card.summary)
        self._title.setText(f"<b>{html.escape(card.title)}</b> {summary}")
        self._warnings.clear()
        self._warnings.hide()
        self._ask()

    def set_prompt(self, slots: int, backbone: BackboneSpec, text: TextSpec) -> None:
        """Take the length of the prompt, the backbone whose tokens count, and the wording."""
        if (slots, backbone, text) != (self._slots, self._backbone, self._text):
            self._slots, self._backbone, self._text = slots, backbone, text
            self._ask()

    def rows_text(self) -> str:
        """Return the text of the rows."""
        return self._rows.toPlainText()

    def warnings_text(self) -> str:
        """Return the warnings, a line each."""
        return self._warnings.text()

    def answer_text(self) -> str:
        """Return what stands below the tokens."""
        return self._answer.text()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._warnings.setStyleSheet(f"color: {theme.warn}")
        for part in (self.boxes, self.labels, self.lengths):
            part.set_theme(theme)

    def rest(self) -> None:
        """End the thread: the window is closing."""
        self._maker.end()

    def _ask(self) -> None:
        """Have what the open tab lacks made, and once it is there what the warnings need."""
        if self._card is None:
            return
        for kind in dict.fromkeys((_KINDS[self.tabs.currentIndex()], "overview")):
            wanted = self._wanted(kind)
            if self._shown.get(kind) != wanted:
                make = partial(self._make, kind, wanted)
                self._maker.ask(kind, make)
                return

    def _wanted(self, kind: str) -> tuple[Any, ...]:
        """Return what a kind of answer depends on."""
        key = self._card.key if self._card else ""
        return {
            "rows": (key, self._text),
            "tokens": (key, self.row.value(), self._slots, self._backbone, self._text),
            "overview": (key, self._backbone, self._text),
        }[kind]

    def _make(self, kind: str, wanted: tuple[Any, ...]) -> tuple[tuple[Any, ...], object]:
        make: dict[str, Callable[..., object]] = {
            "rows": self._facts.rows,
            "tokens": self._facts.tokens,
            "overview": self._facts.overview,
        }
        try:
            return wanted, make[kind](*wanted)
        except PromptStudioError as error:
            return wanted, error  # to be said where the answer would stand

    @Slot(str, object)
    def _on_made(self, kind: str, result: tuple[tuple[object, ...], Any]) -> None:
        wanted, found = result
        if wanted == self._wanted(kind):
            self._shown[kind] = wanted
            if isinstance(found, PromptStudioError):
                self._show_problem(kind, str(found))
            else:
                self._show[kind](found)
        self._ask()

    def _show_problem(self, kind: str, sentence: str) -> None:
        if kind == "rows":
            self._rows.setPlainText(sentence)
        elif kind == "tokens":
            self.boxes.show_tokens(())
            self._answer.setText(sentence)
        else:
            self.labels.show_note(sentence)
            self.lengths.show_note(sentence)

    @Slot(str)
    def _on_not_saved(self, sentence: str) -> None:
        self.failed.emit(sentence, "")

    @Slot()
    def _on_turned(self) -> None:
        self._ask()

    def _show_rows(self, rows: Sequence[tuple[str, str]]) -> None:
        self._rows.setHtml(
            "".join(
                f"<p>{html.escape(text)}<br>→ <b>{html.escape(word)}</b></p>" for text, word in rows
            )
        )

    def _show_tokens(self, shown: Shown) -> None:
        self.boxes.show_tokens(shown.slots)
        count = len(shown.slots)
        parts = [self.tr("→ {0}").format(shown.target), self.tr("{0} places").format(count)]
        if shown.lost:
            parts.append(self.tr("{0} tokens were cut").format(shown.lost))
        self._answer.setText("  ·  ".join(parts))

    def _show_overview(self, found: Overview) -> None:
        self._warnings.setText(told_lines(found.warnings))
        self._warnings.setVisible(bool(found.warnings))
        counts = {word: next(iter(splits.values()), 0) for word, splits in found.labels.items()}
        total = sum(counts.values()) or 1
        bars = [Bar(w, n, f"{count_text(n)} ({n / total:.0%})") for w, n in counts.items()]
        if bars:
            self.labels.show_both(bars, found.label_table)
        else:
            self.labels.show_note(self.tr("The task is answered in free text."))
        lengths = [Bar(told(name), n, count_text(n)) for name, n in found.lengths.items()]
        self.lengths.show_both(lengths, found.length_table)

    def _lay_out(self) -> None:
        self._warnings.hide()
        tokens = QWidget()
        column = QVBoxLayout(tokens)
        column.setContentsMargins(4, 4, 4, 4)
        head = QHBoxLayout()
        label = QLabel(self.tr("&Row"))
        label.setBuddy(self.row)
        head.addWidget(label)
        head.addWidget(self.row)
        head.addWidget(self._answer, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self.boxes)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column.addLayout(head)
        column.addWidget(scroll, 1)
        self.tabs.addTab(self._rows, self.tr("Rows"))
        self.tabs.addTab(tokens, self.tr("Tokens"))
        self.tabs.addTab(self.labels, self.tr("Labels"))
        self.tabs.addTab(self.lengths, self.tr("Lengths"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 6, 6)
        outer.setSpacing(4)
        outer.addWidget(self._title)
        outer.addWidget(self._warnings)
        outer.addWidget(self.tabs, 1)
