"""The upper part of the page: charts and how far everything is, drawn by one timer."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from promptstudio.analysis.lines import LineBook
from promptstudio.analysis.live import LiveJobs
from promptstudio.analysis.overall import Overall, throughput
from promptstudio.analysis.pace import Lateness, duration_text, rate_text
from promptstudio.core.declaration import MethodInfo
from promptstudio.core.events import Status
from promptstudio.gui.live.chart_area import ChartArea
from promptstudio.gui.live.curve_picker import (
    LOSS,
    CurvePicker,
    chart_title,
    short_title,
    validation_metrics,
)
from promptstudio.gui.live.usage_watch import UsageWatch
from promptstudio.gui.parts.declared import regrouped
from promptstudio.gui.parts.elided_label import ElidedLabel
from promptstudio.gui.parts.theme import Theme
from promptstudio.gui.ports import RunRow

if TYPE_CHECKING:  # pyqtgraph takes a third of a second to import; it comes after the first show
    from promptstudio.gui.live.diagnostics import DiagnosticsView
    from promptstudio.gui.parts.charts import CurveChart

FRAME_MS: Final = 100
_IDLE_FRAMES: Final = 30
_DIAGNOSTICS: Final = "diagnostics"
_CURVES_PAGE, _DIAGNOSTICS_PAGE = range(2)


class LivePanel(QWidget):
    """Draws at most ten times a second, and not at all while nothing changes.

    ``lateness`` tells in milliseconds how late it draws, ``rested`` that nothing is drawn now.
    ``recall`` has the curves of jobs read from the store, where nothing was heard of them.
    """

    lateness = Signal(float)
    rested = Signal()
    said = Signal(str)
    failed = Signal(str, str)

    def __init__(
        self,
        live: LiveJobs,
        lines: LineBook,
        methods: Mapping[str, MethodInfo],
        task_title: Callable[[str], str],
        recall: Callable[[Sequence[RunRow]], None],
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._live, self._lines, self._methods = live, lines, methods
        self._task_title = task_title
        self._recall = recall
        self._theme = theme
        self._picker = CurvePicker(live, lines, task_title)
        self._offered: tuple[RunRow, ...] = ()
        self._rows: tuple[RunRow, ...] = ()
        self._study: tuple[RunRow, ...] = ()
        self._drawn = -1
        self._idle = 0
        self._overall = Overall()
        self._lateness = Lateness(FRAME_MS / 1000)
        self._diagnostics: DiagnosticsView | None = None
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(self.tr("Charts"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.area = ChartArea(theme)
        self.overall = QLabel()
        self.usage = ElidedLabel()
        self.watch = UsageWatch(self)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.area)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._on_frame)
        self._lay_out()
        self._offer_tabs([LOSS])
        self._draw_progress()
        self._connect()

    # -- for the page ----------------------------------------------------------------------

    def build_charts(self) -> None:
        """Import pyqtgraph and put the charts in. Called once, after the first show."""
        from promptstudio.gui.live.diagnostics import DiagnosticsView

        self.area.build()
        self._diagnostics = DiagnosticsView(
            self._methods, self._lines, self._task_title, self._theme
        )
        self._diagnostics.changed.connect(self.touch)
        self._diagnostics.said.connect(self.said)
        self._diagnostics.failed.connect(self.failed)
        self._stack.addWidget(self._diagnostics)
        self._on_tab()

    @property
    def chart(self) -> "CurveChart | None":
        """The chart of curves, once built."""
        return self.area.chart

    @property
    def diagnostics(self) -> "DiagnosticsView | None":
        """The methods' own numbers, once built."""
        return self._diagnostics

    @property
    def metrics(self) -> tuple[str, ...]:
        """What there are charts of: ``"loss"``, ``"validation/..."``, ``"diagnostics"``."""
        return tuple(self.tabs.tabData(number) for number in range(self.tabs.count()))

    def show_metric(self, key: str) -> None:
        """Turn to a chart."""
        self.tabs.setCurrentIndex(self.metrics.index(key))

    def set_jobs(self, rows: Sequence[RunRow], study: Sequence[RunRow]) -> None:
        """Tell which jobs may be drawn, the first of them first, and which the progress counts."""
        self._offered, self._study = tuple(rows), tuple(study)
        self.touch()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.area.set_theme(theme)
        if self._diagnostics is not None:
            self._diagnostics.set_theme(theme)
        self.touch()

    @Slot()
    def touch(self) -> None:
        """Ask for a new frame."""
        self._drawn = -1
        self.wake()

    @Slot()
    def wake(self) -> None:
        """Let the timer run while there is something to draw."""
        self._idle = 0
        if not self._timer.isActive():
            self._lateness.rest()
            self._timer.start()

    def rest(self) -> None:
        """Stop drawing."""
        self._timer.stop()
        self.watch.rest()

    # -- drawing ---------------------------------------------------------------------------

    @Slot()
    def _on_frame(self) -> None:
        self._lateness.tick(time.monotonic())
        self.lateness.emit(self._lateness.worst_ms)
        if self._drawn != self._live.version:
            self._idle = 0
            self._rows = self._picker.first(self._offered, self.area.mode)
            self._recall(self._rows)
            self._drawn = self._live.version
            if not self._draw():
                self._drawn = -1  # go on with the next frame
            return
        self._idle += 1
        if self._idle >= _IDLE_FRAMES:
            self._timer.stop()
            self.rested.emit()

    def _draw(self) -> bool:
        self._draw_progress()
        self._offer_tabs([LOSS, *validation_metrics(self._live, self._rows)])
        if not self.isVisible() or self._diagnostics is None:
            return True
        key = self.tabs.tabData(self.tabs.currentIndex())
        if key == _DIAGNOSTICS:
            return self._diagnostics.draw(self._live, self._rows)
        picked = self._picker.pick(
            self._rows, key, self.area.mode, self.area.weight if key == LOSS else 0.0, self._theme
        )
        return self.area.draw(picked, self._hint(), self._more())

    def _hint(self) -> str:
        if not self._rows:
            return self.tr("Nothing to draw yet. Set up a study and press Run (Ctrl+Enter).")
        return self.tr("Curves appear here as runs report them.")

    def _more(self) -> str:
        left_out = len(self._offered) - len(self._rows)
        if not left_out:
            return ""
        sentence = self.tr("{0} more jobs are not drawn. Select some below to draw those.")
        return sentence.format(left_out)

    def _draw_progress(self) -> None:
        running = [job for job in self._live.jobs.values() if job.status is Status.RUNNING]
        self.watch.set_running(running=bool(running))
        names = [row.job_id for row in self._study]
        ended = {row.job_id for row in self._study if row.status.is_final}
        state = self._overall.update(self._live, names, time.monotonic(), ended)
        if not state.total or (state.done == state.total and not running):
            self.overall.setText(self.tr("Nothing is running."))
            return
        text = self.tr("{0} of {1} jobs ended").format(state.done, state.total)
        if state.left_s is not None:
            text += self.tr(", about {0} left").format(duration_text(state.left_s))
        speed = throughput(self._live)
        if speed.rows_per_s is not None:
            text += self.tr(" · {0} rows/s").format(regrouped(rate_text(speed.rows_per_s)))
        if speed.tokens_per_s is not None:
            text += self.tr(" · {0} tokens/s").format(regrouped(rate_text(speed.tokens_per_s)))
        self.overall.setText(text)

    # -- tabs ------------------------------------------------------------------------------

    def _offer_tabs(self, keys: Sequence[str]) -> None:
        """Have a tab for each chart; the current one stays while it is offered."""
        wanted = (*keys, _DIAGNOSTICS)
        if wanted == self.metrics:
            return
        current = self.tabs.tabData(self.tabs.currentIndex()) if self.tabs.count() else LOSS
        with QSignalBlocker(self.tabs):
            while self.tabs.count():
                self.tabs.removeTab(0)
            for key in wanted:
                is_own = key == _DIAGNOSTICS
                title = self.tr("Diagnostics") if is_own else short_title(key)
                number = self.tabs.addTab(title)
                self.tabs.setTabData(number, key)
                self.tabs.setTabToolTip(number, title if is_own else chart_title(key))
            self.tabs.setCurrentIndex(wanted.index(current) if current in wanted else 0)
        if current not in wanted:
            self._on_tab()

    @Slot()
    def _on_tab(self) -> None:
        key = self.tabs.tabData(self.tabs.currentIndex())
        is_own = key == _DIAGNOSTICS
        if is_own and self._diagnostics is not None:
            self._stack.setCurrentIndex(_DIAGNOSTICS_PAGE)
        elif not is_own:
            self._stack.setCurrentIndex(_CURVES_PAGE)
            self.area.set_metric(chart_title(key), short_title(key), may_smooth=key == LOSS)
        self.touch()

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._on_tab)
        self.area.changed.connect(self.touch)
        self.area.said.connect(self.said)
        self.area.failed.connect(self.failed)
        self.watch.looked.connect(self.usage.setText)

    def _lay_out(self) -> None:
        state = QHBoxLayout()
        state.addWidget(self.overall)
        state.addStretch(1)
        self.usage.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.usage.setForegroundRole(self.usage.palette().ColorRole.PlaceholderText)
        state.addWidget(self.usage, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 4, 6, 0)
        column.setSpacing(2)
        column.addWidget(self.tabs)
        column.addWidget(self._stack, 1)
        column.addLayout(state)
