"""How soon the window is there, and how late it is while a study runs in the worker."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles

from PySide6.QtCore import QObject, Qt, QTimer, Slot

from promptstudio.core.spec import MethodSpec, StudySpec
from promptstudio.gui.app import application
from promptstudio.gui.launch import make_window
from promptstudio.planning import find_study

TICK_MS = 10

_START = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QTimer
from promptstudio.gui.app import application
from promptstudio.gui.launch import make_window
from promptstudio.planning import find_study
app = application()
window = make_window(Path(sys.argv[1]), find_study("sandbox"), in_process=False)
window.show()
QTimer.singleShot(0, lambda: (sys.stdout.write(f"{time.time()}\\n"), window.close_now(), app.quit()))
app.exec()
window.deleteLater()
"""


class Ticker(QObject):
    """Notes how late each tick of a precise timer comes, in milliseconds."""

    def __init__(self) -> None:
        super().__init__()
        self.lateness: list[float] = []
        self._due = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._on_tick)

    def start(self) -> None:
        """Begin to tick."""
        self._due = time.perf_counter() + TICK_MS / 1000
        self._timer.start()

    def stop(self) -> None:
        """End ticking."""
        self._timer.stop()

    @Slot()
    def _on_tick(self) -> None:
        now = time.perf_counter()
        self.lateness.append(max(0.0, (now - self._due) * 1000))
        self._due = now + TICK_MS / 1000


def measure(*, seconds: float, curves: int, starts: int) -> list[str]:
    """Return start-up times and the lateness during a run with many live curves."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    begun = [_start_up() for _ in range(starts)]
    late = _lateness(seconds=seconds, curves=curves)
    cuts = quantiles(late, n=100)
    return [
        "| what | value |",
        "|---|---|",
        f"| process start to interactive window, median of {starts} | {median(begun):.2f} s |",
        f"| lateness of a {TICK_MS} ms timer, {curves} live runs, median | {median(late):.1f} ms |",
        f"| 99th percentile | {cuts[98]:.1f} ms |",
        f"| worst of {len(late)} | {max(late):.1f} ms |",
    ]


def _start_up() -> float:
    with tempfile.TemporaryDirectory(prefix="promptstudio-") as folder:
        began = time.time()
        done = subprocess.run(  # noqa: S603 - our own interpreter and text
            [sys.executable, "-c", _START, folder], capture_output=True, text=True, check=True
        )
        return float(done.stdout.split()[0]) - began


def _lateness(*, seconds: float, curves: int) -> Sequence[float]:
    app = application()
    study = find_study("sandbox").model_copy(
        update={
            "methods": (MethodSpec(key="prompt_tuning", config={"steps": 100_000}),),
            "seeds": tuple(range((curves + 1) // 2)),
            "in_flight": curves,
        }
    )
    ticker = Ticker()
    with tempfile.TemporaryDirectory(prefix="promptstudio-") as folder:
        window = make_window(Path(folder), StudySpec.model_validate(study), in_process=False)
        window.show()
        window.start()
        QTimer.singleShot(10_000, ticker.start)  # the worker has loaded the model by then
        QTimer.singleShot(int((10 + seconds) * 1000), app.quit)
        app.exec()
        ticker.stop()
        window.close_now()
        window.deleteLater()
        app.processEvents()
    return ticker.lateness
