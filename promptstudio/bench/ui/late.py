"""How late the window answers while curves are drawn on its Live page."""

import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import quantiles
from typing import Final

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Slot

from promptstudio.bench.ui.live_study import curves_drawn, live_study
from promptstudio.bench.ui.readings import Reading
from promptstudio.core.errors import PromptStudioError
from promptstudio.gui.app import application, stay_smooth
from promptstudio.gui.launch import make_window

TICK_MS: Final = 10
LEAD_MS: Final = 10_000
TARGET_P99_MS: Final = 10
TARGET_WORST_MS: Final = 50
NOTE: Final = (
    f"Lateness is counted from {LEAD_MS // 1000} s after Run, when the worker has loaded the "
    "model. From then on no tick is left out."
)


class Ticker(QObject):
    """Notes how late each tick of a precise timer comes, in milliseconds.

    Every tick starts the next, so that a late one does not make the next one look early.
    """

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        super().__init__()
        self.lateness: list[float] = []
        self._clock = clock
        self._due = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.tick)

    @Slot()
    def start(self) -> None:
        """Begin to tick."""
        self._due = self._clock() + TICK_MS / 1000
        self._timer.start()

    def stop(self) -> None:
        """End ticking."""
        self._timer.stop()

    @Slot()
    def tick(self) -> None:
        """Note how late it is, and wait for the next."""
        self.lateness.append(max(0.0, (self._clock() - self._due) * 1000))
        self.start()


def measure(*, seconds: float, curves: int) -> list[Reading]:
    """Return median, 99th percentile and worst of the lateness while a study runs.

    Raises
    ------
    PromptStudioError
        If not all curves were drawn in the end.
    """
    late = _watch(seconds, curves)
    cuts = quantiles(late, n=100)
    what = f"lateness of a {TICK_MS} ms timer, {curves} live curves"
    return [
        Reading(f"{what}, median", cuts[49], "ms", digits=1),
        Reading("99th percentile", cuts[98], "ms", TARGET_P99_MS, digits=1),
        Reading(f"worst of {len(late):,}", max(late), "ms", TARGET_WORST_MS, digits=1),
    ]


def _watch(seconds: float, curves: int) -> Sequence[float]:
    app = application()
    ticker = Ticker()
    with tempfile.TemporaryDirectory(prefix="promptstudio-") as folder:
        window = make_window(Path(folder), live_study(curves), in_process=False)
        window.show()
        stay_smooth(app)
        window.start()
        QTimer.singleShot(LEAD_MS, ticker.start)
        loop = QEventLoop()
        QTimer.singleShot(int(LEAD_MS + seconds * 1000), loop.quit)
        loop.exec()
        ticker.stop()
        drawn = curves_drawn(window)
        window.close_now()
        window.deleteLater()
        app.processEvents()
    if drawn < curves:
        raise PromptStudioError(
            f"Only {drawn} of {curves} curves were drawn. The machine is too busy for this "
            "measurement, or the time too short."
        )
    return ticker.lateness
