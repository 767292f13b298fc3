"""Keeps where the window stood and how its parts were divided."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QHeaderView, QMainWindow, QSplitter, QWidget

FILE_NAME: Final = "window.ini"


class WindowState:
    """Geometry, page, named splitters and named headers, in a file of the workspace."""

    def __init__(self, workspace: Path) -> None:
        self._file = QSettings(str(workspace / FILE_NAME), QSettings.Format.IniFormat)

    def restore(self, window: QMainWindow) -> int:
        """Place the window as it stood; return the number of its page."""
        geometry = self._bytes("geometry")
        if geometry is not None:
            window.restoreGeometry(geometry)
        page = str(self._file.value("page", 0))
        return int(page) if page.isdecimal() else 0

    def divide(self, page: QWidget) -> None:
        """Divide the parts of a page as they stood."""
        for part in _named(page):
            state = self._bytes(f"splitters/{part.objectName()}")
            if state is not None:
                part.restoreState(state)

    def keep(self, window: QMainWindow, page: int) -> None:
        """Note how the window stands."""
        self._file.setValue("geometry", window.saveGeometry())
        self._file.setValue("page", page)
        for part in _named(window):
            self._file.setValue(f"splitters/{part.objectName()}", part.saveState())
        self._file.sync()

    def _bytes(self, key: str) -> QByteArray | None:
        value = self._file.value(key)
        return value if isinstance(value, QByteArray) else None


def _named(window: QWidget) -> list[QSplitter | QHeaderView]:
    parts: list[QSplitter | QHeaderView] = [
        *window.findChildren(QSplitter),
        *window.findChildren(QHeaderView),
    ]
    return [part for part in parts if part.objectName()]
