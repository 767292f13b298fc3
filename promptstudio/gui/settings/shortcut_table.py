"""The keys of all actions, each of which can be changed."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QGroupBox,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

_NAME, _KEYS = range(2)
_ROWS = 8


class ShortcutTable(QGroupBox):
    """``bound`` tells all keys that differ from the program's own, by action name."""

    bound = Signal(dict)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self._actions: dict[str, QAction] = {}
        self._own: dict[str, list[QKeySequence]] = {}
        self._changed: dict[str, str] = {}
        self.table = QTableWidget(0, 2)
        self.table.setHorizontalHeaderLabels([self.tr("Action"), self.tr("Keys")])
        self.table.setAccessibleName(self.tr("Keys of all actions"))
        self.table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(_KEYS, QHeaderView.ResizeMode.ResizeToContents)
        self.table.setMinimumHeight(self.table.fontMetrics().height() * 2 * _ROWS)
        self.keys = QKeySequenceEdit()
        self.keys.setMaximumSequenceLength(1)
        self.keys.setAccessibleName(self.tr("New keys of the chosen action"))
        self.take = QPushButton(self.tr("&Use these keys"))
        self.own = QPushButton(self.tr("&Own keys"))
        self.own.setToolTip(self.tr("Give the chosen action the keys it came with."))
        self.note = QLabel()
        self.note.setWordWrap(True)
        row = QHBoxLayout()
        for widget in (self.keys, self.take, self.own):
            row.addWidget(widget)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.addWidget(self.table)
        column.addLayout(row)
        column.addWidget(self.note)
        self.take.clicked.connect(self._on_take)
        self.own.clicked.connect(self._on_own)
        self.table.itemSelectionChanged.connect(self._on_selected)
        self._on_selected()

    def offer(self, actions: Mapping[str, QAction], changed: Mapping[str, str]) -> None:
        """List actions by name; ``changed`` holds the keys that a person gave.

        It is called again when more actions are known.
        """
        new = actions.keys() - self._own.keys()
        self._own |= {name: actions[name].shortcuts() for name in new}
        self._actions = dict(actions)
        self.table.setRowCount(len(actions))
        for row, (name, action) in enumerate(actions.items()):
            title = action.text().replace("&", "").rstrip("…")
            item = QTableWidgetItem(title)
            item.setData(Qt.ItemDataRole.UserRole, name)
            self.table.setItem(row, _NAME, item)
            self.table.setItem(row, _KEYS, QTableWidgetItem())
        self.show_changed(changed)

    def show_changed(self, changed: Mapping[str, str]) -> None:
        """Give the actions a person's keys, and the others their own."""
        self._changed = dict(changed)
        for row, (name, action) in enumerate(self._actions.items()):
            keys = self._changed.get(name)
            wanted = self._own[name] if keys is None else [QKeySequence(keys)]
            action.setShortcuts([one for one in wanted if not one.isEmpty()])
            if action.statusTip():
                told = f" ({_text(action.shortcuts()[:1])})" if action.shortcuts() else ""
                action.setToolTip(f"{action.statusTip()}{told}")
            item = self.table.item(row, _KEYS)
            if item is not None:
                item.setText(_text(action.shortcuts()))

    @Slot()
    def _on_selected(self) -> None:
        name = self._chosen()
        for widget in (self.keys, self.take, self.own):
            widget.setEnabled(name is not None)
        self.keys.setKeySequence(
            self._actions[name].shortcut() if name is not None else QKeySequence()
        )

    @Slot()
    def _on_take(self) -> None:
        name, keys = self._chosen(), self.keys.keySequence()
        if name is None:
            return
        others = [other for other in self._actions if other != name]
        if self._are_free([] if keys.isEmpty() else [keys], others):
            self.bound.emit({**self._changed, name: keys.toString()})

    @Slot()
    def _on_own(self) -> None:
        name = self._chosen()
        if name is None:
            return
        kept = {other: keys for other, keys in self._changed.items() if other != name}
        # Actions of different pages may share keys from the beginning; those are in nobody's way.
        if self._are_free(self._own[name], [other for other in kept if other in self._actions]):
            self.bound.emit(kept)

    def _are_free(self, keys: Sequence[QKeySequence], others: Sequence[str]) -> bool:
        """Tell whether none of these actions has one of the keys, and if one has, which."""
        for key in keys:
            holder = next((o for o in others if key in self._actions[o].shortcuts()), None)
            if holder is not None:
                text = self.tr("{0} belongs to '{1}'. Give that action other keys first.")
                title = self._actions[holder].text().replace("&", "").rstrip("…")
                self.note.setText(text.format(_text([key]), title))
                return False
        self.note.clear()
        return True

    def _chosen(self) -> str | None:
        items = self.table.selectedItems()
        return None if not items else str(items[0].data(Qt.ItemDataRole.UserRole))


def _text(keys: Sequence[QKeySequence]) -> str:
    native = QKeySequence.SequenceFormat.NativeText
    return ", ".join(one.toString(native) for one in keys)
