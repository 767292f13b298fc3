"""Opens the window on a workspace: builds store, engine thread and window, and ends them."""

from pathlib import Path

from promptstudio.core.errors import TaskError
from promptstudio.core.spec import StudySpec
from promptstudio.gui.app import run_app
from promptstudio.gui.bridge import RunController
from promptstudio.gui.main_window import MainWindow
from promptstudio.methods.registry import methods
from promptstudio.planning import card_folders, find_study
from promptstudio.store.queries import RunReader
from promptstudio.store.writer import RunWriter
from promptstudio.supervisor import SPOOL_NAME, STORE_NAME, make_runner
from promptstudio.tasks.cards import load_catalogue
from promptstudio.tasks.preview import preview_rows

PREVIEW_ROWS = 20
"""Rows of a task that the window shows."""


def make_window(workspace: Path, study: StudySpec, *, in_process: bool) -> MainWindow:
    """Build the window with a started engine thread.

    Raises
    ------
    StoreError
        If the store can not be opened, or another program writes to it.
    """
    store = workspace / STORE_NAME
    with RunWriter(store, workspace / SPOOL_NAME):
        pass  # makes or migrates the store, and tells at once if it can not be used
    catalogue = load_catalogue(*card_folders(study, workspace))
    controller = RunController(workspace, make_runner(workspace, in_process=in_process))

    def previews(task: str) -> list[tuple[str, str]]:
        card = catalogue.cards[task]
        if card.source.type == "hub":
            raise TaskError("Rows of a task from the hub are fetched when a run begins.")
        return [(row.text, row.target) for row in preview_rows(card, PREVIEW_ROWS)]

    window = MainWindow(controller, RunReader(store), catalogue.cards, methods(), previews, study)
    controller.start()
    return window


def open_window(workspace: Path, study: str, *, start: bool, in_process: bool) -> int:
    """Show the window until it is closed. With ``start`` its study runs at once."""
    spec = find_study(study)

    def factory() -> MainWindow:
        window = make_window(workspace, spec, in_process=in_process)
        if start:
            window.start()
        return window

    return run_app(factory)
