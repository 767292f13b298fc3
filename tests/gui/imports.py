"""A fake of what takes data in."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from promptstudio.core.errors import TaskError
from promptstudio.core.tables import Table

FOUND = Table(
    key="understood",
    title="Understood as",
    columns=("", ""),
    rows=(("what", "a CSV file"),),
    notes=("Note: 2 inputs of train are there more than once.",),
)


class FakeImporter:
    """Understands every path but one, and remembers what it was asked."""

    def __init__(self, card: Any) -> None:
        self.card = card
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self.keeps: list[Any] = []

    def look(self, what: str, name: str, changes: Mapping[str, str]) -> SimpleNamespace:
        self.asked.append((what, name, dict(changes)))
        if "gone" in what:
            raise TaskError(f"There is no file or folder '{what}'.")
        template = changes.get("template", "text: {text}")
        return SimpleNamespace(
            card=self.card, template=template, labels="0=bad, 1=good", tables=(FOUND,)
        )

    def keep(self, look: SimpleNamespace) -> Any:
        self.keeps.append(look)
        return look.card
