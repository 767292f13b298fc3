"""What the page of data asks of the import below it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from promptstudio.core.tables import Table
from promptstudio.tasks.cards import TaskCard, load_card, load_catalogue
from promptstudio.tasks.templates import render

if TYPE_CHECKING:
    from promptstudio.tasks.importing.steps import Understanding


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """Data that were ``found``, as the window shows them."""

    found: "Understanding"
    card: TaskCard
    template: str
    labels: str
    tables: Sequence[Table]

    @property
    def kind(self) -> str:
        """What sort of task the data make."""
        return self.card.kind

    @property
    def answer(self) -> str:
        """The column that is to be said."""
        source = self.card.source
        return source.label_field if self.kind == "classification" else source.answer_field

    @property
    def columns(self) -> Sequence[tuple[str, str, str]]:
        """Name, what stands in it, and the first value of every column."""
        profile = self.found.profile
        first = profile.first[0] if profile.first else {}
        return [
            (name, f"{column.kind}, {column.filled:,} filled", str(first.get(name, "")))
            for name, column in profile.columns.items()
        ]

    @property
    def rows(self) -> int:
        """Number of example rows."""
        return len(self.found.profile.first)

    def rendered(self, template: str, row: int) -> str:
        """Return an example row, counted from 0, as a template writes it.

        Raises
        ------
        TaskError
            If the template is not right, or names no column.
        """
        return render(template, self.found.profile.first[row], f"Row {row + 1}").text


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

    def own(self) -> Sequence[TaskCard]:
        """Return the cards that lie in the workspace."""
        folder = self._workspace / "tasks"
        keys = {path.stem for path in folder.glob("*.toml")} if folder.is_dir() else set()
        cards = load_catalogue(folder).cards if keys else {}
        return [cards[key] for key in sorted(keys) if key in cards]

    def remove(self, key: str) -> None:
        """Move a task into the trash of the workspace."""
        from promptstudio.tasks.importing.removal import remove_task

        remove_task(self._workspace, key)
        self._cards.pop(key, None)

    def restore(self, key: str) -> TaskCard:
        """Bring a task back from the trash."""
        from promptstudio.tasks.importing.removal import restore_task

        card = load_card(restore_task(self._workspace, key))
        self._cards[card.key] = card
        return card
