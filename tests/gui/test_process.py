"""What the window's process may load, and how it starts and ends."""

import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2]

LOADS = """
import sys
import promptstudio.gui.app, promptstudio.gui.shell.main_window, promptstudio.gui.study.study_form
early = "pyqtgraph" in sys.modules
import promptstudio.gui.parts.charts, promptstudio.gui.live.diagnostics
from promptstudio.methods.registry import methods
methods()
heavy = {"torch", "transformers", "datasets", "sqlite3", "sqlite_utils", "peft", "pandas"}
print(sorted(heavy & set(sys.modules)), early)
"""

ENDS = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMainWindow
from promptstudio.gui.app import run_app
def factory():
    window = QMainWindow()
    QTimer.singleShot(0, window.close)
    return window
raise SystemExit(run_app(factory))
"""


def python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=PACKAGE,
        check=False,
    )


def test_the_window_loads_neither_models_nor_sql_nor_charts_too_early() -> None:
    done = python(LOADS)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[] False"


def test_the_application_ends_with_its_window() -> None:
    done = python(ENDS)
    assert done.returncode == 0, done.stderr
