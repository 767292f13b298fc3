"""The methods of a study: tick those that run; the current one shows its form."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from promptstudio.analysis.presets import Preset, presets_of
from promptstudio.core.declaration import MethodInfo
from promptstudio.core.spec import MethodSpec
from promptstudio.gui.parts.declared import declared
from promptstudio.gui.parts.forms import ConfigForm, changed_values
from promptstudio.gui.parts.grouped_list import GroupedList
from promptstudio.gui.study.method_card import PAPER, SUMMARY, MethodCards
from promptstudio.gui.study.method_entry import Entry, fitting
from promptstudio.gui.study.method_head import MethodHead

_LIST_LINES = 8
_METHODS, _CONTROLS, _EXPERIMENTS = range(3)


class MethodList(QWidget):
    """One entry per method, more by "Duplicate" (to compare settings). Forms are built lazily.

    Entries stand in groups; a study has them in the order in which they came. ``help_wanted``
    names a method.
    """

    changed = Signal()
    help_wanted = Signal(str)

    def __init__(self, methods: Mapping[str, MethodInfo], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._methods = methods
        self._entries: list[Entry] = []
        self._list = GroupedList(
            ("", self.tr("CONTROLS, WHICH A GAIN HAS TO BEAT"), self.tr("EXPERIMENTS, IN NO PAPER"))
        )
        self._list.setAccessibleName(self.tr("Methods"))
        self._list.setItemDelegate(MethodCards(self._list))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search methods"))
        self.search.setAccessibleName(self.tr("Search methods"))
        self.search.setClearButtonEnabled(True)
        self._help = QToolButton()
        self._help.setText("?")
        self._help.setToolTip(self.tr("Help of the method (F1)"))
        self._help.setAccessibleName(self.tr("Help of the method"))
        self._pages = QStackedWidget()
        self._duplicate = QPushButton(self.tr("Duplicate"))
        self._duplicate.setToolTip(
            self.tr("Add the current method once more, to compare other settings.")
        )
        self.head = MethodHead()
        self._lay_out()
        for info in methods.values():
            self._add(info)
        self._list.itemChanged.connect(self._on_item_changed)
        self._list.currentItemChanged.connect(self._on_current)
        self.search.textChanged.connect(self._on_search)
        self._duplicate.clicked.connect(self._on_duplicate)
        self._build_commands()
        self._help.clicked.connect(self._on_help)
        self.head.config_wanted.connect(self._on_config_wanted)
        self.head.preset_wanted.connect(self._on_preset_wanted)
        self._keep_room()

    def changeEvent(self, event: QEvent) -> None:
        """Keep room for some methods when the size of texts changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._keep_room()

    def specs(self) -> tuple[MethodSpec, ...]:
        """Return the ticked methods with the settings that differ from the defaults."""
        return tuple(
            MethodSpec(
                key=entry.info.key,
                label=entry.label,
                control=entry.control,
                config=entry.values,
            )
            for entry in self._entries
            if entry.item.checkState() is Qt.CheckState.Checked
        )

    def lacking(self, keys: Iterable[str]) -> tuple[str, ...]:
        """Return those of some methods that are not listed, each once."""
        return tuple(key for key in dict.fromkeys(keys) if key not in self._methods)

    def check(self, specs: Sequence[MethodSpec]) -> None:
        """Look over the settings of listed methods before they are shown.

        Raises
        ------
        ConfigError
            If one is not valid.
        """
        for spec in specs:
            changed_values(self._methods[spec.key], spec.config)

    def set_specs(self, specs: Sequence[MethodSpec]) -> None:
        """Tick and fill listed methods, and untick all others.

        Entries that fit stay where they are, so that the current form is not left.

        Raises
        ------
        ConfigError
            If a setting is not valid.
        """
        configs = [changed_values(self._methods[spec.key], spec.config) for spec in specs]
        row = self._list.currentRow()
        blocker = QSignalBlocker(self._list)
        entries = fitting(self._entries, specs)
        if entries is None:
            entries = self._made_anew(specs)
        for entry in self._entries:
            entry.item.setCheckState(Qt.CheckState.Unchecked)
        for entry, config in zip(entries, configs, strict=True):
            entry.item.setCheckState(Qt.CheckState.Checked)
            entry.fill(config)
        blocker.unblock()
        if row < 0 or self._current() is None:
            self._list.setCurrentItem(self._entries[0].item)
        self._on_current()
        self._list.viewport().update()
        self.changed.emit()

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

    def current_slots(self) -> int:
        """Return the virtual tokens of the method whose form is shown; 0 if it has no prompt."""
        return self.head.slots

    def set_tasks(self, *, sources: int, targets: int) -> None:
        """Take how many tasks the study has, on which the effort of methods depends."""
        self.head.set_tasks(sources=sources, targets=targets)

    @Slot(QListWidgetItem)
    def _on_item_changed(self, item: QListWidgetItem) -> None:
        entry = next((entry for entry in self._entries if entry.item is item), None)
        if entry is None:  # a heading took another colour
            return
        if entry.label and item.text() != entry.label:
            entry.label = item.text().strip() or entry.label
            item.setText(entry.label)
        self.changed.emit()

    @Slot()
    def _on_current(self) -> None:
        entry = self._current()
        if entry is None:
            return
        self._form_of(entry)
        self._pages.setCurrentWidget(entry.page)
        self._show_head(entry)
        if entry.preset is None and entry.values:
            QTimer.singleShot(0, self, self._on_look)  # presets take a moment to read

    @Slot()
    def _on_form_changed(self) -> None:
        entry = self._current()
        if entry is not None:
            self._show_head(entry)
        self.changed.emit()

    @Slot(dict)
    def _on_config_wanted(self, config: dict[str, Any]) -> None:
        self.current_form().set_values(config)

    @Slot(object)
    def _on_preset_wanted(self, preset: Preset) -> None:
        entry = self._current()
        if entry is not None:
            entry.preset = preset
            self._form_of(entry).set_values(preset.config)

    @Slot()
    def _on_look(self) -> None:
        """See whether settings from outside are those of a preset."""
        entry = self._current()
        if entry is not None and entry.preset is None:
            values = entry.values
            entry.preset = next((p for p in presets_of(entry.info.key) if p.config == values), None)
            self._show_head(entry)

    def _show_head(self, entry: Entry) -> None:
        if not entry.values:
            entry.preset = None
        self.rename.setEnabled(bool(entry.label))
        self.remove.setEnabled(bool(entry.label))
        self.head.show_method(entry.info, entry.values, entry.preset)
        if entry.form is not None:
            entry.form.set_preset(entry.preset.config if entry.preset else None)

    @Slot(str)
    def _on_search(self, text: str) -> None:
        wanted = text.strip().lower()
        for entry in self._entries:
            info = entry.info
            summary = entry.item.data(SUMMARY)
            words = f"{entry.label} {info.title} {info.key} {summary} {info.paper}".lower()
            entry.item.setHidden(wanted not in words)

    @Slot()
    def _on_help(self) -> None:
        info = self.current()
        if info is not None:
            self.help_wanted.emit(info.key)

    @Slot()
    def _on_duplicate(self) -> None:
        source = self._current() or self._entries[0]
        same = sum(entry.info.key == source.info.key for entry in self._entries)
        title = f"{source.info.title} {same + 1}"
        entry = self._add(source.info, title, control=source.control)
        entry.config, entry.preset = source.values, source.preset
        entry.item.setCheckState(Qt.CheckState.Checked)
        self._list.setCurrentItem(entry.item)

    @Slot()
    def _on_rename(self) -> None:
        entry = self._current()
        if entry is not None and entry.label:
            self._list.editItem(entry.item)

    @Slot()
    def _on_remove(self) -> None:
        """Take away an entry with a name of its own; every method keeps one."""
        entry = self._current()
        if entry is None or not entry.label:
            return
        self._entries.remove(entry)
        self._pages.removeWidget(entry.page)
        entry.page.deleteLater()
        with QSignalBlocker(self._list):
            self._list.remove(entry.item)
            if all(other.info.key != entry.info.key for other in self._entries):
                self._add(entry.info)
        same = next(other for other in self._entries if other.info.key == entry.info.key)
        self._list.setCurrentItem(same.item)
        self._on_current()
        self.changed.emit()

    def _keep_room(self) -> None:
        self._list.setMinimumHeight(self.fontMetrics().height() * _LIST_LINES)

    def _build_commands(self) -> None:
        """Give the list a menu of what can be done with the current entry, and keys for it."""
        self.rename = QAction(self.tr("Rename the copy"), self._list)
        self.rename.setShortcut(QKeySequence(Qt.Key.Key_F2))
        self.rename.triggered.connect(self._on_rename)
        self.remove = QAction(self.tr("Remove the copy"), self._list)
        self.remove.setShortcut(QKeySequence(QKeySequence.StandardKey.Delete))
        self.remove.triggered.connect(self._on_remove)
        another = QAction(self._duplicate.text(), self._list)
        another.triggered.connect(self._on_duplicate)
        for action in (another, self.rename, self.remove):
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            self._list.addAction(action)
        self._list.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _current(self) -> Entry | None:
        item = self._list.currentItem()
        return next((entry for entry in self._entries if entry.item is item), None)

    def _made_anew(self, specs: Sequence[MethodSpec]) -> list[Entry]:
        self._remove_all()
        made = [self._add(self._methods[s.key], s.label, control=s.control) for s in specs]
        for info in self._methods.values():
            if all(entry.info.key != info.key for entry in self._entries):
                self._add(info)
        return made

    def _add(self, info: MethodInfo, label: str = "", *, control: bool = False) -> Entry:
        item = QListWidgetItem(label or info.title)
        summary = declared(info.summary)
        item.setToolTip(f"{summary}\n{info.paper}")
        item.setData(SUMMARY, summary)
        item.setData(PAPER, info.paper.partition(",")[0])
        if label:
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        page = QScrollArea()
        page.setAccessibleName(self.tr("Settings of {0}").format(label or info.title))
        page.setWidgetResizable(True)
        page.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        entry = Entry(info, label, control, item, page, {})
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

    def _form_of(self, entry: Entry) -> ConfigForm:
        if entry.form is None:
            entry.form = ConfigForm(entry.info, in_parts=True)
            entry.form.set_values(entry.config)
            entry.page.setWidget(entry.form)
            entry.form.changed.connect(self._on_form_changed)
        return entry.form

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        title = QLabel(self.tr("&Methods"))
        title.setBuddy(self._list)
        head.addWidget(title)
        head.addWidget(self.search, 1)
        head.addWidget(self._help)
        head.addWidget(self._duplicate)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        below = QWidget()
        lower = QVBoxLayout(below)
        lower.setContentsMargins(0, 0, 0, 0)
        lower.setSpacing(4)
        lower.addWidget(self.head)
        lower.addWidget(self._pages, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self._list)
        split.addWidget(below)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 5)
        column.addWidget(split, 1)
