"""Jobs as rows: what is at work, what waits, what has ended."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from promptstudio.analysis.groups import score_text
from promptstudio.analysis.lines import LineBook
from promptstudio.analysis.live import JobState, LiveJobs
from promptstudio.analysis.pace import duration_text
from promptstudio.core.events import Status
from promptstudio.gui.parts.theme import Theme
from promptstudio.gui.ports import RunRow

Index = QModelIndex | QPersistentModelIndex

SORT: Final = Qt.ItemDataRole.UserRole + 1
PERCENT: Final = Qt.ItemDataRole.UserRole + 2
METHOD, TARGET, SEED, STATUS, STAGE, BAR, TIME, VALIDATION, TEST, REASON = range(10)
_CENTRED: Final = (SEED, BAR)
_NUMBERS: Final = (TIME, VALIDATION, TEST)
_MARKS: Final = {
    Status.QUEUED: "○",
    Status.RUNNING: "▶",
    Status.PAUSED: "‖",
    Status.FINISHED: "✓",
    Status.FAILED: "✕",
    Status.CANCELLED: "-",
    Status.INTERRUPTED: "!",
}


class QueueModel(QAbstractTableModel):
    """One row per job. Progress comes from what is heard live, all else from the store."""

    def __init__(
        self,
        live: LiveJobs,
        lines: LineBook,
        task_title: Callable[[str], str],
        theme: Theme,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._rows: list[RunRow] = []
        self._live = live
        self._lines = lines
        self._task_title = task_title
        self._theme = theme
        self._titles = (
            self.tr("Method"),
            self.tr("Target"),
            self.tr("Seed"),
            self.tr("Status"),
            self.tr("Stage"),
            self.tr("Steps"),
            self.tr("Time"),
            self.tr("Validation"),
            self.tr("Test"),
            self.tr("Reason"),
        )

    def show_rows(self, rows: Sequence[RunRow]) -> None:
        """Show these jobs. Where the same ones stand in another order, each keeps its marks."""
        before = [row.job_id for row in self._rows]
        after = [row.job_id for row in rows]
        if before == after:
            self._rows = list(rows)
            self.refresh(range(len(rows)))
        elif sorted(before) == sorted(after):
            self._reorder(rows, {job_id: place for place, job_id in enumerate(after)})
        else:
            self.beginResetModel()
            self._rows = list(rows)
            self.endResetModel()

    def refresh_work(self) -> None:
        """Show how far the jobs at work are."""
        self.refresh(place for place, row in enumerate(self._rows) if self._status(row) in _AT_WORK)

    def refresh(self, places: Any) -> None:
        """Show some rows anew."""
        known = list(places)
        if known:
            self.dataChanged.emit(self.index(known[0], 0), self.index(known[-1], REASON))

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.refresh(range(len(self._rows)))

    def row(self, number: int) -> RunRow:
        """Return a job by its row number."""
        return self._rows[number]

    @property
    def rows(self) -> tuple[RunRow, ...]:
        """All jobs, from top to bottom."""
        return tuple(self._rows)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of jobs."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._titles)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let queued jobs be dragged, and dropped beside any."""
        found = super().flags(index) | Qt.ItemFlag.ItemIsDropEnabled
        if index.isValid() and self._rows[index.row()].status is Status.QUEUED:
            found |= Qt.ItemFlag.ItemIsDragEnabled
        return found

    def supportedDropActions(self) -> Qt.DropAction:
        """Let jobs be moved."""
        return Qt.DropAction.MoveAction

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return the title of a column."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        return self._titles[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        row, column = self._rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == SORT:
            return self._sort_key(row, column)
        return self._look(row, column, role)

    def _look(self, row: RunRow, column: int, role: int) -> Any:
        match role:
            case Qt.ItemDataRole.DecorationRole if column == METHOD:
                line = self._lines.line(row.job_id)
                return None if line is None else self._theme.swatch(line.group, line.seed)
            case Qt.ItemDataRole.ForegroundRole:
                return self._ink(row, column)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column)
            case Qt.ItemDataRole.ToolTipRole:
                return row.reason or row.title
            case _ if role == PERCENT:
                return self._percent(row)
        return None

    def _ink(self, row: RunRow, column: int) -> QColor | None:
        if column == STATUS:
            return QColor(self._colour(self._status(row)))
        return QColor(self._theme.muted) if row.kind == "stage" else None

    def _reorder(self, rows: Sequence[RunRow], places: dict[str, int]) -> None:
        self.layoutAboutToBeChanged.emit()
        kept = self.persistentIndexList()
        moved = [self.index(places[self._rows[i.row()].job_id], i.column()) for i in kept]
        self._rows = list(rows)
        self.changePersistentIndexList(kept, moved)
        self.layoutChanged.emit()

    def _text(self, row: RunRow, column: int) -> str:
        if column == TARGET:
            is_stage = row.kind == "stage"
            return self.tr("shared stage") if is_stage else self._task_title(row.target_task or "")
        if column in (STAGE, BAR, TIME):
            return self._progress_text(row, column)
        return {
            METHOD: row.label or row.method,
            SEED: str(row.seed),
            STATUS: f"{_MARKS[self._status(row)]} {self._status(row).value}",
            VALIDATION: _score(row.validation),
            TEST: _score(row.test.get(row.metric)),
            REASON: row.reason,
        }[column]

    def _progress_text(self, row: RunRow, column: int) -> str:
        status, job = self._status(row), self._live.jobs.get(row.job_id)
        if column == TIME:
            return self._time_text(row, job, status)
        if job is None or status not in _AT_WORK:
            return ""
        return job.stage_title if column == STAGE else _steps_text(job)

    def _time_text(self, row: RunRow, job: JobState | None, status: Status) -> str:
        if status is Status.RUNNING and job is not None and job.left_s is not None:
            return self.tr("{0} left").format(duration_text(job.left_s))
        return self.tr("took {0}").format(duration_text(row.seconds)) if row.seconds else ""

    def _sort_key(self, row: RunRow, column: int) -> Any:
        numbers: dict[int, float | None] = {
            SEED: row.seed,
            BAR: self._percent(row),
            TIME: row.seconds,
            VALIDATION: row.validation,
            TEST: row.test.get(row.metric),
        }
        if column not in numbers:
            return self._text(row, column)
        value = numbers[column]
        return float("-inf") if value is None else value

    def _status(self, row: RunRow) -> Status:
        """Return what was heard last; the store is read a moment later."""
        job = self._live.jobs.get(row.job_id)
        if job is None or row.status.is_final or job.status is Status.QUEUED:
            return row.status
        return job.status

    def _percent(self, row: RunRow) -> int:
        """Return the share of the stage's steps that are done; -1 for no bar."""
        job = self._live.jobs.get(row.job_id)
        if job is None or not job.steps or self._status(row) not in _AT_WORK:
            return -1
        return 100 * job.step // job.steps

    def _colour(self, status: Status) -> str:
        match status:
            case Status.FINISHED:
                return self._theme.good
            case Status.FAILED:
                return self._theme.bad
            case Status.RUNNING | Status.PAUSED:
                return self._theme.link
            case Status.INTERRUPTED | Status.CANCELLED:
                return self._theme.warn
            case Status.QUEUED:
                return self._theme.muted


_AT_WORK: Final = (Status.RUNNING, Status.PAUSED)


def _steps_text(job: JobState) -> str:
    return f"{job.step:,} / {job.steps:,}" if job.steps else ""


def _score(value: float | None) -> str:
    return "" if value is None else score_text(value)


def _alignment(column: int) -> Qt.AlignmentFlag:
    if column in _CENTRED:
        return Qt.AlignmentFlag.AlignCenter
    side = Qt.AlignmentFlag.AlignRight if column in _NUMBERS else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
