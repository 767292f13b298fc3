"""Opens the window on a workspace: builds store, engine thread and window, and ends them."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from promptstudio.core.advice import Advice
from promptstudio.core.errors import StoreLockedError
from promptstudio.core.preferences import environment_of
from promptstudio.core.spec import BackboneSpec, StudySpec
from promptstudio.core.tables import Table
from promptstudio.facts import CardFacts
from promptstudio.gui.app import application, run_app, show_bugs, speak
from promptstudio.gui.bridge import RunController
from promptstudio.gui.data.importer import DataImporter
from promptstudio.gui.parts.declared import moment_text
from promptstudio.gui.ports import Card, Forecast
from promptstudio.gui.preferences import PreferenceKeeper
from promptstudio.gui.services import Services
from promptstudio.gui.shell.main_window import MainWindow
from promptstudio.gui.stored_results import StoredResults
from promptstudio.methods.registry import methods
from promptstudio.planning import card_folders, find_study
from promptstudio.prompts import StoredPrompts
from promptstudio.store.database import is_writable
from promptstudio.store.queries import RunReader
from promptstudio.store.writer import RunWriter
from promptstudio.supervisor import SPOOL_NAME, STORE_NAME, make_runner
from promptstudio.tasks.cards import TaskCard, load_catalogue


class StoredComparisons:
    """Tables from the store, read over a connection of its own, so that any thread may ask."""

    def __init__(self, store: Path) -> None:
        self._store = store

    def studies(self) -> list[tuple[str, str]]:
        """Return identity and name of all studies, oldest first."""
        with RunReader(self._store) as reader:
            return [
                (study.study_id, f"{study.name} ({moment_text(study.created)})")
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


class StudyOutlook:
    """Tells of studies before they run, by the cards that the window knows."""

    def __init__(self, workspace: Path, cards: dict[str, TaskCard]) -> None:
        self._workspace = workspace
        self._cards = cards

    def cards(self, study: StudySpec) -> Mapping[str, Card]:
        """Take up the cards in a study's own folders that were not known yet, and return them."""
        if not study.task_folders:
            return {}
        found = load_catalogue(*card_folders(study, self._workspace)).cards
        new = {key: card for key, card in found.items() if key not in self._cards}
        self._cards.update(new)
        return dict[str, Card](new)

    def advice(self, study: StudySpec, devices: Collection[str] | None) -> Sequence[Advice]:
        """Return what to know of a study on a machine with such devices; None: not known."""
        from promptstudio.advice import advice  # loads numpy

        return advice(study, methods(), self._cards, devices)

    def forecast(self, study: StudySpec) -> Forecast:
        """Return what a study will take of time and memory."""
        from promptstudio.forecast import forecast  # loads the store's queries and numpy

        return forecast(study, self._workspace)

    def backbone(self, spec: BackboneSpec) -> str:
        """Return in a line what a backbone is understood as."""
        from promptstudio.facts import backbone_words

        return backbone_words(spec)


def make_window(
    workspace: Path,
    study: StudySpec,
    *,
    in_process: bool,
    preferences: PreferenceKeeper | None = None,
) -> MainWindow:
    """Build the window, with an engine thread that starts in a moment.

    A store that another program writes to, or that can not be written, is shown but not changed.

    Raises
    ------
    StoreError
        If the store can not be opened.
    """
    store = workspace / STORE_NAME
    if is_writable(store):
        with suppress(StoreLockedError), RunWriter(store, workspace / SPOOL_NAME):
            pass  # makes or migrates the store, and tells at once if it can not be used
    cards = dict(load_catalogue(*card_folders(study, workspace)).cards)
    preferences = preferences or PreferenceKeeper(workspace)
    work = preferences.values.work
    runner = make_runner(
        workspace,
        in_process=in_process or work.in_process,
        environment=environment_of(work),
    )
    controller = RunController(workspace, runner)

    facts = CardFacts(cards)
    services = Services(
        controller=controller,
        reader=RunReader(store),
        comparisons=StoredComparisons(store),
        results=StoredResults(store),
        importer=DataImporter(workspace, cards, environment_of(work)),
        previews=facts.rows,
        facts=facts,
        outlook=StudyOutlook(workspace, cards),
        prompts=StoredPrompts(store, workspace / SPOOL_NAME),
        methods=methods(),
        catalogue=dict[str, Card](cards),
        preferences=preferences,
    )
    window = MainWindow(services, study)
    controller.start_soon()
    return window


def open_window(workspace: Path, study: str, *, start: bool, in_process: bool) -> int:
    """Show the window until it is closed. With ``start`` its study runs at once."""
    spec = find_study(study)

    def factory() -> MainWindow:
        preferences = PreferenceKeeper(workspace)
        speak(application(), preferences.values.look.language)
        window = make_window(workspace, spec, in_process=in_process, preferences=preferences)
        show_bugs(window.banner.show_error)
        if start:
            window.start()
        elif not preferences.values.seen_tour:
            window.banner.offer(window.commands.tour)
        return window

    return run_app(factory)
