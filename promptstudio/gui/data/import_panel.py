"""Takes own data in: a path or a name, what was understood of it, and the way to keep it."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
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

from promptstudio.export.tables import as_html
from promptstudio.gui.data.card_form import CardForm
from promptstudio.gui.parts.file_dialogs import ask_folder, ask_open
from promptstudio.gui.parts.maker import Maker
from promptstudio.gui.ports import Importer, Look

_LOOK, _KEEP = "look", "keep"


class ImportPanel(QWidget):
    """Looks at data first and says what they are; keeps them only when told to.

    ``kept`` tells the card of a task that was kept.
    """

    kept = Signal(object)

    def __init__(self, importer: Importer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._importer = importer
        self._maker = Maker(self)
        self._look: Look | None = None
        self.what = QLineEdit()
        self.form = CardForm()
        self.page = QTextBrowser()
        self.look = QPushButton(self.tr("&Look"))
        self.keep = QPushButton(self.tr("&Import"))
        self._lay_out()
        self.what.textChanged.connect(self._on_other)
        self.what.returnPressed.connect(self._on_look)
        self.look.clicked.connect(self._on_look)
        self.form.changed.connect(self._on_look)
        self.keep.clicked.connect(self._on_keep)
        self._maker.made.connect(self._on_made)
        self._maker.failed.connect(self._on_failed)

    def show_path(self, path: str | Path) -> None:
        """Look at a file or folder."""
        self.what.setText(str(path))
        self._on_look()

    def rest(self) -> None:
        """Wait for what is being looked at."""
        self.form.stop()
        self._maker.end()

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
        self.page.setPlainText(self.tr("Looking at all rows…"))
        self.keep.setEnabled(False)
        self._maker.ask(
            _LOOK, partial(self._importer.look, what, self.form.wanted_name(), self.form.changes())
        )

    @Slot()
    def _on_keep(self) -> None:
        if self._look is not None:
            self.keep.setEnabled(False)
            self._maker.ask(_KEEP, partial(self._importer.keep, self._look))

    @Slot(str, object)
    def _on_made(self, key: str, result: Any) -> None:
        if key == _KEEP:
            self.page.append(self.tr("<p><b>Kept.</b> The task is in the list now.</p>"))
            self.kept.emit(result)
        else:
            self._show(result)

    def _show(self, look: Look) -> None:
        self._look = look
        self.form.show_look(look)
        self.page.setHtml(as_html(look.tables))
        self.keep.setEnabled(True)

    @Slot(str, str)
    def _on_failed(self, sentence: str, _report: str) -> None:
        self._look = None
        self.page.setPlainText(sentence)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders."""
        if event.mimeData().hasUrls() and event.mimeData().urls()[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Look at what was dropped."""
        self.show_path(event.mimeData().urls()[0].toLocalFile())

    @Slot()
    def _on_file(self) -> None:
        kinds = "*.csv *.tsv *.json *.jsonl *.ndjson *.parquet *.arrow"
        ask_open(self, self.tr("Data file"), f"{self.tr('Data')} ({kinds})", self.show_path)

    @Slot()
    def _on_folder(self) -> None:
        ask_folder(self, self.tr("Folder of data"), self.show_path)

    def _lay_out(self) -> None:
        self.setAcceptDrops(True)
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
        whole.addLayout(last)
