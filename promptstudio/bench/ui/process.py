"""A window in a process of its own, which tells of itself on standard output.

Qt is imported by the functions, after what the command itself imports before it: modules that
come after Qt take longer to import.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from runpy import run_module

MB = 1_000_000
SETTLE_MS = 3000
VISIT_MS = 1500
DRAWING_MS = 25_000


def in_window(what: str, *arguments: str) -> str:
    """Run one of the functions below in a new process and return what it writes.

    The process may keep compiled modules, as it may wherever the program is installed.
    """
    command = [sys.executable, "-m", __name__, what, *arguments]
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(  # noqa: S603 - our own interpreter and module
        command, capture_output=True, text=True, check=True, env=environment
    )
    return done.stdout


def start(workspace: str) -> None:
    """Open the window with the command, write when it can be used, and close it."""
    from PySide6.QtCore import QTimer

    from promptstudio.gui.app import application

    QTimer.singleShot(0, application(), _tell_and_close)
    sys.argv = ["promptstudio", "--workspace", workspace]
    run_module("promptstudio", run_name="__main__")


def _tell_and_close() -> None:
    """Called by the loop of events: it runs now, but the window may still have to be painted."""
    from PySide6.QtWidgets import QApplication, QMainWindow

    from promptstudio.bench.ui.painted import Painted

    (window,) = (w for w in QApplication.topLevelWidgets() if isinstance(w, QMainWindow))
    Painted(window).wait()
    sys.stdout.write(f"{time.time()}\n")
    window.close()


def memory(workspace: str, curves: str) -> None:
    """Write the memory of a window once opened, after a visit to all pages, and while it draws."""
    import psutil
    from PySide6.QtCore import QTimer

    from promptstudio.bench.ui.live_study import curves_drawn, live_study
    from promptstudio.gui.app import application, stay_smooth
    from promptstudio.gui.launch import make_window

    app = application()
    window = make_window(Path(workspace), live_study(int(curves)), in_process=False)
    own = psutil.Process()
    told: dict[str, float] = {}

    def look(name: str) -> None:
        told[name] = own.memory_info().rss / MB

    def end() -> None:
        look("drawing")
        told["curves"] = curves_drawn(window)
        window.close_now()
        app.quit()

    steps: list[tuple[int, Callable[[], None]]] = [(SETTLE_MS, partial(look, "opened"))]
    steps += [(VISIT_MS, partial(window.show_page, page)) for page in window.pages]
    steps += [(VISIT_MS, partial(look, "visited")), (0, window.start), (DRAWING_MS, end)]
    at = 0
    for pause, step in steps:
        at += pause
        QTimer.singleShot(at, window, step)
    window.show()
    stay_smooth(app)
    app.exec()
    window.deleteLater()
    app.processEvents()
    told["torch"] = "torch" in sys.modules
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    if sys.argv[1] == "start":
        start(*sys.argv[2:])
    else:
        memory(*sys.argv[2:])
