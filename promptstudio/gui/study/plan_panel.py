"""What the study as set up would do, before anything runs."""

import html
from collections.abc import Collection, Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QLabel, QPushButton, QVBoxLayout, QWidget

from promptstudio.analysis.plan import combinations, count_jobs, plan_table, planned_jobs
from promptstudio.core.advice import Advice
from promptstudio.core.errors import ConfigError
from promptstudio.core.spec import StudySpec
from promptstudio.core.tables import Table
from promptstudio.gui.parts.declared import told, told_lines
from promptstudio.gui.parts.later import Later
from promptstudio.gui.parts.maker import Maker
from promptstudio.gui.parts.table_view import TableView
from promptstudio.gui.parts.theme import Theme
from promptstudio.gui.ports import Forecast
from promptstudio.gui.services import Services
from promptstudio.gui.study.advice_list import AdviceList
from promptstudio.gui.study.forecast_dialog import ForecastDialog

FORECAST_PAUSE_MS = 1000
"""Longer than for advice: it takes a second of computing."""

_AROUND_PX = 4
_QUICK = 150
"""Combinations up to which a study is expanded at once; more would hold the window up."""


class _Counted(NamedTuple):
    """A study's plan in a line and as a table; without table the line says what is wrong."""

    study: StudySpec
    sentence: str
    table: Table | None


class PlanPanel(QWidget):
    """The runs that a study expands to, or what is missing for it, and advice.

    ``planned`` tells the plan as a line, and whether it could run; ``fix_wanted`` carries a
    study that mends this one.
    """

    planned = Signal(str, bool)
    fix_wanted = Signal(object)
    failed = Signal(str, str)

    def __init__(self, services: Services, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._study: StudySpec | None = None
        self._devices: Collection[str] | None = None
        self._sentence = QLabel()
        self._sentence.setWordWrap(True)
        self._sentence.setAccessibleName(self.tr("Plan of the study"))
        font = self._sentence.font()
        font.setBold(True)
        self._sentence.setFont(font)
        self.table = TableView(theme)
        self.table.setAccessibleName(self.tr("Runs and shared stages"))
        self.details = QPushButton(self.tr("Details…"))
        self.details.setToolTip(self.tr("Time and memory, part by part"))
        self.details.hide()
        self._notes = QLabel()
        self._notes.setWordWrap(True)
        self._notes.setForegroundRole(self._notes.palette().ColorRole.PlaceholderText)
        self._notes.hide()
        self.advice = AdviceList(theme)
        self._theme = theme
        self._forecast: Forecast | None = None
        self._counter = Maker(self)
        self._later = Later(self)
        self._forecaster = Later(self, FORECAST_PAUSE_MS)
        self._lay_out()
        self._counter.made.connect(self._on_counted)
        self._counter.failed.connect(self.failed)
        self._later.made.connect(self._on_advised)
        self._later.failed.connect(self.failed)
        self._forecaster.made.connect(self._on_forecast)
        self._forecaster.failed.connect(self._on_no_forecast)
        self.details.clicked.connect(self._on_details)
        self.advice.fix_wanted.connect(self.fix_wanted)
        services.controller.devices_known.connect(self._on_devices)

    def show_study(self, study: StudySpec) -> None:
        """Show the plan of a study; of a large one a little later."""
        self._study = study
        count = partial(_counted, study, self._services)
        if combinations(study) <= _QUICK:
            self._on_counted("", count())
        else:
            self._counter.ask("", count)
        self.advice.expect()
        self._ask_advice(study)
        outlook = self._services.outlook
        self._forecaster.ask("", lambda: (study, outlook.forecast(study)))

    def show_problem(self, sentence: str) -> None:
        """Show what is missing for a study."""
        self._study = None
        self._later.forget()
        self._forecaster.forget()
        self.advice.show_advice(())
        self._tell(sentence, can_run=False)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.table.cells.set_theme(theme)
        self.advice.set_theme(theme)

    def rest(self) -> None:
        """End timer and threads: the window is closing."""
        self._counter.end()
        self._later.end()
        self._forecaster.end()

    @Slot(str, object)
    def _on_counted(self, _key: str, counted: _Counted) -> None:
        if counted.study == self._study:
            self._tell(counted.sentence, can_run=counted.table is not None, table=counted.table)

    @Slot(object)
    def _on_devices(self, devices: Collection[str]) -> None:
        """Advise anew once it is known what the study can run on."""
        self._devices = devices
        if self._study is not None:
            self._ask_advice(self._study)

    def _ask_advice(self, study: StudySpec) -> None:
        outlook, devices = self._services.outlook, self._devices
        self._later.ask("", lambda: (study, outlook.advice(study, devices)))

    @Slot(str, object)
    def _on_advised(self, _key: str, result: tuple[StudySpec, Sequence[Advice]]) -> None:
        study, advice = result
        if study == self._study:
            self.advice.show_advice(advice)

    @Slot(str, object)
    def _on_forecast(self, _key: str, result: tuple[StudySpec, Forecast]) -> None:
        study, forecast = result
        if study != self._study:
            return
        self._forecast = forecast
        self._sentence.setText(told(forecast.sentence))
        notes = html.escape(told_lines(forecast.notes, " "))
        if forecast.fits is False:
            word = self.tr("Careful:")
            notes = f"<b style='color:{self._theme.warn}'>{word}</b> {notes}"
        self._notes.setText(notes)
        self._notes.setVisible(bool(self._notes.text()))
        self.details.setVisible(bool(forecast.tables))

    @Slot(str, str)
    def _on_no_forecast(self, sentence: str, report: str) -> None:
        """Pass a bug on; what is wrong with the study stands among the advice."""
        if report:
            self.failed.emit(sentence, report)

    @Slot()
    def _on_details(self) -> None:
        if self._forecast is not None:
            ForecastDialog(self._forecast, self._theme, self.window()).show()

    def _tell(self, sentence: str, *, can_run: bool, table: Table | None = None) -> None:
        self._sentence.setText(sentence)
        self._forecast = None
        self._notes.hide()
        self.details.hide()
        self.table.cells.show_table(table)
        self.table.setVisible(table is not None)
        self._fit()
        self.planned.emit(sentence, can_run)

    def changeEvent(self, event: QEvent) -> None:
        """Keep room for the texts when their size changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        """Let names share the width, and the table be no higher than its rows."""
        table = self.table.cells.table
        if table is None:
            return
        header, mode = self.table.horizontalHeader(), QHeaderView.ResizeMode
        for column in range(len(table.columns)):
            fits = mode.ResizeToContents if column in table.numeric else mode.Stretch
            header.setSectionResizeMode(column, fits)
        lines = self.table.verticalHeader()
        lines.setDefaultSectionSize(self.fontMetrics().height() + _AROUND_PX)
        frame = 2 * self.table.frameWidth()
        self.table.setMaximumHeight(lines.length() + header.sizeHint().height() + frame)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 0)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(self._sentence, 1)
        head.addWidget(self.details, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        column.addWidget(self._notes)
        column.addWidget(self.table, 3)
        column.addWidget(self.advice, 2)


def _counted(study: StudySpec, services: Services) -> _Counted:
    try:
        jobs = planned_jobs(study, services.methods)
    except ConfigError as error:
        return _Counted(study, str(error), None)
    plan = count_jobs(jobs, services.methods)
    return _Counted(study, told(plan.sentence), plan_table(jobs, services.methods))
