"""What can be done with the selected runs."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Protocol

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from promptstudio.analysis.run_lines import RunLine
from promptstudio.core.events import Status


class Doer(Protocol):
    """Carries the actions out; its methods are named as the actions."""

    def favourite(self) -> None:
        """Mark or unmark."""

    def archive(self) -> None:
        """Put away or bring back."""

    def use_settings(self) -> None:
        """Put a run's settings into the form."""

    def open_study(self) -> None:
        """Put a run's study into the form."""

    def compare_study(self) -> None:
        """Show a run's study compared."""

    def export(self) -> None:
        """Export a run's prompt."""

    def save_table(self) -> None:
        """Write the list to a file."""


@dataclass(frozen=True, slots=True)
class RunActions:
    """The actions by name."""

    favourite: QAction
    archive: QAction
    use_settings: QAction
    open_study: QAction
    compare_study: QAction
    export: QAction
    copy: QAction
    save_table: QAction

    @property
    def menu(self) -> tuple[QAction, ...]:
        """All of them, for the context menu."""
        return tuple(getattr(self, field.name) for field in fields(self))

    @property
    def buttons(self) -> tuple[QAction, ...]:
        """Those that stand beside the list."""
        return (self.favourite, self.archive, self.use_settings, self.export)

    def by_name(self) -> dict[str, QAction]:
        """Return all by names that no other page has."""
        return {f"results_{field.name}": getattr(self, field.name) for field in fields(self)}

    def allow(self, runs: Sequence[RunLine]) -> None:
        """Allow what can be done with these runs."""
        for action in (self.favourite, self.archive):
            action.setEnabled(bool(runs))
        for action in (self.use_settings, self.open_study, self.compare_study):
            action.setEnabled(len(runs) == 1)
        self.export.setEnabled(len(runs) == 1 and runs[0].status is Status.FINISHED)
        away = bool(runs) and all(run.is_archived for run in runs)
        _name(self.archive, _tr("Bring back") if away else _tr("Archive"))
        starred = bool(runs) and all(run.is_favourite for run in runs)
        _name(self.favourite, _tr("★ Favourite") if starred else _tr("☆ Favourite"))

    def connect(self, doer: Doer) -> None:
        """Connect the actions to what carries them out."""
        for field in fields(self):
            if field.name != "copy":
                getattr(self, field.name).triggered.connect(getattr(doer, field.name))


def build_run_actions(parent: QWidget) -> RunActions:
    """Create the actions with their texts and keys."""
    return RunActions(
        favourite=_action(parent, _tr("☆ Favourite"), "Ctrl+D"),
        archive=_action(parent, _tr("Archive"), "Del"),
        use_settings=_action(parent, _tr("Use these settings"), "Ctrl+U", _tr("Use settings")),
        open_study=_action(parent, _tr("Open study"), ""),
        compare_study=_action(parent, _tr("Compare study"), ""),
        export=_action(parent, _tr("Export prompt…"), "", _tr("Export…")),
        copy=_action(parent, _tr("Copy runs"), QKeySequence.StandardKey.Copy),
        save_table=_action(parent, _tr("Save list…"), ""),
    )


def _action(
    parent: QWidget, text: str, key: str | QKeySequence.StandardKey, short: str = ""
) -> QAction:
    action = QAction(text, parent)
    action.setIconText(short or text)
    action.setShortcut(QKeySequence(key))
    action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    return action


def _name(action: QAction, text: str) -> None:
    action.setText(text)
    action.setIconText(text)


def _tr(text: str) -> str:
    return QCoreApplication.translate("RunActions", text)
