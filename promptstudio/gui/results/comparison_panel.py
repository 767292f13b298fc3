"""The methods of a study compared, and transfer tables of others."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from promptstudio.core.errors import PromptStudioError
from promptstudio.core.tables import Table
from promptstudio.export.tables import FORMATS, write_tables
from promptstudio.gui.parts.declared import told, told_lines
from promptstudio.gui.parts.file_dialogs import ask_save
from promptstudio.gui.parts.maker import Maker
from promptstudio.gui.parts.table_view import TableView
from promptstudio.gui.parts.theme import Theme
from promptstudio.gui.ports import Comparisons

_LIST_PX = 230
_CHOICE_CHARACTERS = 18
_HEIGHTS = (300, 90)
_PAUSE_MS = 2000
_FILE = "file:"
_NEWEST = ""


class ComparisonPanel(QWidget):
    """Tables of a stored study or of a file; they follow while the study runs.

    ``shown`` are the tables that are shown now, ``chosen`` tells that they are made of another
    study, or anew. ``head`` holds the choice of the study, which
    may stand elsewhere.
    """

    failed = Signal(str, str)
    said = Signal(str)
    shown = Signal(object)
    chosen = Signal()

    def __init__(self, source: Comparisons, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source = source
        self._tables: Sequence[Table] = ()
        self._opening: str | None = None
        self._lists = Maker(self)
        self._maker = Maker(self)
        self._is_stale = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self.choice = QComboBox()
        self.names = QListWidget()
        self.view = TableView(theme)
        self._notes = QLabel()
        self.export = QPushButton(self.tr("&Export…"))
        self.report = QPushButton(self.tr("Re&port…"))
        self.head = QWidget(self)
        self._lay_out()
        self.choice.currentIndexChanged.connect(self._on_chosen)
        self.names.currentRowChanged.connect(self._on_named)
        self.export.clicked.connect(self._on_export)
        self.report.clicked.connect(self._on_report)
        self.view.said.connect(self.said)
        self.view.failed.connect(self.failed)
        self._pause.timeout.connect(self._on_chosen)
        self._lists.made.connect(self._on_studies)
        self._lists.failed.connect(self._on_failed)
        self._maker.made.connect(self._on_made)
        self._maker.failed.connect(self._on_failed)

    # -- for callers -----------------------------------------------------------------------

    def show_study(self, study_id: str | None) -> None:
        """Open on a study, the newest where none is named."""
        place = self.choice.findData(study_id) if study_id else -1
        if place >= 0:
            self._opening = None
            self._open_at(place)
        else:
            self._opening = study_id or _NEWEST
            self._lists.ask("", self._source.studies)

    def refresh(self) -> None:
        """Offer the studies that there are now; open the newest where none is shown."""
        if self._opening is None and self.choice.currentIndex() < 0:
            self._opening = _NEWEST
        self._lists.ask("", self._source.studies)

    def show_file(self, path: str | Path) -> None:
        """Open on a table of transfer scores."""
        path = Path(path)
        key = f"{_FILE}{path}"
        self._offer(path.name, key)
        self._open_at(self.choice.findData(key))

    def touch(self) -> None:
        """Hear that a run has ended: tables that are looked at are made anew, after a pause."""
        if not self.head.isVisible():
            self._is_stale = True
        elif not self._pause.isActive():
            self._pause.start()

    def catch_up(self) -> None:
        """Make the tables anew if a run has ended while they were not looked at."""
        if self._is_stale:
            self._on_chosen()

    @property
    def study_id(self) -> str | None:
        """The study that is shown, None for a file or nothing."""
        key = self.choice.currentData()
        return None if key is None or key.startswith(_FILE) else str(key)

    def write(self, path: str | Path) -> None:
        """Write the tables to a file whose suffix names the format."""
        try:
            write_tables(self._tables, Path(path))
        except PromptStudioError as error:
            self.failed.emit(str(error), "")
        else:
            self.said.emit(self.tr("Tables written to {0}").format(path))

    def rest(self) -> None:
        """Stop following, for good."""
        self._pause.stop()
        for maker in (self._lists, self._maker):
            maker.end()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.view.cells.set_theme(theme)

    @property
    def notes(self) -> str:
        """The sentences below the table."""
        return self._notes.text()

    # -- what a person does ----------------------------------------------------------------

    @Slot()
    def _on_chosen(self) -> None:
        key = self.choice.currentData()
        self._is_stale = False
        self.choice.setToolTip(self.choice.currentText())
        self.chosen.emit()
        if not self._tables and key is not None:
            self._notes.setText(self.tr("Comparing…"))
        if key is None:
            self._show_tables(())
        elif key.startswith(_FILE):
            path = Path(key.removeprefix(_FILE))
            self._maker.ask(key, partial(self._source.of_file, path))
        else:
            self._maker.ask(key, partial(self._source.of_study, key))

    @Slot()
    def _on_named(self) -> None:
        row = self.names.currentRow()
        table = self._tables[row] if 0 <= row < len(self._tables) else None
        self.view.show_table(table)
        if table is not None:
            self._notes.setText(told_lines(table.notes))

    @Slot()
    def _on_report(self) -> None:
        title = self.tr("Write report")
        ask_save(self, title, "report.html", f"{title} (*.html)", self.write)

    @Slot()
    def _on_export(self) -> None:
        kinds = " ".join(f"*{suffix}" for suffix in FORMATS)
        title = self.tr("Export tables")
        ask_save(self, title, "tables.html", f"{title} ({kinds})", self.write)

    # -- what the maker says ---------------------------------------------------------------

    @Slot(str, object)
    def _on_made(self, key: str, tables: Sequence[Table]) -> None:
        if key == self.choice.currentData():
            self._show_tables(tables)

    @Slot(str, object)
    def _on_studies(self, _key: str, studies: Sequence[tuple[str, str]]) -> None:
        for study_id, name in studies:
            self._offer(name, study_id)
        if self._opening is not None:
            place = self.choice.findData(self._opening)
            self._opening = None
            self._open_at(place if place >= 0 else self._newest())

    @Slot(str, str)
    def _on_failed(self, sentence: str, report: str) -> None:
        self._show_tables(())
        self._notes.setText(sentence)
        self.failed.emit(sentence, report)

    # -- inner -----------------------------------------------------------------------------

    def _open_at(self, place: int) -> None:
        with QSignalBlocker(self.choice):
            self.choice.setCurrentIndex(place)
        self._on_chosen()

    def _offer(self, name: str, key: str) -> None:
        """Put a study or file before those that are older."""
        if self.choice.findData(key) < 0:
            with QSignalBlocker(self.choice):  # the first one would be chosen by itself
                self.choice.insertItem(0, name, key)

    def _newest(self) -> int:
        keys = [self.choice.itemData(place) for place in range(self.choice.count())]
        return next((i for i, key in enumerate(keys) if not key.startswith(_FILE)), -1)

    def _show_tables(self, tables: Sequence[Table]) -> None:
        row = max(0, self.names.currentRow())
        shown = self._tables[row].title if row < len(self._tables) else ""
        self._tables = tables
        titles = [table.title for table in tables]  # keys come again for other swept values
        with QSignalBlocker(self.names):
            self.names.clear()
            self.names.addItems([told(table.title) for table in tables])
            self.names.setCurrentRow(titles.index(shown) if shown in titles else 0)
        for button in (self.export, self.report):
            button.setEnabled(bool(tables))
        if not tables:
            self._notes.setText(self._nothing())
        self._on_named()
        self.shown.emit(tables)

    def _nothing(self) -> str:
        if self.choice.currentIndex() < 0:
            return self.tr("Nothing has been run in this workspace yet. Set up a study (Ctrl+1).")
        return self.tr("No run of this study has finished yet. Its comparison will stand here.")

    def _lay_out(self) -> None:
        self.choice.setAccessibleName(self.tr("Study or file"))
        self.choice.setMinimumContentsLength(_CHOICE_CHARACTERS)
        self.choice.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.names.setAccessibleName(self.tr("Tables"))
        self.names.setWordWrap(True)
        self.names.setSpacing(2)
        self.view.setAccessibleName(self.tr("Table"))
        self._notes.setWordWrap(True)
        self._notes.setMargin(4)
        self._notes.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._notes.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.export.setToolTip(self.tr("Write all tables as CSV, Markdown, LaTeX or HTML"))
        self.report.setToolTip(self.tr("Write all tables as one page for a browser"))
        head = QHBoxLayout(self.head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(6)
        head.addStretch()
        head.addWidget(self.choice)
        head.addWidget(self.report)
        head.addWidget(self.export)
        below = QScrollArea()
        below.setAccessibleName(self.tr("Notes on the table"))
        below.setWidget(self._notes)
        below.setWidgetResizable(True)
        below.setFrameShape(QFrame.Shape.NoFrame)
        right = QSplitter(Qt.Orientation.Vertical)
        right.addWidget(self.view)
        right.addWidget(below)
        right.setSizes(list(_HEIGHTS))
        split = QSplitter()
        split.setObjectName("results_tables")
        split.addWidget(self.names)
        split.addWidget(right)
        split.setChildrenCollapsible(False)
        split.setSizes([_LIST_PX, 4 * _LIST_PX])
        split.setStretchFactor(0, 0)
        split.setStretchFactor(1, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(4, 4, 4, 4)
        whole.addWidget(self.head)
        whole.addWidget(split, 1)
