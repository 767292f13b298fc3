"""How fast the list of runs opens and is filtered."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Final

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from promptstudio.analysis.run_lines import RunLine, RunList
from promptstudio.bench.ui.painted import Painted
from promptstudio.bench.ui.readings import Reading
from promptstudio.core.errors import PromptStudioError
from promptstudio.core.events import Status
from promptstudio.gui.app import application
from promptstudio.gui.parts.theme import Theme, ThemeKeeper
from promptstudio.gui.results.run_browser import RunBrowser

RUNS: Final = 10_000
TARGET_OPEN_MS: Final = 100
TARGET_FILTER_MS: Final = 50
WORD: Final = "crosspt"
_METHODS: Final = ("prompt_tuning", "spot", "attempt", WORD, "svgd_transfer")
_TARGETS: Final = ("hotel_sentiment", "gadget_entailment", "film_sentiment", "food_topic")
_SIZE: Final = (1280, 720)
_PATIENCE_MS: Final = 5000


def made_runs(count: int) -> Iterator[RunLine]:
    """Go through finished runs of several studies, methods, targets and seeds."""
    first = datetime(2026, 1, 1, tzinfo=UTC)
    for number in range(count):
        method = _METHODS[number % len(_METHODS)]
        target = _TARGETS[number // len(_METHODS) % len(_TARGETS)]
        score = 0.5 + number % 401 / 1000
        yield RunLine(
            job_id=f"{number:012x}",
            study_id=f"{number // 500:012x}",
            study=f"study {number // 500}",
            title=f"{method} on {target}, seed {number % 10}",
            label=method,
            method=method,
            target=target,
            sources=("food_sentiment", "film_entailment"),
            seed=number % 10,
            split_seed=0,
            status=Status.FINISHED,
            metric="accuracy",
            validation=score,
            test=score - 0.01,
            seconds=60.0 + number % 97,
            created=first + timedelta(minutes=number),
            device="cpu",
            backbone="sandbox",
            reason="",
        )


def measure(*, times: int, count: int = RUNS) -> list[Reading]:
    """Return median times of showing a list of runs, and of filtering it by a typed word.

    The lines lie ready, as they do when the window's thread gets them from the one that reads
    the store.

    Raises
    ------
    PromptStudioError
        If the filter does nothing.
    """
    runs = RunList(made_runs(count))
    app = application()
    themes = ThemeKeeper(app, app)
    themes.dress()
    took = [_times(app, runs, themes.theme) for _ in range(times)]
    opened, filtered = (median(one) * 1000 for one in zip(*took, strict=True))
    return [
        Reading(f"list of {count:,} runs, opened and painted", opened, "ms", TARGET_OPEN_MS),
        Reading("filtered by a typed word and painted", filtered, "ms", TARGET_FILTER_MS),
    ]


def _times(app: QApplication, runs: RunList, theme: Theme) -> tuple[float, float]:
    """Return the seconds of opening a fresh list and of filtering it."""
    browser = RunBrowser(str, theme, ())
    browser.resize(*_SIZE)
    browser.show()
    app.processEvents()
    painted = Painted(browser.table.viewport())
    began = time.perf_counter()
    browser.show_runs(runs)
    painted.wait()
    opened = time.perf_counter() - began
    whole = browser.model.rowCount()
    loop = QEventLoop()
    browser.model.modelReset.connect(loop.quit)
    QTimer.singleShot(_PATIENCE_MS, loop, loop.quit)
    began = time.perf_counter()
    browser.filters.search.setText(WORD)
    loop.exec()
    painted.wait()
    filtered = time.perf_counter() - began
    is_filtered = 0 < browser.model.rowCount() < whole
    browser.rest()
    browser.close()
    browser.deleteLater()
    app.processEvents()
    if not is_filtered:
        raise PromptStudioError(f"The word '{WORD}' did not filter the list of runs.")
    return opened, filtered
