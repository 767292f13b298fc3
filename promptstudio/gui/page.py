"""What all pages of the window have in common."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from promptstudio.gui.parts.theme import Theme


class Page(QWidget):
    """One page. It tells the window what to say; the window tells it when it is looked at.

    ``said`` is for the status bar, ``failed`` (a sentence, and a report or nothing) for the
    banner, ``study_wanted`` a `StudySpec` to be put into the form.
    """

    said = Signal(str)
    failed = Signal(str, str)
    study_wanted = Signal(object)

    def arrive(self) -> None:
        """Come up to date: the page is looked at now."""

    def reveal(self, part: QWidget) -> None:
        """Show a part of the page that may be out of sight."""

    def offers(self) -> Mapping[str, QAction]:
        """Return the page's own actions by name, for the palette and the list of keys.

        Those named ``undo`` and ``redo`` stand in the window's menu and have no keys themselves.
        """
        return {}

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""

    def rest(self) -> None:
        """End timers and threads: the window is closing."""
