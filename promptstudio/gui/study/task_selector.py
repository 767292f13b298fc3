"""The task tree: search, families, and two tick columns for source and target."""

import html
from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import (
    QModelIndex,
    QSignalBlocker,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QHeaderView,
    QLabel,
    QLineEdit,
    QSplitter,
    QTextEdit,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from promptstudio.core.errors import PromptStudioError
from promptstudio.gui.ports import Card, Catalogue, Previews

_NAME, _SOURCE, _TARGET = range(3)
_KEY: Final = Qt.ItemDataRole.UserRole + 1
_SEARCH: Final = Qt.ItemDataRole.UserRole + 2
_TICK_WIDTH = 50
_LEAST_WIDTH = 276
_ROW: Final = QSize(0, 20)


class TaskSelector(QWidget):
    """Picks source and target tasks and shows rows of the current one.

    A task is source, target or neither; ticking one column unticks the other.
    """

    changed = Signal()

    def __init__(
        self, catalogue: Catalogue, previews: Previews, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._previews = previews
        self._rows: dict[str, list[QStandardItem]] = {}
        self._families: dict[str, QStandardItem] = {}
        self._picked: dict[int, list[str]] = {_SOURCE: [], _TARGET: []}
        self._model = self._build_model()
        self._proxy = QSortFilterProxyModel(self)
        self._proxy.setSourceModel(self._model)
        self._proxy.setRecursiveFilteringEnabled(True)
        self._proxy.setFilterRole(_SEARCH)
        self._proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._search = QLineEdit()
        self._search.setPlaceholderText(self.tr("Search tasks"))
        self._search.setAccessibleName(self.tr("Search tasks"))
        self._search.setClearButtonEnabled(True)
        self._tree = self._build_tree()
        self._count = QLabel()
        self._rows_title = QLabel(self.tr("Rows as the model sees them"))
        self._rows_title.setWordWrap(True)
        self._preview = QTextEdit()
        self._preview.setReadOnly(True)
        self._preview.setAccessibleName(self.tr("Preview of rows"))
        self._preview.setTabChangesFocus(True)
        self.setMinimumWidth(_LEAST_WIDTH)
        self._lay_out()
        self._search.textChanged.connect(self._on_search)
        self._model.itemChanged.connect(self._on_item_changed)
        self._tree.selectionModel().currentRowChanged.connect(self._on_current)
        self._show_count()

    def add(self, card: Card) -> None:
        """Take up a task, or show one of the same key as it is now."""
        self._catalogue = {**self._catalogue, card.key: card}
        if card.key not in self._rows:
            self._append(self._model, card.key, card)
            self._tree.expandAll()

    def sources(self) -> tuple[str, ...]:
        """Return the ticked source tasks, in the order in which they were ticked."""
        return tuple(self._picked[_SOURCE])

    def targets(self) -> tuple[str, ...]:
        """Return the ticked target tasks, in the order in which they were ticked."""
        return tuple(self._picked[_TARGET])

    def set_selection(self, sources: Iterable[str], targets: Iterable[str]) -> tuple[str, ...]:
        """Tick tasks; return those that the catalogue lacks."""
        wanted = {_SOURCE: list(sources), _TARGET: list(targets)}
        self._picked = {c: [key for key in keys if key in self._rows] for c, keys in wanted.items()}
        with QSignalBlocker(self._model):
            for key, row in self._rows.items():
                for column, keys in wanted.items():
                    row[column].setCheckState(_state(ticked=key in keys))
        self._tree.viewport().update()
        self._show_count()
        self.changed.emit()
        return tuple(sorted({*wanted[_SOURCE], *wanted[_TARGET]} - self._rows.keys()))

    def tick(self, key: str, *, source: bool) -> None:
        """Tick a task as a person does."""
        self._rows[key][_SOURCE if source else _TARGET].setCheckState(Qt.CheckState.Checked)

    def search(self, text: str) -> None:
        """Show only tasks that match a text."""
        self._search.setText(text)

    def visible_keys(self) -> tuple[str, ...]:
        """Return the tasks that the search leaves."""
        families = (self._proxy.index(row, 0) for row in range(self._proxy.rowCount()))
        return tuple(
            self._proxy.index(row, 0, family).data(_KEY)
            for family in families
            for row in range(self._proxy.rowCount(family))
        )

    def show_rows(self, key: str) -> None:
        """Show rows of a task as the model will see them."""
        card = self._catalogue[key]
        self._rows_title.setText(self.tr("{0}: rows as the model sees them").format(card.title))
        try:
            rows = self._previews(key)
        except PromptStudioError as error:
            self._preview.setPlainText(str(error))
            return
        parts = [f"<p><i>{html.escape(card.summary)}</i></p>"]
        parts += [
            f"<p>{html.escape(text)}<br>→ <b>{html.escape(word)}</b></p>" for text, word in rows
        ]
        self._preview.setHtml("".join(parts))

    def preview_text(self) -> str:
        """Return the text of the preview."""
        return self._preview.toPlainText()

    @Slot(str)
    def _on_search(self, text: str) -> None:
        self._proxy.setFilterFixedString(text)
        self._tree.expandAll()

    @Slot(QStandardItem)
    def _on_item_changed(self, item: QStandardItem) -> None:
        key, column = item.data(_KEY), item.column()
        if item.checkState() is Qt.CheckState.Checked:
            self._picked[column].append(key)
            other = _TARGET if column == _SOURCE else _SOURCE
            self._rows[key][other].setCheckState(Qt.CheckState.Unchecked)
        elif key in self._picked[column]:
            self._picked[column].remove(key)
        else:
            return  # the other half of a change that was told already
        self._show_count()
        self.changed.emit()

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        key = current.siblingAtColumn(_NAME).data(_KEY)
        if key:
            self.show_rows(key)

    def _show_count(self) -> None:
        text = self.tr("{0} source, {1} target")
        self._count.setText(text.format(len(self.sources()), len(self.targets())))

    def _build_model(self) -> QStandardItemModel:
        model = QStandardItemModel(0, 3, self)
        model.setHorizontalHeaderLabels([self.tr("Task"), self.tr("Source"), self.tr("Target")])
        for key, card in sorted(
            self._catalogue.items(), key=lambda entry: (entry[1].family, entry[1].title)
        ):
            self._append(model, key, card)
        return model

    def _append(self, model: QStandardItemModel, key: str, card: Card) -> None:
        if card.family not in self._families:
            family = QStandardItem(card.family.replace("_", " ").capitalize())
            family.setEditable(False)
            family.setSizeHint(_ROW)
            self._families[card.family] = family
            model.appendRow([family, _blank(), _blank()])
        self._rows[key] = self._row_of(key, card)
        self._families[card.family].appendRow(self._rows[key])

    def _row_of(self, key: str, card: Card) -> list[QStandardItem]:
        name = QStandardItem(card.title)
        note = self.tr("\nNot seen in the backbone's pre-training.") if card.held_out else ""
        name.setToolTip(f"{card.summary}\n{key}{note}")
        name.setData(f"{card.title} {key} {card.family} {card.summary}", _SEARCH)
        items = [name, QStandardItem(), QStandardItem()]
        roles = ("", self.tr("source"), self.tr("target"))
        for item, role in zip(items, roles, strict=True):
            item.setEditable(False)
            item.setSizeHint(_ROW)
            item.setData(key, _KEY)
            if role:
                item.setCheckable(True)
                item.setData(f"{card.title}: {role}", Qt.ItemDataRole.AccessibleTextRole)
        return items

    def _build_tree(self) -> QTreeView:
        tree = QTreeView()
        tree.setModel(self._proxy)
        tree.setAccessibleName(self.tr("Tasks"))
        tree.setUniformRowHeights(True)
        tree.setIndentation(10)
        tree.setAllColumnsShowFocus(True)
        tree.expandAll()
        header = tree.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(30)
        header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        for column in (_SOURCE, _TARGET):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, _TICK_WIDTH)
        return tree

    def _lay_out(self) -> None:
        upper, lower = QWidget(), QWidget()
        for box, widgets in (
            (upper, (self._search, self._tree, self._count)),
            (lower, (self._rows_title, self._preview)),
        ):
            column = QVBoxLayout(box)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(4)
            for widget in widgets:
                column.addWidget(widget)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(upper)
        splitter.addWidget(lower)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        splitter.setChildrenCollapsible(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(6, 6, 0, 6)
        outer.addWidget(splitter)


def _state(*, ticked: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked


def _blank() -> QStandardItem:
    item = QStandardItem()
    item.setFlags(Qt.ItemFlag.ItemIsEnabled)
    return item
