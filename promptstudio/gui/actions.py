"""Everything the menus, the toolbar and the shortcuts can do, each as one action."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QToolBar

from promptstudio.gui.theme import Theme

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


@dataclass(frozen=True, slots=True)
class Actions:
    """The actions of the window, by name."""

    run: QAction
    keep: QAction
    cancel: QAction
    resume: QAction
    export: QAction
    compare: QAction
    open: QAction
    data: QAction
    table: QAction
    save: QAction
    help: QAction
    quit: QAction
    system: QAction
    light: QAction
    dark: QAction

    def set_theme(self, theme: Theme) -> None:
        """Give the icons the colours of a theme."""
        for name, icon in _ICONS.items():
            getattr(self, name).setIcon(theme.icon(icon))


def build_actions(window: QMainWindow) -> Actions:
    """Create the actions with their texts, tips and shortcuts."""
    texts: dict[str, tuple[str, str, Sequence[str]]] = {
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
        "data": (
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
        "help": (_tr("&Help of the method"), _tr("What the current method does"), ("F1",)),
        "quit": (_tr("&Quit"), _tr("Close the window"), ("Ctrl+Q",)),
        "system": (_tr("As the &system"), _tr("Light or dark as the system"), ()),
        "light": (_tr("&Light"), _tr("Light colours"), ()),
        "dark": (_tr("&Dark"), _tr("Dark colours"), ()),
    }
    made: dict[str, QAction] = {}
    for field in fields(Actions):
        text, tip, keys = texts[field.name]
        action = QAction(text, window)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.setToolTip(f"{tip} ({keys[0]})" if keys else tip)
        action.setStatusTip(tip)
        made[field.name] = action
    group = QActionGroup(window)
    for name in ("system", "light", "dark"):
        made[name].setCheckable(True)
        group.addAction(made[name])
    made["system"].setChecked(True)
    return Actions(**made)


def build_menus(window: QMainWindow, actions: Actions) -> None:
    """Put the actions into the menu bar."""
    menus: dict[str, tuple[QAction | None, ...]] = {
        _tr("&Study"): (
            actions.open,
            actions.save,
            None,
            actions.data,
            actions.table,
            None,
            actions.quit,
        ),
        _tr("&Run"): (
            actions.run,
            actions.keep,
            actions.cancel,
            actions.resume,
            None,
            actions.export,
            actions.compare,
        ),
        _tr("&View"): (actions.system, actions.light, actions.dark),
        _tr("&Help"): (actions.help,),
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


def connect_actions(actions: Actions, slots: dict[str, Callable[[], None]]) -> None:
    """Connect actions to slots by name."""
    for name, slot in slots.items():
        getattr(actions, name).triggered.connect(slot)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Actions", text)
