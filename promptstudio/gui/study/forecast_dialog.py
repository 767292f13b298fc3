"""The forecast of a study in full, in a window of its own."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QTabWidget, QVBoxLayout, QWidget

from promptstudio.gui.parts.declared import told, told_lines
from promptstudio.gui.parts.table_view import TableView
from promptstudio.gui.parts.theme import Theme
from promptstudio.gui.ports import Forecast

_LINES = (30, 26)
"""Width and height in heights of a line of text."""


class ForecastDialog(QDialog):
    """A tab for every table, and what the numbers rest on below."""

    def __init__(self, forecast: Forecast, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("What the study will take"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        tabs = QTabWidget()
        for table in forecast.tables:
            view = TableView(theme)
            view.setAccessibleName(told(table.title))
            view.show_table(table)
            tabs.addTab(view, told(table.title))
        notes = [*forecast.notes, *(note for table in forecast.tables for note in table.notes)]
        below = QLabel(told_lines(notes))
        below.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(tabs, 1)
        column.addWidget(below)
        column.addWidget(buttons)
        line = self.fontMetrics().height()
        self.resize(*(lines * line for lines in _LINES))
