"""A fake of what takes data in."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from promptstudio.core.errors import TaskError
from promptstudio.core.tables import Table
from promptstudio.tasks.templates import render

FOUND = Table(
    key="understood",
    title="Understood as",
    columns=("", ""),
    rows=(("what", "a CSV file"),),
    notes=("Note: 2 inputs of train are there more than once.",),
)

ROWS = (
    {"text": "a fine film", "label": "1", "stars": 5},
    {"text": "a dull film", "label": "0", "stars": 1},
)


class FakeImporter:
    """Understands every path but one, and remembers what it was asked."""

    def __init__(self, card: Any) -> None:
        self.card = card
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self.keeps: list[Any] = []
        self.there: list[Any] = []

    def look(self, what: str, name: str, changes: Mapping[str, str]) -> SimpleNamespace:
        self.asked.append((what, name, dict(changes)))
        if "gone" in what:
            raise TaskError(f"There is no file or folder '{what}'.")
        template = changes.get("template", "text: {text}")
        return SimpleNamespace(
            card=self.card,
            template=template,
            labels="0=bad, 1=good",
            tables=(FOUND,),
            kind=changes.get("kind", "classification"),
            answer="label",
            columns=[
                ("text", "text, 2 filled", ROWS[0]["text"]),
                ("label", "text, 2 filled", "1"),
                ("stars", "whole number, 2 filled", "5"),
            ],
            rows=len(ROWS),
            rendered=lambda written, row: render(written, ROWS[row], "Row").text,
        )

    def keep(self, look: SimpleNamespace) -> Any:
        self.keeps.append(look)
        self.there = [look.card]
        return look.card

    def own(self) -> list[Any]:
        return list(self.there)

    def remove(self, key: str) -> None:
        self.there = [card for card in self.there if card.key != key]

    def restore(self, key: str) -> Any:
        self.there = [self.card]
        return self.card
