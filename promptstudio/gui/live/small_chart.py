"""A small chart under its title, with its table and a menu to save both."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from promptstudio.core.errors import ExportError
from promptstudio.core.tables import Table
from promptstudio.export.tables import as_csv
from promptstudio.gui.parts.elided_label import ElidedLabel
from promptstudio.gui.parts.file_dialogs import ask_save
from promptstudio.gui.parts.picture import KINDS, save_picture
from promptstudio.gui.parts.table_view import TableView
from promptstudio.gui.parts.theme import Theme


class SmallChart(QWidget):
    """``table_of`` makes the table of what the chart shows; it is called when one is wanted."""

    said = Signal(str)
    failed = Signal(str, str)

    def __init__(self, title: str, chart: Any, theme: Theme, table_of: Callable[[], Table]) -> None:
        super().__init__()
        self.title = title
        self.chart = chart
        self._theme = theme
        self._table_of = table_of
        self._table: TableView | None = None
        self._shown: Table | None = None
        self._note = QLabel()
        self.as_table = QAction(self.tr("As a table"), self)
        self.as_table.setCheckable(True)
        picture = QAction(self.tr("Save picture…"), self)
        data = QAction(self.tr("Save data…"), self)
        chart.addActions([self.as_table, picture, data])
        chart.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self._stack = QStackedWidget()
        self._stack.addWidget(chart)
        self._lay_out((self.as_table, picture, data))
        self.as_table.toggled.connect(self._on_as_table)
        picture.triggered.connect(self._on_picture)
        data.triggered.connect(self._on_data)

    def come_up_to_date(self, note: str = "") -> None:
        """Show a note beside the title, and the table anew where it is looked at."""
        self._note.setText(note)
        if self.as_table.isChecked():
            self._show_table()

    @property
    def note(self) -> str:
        """What stands beside the title."""
        return self._note.text()

    @property
    def table(self) -> TableView | None:
        """The table, once it was looked at."""
        return self._table

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.chart.set_theme(theme)
        if self._table is not None:
            self._table.cells.set_theme(theme)

    @Slot(str)
    def save_picture(self, path: str) -> None:
        """Write the chart as a picture."""
        self._save(path, lambda: save_picture(self.chart, Path(path)))

    @Slot(str)
    def save_data(self, path: str) -> None:
        """Write the table as comma-separated text."""
        text = as_csv([self._table_of()])
        self._save(path, lambda: Path(path).write_text(text, encoding="utf-8"))

    def _save(self, path: str, write: Callable[[], object]) -> None:
        try:
            write()
        except (ExportError, OSError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            sentence = self.tr("'{0}' can not be written: {1}").format(path, reason)
            self.failed.emit(sentence, "")
        else:
            self.said.emit(self.tr("Saved as {0}").format(path))

    def _show_table(self) -> None:
        table = self._table_of()
        if self._table is None:
            self._table = TableView(self._theme)
            self._table.setAccessibleName(self.tr("{0}, as a table").format(self.title))
            self._stack.addWidget(self._table)
        if table != self._shown:
            self._shown = table
            self._table.show_table(table)

    @Slot(bool)
    def _on_as_table(self, is_table: bool) -> None:  # noqa: FBT001 - Qt's signature
        if is_table:
            self._show_table()
        self._stack.setCurrentIndex(1 if is_table else 0)

    @Slot()
    def _on_picture(self) -> None:
        ask_save(self, self.tr("Save picture"), "chart.png", KINDS, self.save_picture)

    @Slot()
    def _on_data(self) -> None:
        kinds = self.tr("Comma-separated values (*.csv)")
        ask_save(self, self.tr("Save data"), "chart.csv", kinds, self.save_data)

    def _lay_out(self, actions: tuple[QAction, ...]) -> None:
        name = ElidedLabel(self.title)
        name.setToolTip(self.title)
        self._note.setForegroundRole(self._note.palette().ColorRole.PlaceholderText)
        menu = QMenu(self)
        menu.addActions(list(actions))
        button = QToolButton()
        button.setText("⋯")
        button.setAutoRaise(True)
        button.setAccessibleName(self.tr("More of {0}").format(self.title))
        button.setToolTip(self.tr("Table, picture, data"))
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        head = QHBoxLayout()
        head.addWidget(name, 1)
        head.addWidget(self._note)
        head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self._stack, 1)
