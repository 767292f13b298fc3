"""The pictures of one declared series: curves, a heat map, bars, or a map of particles."""

from collections.abc import Mapping, Sequence
from typing import Final, Protocol

import numpy as np
from PySide6.QtCore import QCoreApplication

from promptstudio.analysis.curve_tables import curve_table, number_text
from promptstudio.analysis.heat import cell_of, heat_grid
from promptstudio.analysis.lines import LineBook
from promptstudio.analysis.live import JobState
from promptstudio.analysis.particles import extent, paths, place_table
from promptstudio.analysis.shapes import bars_of, bars_table, gap, gap_edges, grid_table
from promptstudio.core.tables import Table
from promptstudio.gui.live.particle_map import ParticleMap
from promptstudio.gui.live.small_chart import SmallChart
from promptstudio.gui.live.step_slider import StepSlider
from promptstudio.gui.parts.bars import Bars
from promptstudio.gui.parts.charts import Curve, CurveChart
from promptstudio.gui.parts.heat_map import HeatMap
from promptstudio.gui.parts.theme import Theme
from promptstudio.gui.ports import RunRow

_NEUTRAL: Final = 7  # the grey of the series colours


class Host(Protocol):
    """Where a picture stands: it knows the run and the step that are chosen."""

    steps: StepSlider

    @property
    def theme(self) -> Theme:
        """The colours in use."""
        ...

    @property
    def lines(self) -> LineBook:
        """The lines of all jobs."""
        ...

    @property
    def job_id(self) -> str:
        """The run that is chosen."""
        ...

    def task_title(self, key: str) -> str:
        """Return the title of a task."""
        ...


class SeriesView:
    """A picture in its frame."""

    is_wide = False
    frame: SmallChart

    def __init__(self, title: str, host: Host) -> None:
        self.title = title
        self.host = host

    def draw(self, prefix: str, rows: Sequence[RunRow], jobs: Mapping[str, JobState]) -> bool:
        """Show the metrics ``prefix/...``; return whether all is shown."""
        raise NotImplementedError


class CurvesView(SeriesView):
    """Curves of all runs; several metrics of one run differ in their dash."""

    def __init__(self, title: str, host: Host) -> None:
        super().__init__(title, host)
        self.chart = CurveChart(title, host.theme)
        self.frame = SmallChart(title, self.chart, host.theme, self._table)

    def draw(self, prefix: str, rows: Sequence[RunRow], jobs: Mapping[str, JobState]) -> bool:
        """Show the curves, and what adaptation gained where both sides of it are told."""
        names = {n: None for job in jobs.values() for n in job.metric_names(prefix)}
        if len(names) > 1:
            pens = (self.host.theme.pen(_NEUTRAL, number) for number in range(len(names)))
            self.chart.name_dashes(
                {n.partition("/")[2]: pen for n, pen in zip(names, pens, strict=True)}
            )
        curves: dict[str, Curve] = {}
        for row in rows:
            curves |= self._curves(prefix, row, jobs[row.job_id])
        is_done = self.chart.draw(curves)
        gaps = [found for job in jobs.values() if (found := gap(job, prefix)) is not None]
        self.frame.come_up_to_date(self._gap_text(gaps))
        return is_done

    def _gap_text(self, gaps: Sequence[float]) -> str:
        if not gaps:
            return ""
        return _tr("gap now {0}").format(number_text(float(np.mean(gaps))))

    def _curves(self, prefix: str, row: RunRow, job: JobState) -> dict[str, Curve]:
        line = self.host.lines.line(row.job_id)
        if line is None:
            return {}
        edges = gap_edges(job, prefix)
        found = {}
        for number, name in enumerate(job.metric_names(prefix)):
            points = job.numbers[name]
            pen = self.host.theme.pen(line.group, line.seed + number)
            low, high = edges if edges and name == f"{prefix}/before" else (None, None)
            _, _, last = name.partition("/")
            title = f"{row.title}, {last}" if last else row.title
            found[f"{row.job_id} {name}"] = Curve(points.x, points.y, pen, title, low, high)
        return found

    def _table(self) -> Table:
        curves = {c.title: (c.x, c.y) for c in self.chart.curves.values()}
        return curve_table(self.title, curves)


class CellsView(SeriesView):
    """A heat map of one run at one step."""

    is_wide = True

    def __init__(self, title: str, host: Host) -> None:
        super().__init__(title, host)
        self.chart = HeatMap(title, host.theme)
        self.frame = SmallChart(title, self.chart, host.theme, self._table)

    def draw(self, prefix: str, rows: Sequence[RunRow], jobs: Mapping[str, JobState]) -> bool:
        """Show the cells as they were at the step; colours cover all steps alike."""
        job = jobs.get(self.host.job_id)
        if job is not None:
            self._draw_cells(prefix, job)
        self.frame.come_up_to_date()
        return True

    def _draw_cells(self, prefix: str, job: JobState) -> None:
        name_of = self.host.task_title
        cells = [
            (name_of(cell[1]), name_of(cell[2]), value)
            for name, value in job.values_at(prefix, self.host.steps.step).items()
            if (cell := cell_of(name)) is not None
        ]
        if not cells:
            return
        known = np.concatenate([job.numbers[name].y for name in job.metric_names(prefix)])
        known = known[np.isfinite(known)]
        self.chart.draw(heat_grid(cells), min(0.0, *known), max(1.0, *known))

    def _table(self) -> Table:
        grid = self.chart.grid
        return grid_table(self.title, grid if grid is not None else heat_grid([]))


class BarsView(SeriesView):
    """Bars of one run."""

    def __init__(self, title: str, host: Host) -> None:
        super().__init__(title, host)
        self.chart = Bars(title, host.theme)
        self.frame = SmallChart(title, self.chart, host.theme, self._table)

    def draw(self, prefix: str, rows: Sequence[RunRow], jobs: Mapping[str, JobState]) -> bool:
        """Show the bars, the greatest at the top."""
        job = jobs.get(self.host.job_id)
        found = bars_of(job, prefix) if job is not None else []
        self.chart.draw([(self.host.task_title(name), value) for name, value in found])
        self.frame.come_up_to_date()
        return True

    def _table(self) -> Table:
        return bars_table(self.title, self.chart.bars)


class MapView(SeriesView):
    """Particles of one run up to one step."""

    is_wide = True

    def __init__(self, title: str, host: Host) -> None:
        super().__init__(title, host)
        self.chart = ParticleMap(title, host.theme)
        self.frame = SmallChart(title, self.chart, host.theme, self._table)

    def draw(self, prefix: str, rows: Sequence[RunRow], jobs: Mapping[str, JobState]) -> bool:
        """Show where the particles are; ``prefix`` is that of their x."""
        job = jobs.get(self.host.job_id)
        if job is not None:
            other = f"{prefix[:-2]}_y"
            found = paths(job.numbers, prefix, other, self.host.steps.step)
            self.chart.draw(found, extent(job.numbers, prefix, other))
        self.frame.come_up_to_date()
        return True

    def _table(self) -> Table:
        return place_table(self.title, self.chart.paths)


def _tr(text: str) -> str:
    return QCoreApplication.translate("SeriesViews", text)
