"""What single settings do, as dots with intervals."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtWidgets import QComboBox, QScrollArea, QVBoxLayout, QWidget

from promptstudio.analysis.ablation import Effect, setting_text, value_text
from promptstudio.core.tables import Table
from promptstudio.gui.parts.figure import Figure
from promptstudio.gui.parts.theme import Theme
from promptstudio.gui.ports import Results
from promptstudio.gui.results.view import View

if TYPE_CHECKING:
    from promptstudio.gui.results.charts import Whisker, WhiskerChart

_POINTS = 100


class AblationView(View):
    """A dot for every value of every setting that differs."""

    def __init__(self, source: Results, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._source = source
        self._effects: tuple[Effect, ...] = ()
        self.method = QComboBox()
        self.figure = Figure(theme)
        self.chart: WhiskerChart | None = None
        self._lay_out()
        self.method.currentIndexChanged.connect(self._draw)
        self.figure.said.connect(self.said)
        self.figure.failed.connect(self.failed)
        self.show_study(None)

    def show_study(self, study_id: str | None) -> None:
        """Show a study, or none."""
        if study_id is None:
            self.tell(self.tr("No study of this workspace is chosen."))
        else:
            self.want(study_id, partial(self._source.effects, study_id))

    def fill(self, made: tuple[Sequence[Effect], Table]) -> str:
        """Show the effects of a study."""
        self._effects, table = tuple(made[0]), made[1]
        if not self._effects:
            return self.tr(
                "No two finished runs of this study differ in one setting alone. Give a setting "
                "several values (the ⋯ beside it in the form) to see what it does."
            )
        if self.chart is None:
            from promptstudio.gui.results.charts import WhiskerChart  # loads pyqtgraph

            self.chart = WhiskerChart(self.tr("Effect of single settings"), self.theme)
            self.figure.set_chart(self.chart)
        self.figure.show_table(table)
        kept = self.method.currentData()
        with QSignalBlocker(self.method):
            self.method.clear()
            self.method.addItem(self.tr("All methods"), None)
            for method in dict.fromkeys(effect.method for effect in self._effects):
                self.method.addItem(method, method)
            self.method.setCurrentIndex(max(0, self.method.findData(kept)))
        self._draw()
        return ""

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        super().set_theme(theme)
        self.figure.set_theme(theme)
        self._draw()

    @Slot()
    def _draw(self) -> None:
        if self.chart is None:
            return
        wanted = self.method.currentData()
        shown = [e for e in self._effects if wanted in (None, e.method) and e.value != e.reference]
        methods = list(dict.fromkeys(effect.method for effect in self._effects))
        whiskers = [self._whisker(e, methods.index(e.method), wanted is None) for e in shown]
        self.chart.draw(whiskers, self.tr("Difference in points"))

    def _whisker(self, effect: Effect, group: int, is_named: bool) -> "Whisker":  # noqa: FBT001
        from promptstudio.gui.results.charts import Whisker

        title = self.tr("{0}: {1}, not {2}").format(
            setting_text(effect.setting), value_text(effect.value), value_text(effect.reference)
        )
        interval = effect.interval
        return Whisker(
            title=f"{effect.method}, {title}" if is_named else title,
            value=_POINTS * effect.difference,
            low=_POINTS * interval.low if interval else None,
            high=_POINTS * interval.high if interval else None,
            colour=self.theme.series[group % len(self.theme.series)],
        )

    def _lay_out(self) -> None:
        self.method.setAccessibleName(self.tr("Method"))
        self.method.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.figure.head.insertWidget(0, self.method)
        area = QScrollArea()
        area.setAccessibleName(self.tr("Effects of single settings"))
        area.setWidget(self.figure)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        column = QVBoxLayout(self.content)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(area)
