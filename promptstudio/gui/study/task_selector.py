"""The task tree: search, families, and two tick columns for source and target."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Final, get_args

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QSignalBlocker,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QAction, QKeySequence, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from promptstudio.analysis.relatedness import nearest
from promptstudio.gui.parts.declared import declared
from promptstudio.gui.ports import Card, Catalogue
from promptstudio.gui.study.task_filter import KEY, ORIGIN, SEARCH, Kind, TaskFilter

_NAME, _SOURCE, _TARGET, _RELATED = range(4)
_AROUND_PX: Final = 6
_MEASURED: Final = 50
"""Lines after which a column is as wide as it needs to be: each costs a call for its height."""
_ORDER: Final = (_NAME, _RELATED, _SOURCE, _TARGET)
"""Columns as they are shown."""


class TaskSelector(QWidget):
    """Picks source and target tasks; ``shown`` names the current one.

    A task is source, target or neither; ticking one column unticks the other.
    """

    changed = Signal()
    shown = Signal(str)

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._rows: dict[str, list[QStandardItem]] = {}
        self._families: dict[str, QStandardItem] = {}
        self._picked: dict[int, list[str]] = {_SOURCE: [], _TARGET: []}
        self._model = self._build_model()
        self.filter = TaskFilter((_SOURCE, _TARGET), self)
        self.filter.setSourceModel(self._model)
        self._search = QLineEdit()
        self._search.setPlaceholderText(self.tr("Search tasks"))
        self._search.setAccessibleName(self.tr("Search tasks"))
        self._search.setClearButtonEnabled(True)
        self.kind = self._build_kinds()
        self._tree = self._build_tree()
        self._count = QLabel()
        self._lay_out()
        self._search.textChanged.connect(self._on_search)
        self.kind.currentIndexChanged.connect(self._on_kind)
        self._model.itemChanged.connect(self._on_item_changed)
        self._tree.selectionModel().currentRowChanged.connect(self._on_current)
        self._refresh()

    def add(self, card: Card) -> None:
        """Take up a task, or show one of the same key as it is now."""
        self._catalogue = {**self._catalogue, card.key: card}
        row = self._rows.get(card.key)
        if row is None:
            self._append(self._model, card.key, card)
        else:
            self._describe(row, card)
            before, family = row[_NAME].parent(), self._family(self._model, card.family)
            if family is not before:
                family.appendRow(before.takeRow(row[_NAME].row()))
        self._name_families()
        self._tree.expandAll()
        self._refresh()

    def remove(self, key: str) -> None:
        """Forget a task."""
        row = self._rows.get(key)
        if row is None:
            return
        for column in (_SOURCE, _TARGET):
            row[column].setCheckState(Qt.CheckState.Unchecked)
        del self._rows[key]
        self._catalogue = {k: card for k, card in self._catalogue.items() if k != key}
        self._model.removeRow(row[_NAME].row(), row[_NAME].index().parent())
        self._name_families()

    def sources(self) -> tuple[str, ...]:
        """Return the ticked source tasks, in the order in which they were ticked."""
        return tuple(self._picked[_SOURCE])

    def targets(self) -> tuple[str, ...]:
        """Return the ticked target tasks, in the order in which they were ticked."""
        return tuple(self._picked[_TARGET])

    def lacking(self, keys: Iterable[str]) -> tuple[str, ...]:
        """Return those of some tasks that are not listed, each once."""
        return tuple(key for key in dict.fromkeys(keys) if key not in self._rows)

    def set_selection(self, sources: Iterable[str], targets: Iterable[str]) -> None:
        """Tick tasks, as far as they are listed, and untick all others."""
        wanted = {_SOURCE: list(sources), _TARGET: list(targets)}
        picked = {c: [key for key in keys if key in self._rows] for c, keys in wanted.items()}
        if picked != self._picked:
            self._picked = picked
            with QSignalBlocker(self._model):
                for key, row in self._rows.items():
                    for column, keys in wanted.items():
                        row[column].setCheckState(_state(ticked=key in keys))
            self.filter.invalidate()
            self._tree.expandAll()
            self._refresh()
        self.changed.emit()

    def tick(self, key: str, *, source: bool) -> None:
        """Tick a task as a person does."""
        self._rows[key][_SOURCE if source else _TARGET].setCheckState(Qt.CheckState.Checked)

    def search(self, text: str) -> None:
        """Show only tasks that match a text."""
        self._search.setText(text)

    def visible_keys(self) -> tuple[str, ...]:
        """Return the tasks that search and filter leave."""
        families = (self.filter.index(row, 0) for row in range(self.filter.rowCount()))
        return tuple(
            self.filter.index(row, 0, family).data(KEY)
            for family in families
            for row in range(self.filter.rowCount(family))
        )

    def related_text(self, key: str) -> str:
        """Return what the tree says of a task's relation to the targets."""
        return self._rows[key][_RELATED].text()

    def show_rows(self, key: str) -> None:
        """Make a task the current one; its rows are shown."""
        index = self.filter.mapFromSource(self._rows[key][_NAME].index())
        if index.isValid() and index != self._tree.currentIndex():
            self._tree.setCurrentIndex(index)
        else:
            self.shown.emit(key)

    def _toggle(self, column: int) -> None:
        key = self._tree.currentIndex().siblingAtColumn(_NAME).data(KEY)
        if key in self._rows:
            item = self._rows[key][column]
            item.setCheckState(_state(ticked=item.checkState() is not Qt.CheckState.Checked))

    @Slot(str)
    def _on_search(self, text: str) -> None:
        self.filter.search(text)
        self._tree.expandAll()

    @Slot()
    def _on_kind(self) -> None:
        self.filter.choose(self.kind.currentData())
        self._tree.expandAll()

    @Slot(QStandardItem)
    def _on_item_changed(self, item: QStandardItem) -> None:
        key, column = item.data(KEY), item.column()
        if column not in self._picked:
            return
        is_ticked = item.checkState() is Qt.CheckState.Checked
        if is_ticked and key in self._picked[column]:
            return  # something else of the item has changed
        if is_ticked:
            self._picked[column].append(key)
            other = _TARGET if column == _SOURCE else _SOURCE
            self._rows[key][other].setCheckState(Qt.CheckState.Unchecked)
        elif key in self._picked[column]:
            self._picked[column].remove(key)
        else:
            return  # the other half of a change that was told already
        self._refresh()
        self.changed.emit()

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        key = current.siblingAtColumn(_NAME).data(KEY)
        if key:
            self.shown.emit(key)

    def _refresh(self) -> None:
        """Count the ticks, and say how tasks are related to the targets."""
        text = self.tr("{0} source, {1} target")
        self._count.setText(text.format(len(self.sources()), len(self.targets())))
        targets = {key: self._catalogue[key].related for key in self.targets()}
        short, long = self._relations()
        found_any = False
        with QSignalBlocker(self._model):
            for key, row in self._rows.items():
                found = None if key in targets else nearest(key, targets)
                row[_RELATED].setText(short[found.kind] if found else "")
                tip = self.tr("To {0}: {1}")
                row[_RELATED].setToolTip(
                    tip.format(self._catalogue[found.target].title, long[found.kind])
                    if found
                    else ""
                )
                found_any = found_any or found is not None
        self._tree.setColumnHidden(_RELATED, not found_any)
        self._tree.viewport().update()

    def _relations(self) -> tuple[dict[str, str], dict[str, str]]:
        """Return the relations in a word, and in words."""
        words = {
            "same_skill": (self.tr("same"), self.tr("the same skill")),
            "same_skill_other_words": (
                self.tr("words"),
                self.tr("the same skill with other label words"),
            ),
            "composition": (self.tr("part"), self.tr("one is a part of the other")),
            "adversarial": (self.tr("contrary"), self.tr("the label words mean the contrary")),
            "unrelated": ("", self.tr("unrelated")),
        }
        return {k: s for k, (s, _) in words.items()}, {k: t for k, (_, t) in words.items()}

    def _build_model(self) -> QStandardItemModel:
        model = QStandardItemModel(0, 4, self)
        model.setHorizontalHeaderLabels(
            [self.tr("Task"), self.tr("Source"), self.tr("Target"), self.tr("Related")]
        )
        for key, card in sorted(self._catalogue.items(), key=_place_of):
            self._append(model, key, card)
        self._name_families()
        return model

    def _append(self, model: QStandardItemModel, key: str, card: Card) -> None:
        self._rows[key] = self._row_of(key, card)
        self._family(model, card.family).appendRow(self._rows[key])

    def _family(self, model: QStandardItemModel, name: str) -> QStandardItem:
        """Return the item that a family stands under, new if there was none."""
        if name not in self._families:
            family = QStandardItem()
            family.setEditable(False)
            self._families[name] = family
            model.appendRow([family, _blank(), _blank(), _blank()])
        return self._families[name]

    def _name_families(self) -> None:
        for name, item in self._families.items():
            words = _family_title(name)
            item.setText(f"{words} ({item.rowCount()})")

    def _row_of(self, key: str, card: Card) -> list[QStandardItem]:
        items = [QStandardItem() for _ in _ORDER]
        for column, item in enumerate(items):
            item.setEditable(False)
            item.setCheckable(column in self._picked)
            item.setData(key, KEY)
        self._describe(items, card)
        return items

    def _describe(self, items: Sequence[QStandardItem], card: Card) -> None:
        """Write what a card says into its row."""
        name, family = items[_NAME], _family_title(card.family)
        name.setText(card.title)
        note = self.tr("\nNot seen in the backbone's pre-training.") if card.held_out else ""
        name.setToolTip(f"{card.title}\n{card.summary}\n{card.key}{note}")
        words = f"{card.title} {card.key} {card.family} {card.summary} {family}"
        name.setData(words.lower(), SEARCH)
        name.setData(card.origin, ORIGIN)
        for column, role in ((_SOURCE, self.tr("source")), (_TARGET, self.tr("target"))):
            text = f"{card.title}: {role}"
            items[column].setData(text, Qt.ItemDataRole.AccessibleTextRole)

    def _build_kinds(self) -> QComboBox:
        titles = (
            self.tr("All"),
            self.tr("Ticked"),
            self.tr("Sandbox"),
            self.tr("Own data"),
            self.tr("Hub"),
            self.tr("Hub, verified"),
        )
        box = QComboBox()
        for title, kind in zip(titles, get_args(Kind), strict=True):
            box.addItem(title, kind)
        box.setAccessibleName(self.tr("Which tasks are shown"))
        box.setToolTip(self.tr("Which tasks are shown"))
        return box

    def _build_tree(self) -> QTreeView:
        tree = QTreeView()
        tree.setModel(self.filter)
        tree.setAccessibleName(self.tr("Tasks"))
        tree.setItemDelegate(_Lines(tree))
        tree.setUniformRowHeights(True)
        tree.setIndentation(10)
        tree.setAllColumnsShowFocus(True)
        tree.expandAll()
        tree.setToolTip(self.tr("Space ticks a task as target, Shift+Space as source."))
        for text, keys, column in (
            (self.tr("Target on or off"), "Space", _TARGET),
            (self.tr("Source on or off"), "Shift+Space", _SOURCE),
        ):
            action = QAction(text, tree)
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(partial(self._toggle, column))
            tree.addAction(action)
        tree.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        header = tree.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(30)
        header.setResizeContentsPrecision(_MEASURED)
        header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        for column in (_SOURCE, _TARGET, _RELATED):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        for place, column in enumerate(_ORDER):
            header.moveSection(header.visualIndex(column), place)
        return tree

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._search, 1)
        head.addWidget(self.kind)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 0, 6)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self._tree, 1)
        column.addWidget(self._count)


class _Lines(QStyledItemDelegate):
    """Lines that leave room for tick boxes at every text size."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the height of a line."""
        size = super().sizeHint(option, index)
        return QSize(size.width(), option.fontMetrics.height() + _AROUND_PX)


def _state(*, ticked: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked


def _blank() -> QStandardItem:
    item = QStandardItem()
    item.setFlags(Qt.ItemFlag.ItemIsEnabled)
    return item


def _place_of(entry: tuple[str, Card]) -> tuple[str, str]:
    card = entry[1]
    return _family_title(card.family), card.title


def _family_title(family: str) -> str:
    return declared(family.replace("_", " ").capitalize())
