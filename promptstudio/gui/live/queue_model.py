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
from promptstudio.gui.parts.declared import count_text, declared
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

        self._words = {one: f"{_MARKS[one]} {declared(one.value)}" for one in Status}
        self._cells: dict[int, Callable[[RunRow], str]] = {
            METHOD: lambda row: row.label or row.method,
            TARGET: self._target,
            SEED: lambda row: str(row.seed),
            STATUS: lambda row: self._words[self._status(row)],
            STAGE: self._stage,
            BAR: self._steps,
            TIME: self._time,
            VALIDATION: lambda row: _score(row.validation),
            TEST: lambda row: _score(row.test.get(row.metric)),
            REASON: lambda row: row.reason,
        }

    def show_rows(self, rows: Sequence[RunRow]) -> None:
        """Show these jobs. Where the same ones stand in another order, each keeps its marks."""
        before = [row.job_id for row in self._rows]
        after = [row.job_id for row in rows]
        if before == after:
            self._rows = list(rows)
            self.refresh()
        elif sorted(before) == sorted(after):
            self._reorder(rows, {job_id: place for place, job_id in enumerate(after)})
        else:
            self.beginResetModel()
            self._rows = list(rows)
            self.endResetModel()

    def refresh_work(self) -> None:
        """Show how far the jobs at work are, in the cells that tell it: others cost as much."""
        at_work = [n for n, row in enumerate(self._rows) if self._status(row) in _AT_WORK]
        if at_work:
            self.dataChanged.emit(self.index(at_work[0], STATUS), self.index(at_work[-1], TIME))

    def refresh(self) -> None:
        """Show all rows anew."""
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, REASON))

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.refresh()

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
            return _ALIGNMENTS[section]
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
                return _ALIGNMENTS[column]
            case Qt.ItemDataRole.ToolTipRole:
                return row.reason or self._story(row)
            case _ if role == PERCENT:
                return self._percent(row)
        return None

    def _story(self, row: RunRow) -> str:
        if row.forked_from is None:
            return row.title
        sentence = self.tr("{0}\nForked from {1} after step {2}")
        name = row.forked_from.job_id
        origin = next((other.title for other in self._rows if other.job_id == name), name)
        return sentence.format(row.title, origin, count_text(row.forked_from.step))

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
        return self._cells[column](row)

    def _target(self, row: RunRow) -> str:
        is_stage = row.kind == "stage"
        return self.tr("shared stage") if is_stage else self._task_title(row.target_task or "")

    def _at_work(self, row: RunRow) -> JobState | None:
        return self._live.jobs.get(row.job_id) if self._status(row) in _AT_WORK else None

    def _stage(self, row: RunRow) -> str:
        job = self._at_work(row)
        return "" if job is None else declared(job.stage_title)

    def _steps(self, row: RunRow) -> str:
        job = self._at_work(row)
        if job is None or not job.steps:
            return ""
        return f"{count_text(job.step)} / {count_text(job.steps)}"

    def _time(self, row: RunRow) -> str:
        job = self._live.jobs.get(row.job_id)
        if job is not None and job.left_s is not None and self._status(row) is Status.RUNNING:
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


def _score(value: float | None) -> str:
    return "" if value is None else score_text(value)


def _alignment(column: int) -> Qt.AlignmentFlag:
    if column in _CENTRED:
        return Qt.AlignmentFlag.AlignCenter
    side = Qt.AlignmentFlag.AlignRight if column in _NUMBERS else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


_ALIGNMENTS: Final = tuple(map(_alignment, range(REASON + 1)))
