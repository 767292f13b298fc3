"""The one question before the window closes while jobs run."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMessageBox, QWidget


def ask_to_quit(window: QWidget, quit_now: Callable[[], None]) -> None:
    """Ask beside the window whether to quit; ask no second time while the first stands."""
    standing = window.findChild(QMessageBox, "quit")
    if standing is not None:
        standing.raise_()
        standing.activateWindow()
        return
    box = QMessageBox(window)
    box.setObjectName("quit")
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(_tr("Quit PromptStudio"))
    box.setText(_tr("Jobs are still running or queued."))
    box.setInformativeText(
        _tr("Nothing is lost: they stop at their last checkpoint and can be resumed later.")
    )
    quit_ = box.addButton(_tr("&Quit"), QMessageBox.ButtonRole.AcceptRole)
    stay = box.addButton(_tr("&Stay"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    quit_.clicked.connect(quit_now)
    box.setModal(False)
    box.show()


def _tr(text: str) -> str:
    return QCoreApplication.translate("Quitting", text)
