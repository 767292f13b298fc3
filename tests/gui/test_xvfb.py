"""The window under a real X server: all pages, the palette, a picture, the end."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from promptstudio.core.system import missing_qt_libraries

PACKAGE = Path(__file__).resolve().parents[2]
TIMEOUT_S = 120

VISIT = """
import sys
from pathlib import Path
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from promptstudio.gui.app import run_app, screenshot
from promptstudio.gui.launch import make_window
from promptstudio.planning import find_study

workspace, picture = map(Path, sys.argv[1:])

def visit():
    window.activateWindow()  # there is no window manager that does it
    print(QTest.qWaitForWindowActive(window))
    for number, page in enumerate(window.pages, start=1):
        QTest.keyClick(window, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.ControlModifier)
        QTest.qWait(500)
        print(type(page).__name__, window.stack.currentWidget() is page)
    window.commands.palette.trigger()
    QTest.keyClicks(window.palette_.line, "high contr")
    print(window.palette_.titles[0])
    QTest.keyClick(window.palette_.line, Qt.Key.Key_Return)
    QTest.qWait(200)
    print(window.services.preferences.values.look.theme)
    screenshot(window, picture)
    print(QGuiApplication.platformName())
    window.close()

def factory():
    global window
    window = make_window(workspace, find_study("sandbox"), in_process=False)
    QTimer.singleShot(1500, window, visit)
    return window

raise SystemExit(run_app(factory))
"""


@pytest.fixture
def display() -> Iterator[str]:
    """Start an X server on a free display; it draws into memory."""
    program = shutil.which("Xvfb")
    if program is None:
        pytest.skip("Xvfb is not installed")
    missing = missing_qt_libraries("xcb")
    if missing:
        pytest.skip(f"Qt's xcb plugin lacks {', '.join(missing)}")
    reader, writer = os.pipe()
    command = [program, "-displayfd", str(writer), "-screen", "0", "1600x1000x24"]
    with subprocess.Popen(command, pass_fds=(writer,), stderr=subprocess.DEVNULL) as server:
        os.close(writer)
        with os.fdopen(reader) as told:
            number = told.readline().strip()  # written once it takes connections
        try:
            if not number:
                pytest.skip("Xvfb does not start here")
            yield f":{number}"
        finally:
            server.terminate()


def test_the_window_works_under_a_real_x_server(display: str, tmp_path: Path) -> None:
    picture = tmp_path / "window.png"
    done = subprocess.run(
        [sys.executable, "-c", VISIT, str(tmp_path / "workspace"), str(picture)],
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        cwd=PACKAGE,
        env=os.environ | {"QT_QPA_PLATFORM": "xcb", "DISPLAY": display},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    pages = ("Study", "Live", "Results", "Prompts", "Data", "Settings")
    assert done.stdout.split("\n") == [
        "True",
        *(f"{page}Page True" for page in pages),
        "High contrast",
        "contrast",
        "xcb",
        "",
    ]
    assert picture.stat().st_size > 10_000
