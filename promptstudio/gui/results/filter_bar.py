"""Search and filters above the list of runs."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSignalBlocker, QTimer, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
)

from promptstudio.analysis.run_lines import Choices, RunFilter
from promptstudio.core.events import Status
from promptstudio.gui.parts.declared import count_text, declared
from promptstudio.gui.parts.flow import FlowLayout

_SEARCH_CHARACTERS = 26
_CHOICE_CHARACTERS = 13


class FilterBar(QWidget):
    """``changed`` tells that other runs are wanted, see `wanted`."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._job_ids: frozenset[str] | None = None
        self.search = QLineEdit()
        self.study = self._choice(self.tr("Study"), self.tr("All studies"))
        self.method = self._choice(self.tr("Method"), self.tr("All methods"))
        self.target = self._choice(self.tr("Target"), self.tr("All targets"))
        self.status = self._choice(self.tr("Status"), self.tr("Any status"))
        self.tag = self._choice(self.tr("Tag"), self.tr("Any tag"))
        self.favourites = self._switch(self.tr("★ Favourites"), self.tr("Favourites alone"))
        self.archived = self._switch(self.tr("Archived"), self.tr("Archived runs too"))
        self.cell = QPushButton()
        self.columns = QToolButton()
        self.count = QLabel()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(0)  # once for all that changes in a turn
        self._pause.timeout.connect(self.changed)
        self._lay_out()

    def wanted(self) -> RunFilter:
        """Return which runs are wanted."""
        status = self.status.currentData()
        return RunFilter(
            words=self.search.text(),
            study_id=self.study.currentData(),
            method=self.method.currentData(),
            target=self.target.currentData(),
            status=None if status is None else Status(status),  # Qt gives plain text back
            tag=self.tag.currentData(),
            only_favourites=self.favourites.isChecked(),
            with_archived=self.archived.isChecked() or self._job_ids is not None,
            job_ids=self._job_ids,
        )

    def offer(self, choices: Choices) -> None:
        """Offer what the runs can be filtered by; a choice that is no more is given up."""
        before = self.wanted()
        for box, values in (
            (self.study, choices.studies),
            (self.method, choices.methods),
            (self.target, choices.targets),
            (self.status, [(status, declared(name)) for status, name in choices.statuses]),
            (self.tag, choices.tags),
        ):
            _fill(box, values)
        self.tag.setVisible(bool(choices.tags))
        if self.wanted() != before:
            self.changed.emit()

    def show_only(self, job_ids: Sequence[str], title: str) -> None:
        """Want these runs alone, until the person takes that back."""
        self._clear_quietly()
        self._job_ids = frozenset(job_ids)
        self.cell.setText(f"{title}  ✕")
        self.cell.show()
        self.changed.emit()

    def show_study(self, study_id: str) -> None:
        """Want the runs of a study."""
        self.study.setCurrentIndex(max(0, self.study.findData(study_id)))

    def show_count(self, shown: int, whole: int) -> None:
        """Tell how many runs pass."""
        if shown == whole:
            self.count.setText(self.tr("{0} runs").format(count_text(whole)))
        else:
            self.count.setText(
                self.tr("{0} of {1} runs").format(count_text(shown), count_text(whole))
            )

    @Slot()
    def clear(self) -> None:
        """Want all runs that are not archived."""
        self._clear_quietly()
        self.changed.emit()

    def rest(self) -> None:
        """End the timer."""
        self._pause.stop()

    @Slot()
    def _on_cell(self) -> None:
        self._forget_cell()
        self.changed.emit()

    # -- inner -----------------------------------------------------------------------------

    def _clear_quietly(self) -> None:
        widgets = (self.search, self.favourites, self.archived, *self._choices())
        blockers = [QSignalBlocker(widget) for widget in widgets]
        self.search.clear()
        for box in self._choices():
            box.setCurrentIndex(0)
        self.favourites.setChecked(False)
        self.archived.setChecked(False)
        self._forget_cell()
        self._pause.stop()
        del blockers

    def _forget_cell(self) -> None:
        self._job_ids = None
        self.cell.hide()

    def _choices(self) -> tuple[QComboBox, ...]:
        return (self.study, self.method, self.target, self.status, self.tag)

    def _choice(self, name: str, everything: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setToolTip(name)
        box.addItem(everything, None)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(_CHOICE_CHARACTERS)
        box.currentIndexChanged.connect(self.changed)
        return box

    def _switch(self, text: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setToolTip(tip)
        button.setCheckable(True)
        button.toggled.connect(self.changed)
        return button

    def _lay_out(self) -> None:
        self.search.setPlaceholderText(self.tr("Search runs"))
        self.search.setAccessibleName(self.tr("Search runs"))
        self.search.setToolTip(
            self.tr("Words of method, task, study, tag, note or reason; all have to be there")
        )
        self.search.setClearButtonEnabled(True)
        letter = self.fontMetrics().averageCharWidth()
        self.search.setMinimumWidth(letter * _SEARCH_CHARACTERS)
        self.search.textChanged.connect(self._pause.start)
        self.search.addAction(self._seek_action())
        self.cell.setToolTip(self.tr("Show all runs again"))
        self.cell.clicked.connect(self._on_cell)
        self.cell.hide()
        self.columns.setText(self.tr("Columns"))
        self.columns.setToolTip(self.tr("Columns of the list"))
        self.columns.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.columns.setMenu(QMenu(self.columns))
        self.tag.hide()
        flow = FlowLayout(self)
        for widget in (
            *(self.search, self.study, self.method, self.target, self.status, self.tag),
            *(self.favourites, self.archived, self.columns, self.cell, self.count),
        ):
            flow.addWidget(widget)

    def _seek_action(self) -> QAction:
        self.seek = QAction(self.tr("Search runs"), self)
        self.seek.setShortcut("Ctrl+F")
        self.seek.triggered.connect(self._on_seek)
        return self.seek

    @Slot()
    def _on_seek(self) -> None:
        self.search.setFocus()
        self.search.selectAll()


def _fill(box: QComboBox, values: Sequence[tuple[Any, str]]) -> None:
    """Offer values behind the first entry, keeping the chosen one."""
    known = [box.itemData(at) for at in range(1, box.count())]
    if known == [value for value, _ in values]:
        return
    kept = box.currentData()
    with QSignalBlocker(box):
        while box.count() > 1:
            box.removeItem(1)
        for value, title in values:
            box.addItem(title, value)
        box.setCurrentIndex(max(0, box.findData(kept)) if kept is not None else 0)
