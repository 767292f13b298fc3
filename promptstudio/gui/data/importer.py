"""What the page of data asks of the import below it."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from promptstudio.tasks.cards import TaskCard, load_card, own_cards
from promptstudio.tasks.importing.removal import remove_task, restore_task, shipped_card

if TYPE_CHECKING:  # the window opens sooner without
    from promptstudio.tasks.importing.messages import Unclear, Understood
    from promptstudio.tasks.importing.process import ImportProcess, Watch


class DataImporter:
    """Takes data into the workspace, and their cards into those that the window knows."""

    def __init__(
        self,
        workspace: Path,
        cards: dict[str, TaskCard],
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._workspace = workspace
        self._cards = cards
        self._environment = environment

    def look(
        self, what: str, name: str, changes: Mapping[str, str], watch: "Watch"
    ) -> "Understood | Unclear":
        """Understand data; nothing is written."""
        from promptstudio.tasks.importing.messages import Look

        return self._process.look(Look(what=what, name=name, changes=dict(changes)), watch)

    def keep(self, look: "Understood", watch: "Watch") -> TaskCard:
        """Write rows and card; return the card."""
        card = load_card(self._process.keep(look, watch))
        self._cards[card.key] = card
        return card

    def end(self) -> None:
        """End what is being looked at or written, at once."""
        process = self.__dict__.get("_process")  # what was never asked needs no end
        if process is not None:
            process.end()

    def own(self) -> tuple[Sequence[TaskCard], Sequence[str]]:
        """Return the cards that lie in the workspace, and what is wrong with others."""
        folder = self._workspace / "tasks"
        cards, problems = own_cards(folder)
        there = [card for key, card in sorted(cards.items()) if (folder / f"{key}.toml").exists()]
        return there, problems

    def remove(self, key: str) -> TaskCard | None:
        """Move a task into the trash of the workspace; return the shipped one that it hid."""
        remove_task(self._workspace, key)
        self._cards.pop(key, None)
        shipped = shipped_card(key)
        if shipped is not None:
            self._cards[key] = shipped
        return shipped

    def restore(self, key: str) -> TaskCard:
        """Bring a task back from the trash."""
        card = load_card(restore_task(self._workspace, key))
        self._cards[card.key] = card
        return card

    @cached_property
    def _process(self) -> "ImportProcess":
        from promptstudio.tasks.importing.process import ImportProcess

        return ImportProcess(self._workspace, self._environment)
