"""The methods of a study: tick those that run; the current one shows its form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from promptstudio.core.declaration import MethodInfo
from promptstudio.core.spec import MethodSpec
from promptstudio.gui.parts.forms import ConfigForm, changed_values
from promptstudio.gui.parts.grouped_list import ROW_PX, GroupedList

_LIST_ROWS = 4.3
_METHODS, _CONTROLS, _EXPERIMENTS = range(3)


@dataclass(slots=True)
class _Entry:
    info: MethodInfo
    label: str
    control: bool
    item: QListWidgetItem
    page: QScrollArea
    config: dict[str, Any]
    form: ConfigForm | None = None


class MethodList(QWidget):
    """One entry per method, more by "Duplicate" (to compare settings). Forms are built lazily.

    Entries stand in groups; a study has them in the order in which they came.
    """

    changed = Signal()

    def __init__(self, methods: Mapping[str, MethodInfo], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._methods = methods
        self._entries: list[_Entry] = []
        self._list = GroupedList(
            ("", self.tr("CONTROLS, WHICH A GAIN HAS TO BEAT"), self.tr("EXPERIMENTS, IN NO PAPER"))
        )
        self._list.setAccessibleName(self.tr("Methods"))
        self._summary = QLabel()
        self._summary.setWordWrap(True)
        self._summary.setForegroundRole(self._summary.palette().ColorRole.PlaceholderText)
        self._pages = QStackedWidget()
        self._duplicate = QPushButton(self.tr("Duplicate"))
        self._duplicate.setToolTip(
            self.tr("Add the current method once more, to compare other settings.")
        )
        self._lay_out()
        for info in methods.values():
            self._add(info)
        self._list.itemChanged.connect(self._on_item_changed)
        self._list.currentItemChanged.connect(self._on_current)
        self._duplicate.clicked.connect(self._on_duplicate)
        self._list.setMinimumHeight(round(ROW_PX * _LIST_ROWS))

    def specs(self) -> tuple[MethodSpec, ...]:
        """Return the ticked methods with the settings that differ from the defaults."""
        return tuple(
            MethodSpec(
                key=entry.info.key,
                label=entry.label,
                control=entry.control,
                config=_values(entry),
            )
            for entry in self._entries
            if entry.item.checkState() is Qt.CheckState.Checked
        )

    def set_specs(self, specs: Sequence[MethodSpec]) -> tuple[str, ...]:
        """Tick and fill methods; return the keys that are not known.

        Raises
        ------
        ConfigError
            If a setting is not valid.
        """
        blocker = QSignalBlocker(self._list)
        self._remove_all()
        for spec in specs:
            if spec.key in self._methods:
                entry = self._add(self._methods[spec.key], spec.label, control=spec.control)
                entry.item.setCheckState(Qt.CheckState.Checked)
                entry.config = changed_values(entry.info, spec.config)
        for info in self._methods.values():
            if all(entry.info.key != info.key for entry in self._entries):
                self._add(info)
        blocker.unblock()
        self._list.setCurrentItem(self._entries[0].item)
        self.changed.emit()
        return tuple(spec.key for spec in specs if spec.key not in self._methods)

    def tick(self, key: str, *, ticked: bool = True) -> None:
        """Tick or untick the first entry of a method and make it the current one."""
        entry = next(entry for entry in self._entries if entry.info.key == key)
        entry.item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        self._list.setCurrentItem(entry.item)

    def current(self) -> MethodInfo | None:
        """Return the method whose form is shown."""
        entry = self._current()
        return entry.info if entry else None

    def current_form(self) -> ConfigForm:
        """Return the form that is shown."""
        return self._form_of(self._current() or self._entries[0])

    @Slot(QListWidgetItem)
    def _on_item_changed(self, _item: QListWidgetItem) -> None:
        self.changed.emit()

    @Slot()
    def _on_current(self) -> None:
        entry = self._current()
        if entry is None:
            return
        self._form_of(entry)
        self._pages.setCurrentWidget(entry.page)
        self._summary.setText(entry.info.summary)
        self._summary.setToolTip(entry.info.paper)

    @Slot()
    def _on_duplicate(self) -> None:
        source = self._current() or self._entries[0]
        same = sum(entry.info.key == source.info.key for entry in self._entries)
        title = f"{source.info.title} {same + 1}"
        entry = self._add(source.info, title, control=source.control)
        entry.config = _values(source)
        entry.item.setCheckState(Qt.CheckState.Checked)
        self._list.setCurrentItem(entry.item)

    def _current(self) -> _Entry | None:
        item = self._list.currentItem()
        return next((entry for entry in self._entries if entry.item is item), None)

    def _add(self, info: MethodInfo, label: str = "", *, control: bool = False) -> _Entry:
        item = QListWidgetItem(label or info.title)
        item.setToolTip(f"{info.summary}\n{info.paper}")
        page = QScrollArea()
        page.setAccessibleName(self.tr("Settings of {0}").format(label or info.title))
        page.setWidgetResizable(True)
        page.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        entry = _Entry(info, label, control, item, page, {})
        self._entries.append(entry)
        self._pages.addWidget(page)
        group = _CONTROLS if control or info.is_control else _METHODS
        self._list.add(item, _EXPERIMENTS if info.is_experimental else group)
        return entry

    def _remove_all(self) -> None:
        self._list.empty()
        for entry in self._entries:
            self._pages.removeWidget(entry.page)
            entry.page.deleteLater()
        self._entries.clear()

    def _form_of(self, entry: _Entry) -> ConfigForm:
        if entry.form is None:
            entry.form = ConfigForm(entry.info)
            entry.form.set_values(entry.config)
            entry.page.setWidget(entry.form)
            entry.form.changed.connect(self.changed)
        return entry.form

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        title = QLabel(self.tr("Methods"))
        title.setBuddy(self._list)
        head.addWidget(title, 1)
        head.addWidget(self._duplicate)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        below = QWidget()
        lower = QVBoxLayout(below)
        lower.setContentsMargins(0, 0, 0, 0)
        lower.setSpacing(4)
        lower.addWidget(self._summary)
        lower.addWidget(self._pages, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self._list)
        split.addWidget(below)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 5)
        column.addWidget(split, 1)


def _values(entry: _Entry) -> dict[str, Any]:
    return entry.config if entry.form is None else entry.form.values()
