"""The big chart with its controls, its legend and its table."""

import time
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from promptstudio.analysis.curve_tables import curve_table, curves_csv
from promptstudio.analysis.series import Values
from promptstudio.core.errors import ExportError
from promptstudio.gui.live.curve_picker import Mode, Picked
from promptstudio.gui.live.legend import Legend
from promptstudio.gui.parts.file_dialogs import ask_save
from promptstudio.gui.parts.picture import KINDS, save_picture
from promptstudio.gui.parts.theme import Theme
from promptstudio.gui.parts.twin import Twin

if TYPE_CHECKING:  # pyqtgraph takes a third of a second to import; it comes after the first show
    from promptstudio.gui.parts.charts import CurveChart

MODES: Final[tuple[Mode, ...]] = ("runs", "interval", "range")
_TABLE_EVERY_S: Final = 2.0
_LEGEND_LETTERS: Final = 34
_LEAST_LETTERS: Final = 10
WEIGHTS: Final = (0.0, 0.6, 0.9)


class ChartArea(QWidget):
    """``changed`` tells that other curves are wanted, or the same in another way."""

    changed = Signal()
    said = Signal(str)
    failed = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chart: CurveChart | None = None
        self.legend = Legend(theme)
        self.twin = Twin(theme)
        self._theme = theme
        self._title = ""
        self._tabled: object = None
        self._tabled_s = 0.0
        self.more = QLabel()
        self.more.setWordWrap(True)
        self.more.setForegroundRole(self.more.palette().ColorRole.PlaceholderText)
        self.more.hide()
        self.modes = QComboBox()
        self.modes.addItems(
            [self.tr("Runs"), self.tr("Mean and 95 % interval"), self.tr("Mean, least to greatest")]
        )
        self.modes.setAccessibleName(self.tr("What is drawn of runs that differ in the seed"))
        self.smoothing = QComboBox()
        self.smoothing.addItems(
            [self.tr("No smoothing"), self.tr("Light smoothing"), self.tr("Strong smoothing")]
        )
        self.smoothing.setAccessibleName(self.tr("Smoothing of the loss"))
        self.smoothing.setCurrentIndex(1)
        self.log = QCheckBox(self.tr("Lo&g scale"))
        self.log.setToolTip(self.tr("Logarithmic height; values of 0 and less are left out"))
        self.all = QPushButton(self.tr("Sho&w all"))
        self.all.setToolTip(self.tr("Take the zoom back (double click in the chart, or key 0)"))
        self.all.setEnabled(False)
        self.picture = QAction(self.tr("Save picture…"), self)
        self.data = QAction(self.tr("Save data…"), self)
        self._lay_out()
        self._connect()

    # -- for the panel ---------------------------------------------------------------------

    def build(self) -> None:
        """Import pyqtgraph and put the chart in."""
        from promptstudio.gui.parts.charts import CurveChart

        self.chart = CurveChart(self.tr("Curves over steps"), self._theme)
        self.chart.addActions([self.picture, self.data])
        self.chart.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.chart.getViewBox().sigStateChanged.connect(self._on_zoom)
        self.chart.set_log(log=self.log.isChecked())
        self.twin.set_chart(self.chart)
        self.setTabOrder(self._in_order[-2], self.chart)
        self.setTabOrder(self.chart, self.legend)
        self.twin.note.hide()

    @property
    def mode(self) -> Mode:
        """Whether runs are drawn, or means with a band."""
        return MODES[self.modes.currentIndex()]

    @property
    def weight(self) -> float:
        """How much of the past smoothing keeps; 0 where there is none."""
        return WEIGHTS[self.smoothing.currentIndex()] if self.smoothing.isEnabled() else 0.0

    def set_metric(self, title: str, short: str, *, may_smooth: bool) -> None:
        """Tell what the curves measure, in full and as the axis says it."""
        self._title = title
        self._tabled = None
        with QSignalBlocker(self.smoothing):
            self.smoothing.setEnabled(may_smooth)
        if self.chart is not None:
            self.chart.reset_zoom()
            self.chart.name_axes(self.tr("Step"), short)
            self.chart.setAccessibleName(self.tr("{0} over steps").format(title))

    def draw(self, picked: Picked, hint: str, more: str) -> bool:
        """Show curves save the hidden ones; return whether all are there.

        ``hint`` stands in an empty chart, ``more`` tells what is left out.
        """
        self.legend.show_entries(picked.entries)
        self.more.setText(more)
        self.more.setVisible(bool(more))
        if self.chart is None:
            return True
        drawn = {k: c for k, c in picked.curves.items() if not self.legend.is_hidden_series(k)}
        is_done = self.chart.draw(drawn)
        self.chart.show_hint("" if drawn else hint)
        if self.twin.as_table.isChecked():
            is_done = self._show_table() and is_done
        return is_done

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.legend.set_theme(theme)
        self.twin.set_theme(theme)
        if self.chart is not None:
            self.chart.set_theme(theme)

    # -- saving ----------------------------------------------------------------------------

    @Slot(str)
    def save_picture(self, path: str) -> None:
        """Write the chart as a picture."""
        if self.chart is None:
            return
        try:
            save_picture(self.chart, Path(path))
        except ExportError as error:
            self.failed.emit(str(error), "")
        else:
            self.said.emit(self.tr("Saved as {0}").format(path))

    @Slot(str)
    def save_data(self, path: str) -> None:
        """Write all points of the curves as comma-separated text."""
        try:
            Path(path).write_text(curves_csv(self._points()), encoding="utf-8")
        except OSError as error:
            sentence = self.tr("The data can not be saved as '{0}': {1}.")
            self.failed.emit(sentence.format(path, error.strerror), "")
        else:
            self.said.emit(self.tr("Saved as {0}").format(path))

    @Slot()
    def _on_picture(self) -> None:
        ask_save(self, self.tr("Save picture"), "chart.png", KINDS, self.save_picture)

    @Slot()
    def _on_data(self) -> None:
        kinds = self.tr("Comma-separated values (*.csv)")
        ask_save(self, self.tr("Save data"), "chart.csv", kinds, self.save_data)

    # -- inner -----------------------------------------------------------------------------

    def _points(self) -> dict[str, tuple[Values, Values]]:
        curves = {} if self.chart is None else self.chart.curves
        return {curve.title or name: (curve.x, curve.y) for name, curve in curves.items()}

    def _show_table(self) -> bool:
        """Fill the table where something came, now and then; return whether it is up to date."""
        points = self._points()
        key = [(name, len(x), str(y[-1:])) for name, (x, y) in points.items()]
        if key == self._tabled:
            return True
        now = time.monotonic()
        if self._tabled is not None and now - self._tabled_s < _TABLE_EVERY_S:
            return False
        self._tabled, self._tabled_s = key, now
        self.twin.show_table(curve_table(self._title, points))
        self.twin.note.setVisible(bool(self.twin.note.text()))
        return True

    @Slot()
    def _on_zoom(self) -> None:
        self.all.setEnabled(self.chart is not None and self.chart.is_zoomed)

    @Slot(bool)
    def _on_log(self, is_log: bool) -> None:  # noqa: FBT001 - Qt's signature
        if self.chart is not None:
            self.chart.set_log(log=is_log)

    @Slot()
    def _on_all(self) -> None:
        if self.chart is not None:
            self.chart.reset_zoom()

    def _connect(self) -> None:
        self.modes.currentIndexChanged.connect(self.changed)
        self.smoothing.currentIndexChanged.connect(self.changed)
        self.legend.toggled.connect(self.changed)
        self.twin.as_table.toggled.connect(self.changed)
        self.log.toggled.connect(self._on_log)
        self.all.clicked.connect(self._on_all)
        self.picture.triggered.connect(self._on_picture)
        self.data.triggered.connect(self._on_data)

    def _lay_out(self) -> None:
        menu = QMenu(self)
        menu.addActions([self.picture, self.data])
        save = QToolButton()
        save.setText(self.tr("Save"))
        save.setAccessibleName(self.tr("Save the chart"))
        save.setMenu(menu)
        save.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        save.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for combo in (self.modes, self.smoothing):
            combo.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            combo.setMinimumContentsLength(10)
        controls = (self.modes, self.smoothing, self.log, self.all)
        for place, widget in enumerate(controls):
            self.twin.head.insertWidget(place, widget)
        self.twin.head.addWidget(save)
        self._in_order = (*controls, self.twin.as_table, save, self.legend)
        self._side = QWidget()
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 4, 0, 4)
        side.addWidget(self.legend, 1)
        side.addWidget(self.more)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.twin, 4)
        row.addWidget(self._side, 1)
        for before, after in pairwise(self._in_order):
            self.setTabOrder(before, after)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Give the legend room for larger texts."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        letter = self.fontMetrics().averageCharWidth()
        self._side.setMinimumWidth(_LEAST_LETTERS * letter)
        self._side.setMaximumWidth(_LEGEND_LETTERS * letter)
