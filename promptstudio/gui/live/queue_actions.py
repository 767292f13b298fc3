"""What can be done with the jobs of the queue, besides what the window itself offers."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from promptstudio.core.events import Status
from promptstudio.gui.parts.theme import Theme
from promptstudio.gui.ports import RunRow

_ICONS: Final = {"pause": "pause", "proceed": "run", "retry": "reset", "fork": "fork"}
_KEYS: Final = {
    "pause": "Ctrl+Alt+P",
    "proceed": "Ctrl+Alt+C",
    "retry": "Ctrl+Alt+R",
    "duplicate": "Ctrl+D",
    "edit": "F2",
    "fork": "Ctrl+Alt+F",
    "first": "Alt+Home",
    "earlier": "Alt+Up",
    "later": "Alt+Down",
    "copy": "Ctrl+C",
}
ENDED_EARLY: Final = (Status.INTERRUPTED, Status.CANCELLED, Status.FAILED)


class QueueActions:
    """Actions by name; their keys work while the page has the focus."""

    def __init__(self, page: QWidget) -> None:
        self._actions: dict[str, QAction] = {}
        for name, (text, tip) in _texts().items():
            action = QAction(text, page)
            action.setShortcut(QKeySequence(_KEYS[name]))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.setToolTip(f"{tip} ({_KEYS[name]})")
            action.setStatusTip(tip)
            self._actions[name] = action

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def all(self) -> Mapping[str, QAction]:
        """Return all actions by name."""
        return dict(self._actions)

    def enable(self, chosen: Sequence[RunRow]) -> None:
        """Offer what is possible with the jobs that are chosen."""
        runs = [row for row in chosen if row.kind == "run"]
        one = runs[0] if len(runs) == 1 else None
        held = any(row.status is Status.PAUSED for row in chosen)
        queued = any(row.status is Status.QUEUED for row in chosen)
        possible = {
            "pause": queued or any(row.status is Status.RUNNING for row in chosen),
            "proceed": held,
            "retry": any(row.status in ENDED_EARLY for row in runs),
            "duplicate": one is not None,
            "edit": one is not None and one.status is Status.QUEUED,
            "fork": one is not None and one.status is not Status.QUEUED,
            "copy": bool(chosen),
            **dict.fromkeys(("first", "earlier", "later"), queued),
        }
        for name, is_possible in possible.items():
            self._actions[name].setEnabled(is_possible)

    def set_theme(self, theme: Theme) -> None:
        """Give the icons the colours of a theme."""
        for name, icon in _ICONS.items():
            self._actions[name].setIcon(theme.icon(icon))


def _texts() -> dict[str, tuple[str, str]]:
    return {
        "pause": (_tr("&Pause"), _tr("Hold the selected jobs until they are continued")),
        "proceed": (_tr("C&ontinue"), _tr("Let the selected jobs that are held go on")),
        "retry": (_tr("Re&try"), _tr("Run the selected runs again from their beginning")),
        "duplicate": (_tr("&Duplicate"), _tr("Put the selected run into the form, to run it anew")),
        "edit": (_tr("&Edit"), _tr("Take the selected run out of the queue and into the form")),
        "fork": (
            _tr("&Fork…"),
            _tr("Begin a run from the last checkpoint of the selected one, with a changed value"),
        ),
        "first": (_tr("Run &next"), _tr("Put the selected jobs at the head of the queue")),
        "earlier": (_tr("Move &up"), _tr("Put the selected jobs one place earlier in the queue")),
        "later": (_tr("Move do&wn"), _tr("Put the selected jobs one place later in the queue")),
        "copy": (_tr("&Copy rows"), _tr("Copy the selected rows as lines with tabs")),
    }


def _tr(text: str) -> str:
    return QCoreApplication.translate("QueueActions", text)
