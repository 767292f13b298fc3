"""The right side: charts, progress and log, drawn by one timer."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from promptstudio.analysis.lines import LineBook
from promptstudio.analysis.live import JobState, LiveJobs
from promptstudio.analysis.overall import Overall
from promptstudio.analysis.pace import Lateness, duration_text
from promptstudio.analysis.series import Series
from promptstudio.core.declaration import MethodInfo
from promptstudio.core.events import Status
from promptstudio.gui.live.progress_view import ProgressLine, ProgressView
from promptstudio.gui.parts.theme import Theme
from promptstudio.gui.ports import RunRow

if TYPE_CHECKING:  # pyqtgraph takes a third of a second to import; it comes after the first show
    from promptstudio.gui.live.diagnostics import DiagnosticsView
    from promptstudio.gui.parts.charts import CurveChart

FRAME_MS: Final = 100
_IDLE_FRAMES = 30
_LOG_LINES = 5_000
_LEGEND_WIDTH = 172
_SMOOTHING: Final = (("off", 0.0), ("light", 0.6), ("strong", 0.9))
_LOSS = "loss"
_DIAGNOSTICS = 2


class LivePanel(QWidget):
    """Draws at most ten times a second, and not at all while nothing changes."""

    lateness = Signal(float)

    def __init__(
        self,
        live: LiveJobs,
        lines: LineBook,
        methods: Mapping[str, MethodInfo],
        task_title: Callable[[str], str],
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._live, self._lines, self._methods = live, lines, methods
        self._task_title = task_title
        self._theme = theme
        self._rows: tuple[RunRow, ...] = ()
        self._shown: frozenset[str] = frozenset()
        self._study_jobs: tuple[str, ...] = ()
        self._drawn = -1
        self._idle = 0
        self._legend_key: object = None
        self._overall = Overall()
        self._lateness = Lateness(FRAME_MS / 1000)
        self._loss: CurveChart | None = None
        self._validation: CurveChart | None = None
        self._diagnostics: DiagnosticsView | None = None
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._on_frame)
        self._build()

    def build_charts(self) -> None:
        """Import pyqtgraph and put the charts in. Called once, after the first show."""
        from promptstudio.gui.live.diagnostics import DiagnosticsView
        from promptstudio.gui.parts.charts import CurveChart

        self._loss = CurveChart(self.tr("Training loss over steps"), self._theme)
        self._validation = CurveChart(self.tr("Validation metric over steps"), self._theme)
        self._diagnostics = DiagnosticsView(
            self._methods, self._lines, self._task_title, self._theme
        )
        self._diagnostics.changed.connect(self.touch)
        charts: tuple[QWidget, ...] = (self._loss, self._validation, self._diagnostics)
        for number, chart in enumerate(charts):
            title, tip = self.charts.tabText(number), self.charts.tabToolTip(number)
            placeholder = self.charts.widget(number)
            self.charts.removeTab(number)
            self.charts.insertTab(number, chart, title)
            self.charts.setTabToolTip(number, tip)
            if placeholder is not None:
                placeholder.deleteLater()
        self.charts.setCurrentIndex(0)
        self.touch()

    @property
    def loss_chart(self) -> "CurveChart | None":
        """The chart of training losses, once built."""
        return self._loss

    @property
    def validation_chart(self) -> "CurveChart | None":
        """The chart of validation metrics, once built."""
        return self._validation

    @property
    def diagnostics(self) -> "DiagnosticsView | None":
        """The methods' own numbers, once built."""
        return self._diagnostics

    def set_jobs(self, rows: Sequence[RunRow], shown: frozenset[str], study: Sequence[str]) -> None:
        """Tell which jobs exist, which are drawn, and which the progress counts."""
        self._rows, self._shown, self._study_jobs = tuple(rows), shown, tuple(study)
        self.touch()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        for part in (self._loss, self._validation, self._diagnostics):
            if part is not None:
                part.set_theme(theme)
        self.touch()

    def log_line(self, text: str) -> None:
        """Add a line to the log."""
        self.log.appendPlainText(text)

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

    @Slot()
    def _on_frame(self) -> None:
        self._lateness.tick(time.monotonic())
        self.lateness.emit(self._lateness.worst_ms)
        if self._drawn != self._live.version:
            self._drawn = self._live.version
            self._idle = 0
            self._draw()
            return
        self._idle += 1
        if self._idle >= _IDLE_FRAMES:
            self._timer.stop()

    def _draw(self) -> None:
        self._draw_progress()
        rows = [row for row in self._rows if row.job_id in self._shown]
        self._draw_legend(rows)
        if not self._draw_tab(rows):
            self._drawn = -1  # go on with the next frame

    def _draw_tab(self, rows: Sequence[RunRow]) -> bool:
        current = self.charts.currentWidget()
        if self._loss is not None and current is self._loss:
            weight = _SMOOTHING[self._smoothing.currentIndex()][1]
            return self._draw_curves(self._loss, rows, _loss_of, weight)
        if self._validation is not None and current is self._validation:
            return self._draw_curves(self._validation, rows, _score_of, 0.0)
        if self._diagnostics is not None and current is self._diagnostics:
            return self._diagnostics.draw(self._live, rows)
        return True

    def _draw_curves(
        self,
        chart: "CurveChart",
        rows: Sequence[RunRow],
        pick: Callable[[JobState, RunRow], Series | None],
        weight: float,
    ) -> bool:
        from promptstudio.gui.parts.charts import Curve

        curves: dict[str, Curve] = {}
        for row in rows:
            job, line = self._live.jobs.get(row.job_id), self._lines.line(row.job_id)
            series = pick(job, row) if job is not None else None
            if line is not None and series is not None:
                pen = self._theme.pen(line.group, line.seed)
                curves[row.job_id] = Curve(series.x, series.smoothed(weight), pen)
        return chart.draw(curves)

    def _draw_progress(self) -> None:
        titles = {row.job_id: row.title for row in self._rows}
        running = [
            job for job in self._live.jobs.values() if job.status in (Status.RUNNING, Status.PAUSED)
        ]
        self.progress.lines.show_lines(
            [
                ProgressLine(
                    title=titles.get(job.job_id, job.job_id),
                    stage=job.stage_title,
                    step=job.step,
                    steps=job.steps,
                    left=duration_text(job.left_s),
                )
                for job in running
            ]
        )
        state = self._overall.update(self._live, self._study_jobs, time.monotonic())
        if not state.total:
            self._overall_label.setText(self.tr("Nothing is running."))
            return
        text = self.tr("{0} of {1} jobs ended").format(state.done, state.total)
        if state.left_s is not None:
            text += self.tr(", about {0} left").format(duration_text(state.left_s))
        self._overall_label.setText(text)

    def _draw_legend(self, rows: Sequence[RunRow]) -> None:
        entries = self._lines.legend(row.job_id for row in rows)
        key = (entries, self._theme.is_dark)
        if key == self._legend_key:
            return
        self._legend_key = key
        self.legend.clear()
        for group, label, target in entries:
            place = self.tr("shared stages") if target is None else self._task_title(target)
            item = QListWidgetItem(self._theme.swatch(group, 0), f"{label}\n{place}")
            item.setToolTip(f"{label}: {place}")
            self.legend.addItem(item)

    def _build(self) -> None:
        self.charts = QTabWidget()
        self.charts.setDocumentMode(True)
        self.charts.setAccessibleName(self.tr("Charts"))
        for title, tip in (
            (self.tr("Loss"), self.tr("Training loss in nats over steps")),
            (self.tr("Validation"), self.tr("Metric on the validation split over steps")),
            (self.tr("Diagnostics"), self.tr("What the methods report of themselves")),
        ):
            number = self.charts.addTab(QLabel(self.tr("Charts are being prepared.")), title)
            self.charts.setTabToolTip(number, tip)
        self._smoothing = QComboBox()
        for word, _ in _SMOOTHING:
            self._smoothing.addItem(self.tr("Smoothing: {0}").format(self.tr(word)))
        self._smoothing.setAccessibleName(self.tr("Smoothing of the loss"))
        self._smoothing.setCurrentIndex(1)
        self.charts.setCornerWidget(self._smoothing)
        self.legend = QListWidget()
        self.legend.setAccessibleName(self.tr("Legend: colour by method and target, dash by seed"))
        self.legend.setToolTip(self.tr("Colour: method and target. Dash: seed."))
        self.legend.setFixedWidth(_LEGEND_WIDTH)
        self.legend.setIconSize(QSize(26, 12))
        self.legend.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        self.legend.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.legend.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.progress = ProgressView()
        self._overall_label = QLabel(self.tr("Nothing is running."))
        self.log = QPlainTextEdit()
        self.log.setReadOnly(True)
        self.log.setMaximumBlockCount(_LOG_LINES)
        self.log.setAccessibleName(self.tr("Log"))
        self.lower_tabs = QTabWidget()
        self.lower_tabs.setDocumentMode(True)
        self.lower_tabs.setAccessibleName(self.tr("Progress and log"))
        self.lower_tabs.addTab(self.progress, self.tr("Progress"))
        self.lower_tabs.addTab(self.log, self.tr("Log"))
        self.lower_tabs.setCornerWidget(self._overall_label)
        self._lay_out()
        self.charts.currentChanged.connect(self._on_tab)
        self._smoothing.currentIndexChanged.connect(self._on_tab)

    def _lay_out(self) -> None:
        upper = QWidget()
        row = QHBoxLayout(upper)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.charts, 1)
        row.addWidget(self.legend)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(upper)
        splitter.addWidget(self.lower_tabs)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 1)
        splitter.setChildrenCollapsible(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(6, 6, 6, 6)
        outer.addWidget(splitter)

    @Slot(int)
    def _on_tab(self, _index: int) -> None:
        current = self.charts.currentIndex()
        self._smoothing.setVisible(current == 0)
        self.legend.setVisible(current != _DIAGNOSTICS)
        self.touch()


def _loss_of(job: JobState, _row: RunRow) -> Series | None:
    return job.numbers.get(_LOSS)


def _score_of(job: JobState, row: RunRow) -> Series | None:
    return job.validation.get(row.metric) or next(iter(job.validation.values()), None)
