"""A method's own numbers: curves for scalar series, a heat map for cells."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from superqt import QElidingLabel

from promptstudio.analysis.heat import cell_of, heat_grid
from promptstudio.analysis.lines import LineBook
from promptstudio.analysis.live import LiveJobs
from promptstudio.core.declaration import MethodInfo
from promptstudio.gui.parts.charts import Curve, CurveChart
from promptstudio.gui.parts.heat_map import HeatMap
from promptstudio.gui.parts.theme import Theme
from promptstudio.gui.ports import RunRow

_COLUMNS = 3
_HEAT_STRETCH = 3
_NEUTRAL = 7  # the grey of the series colours


class DiagnosticsView(QWidget):
    """One small chart per series that the current method declares."""

    changed = Signal()

    def __init__(
        self,
        methods: Mapping[str, MethodInfo],
        lines: LineBook,
        task_title: Callable[[str], str],
        theme: Theme,
    ) -> None:
        super().__init__()
        self._methods = methods
        self._lines = lines
        self._task_title = task_title
        self._theme = theme
        self._charts: dict[str, CurveChart | HeatMap] = {}
        self._frames: list[QWidget] = []
        self._method = QComboBox()
        self._method.setAccessibleName(self.tr("Method whose numbers are shown"))
        self._job = QComboBox()
        self._job.setAccessibleName(self.tr("Run whose heat map is shown"))
        for combo in (self._method, self._job):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._empty = QLabel(self.tr("Numbers of the methods appear here as runs report them."))
        self._empty.setWordWrap(True)
        self._grid = QGridLayout()
        self._grid.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(self._method)
        head.addWidget(self._job)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.addLayout(head)
        column.addWidget(self._empty)
        column.addLayout(self._grid, 1)
        self._method.currentIndexChanged.connect(self._on_method)
        self._job.currentIndexChanged.connect(self._on_job)

    def draw(self, live: LiveJobs, rows: Sequence[RunRow]) -> bool:
        """Show the numbers of the current method's jobs among these; one new chart a call.

        Returns whether all is shown.
        """
        self._offer_methods(live, rows)
        info = self._methods.get(str(self._method.currentData()))
        self._empty.setVisible(info is None)
        self._method.setVisible(info is not None)
        if info is None:
            self._job.setVisible(False)
            return True
        mine = [row for row in rows if row.method == info.key and row.job_id in live.jobs]
        self._offer_jobs([row for row in mine if _has_cells(live, row, info)])
        for prefix, title in (info.series or {}).items():
            is_new = prefix not in self._charts
            if not self._draw_series(live, mine, prefix, title):
                return False
            if is_new and prefix in self._charts:
                return False
        return True

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        for chart in self._charts.values():
            chart.set_theme(theme)

    def chart(self, prefix: str) -> CurveChart | HeatMap | None:
        """Return the chart of a series, if there is one."""
        return self._charts.get(prefix)

    def show_method(self, key: str) -> None:
        """Choose a method by its key."""
        self._method.setCurrentIndex(self._method.findData(key))

    @Slot()
    def _on_method(self) -> None:
        for frame in self._frames:
            self._grid.removeWidget(frame)
            frame.hide()
            frame.deleteLater()
        self._frames.clear()
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 0)
        self._charts.clear()
        self._job.clear()
        self.changed.emit()

    @Slot()
    def _on_job(self) -> None:
        self.changed.emit()

    def _offer_methods(self, live: LiveJobs, rows: Sequence[RunRow]) -> None:
        for row in rows:
            info = self._methods.get(row.method)
            job = live.jobs.get(row.job_id)
            if info is None or job is None or self._method.findData(info.key) >= 0:
                continue
            if any(job.metric_names(prefix) for prefix in info.series or {}):
                self._method.addItem(info.title, info.key)

    def _offer_jobs(self, rows: Sequence[RunRow]) -> None:
        offered = {self._job.itemData(index) for index in range(self._job.count())}
        for row in rows:
            if row.job_id not in offered:
                self._job.addItem(row.title, row.job_id)
        self._job.setVisible(self._job.count() > 1)

    def _draw_series(self, live: LiveJobs, rows: Sequence[RunRow], prefix: str, title: str) -> bool:
        cells = self._cells(live, prefix)
        names = {n: None for row in rows for n in live.jobs[row.job_id].metric_names(prefix)}
        if not names:
            return True
        chart = self._charts.get(prefix)
        if chart is None:
            chart = (HeatMap if cells else CurveChart)(title, self._theme)
            self._frame(prefix, title, chart)
        if isinstance(chart, CurveChart):
            if len(names) > 1:
                pens = (self._theme.pen(_NEUTRAL, number) for number in range(len(names)))
                chart.name_dashes(
                    {n.partition("/")[2]: pen for n, pen in zip(names, pens, strict=True)}
                )
            return chart.draw(self._curves(live, rows, prefix))
        if cells:
            values = [value for _, _, value in cells]
            chart.draw(heat_grid(cells), min(0.0, *values), max(1.0, *values))
        return True

    def _frame(self, prefix: str, title: str, chart: CurveChart | HeatMap) -> None:
        frame, name = QWidget(), QElidingLabel(title)
        name.setToolTip(title)
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(name)
        column.addWidget(chart, 1)
        number = len(self._charts)
        self._charts[prefix] = chart
        self._frames.append(frame)
        row, column_number = divmod(number, _COLUMNS)
        self._grid.addWidget(frame, row, column_number)
        wide = isinstance(chart, HeatMap)
        self._grid.setColumnStretch(column_number, _HEAT_STRETCH if wide else 1)

    def _cells(self, live: LiveJobs, prefix: str) -> list[tuple[str, str, float]]:
        job = live.jobs.get(str(self._job.currentData()))
        if job is None:
            return []
        found = []
        for name, value in job.latest(prefix).items():
            cell = cell_of(name)
            if cell is not None:
                found.append((self._task_title(cell[1]), self._task_title(cell[2]), value))
        return found

    def _curves(self, live: LiveJobs, rows: Sequence[RunRow], prefix: str) -> dict[str, Curve]:
        curves: dict[str, Curve] = {}
        for row in rows:
            job, line = live.jobs[row.job_id], self._lines.line(row.job_id)
            for number, name in enumerate(job.metric_names(prefix)):
                if line is not None and cell_of(name) is None:
                    points = job.numbers[name]
                    pen = self._theme.pen(line.group, line.seed + number)
                    curves[f"{row.job_id} {name}"] = Curve(points.x, points.y, pen)
        return curves


def _has_cells(live: LiveJobs, row: RunRow, info: MethodInfo) -> bool:
    job = live.jobs[row.job_id]
    return any(cell_of(n) for prefix in info.series or {} for n in job.metric_names(prefix))
