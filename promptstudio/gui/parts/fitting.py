"""Gives the rows and columns of tables the size that their texts need."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtWidgets import QTableView

_ROOM_PX: Final = 6


def fit_rows(table: QTableView) -> None:
    """Give all rows one height: to measure each takes a second where there are hundreds."""
    height = table.fontMetrics().height() + _ROOM_PX
    header = table.verticalHeader()
    header.setMinimumSectionSize(height)  # Qt's own does not shrink again
    header.setDefaultSectionSize(height)


def fit_columns(table: QTableView, letters: Mapping[int, int]) -> None:
    """Give columns room for so many letters."""
    letter = table.fontMetrics().averageCharWidth()
    for column, count in letters.items():
        table.setColumnWidth(column, count * letter)
