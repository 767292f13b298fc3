"""The log, narrowed to a level, to words, and to the jobs that are chosen."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from promptstudio.analysis.log_book import LEVELS, MOST_LINES, LogBook, LogFilter, LogLine
from promptstudio.gui.parts.declared import day_text, declared


class LogView(QWidget):
    """Shows the lines of a book."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.book = LogBook()
        self._job_ids: frozenset[str] | None = None
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setMaximumBlockCount(MOST_LINES)
        self.text.setAccessibleName(self.tr("Log"))
        self.text.setPlaceholderText(self.tr("What runs and what goes wrong is written here."))
        self.level = QComboBox()
        self.level.addItems(
            [self.tr("All lines"), self.tr("Warnings and errors"), self.tr("Errors")]
        )
        self.level.setAccessibleName(self.tr("Least level of the lines"))
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search the log"))
        self.search.setAccessibleName(self.tr("Search the log"))
        self.search.setClearButtonEnabled(True)
        self.scope = QLabel()
        self.scope.setForegroundRole(self.scope.palette().ColorRole.PlaceholderText)
        head = QHBoxLayout()
        head.addWidget(self.level)
        head.addWidget(self.search, 1)
        head.addWidget(self.scope)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.text, 1)
        self.level.currentIndexChanged.connect(self.refresh)
        self.search.textChanged.connect(self.refresh)
        self._tell_scope()

    def add(self, line: LogLine) -> None:
        """Take in a line that was just said."""
        self.book.add(line)
        if self._filter().lets_through(line):
            self.text.appendPlainText(_words(line))

    def add_stored(self, stored: Mapping[str, Iterable[LogLine]]) -> None:
        """Take in the stored lines of jobs, by their identity."""
        for job_id, lines in stored.items():
            self.book.add_stored(job_id, lines)
        if stored:
            self.refresh()

    def show_jobs(self, job_ids: frozenset[str] | None) -> None:
        """Show lines of these jobs alone; None shows all."""
        if job_ids == self._job_ids:
            return
        self._job_ids = job_ids
        self._tell_scope()
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show the wanted lines, the newest at the bottom."""
        lines = self.book.matching(self._filter())
        self.text.setPlainText("\n".join(_words(line) for line in lines))
        bar = self.text.verticalScrollBar()
        bar.setValue(bar.maximum())

    def _filter(self) -> LogFilter:
        return LogFilter(LEVELS[self.level.currentIndex()], self.search.text(), self._job_ids)

    def _tell_scope(self) -> None:
        all_ = self._job_ids is None
        self.scope.setText(self.tr("All jobs") if all_ else self.tr("Selected jobs"))


def _words(line: LogLine) -> str:
    clock = datetime.fromtimestamp(line.time).astimezone()
    is_today = clock.date() == datetime.now().astimezone().date()
    hour = f"{clock:%H:%M:%S}"
    when = hour if is_today else f"{day_text(clock)} {hour}"
    level = "" if line.level == "info" else f"{declared(line.level).upper()} "
    return f"{when}  {level}{line.text}"
