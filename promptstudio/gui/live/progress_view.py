"""Jobs in flight with their stage, a bar and the time left."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QApplication,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionProgressBar,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

Index = QModelIndex | QPersistentModelIndex

_PERCENT: Final = Qt.ItemDataRole.UserRole + 1
_JOB, _STAGE, _BAR, _LEFT = range(4)


@dataclass(frozen=True, slots=True)
class ProgressLine:
    """One job as the list shows it."""

    title: str
    stage: str
    step: int
    steps: int
    left: str

    @property
    def percent(self) -> int:
        """Steps done in percent."""
        return 100 * self.step // self.steps if self.steps else 0


class ProgressModel(QAbstractTableModel):
    """Progress lines as a table."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[ProgressLine] = []
        self._titles = (self.tr("Job"), self.tr("Stage"), self.tr("Steps"), self.tr("Time left"))

    def show_lines(self, lines: Sequence[ProgressLine]) -> None:
        """Replace all lines."""
        if len(lines) == len(self._lines):
            self._lines = list(lines)
            if lines:
                self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, _LEFT))
            return
        self.beginResetModel()
        self._lines = list(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of lines."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._titles)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        line = self._lines[index.row()]
        if role == _PERCENT and index.column() == _BAR:
            return line.percent
        if role == Qt.ItemDataRole.ToolTipRole:
            return line.title
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        steps = f"{line.step:,} / {line.steps:,}"
        return (line.title, line.stage, steps, line.left)[index.column()]

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return the title of a column."""
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return self._titles[section]
        return None


class BarDelegate(QStyledItemDelegate):
    """Paints the share of steps done as a bar with its numbers."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one bar."""
        bar = QStyleOptionProgressBar()
        bar.rect = option.rect.adjusted(2, 3, -2, -3)
        bar.palette = option.palette
        bar.minimum, bar.maximum = 0, 100
        bar.progress = index.data(_PERCENT)
        bar.text = index.data()
        bar.textVisible = True
        bar.textAlignment = Qt.AlignmentFlag.AlignCenter
        bar.state = QStyle.StateFlag.State_Enabled | QStyle.StateFlag.State_Horizontal
        QApplication.style().drawControl(QStyle.ControlElement.CE_ProgressBar, bar, painter)


class ProgressView(QTableView):
    """The list of jobs in flight."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = ProgressModel(self)
        self.setModel(self.lines)
        self.setItemDelegateForColumn(_BAR, BarDelegate(self))
        self.setAccessibleName(self.tr("Jobs in flight"))
        self.setSelectionMode(QTableView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(22)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(_JOB, QHeaderView.ResizeMode.Stretch)
        for column, width in ((_STAGE, 150), (_BAR, 120), (_LEFT, 90)):
            header.resizeSection(column, width)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
