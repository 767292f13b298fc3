"""Opens the window on a workspace: builds store, engine thread and window, and ends them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from promptstudio.core.errors import TaskError
from promptstudio.core.spec import StudySpec
from promptstudio.core.tables import Table
from promptstudio.gui.app import run_app
from promptstudio.gui.bridge import RunController
from promptstudio.gui.ports import Card
from promptstudio.gui.preferences import PreferenceKeeper
from promptstudio.gui.services import Services
from promptstudio.gui.shell.main_window import MainWindow
from promptstudio.methods.registry import methods
from promptstudio.planning import card_folders, find_study
from promptstudio.store.queries import RunReader
from promptstudio.store.writer import RunWriter
from promptstudio.supervisor import SPOOL_NAME, STORE_NAME, make_runner
from promptstudio.tasks.cards import TaskCard, load_card, load_catalogue
from promptstudio.tasks.preview import preview_rows

if TYPE_CHECKING:
    from promptstudio.tasks.importing.steps import Understanding

PREVIEW_ROWS = 20
"""Rows of a task that the window shows."""


class StoredComparisons:
    """Tables from the store, read over a connection of its own, so that any thread may ask."""

    def __init__(self, store: Path) -> None:
        self._store = store

    def studies(self) -> list[tuple[str, str]]:
        """Return identity and name of all studies, oldest first."""
        with RunReader(self._store) as reader:
            return [
                (study.study_id, f"{study.name} ({study.created:%Y-%m-%d %H:%M})")
                for study in reader.studies()
            ]

    def of_study(self, study_id: str) -> Sequence[Table]:
        """Return the tables of a study; none before a run has finished."""
        from promptstudio.comparison import tables_of  # loads the statistics

        with RunReader(self._store) as reader:
            return tables_of(reader, study_id)

    def of_file(self, path: Path) -> Sequence[Table]:
        """Return the matrices of a table of transfer scores."""
        from promptstudio.comparison.outside import transfer_tables  # loads the statistics

        return transfer_tables(path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """Data that were ``found``, as the window shows them."""

    found: "Understanding"
    card: TaskCard
    template: str
    labels: str
    tables: Sequence[Table]


class DataImporter:
    """Takes data into the workspace, and their cards into those that the window knows."""

    def __init__(self, workspace: Path, cards: dict[str, TaskCard]) -> None:
        self._workspace = workspace
        self._cards = cards

    def look(self, what: str, name: str, changes: Mapping[str, str]) -> Looked:
        """Understand data; nothing is written."""
        from promptstudio.tasks.importing.lengths import token_counter  # loads pyarrow
        from promptstudio.tasks.importing.report import labels_text, read_labels, report
        from promptstudio.tasks.importing.steps import understand

        labels = {"labels": read_labels(changes["labels"])} if "labels" in changes else {}
        counter, wanted = token_counter(), {**changes, **labels}
        found = understand(what, key=name or None, changes=wanted, count_tokens=counter)
        return Looked(
            found=found,
            card=found.card,
            template=found.card.template,
            labels=labels_text(found.card.labels or {}),
            tables=report(found),
        )

    def keep(self, look: Looked) -> TaskCard:
        """Write rows and card; return the card."""
        from promptstudio.tasks.importing.steps import keep  # loads pyarrow

        card = load_card(keep(look.found, self._workspace))
        self._cards[card.key] = card
        return card


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
    cards = dict(load_catalogue(*card_folders(study, workspace)).cards)
    controller = RunController(workspace, make_runner(workspace, in_process=in_process))

    def previews(task: str) -> list[tuple[str, str]]:
        card = cards[task]
        if card.source.type == "hub":
            raise TaskError("Rows of a task from the hub are fetched when a run begins.")
        return [(row.text, row.target) for row in preview_rows(card, PREVIEW_ROWS)]

    services = Services(
        controller=controller,
        reader=RunReader(store),
        comparisons=StoredComparisons(store),
        importer=DataImporter(workspace, cards),
        previews=previews,
        methods=methods(),
        catalogue=dict[str, Card](cards),
        preferences=PreferenceKeeper(workspace),
    )
    window = MainWindow(services, study)
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
