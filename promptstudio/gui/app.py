"""Starts the application around one window."""

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from promptstudio.core.errors import PromptStudioError
from promptstudio.gui.parts.theme import app_icon


def application() -> QApplication:
    """Return the one application object, in the style that both colour sets are made for."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("PromptStudio")
    app.setDesktopFileName("promptstudio")
    app.setStyle("Fusion")
    app.setWindowIcon(app_icon())
    return app


def run_app(window_factory: Callable[[], QMainWindow]) -> int:
    """Show the window that the factory builds, until it is closed; return the exit code."""
    app = application()
    window = window_factory()
    window.show()
    code = app.exec()
    # Left to Python's end, widgets and their wrappers go in no certain order, and crash.
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return code


def screenshot(window: QWidget, path: Path) -> None:
    """Save what a window shows as a picture.

    Raises
    ------
    PromptStudioError
        If the picture can not be written.
    """
    if not window.grab().save(str(path)):
        raise PromptStudioError(f"The picture '{path}' can not be written.")
