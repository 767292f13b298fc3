"""Takes own data in: a path or a name, what was understood of it, and the way to keep it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QTextBrowser,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from promptstudio.core.errors import PromptStudioError
from promptstudio.export.tables import as_html
from promptstudio.gui.data.card_form import CardForm
from promptstudio.gui.data.progress_row import ProgressRow
from promptstudio.gui.parts.declared import told_table
from promptstudio.gui.parts.file_dialogs import ask_folder, ask_open
from promptstudio.gui.parts.maker import Maker
from promptstudio.gui.ports import Card, Importer, Look
from promptstudio.tasks.importing.messages import Unclear
from promptstudio.tasks.importing.process import Watch


@dataclass(frozen=True, slots=True)
class _Made:
    """What came of something that was watched, and who wants it."""

    watch: Watch
    done: Callable[[Any], None]
    result: Any = None
    error: PromptStudioError | None = None


class ImportPanel(QWidget):
    """Looks at data first and says what they are; keeps them only when told to.

    ``kept`` tells the card of a task that was kept, ``failed`` of a bug.
    """

    kept = Signal(object)
    failed = Signal(str, str)
    _heard = Signal(object, str, int, int)

    def __init__(self, importer: Importer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._importer = importer
        self._maker = Maker(self)
        self._look: Look | None = None
        self._watch: Watch | None = None
        self.what = QLineEdit()
        self.form = CardForm()
        self.page = QTextBrowser()
        self.progress = ProgressRow()
        self.look = QPushButton(self.tr("&Look"))
        self.keep = QPushButton(self.tr("&Import"))
        self._lay_out()
        self.what.textChanged.connect(self._on_other)
        self.what.returnPressed.connect(self._on_look)
        self.look.clicked.connect(self._on_look)
        self.form.changed.connect(self._on_look)
        self.keep.clicked.connect(self._on_keep)
        self._maker.made.connect(self._on_made)
        self._maker.failed.connect(self._on_bug)
        self._heard.connect(self._on_heard, Qt.ConnectionType.QueuedConnection)
        self.progress.cancelled.connect(self._on_cancel)

    def show_path(self, path: str | Path) -> None:
        """Look at a file or folder."""
        self.what.setText(str(path))
        self._on_look()

    def rest(self) -> None:
        """End what is under way: the window is closing."""
        self.form.stop()
        self._stop()
        self._maker.end()
        self._importer.end()

    @property
    def text(self) -> str:
        """What is said of the data."""
        return self.page.toPlainText()

    @Slot()
    def _on_other(self) -> None:
        """Forget what was said of other data."""
        self._look = None
        self.keep.setEnabled(False)
        self.form.forget()

    @Slot()
    def _on_look(self) -> None:
        what = self.what.text().strip()
        if not what:
            return
        self._look = None
        self.page.setPlainText(self.tr("Looking at all rows…"))
        name, changes = self.form.wanted_name(), self.form.changes()
        self._begin(partial(self._importer.look, what, name, changes), self._show)

    @Slot()
    def _on_keep(self) -> None:
        if self._look is not None:
            self._begin(partial(self._importer.keep, self._look), self._on_kept)

    def _begin(self, work: Callable[[Watch], Any], done: Callable[[Any], None]) -> None:
        """Have something done in place of what is under way."""
        self._stop()
        watch = Watch(lambda *progress: self._heard.emit(watch, *progress))
        self._watch = watch
        self.keep.setEnabled(False)
        self.progress.begin()
        self._maker.ask("", partial(_tried, watch, partial(work, watch), done))

    def _stop(self) -> None:
        """End what is under way, if anything is."""
        if self._watch is not None:
            self._watch.stop()
            self._watch = None
            self._importer.end()
            self.progress.finish()

    @Slot()
    def _on_cancel(self) -> None:
        self._stop()
        self.page.setPlainText(self.tr("Cancelled. Nothing was written."))
        self.keep.setEnabled(self._look is not None)
        self.look.setFocus()

    @Slot(object, str, int, int)
    def _on_heard(self, watch: Watch, doing: str, rows: int, of: int) -> None:
        if watch is self._watch:
            self.progress.show_rows(doing, rows, of)

    @Slot(str, object)
    def _on_made(self, _key: str, made: "_Made") -> None:
        if made.watch is not self._watch:
            return  # nobody waits for it any more
        self._watch = None
        self.progress.finish()
        if made.error is None:
            made.done(made.result)
            return
        self.page.setPlainText(str(made.error))
        self.keep.setEnabled(self._look is not None)
        if made.error.report:
            self.failed.emit(str(made.error), made.error.report)

    @Slot(str, str)
    def _on_bug(self, sentence: str, report: str) -> None:
        self._stop()
        self.page.setPlainText(sentence)
        self.failed.emit(sentence, report)

    def _on_kept(self, card: Card) -> None:
        self._look = None
        self.page.append(self.tr("<p><b>Kept.</b> The task is in the list now.</p>"))
        self.page.moveCursor(QTextCursor.MoveOperation.End)
        self.kept.emit(card)

    def _show(self, look: Look | Unclear) -> None:
        if isinstance(look, Unclear):
            self.form.show_unclear(look.columns)
            way = self.tr("Choose the answer column or change the template above.")
            self.page.setPlainText(f"{look.reason}\n\n{way}")
            return
        self._look = look
        self.form.show_look(look)
        self.page.setHtml(as_html(tuple(map(told_table, look.tables))))
        self.keep.setEnabled(True)

    @Slot()
    def _on_file(self) -> None:
        kinds = "*.csv *.tsv *.json *.jsonl *.ndjson *.parquet *.arrow"
        ask_open(self, self.tr("Data file"), f"{self.tr('Data')} ({kinds})", self.show_path)

    @Slot()
    def _on_folder(self) -> None:
        ask_folder(self, self.tr("Folder of data"), self.show_path)

    def _lay_out(self) -> None:
        for part in (self.what, self.page):
            part.setAcceptDrops(False)  # what is dropped is the window's
        self.what.setPlaceholderText(self.tr("A file, a folder, or owner/name of the hub"))
        menu = QMenu(self)
        menu.addAction(self.tr("File…")).triggered.connect(self._on_file)
        menu.addAction(self.tr("Folder…")).triggered.connect(self._on_folder)
        browse = QToolButton()
        browse.setText("…")
        browse.setAccessibleName(self.tr("Choose a file or folder"))
        browse.setMenu(menu)
        browse.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        first = QHBoxLayout()
        for widget in (self.what, browse, self.look):
            first.addWidget(widget, int(widget is self.what))
        title = QLabel(self.tr("&Data"))
        title.setBuddy(self.what)
        self.what.setAccessibleName(self.tr("Data"))
        first.insertWidget(0, title)
        self.page.setAccessibleName(self.tr("What was understood"))
        self.page.setPlaceholderText(
            self.tr("Drop a file or folder here. Nothing is written before you press Import.")
        )
        self.keep.setEnabled(False)
        last = QHBoxLayout()
        last.addStretch()
        last.addWidget(self.keep)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(6, 6, 6, 6)
        whole.addLayout(first)
        whole.addWidget(self.form)
        whole.addWidget(self.page, 1)
        whole.addWidget(self.progress)
        whole.addLayout(last)


def _tried(watch: Watch, work: Callable[[], Any], done: Callable[[Any], None]) -> _Made:
    try:
        return _Made(watch, done, result=work())
    except PromptStudioError as error:  # to be said where the answer would stand
        return _Made(watch, done, error=error)
