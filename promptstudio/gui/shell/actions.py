"""Everything the menus, the toolbar and the shortcuts can do, each as one action."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Final, get_args

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QToolBar

from promptstudio.core.preferences import ThemeChoice
from promptstudio.gui.parts.theme import Theme

_ICONS = {
    "run": "run",
    "keep": "keep",
    "cancel": "cancel",
    "resume": "resume",
    "export": "export",
    "compare": "compare",
    "open": "open",
    "save": "save",
    "help": "help",
}


THEMES: Final = get_args(ThemeChoice)
_PAGES = ("study", "live", "results", "prompts", "data", "settings")


@dataclass(frozen=True, slots=True)
class Actions:
    """The actions of the window, by name; ``pages`` turn to the pages in their order."""

    run: QAction
    keep: QAction
    cancel: QAction
    resume: QAction
    export: QAction
    compare: QAction
    open: QAction
    data_in: QAction
    table: QAction
    save: QAction
    help: QAction
    quit: QAction
    undo: QAction
    redo: QAction
    palette: QAction
    tour: QAction
    system: QAction
    light: QAction
    dark: QAction
    contrast: QAction
    pages: tuple[QAction, ...]

    def set_theme(self, theme: Theme) -> None:
        """Give the icons the colours of a theme."""
        for name, icon in _ICONS.items():
            getattr(self, name).setIcon(theme.icon(icon))
        for action, name in zip(self.pages, _PAGES, strict=True):
            action.setIcon(theme.icon(f"page_{name}"))

    def by_name(self) -> dict[str, QAction]:
        """Return all actions by name; a page's begins with ``page_``."""
        own = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "pages"}
        turns = zip(_PAGES, self.pages, strict=True)
        return own | {f"page_{name}": action for name, action in turns}

    def connect(self, slots: Mapping[str, Callable[[], None]]) -> None:
        """Connect actions to slots by name."""
        for name, slot in slots.items():
            getattr(self, name).triggered.connect(slot)


def build_actions(window: QMainWindow) -> Actions:
    """Create the actions with their texts, tips and shortcuts."""
    made = {name: _action(window, *entry) for name, entry in _texts().items()}
    group = QActionGroup(window)
    for name in THEMES:
        made[name].setCheckable(True)
        group.addAction(made[name])
    titles = enumerate(_page_titles(), start=1)
    pages = tuple(_action(window, title, tip, (f"Ctrl+{at}",)) for at, (title, tip) in titles)
    return Actions(**made, pages=pages)


def _action(window: QMainWindow, text: str, tip: str, keys: Sequence[str]) -> QAction:
    action = QAction(text, window)
    action.setShortcuts([QKeySequence(key) for key in keys])
    action.setToolTip(f"{tip} ({keys[0]})" if keys else tip)
    action.setStatusTip(tip)
    return action


def _page_titles() -> tuple[tuple[str, str], ...]:
    return (
        (_tr("Study"), _tr("Set up tasks, methods and protocol")),
        (_tr("Live"), _tr("Watch what runs")),
        (_tr("Results"), _tr("Compare runs and methods")),
        (_tr("Prompts"), _tr("Look into prompts and try them")),
        (_tr("Data"), _tr("Take data in as tasks")),
        (_tr("Settings"), _tr("Look and behaviour of the program")),
    )


def _texts() -> dict[str, tuple[str, str, Sequence[str]]]:
    return {
        "run": (_tr("&Run"), _tr("Run the study"), ("Ctrl+R", "Ctrl+Return", "Ctrl+Enter")),
        "keep": (
            _tr("&Stop and keep"),
            _tr("End the selected runs (or all) at the next step; keep and score the best prompts"),
            ("Ctrl+.",),
        ),
        "cancel": (
            _tr("&Cancel"),
            _tr("End the selected runs (or all) at once, without a result"),
            ("Ctrl+Shift+.",),
        ),
        "resume": (_tr("Res&ume"), _tr("Continue the selected runs from their checkpoints"), ()),
        "export": (_tr("&Export…"), _tr("Export the prompt of the selected run"), ("Ctrl+E",)),
        "compare": (
            _tr("Co&mpare…"),
            _tr("Compare the methods of the selected run's study, or of the newest"),
            ("Ctrl+M",),
        ),
        "data_in": (
            _tr("&Import data…"),
            _tr("Take own data or a data set of the hub in as a task"),
            ("Ctrl+I",),
        ),
        "table": (
            _tr("Open &transfer table…"),
            _tr("Show transfer scores measured elsewhere as a matrix"),
            (),
        ),
        "open": (_tr("&Open study…"), _tr("Open a study file"), ("Ctrl+O",)),
        "save": (_tr("&Save study…"), _tr("Save the study as a file"), ("Ctrl+S",)),
        "help": (_tr("&Help"), _tr("Explain the page, or the current method"), ("F1",)),
        "quit": (_tr("&Quit"), _tr("Close the window"), ("Ctrl+Q",)),
        "system": (_tr("As the &system"), _tr("Light or dark as the system"), ()),
        "light": (_tr("&Light"), _tr("Light colours"), ()),
        "dark": (_tr("&Dark"), _tr("Dark colours"), ()),
        "contrast": (_tr("&High contrast"), _tr("Colours of high contrast"), ()),
        "undo": (_tr("&Undo"), _tr("Take the last change of this page back"), ("Ctrl+Z",)),
        "redo": (
            _tr("&Redo"),
            _tr("Make a change again that was taken back"),
            ("Ctrl+Shift+Z", "Ctrl+Y"),
        ),
        "tour": (_tr("&Tour"), _tr("Two minutes over all pages, to a finished study"), ()),
        "palette": (
            _tr("&Command palette…"),
            _tr("Find anything that can be done by typing"),
            ("Ctrl+K",),
        ),
    }


def build_menus(window: QMainWindow, actions: Actions) -> None:
    """Put the actions into the menu bar."""
    menus: dict[str, tuple[QAction | None, ...]] = {
        _tr("&Study"): (
            actions.open,
            actions.save,
            None,
            actions.data_in,
            actions.table,
            None,
            actions.quit,
        ),
        _tr("&Edit"): (actions.undo, actions.redo, None, actions.palette),
        _tr("&Run"): (
            actions.run,
            actions.keep,
            actions.cancel,
            actions.resume,
            None,
            actions.export,
            actions.compare,
        ),
        _tr("&View"): (*actions.pages, None, *(getattr(actions, name) for name in THEMES)),
        _tr("&Help"): (actions.help, actions.tour),
    }
    for title, entries in menus.items():
        menu = window.menuBar().addMenu(title)
        for action in entries:
            if action is None:
                menu.addSeparator()
            else:
                menu.addAction(action)


def build_toolbar(window: QMainWindow, entries: Sequence[QAction | None]) -> QToolBar:
    """Return the toolbar with these actions; None is a separator."""
    bar = QToolBar(_tr("Actions"), window)
    bar.setMovable(False)
    for action in entries:
        if action is None:
            bar.addSeparator()
        else:
            bar.addAction(action)
    window.addToolBar(bar)
    return bar


def _tr(text: str) -> str:
    return QCoreApplication.translate("Actions", text)
