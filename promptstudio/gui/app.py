"""Starts the application around one window."""

import gc
import sys
from collections.abc import Callable
from pathlib import Path
from threading import current_thread, main_thread
from types import TracebackType
from typing import Final

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QLibraryInfo,
    QLocale,
    QTimer,
    QTranslator,
)
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from promptstudio.core.errors import PromptStudioError, told
from promptstudio.core.paths import resource
from promptstudio.core.preferences import Language
from promptstudio.gui.parts.theme import app_icon

_SWITCH_S: Final = 0.0005
"""How long a thread may compute before another one that waits gets its turn; Python has 5 ms."""

_SETTLED_MS: Final = 3000


def application() -> QApplication:
    """Return the one application object, in the style that both colour sets are made for."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("PromptStudio")
    app.setDesktopFileName("promptstudio")
    app.setStyle("Fusion")
    app.setWindowIcon(app_icon())
    return app


def speak(app: QApplication, language: Language) -> bool:
    """Give the window a language, and its dates and keyed numbers the form of that language.

    Returns False where no translation is shipped (English needs none).
    """
    name = QLocale.system().name().partition("_")[0] if language == "system" else language
    QLocale.setDefault(QLocale("en"))
    # Qt's own texts, such as the buttons of dialogs, lie in files of their own.
    folders = {
        f"qtbase_{name}": QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath),
        f"promptstudio_{name}": str(resource("translations")),
    }
    translators = {file: QTranslator(app) for file in folders}
    if not all(t.load(file, folders[file]) for file, t in translators.items()):
        return False
    QLocale.setDefault(QLocale(name))
    return all(app.installTranslator(translator) for translator in translators.values())


def stay_smooth(app: QApplication) -> None:
    """Keep the window's answers short beside its threads, and with all that it has loaded.

    While a frame is drawn, Qt calls Python many times, and has to wait for the other threads
    each time. Once the window has settled, its objects are not searched for garbage any more:
    one such search takes a tenth of a second. Before that, nothing needs to be searched.
    """
    sys.setswitchinterval(_SWITCH_S)
    QTimer.singleShot(_SETTLED_MS, app, _settle)


def _settle() -> None:
    gc.freeze()
    gc.enable()


def show_bugs(tell: Callable[[str, str], None]) -> None:
    """Have errors that nothing in the window caught told, with a report, and still printed."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        sys.__excepthook__(kind, error, trace)
        if isinstance(error, Exception) and current_thread() is main_thread():
            tell(*told(error))

    sys.excepthook = hook


def run_app(window_factory: Callable[[], QMainWindow]) -> int:
    """Show the window that the factory builds, until it is closed; return the exit code."""
    app = application()
    stay_smooth(app)
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
