"""Help of all pages and methods in one window."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QLocale, Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from promptstudio.core.declaration import MethodInfo
from promptstudio.core.paths import resource
from promptstudio.gui.parts.declared import declared
from promptstudio.gui.parts.help_page import help_html

PAGES: Final = ("study", "live", "results", "prompts", "data", "settings", "words")
_SIZE = (900, 640)
_METHOD = "method:"
_KEY = Qt.ItemDataRole.UserRole
_TEXT = Qt.ItemDataRole.UserRole + 1


class HelpWindow(QDialog):
    """Stays beside the main window. Topics are pages, ``words``, and methods by key."""

    def __init__(self, methods: Mapping[str, MethodInfo], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._methods = methods
        self.search = QLineEdit()
        self.topics = QListWidget()
        self.page = QTextBrowser()
        self._lay_out()
        self._list()
        self.search.textChanged.connect(self._on_search)
        self.topics.currentItemChanged.connect(self._on_topic)

    def show_topic(self, topic: str) -> None:
        """Open on a page's name or a method's key; on the words where there is no such topic."""
        self.search.clear()
        keys = [self.topics.item(row).data(_KEY) for row in range(self.topics.count())]
        wanted = topic if topic in keys else f"{_METHOD}{topic}"
        self.topics.setCurrentRow(keys.index(wanted if wanted in keys else "words"))
        self.show()
        self.raise_()
        self.activateWindow()

    @property
    def text(self) -> str:
        """What is shown."""
        return self.page.toPlainText()

    @Slot()
    def _on_topic(self) -> None:
        key = str(self.topics.currentItem().data(_KEY))
        if key.startswith(_METHOD):
            self.page.setHtml(help_html(self._methods[key.removeprefix(_METHOD)]))
        else:
            self.page.setMarkdown(_markdown(key))

    @Slot(str)
    def _on_search(self, text: str) -> None:
        words = text.casefold().split()
        items = [self.topics.item(row) for row in range(self.topics.count())]
        for item in items:
            item.setHidden(not all(word in item.data(_TEXT) for word in words))
        there = [item for item in items if not item.isHidden()]
        if there and self.topics.currentItem() not in there:
            self.topics.setCurrentItem(there[0])

    def _list(self) -> None:
        for name in PAGES:
            text = _markdown(name)
            self._add(text.splitlines()[0].removeprefix("# "), name, text)
        for key, info in self._methods.items():
            words = f"{info.title} {declared(info.summary)} {info.paper}"
            self._add(info.title, f"{_METHOD}{key}", words)

    def _add(self, title: str, key: str, searched: str) -> None:
        item = QListWidgetItem(title)
        item.setToolTip(title)
        item.setData(_KEY, key)
        item.setData(_TEXT, searched.casefold())
        self.topics.addItem(item)

    def _lay_out(self) -> None:
        self.setWindowTitle(self.tr("Help"))
        self.resize(*_SIZE)
        self.setSizeGripEnabled(True)
        self.search.setPlaceholderText(self.tr("Search help"))
        self.search.setAccessibleName(self.tr("Search help"))
        self.search.setClearButtonEnabled(True)
        self.topics.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.topics.setAccessibleName(self.tr("Topics"))
        self.page.setAccessibleName(self.tr("Help"))
        self.page.setOpenExternalLinks(True)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.search)
        column.addWidget(self.topics, 1)
        split = QSplitter()
        split.addWidget(left)
        split.addWidget(self.page)
        split.setStretchFactor(1, 1)
        split.setSizes([240, 660])
        split.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        whole.addWidget(split)


def _markdown(name: str) -> str:
    """Return a page in the language of the window, in English where there is none."""
    pages = resource("help")
    own = pages / QLocale().name().partition("_")[0] / f"{name}.md"
    return (own if own.is_file() else pages / f"{name}.md").read_text(encoding="utf-8")
