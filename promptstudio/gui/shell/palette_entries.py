"""What the command palette offers: actions, help of the methods, tasks."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from promptstudio.gui.shell.palette import Entry

if TYPE_CHECKING:
    from promptstudio.gui.shell.main_window import MainWindow


def palette_entries(window: "MainWindow") -> list[Entry]:
    """Return everything that can be done now."""
    return [*_actions(window), *_help(window), *_tasks(window)]


def _actions(window: "MainWindow") -> Iterator[Entry]:
    for action in window.offered().values():
        if action.isEnabled() and action is not window.commands.palette:
            title = action.text().replace("&", "").rstrip("…")
            yield Entry(title, action.shortcut().toString(), action.trigger)


def _help(window: "MainWindow") -> Iterator[Entry]:
    for info in window.services.methods.values():
        title = _tr("Help of {0}").format(info.title)
        yield Entry(title, "", partial(window.help.show_topic, info.key))


def _tasks(window: "MainWindow") -> Iterator[Entry]:
    for key, card in window.services.catalogue.items():
        yield Entry(_tr("Show task {0}").format(card.title), key, partial(_task, window, key))


def _task(window: "MainWindow", key: str) -> None:
    window.show_page(window.study)
    window.study.form.tasks.show_rows(key)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Palette", text)
