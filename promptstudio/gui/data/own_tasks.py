"""The tasks that lie in the workspace: look at their source again, remove, bring back."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from promptstudio.core.errors import PromptStudioError
from promptstudio.gui.ports import Importer

_KEY = Qt.ItemDataRole.UserRole


class OwnTasks(QWidget):
    """``removed`` tells a key, and the shipped card that was hidden by it or None.

    ``restored`` tells a card.
    """

    removed = Signal(str, object)
    restored = Signal(object)
    failed = Signal(str, str)

    def __init__(self, importer: Importer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._importer = importer
        self._gone: list[str] = []
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Own tasks"))
        self.empty = QLabel(self.tr("What you import will be listed here."))
        self.empty.setWordWrap(True)
        self.problems = QLabel()
        self.problems.setWordWrap(True)
        self.problems.setAccessibleName(self.tr("Broken cards"))
        self.problems.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.remove = QPushButton(self.tr("Re&move"))
        self.remove.setToolTip(self.tr("Move the task into the trash of the workspace"))
        self.undo = QAction(self.tr("Bring the removed task back"), self)
        title = QLabel(self.tr("&Own tasks"))
        title.setBuddy(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 0, 6)
        for widget in (title, self.empty, self.list, self.problems, self.remove):
            column.addWidget(widget)
        column.setStretchFactor(self.list, 1)
        self.list.currentItemChanged.connect(self._on_current)
        self.remove.clicked.connect(self._on_remove)
        self.undo.triggered.connect(self._on_undo)
        self._on_current()
        self.undo.setEnabled(False)

    @Slot()
    def refresh(self) -> None:
        """List the tasks as they are now."""
        cards, problems = self._importer.own()
        self.list.clear()
        for card in cards:
            item = QListWidgetItem(card.title)
            item.setToolTip(f"{card.key}: {card.summary}" if card.summary else card.key)
            item.setData(_KEY, card.key)
            self.list.addItem(item)
        self.empty.setVisible(not cards)
        self.problems.setText("\n".join(problems))
        self.problems.setVisible(bool(problems))

    @Slot()
    def _on_current(self) -> None:
        self.remove.setEnabled(self.list.currentRow() >= 0)

    @Slot()
    def _on_remove(self) -> None:
        key = str(self.list.currentItem().data(_KEY))
        try:
            shipped = self._importer.remove(key)
        except PromptStudioError as error:
            self.failed.emit(str(error), "")
            return
        self._gone.append(key)
        self.undo.setEnabled(True)
        self.refresh()
        self.removed.emit(key, shipped)

    @Slot()
    def _on_undo(self) -> None:
        if not self._gone:
            return
        try:
            card = self._importer.restore(self._gone.pop())
        except PromptStudioError as error:
            self.failed.emit(str(error), "")
            return
        finally:
            self.undo.setEnabled(bool(self._gone))
        self.refresh()
        self.restored.emit(card)
