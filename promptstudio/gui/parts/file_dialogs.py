"""Dialogs for files that never block the window."""

from collections.abc import Callable

from PySide6.QtWidgets import QFileDialog, QWidget


def ask_open(parent: QWidget, title: str, kinds: str, chosen: Callable[[str], None]) -> None:
    """Ask for a file that is there, and pass on its path."""
    dialog = QFileDialog(parent, title, "", kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    _show(dialog, chosen)


def ask_folder(parent: QWidget, title: str, chosen: Callable[[str], None]) -> None:
    """Ask for a folder, and pass on its path."""
    dialog = QFileDialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    _show(dialog, chosen)


def ask_save(
    parent: QWidget, title: str, name: str, kinds: str, chosen: Callable[[str], None]
) -> None:
    """Ask where to write a file, and pass on its path; ``name`` is offered, with its suffix."""
    dialog = QFileDialog(parent, title, name, kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(name.rpartition(".")[2])
    _show(dialog, chosen)


def _show(dialog: QFileDialog, chosen: Callable[[str], None]) -> None:
    dialog.fileSelected.connect(chosen)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
