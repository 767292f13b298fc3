"""A fake of what takes data in."""

import threading
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from promptstudio.core.errors import TaskError
from promptstudio.core.tables import Table
from promptstudio.tasks.importing.messages import Unclear, packed
from promptstudio.tasks.importing.process import Watch
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
    """Understands most paths, and remembers what it was asked.

    What is called gone is not there, of unclear columns no task can be made, and slow data take
    until they are ended.
    """

    def __init__(self, card: Any) -> None:
        self.card = card
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self.keeps: list[Any] = []
        self.there: list[Any] = []
        self.problems: list[str] = []
        self.shipped: dict[str, Any] = {}
        self._is_ended = threading.Event()

    def look(
        self, what: str, name: str, changes: Mapping[str, str], watch: Watch
    ) -> SimpleNamespace | Unclear:
        self.asked.append((what, name, dict(changes)))
        if "gone" in what:
            raise TaskError(f"There is no file or folder '{what}'.")
        if "unclear" in what and not changes:
            columns = tuple((name, "text, 2 filled", "1") for name in ROWS[0])
            return Unclear(reason="It is not clear.", packed_columns=packed(columns))
        if "slow" in what:
            self._wait(watch, "reading train")
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

    def keep(self, look: SimpleNamespace, watch: Watch) -> Any:
        if self.card.key == "slow":
            self._wait(watch, "writing train")
        self.keeps.append(look)
        self.there = [look.card]
        return look.card

    def _wait(self, watch: Watch, doing: str) -> None:
        watch.tell(doing, 1200, 4800)
        while not watch.is_stopped:
            self._is_ended.wait(10)
        raise TaskError("Cancelled. Nothing was written.")

    def end(self) -> None:
        self._is_ended.set()

    def own(self) -> tuple[list[Any], list[str]]:
        return list(self.there), self.problems

    def remove(self, key: str) -> Any:
        self.there = [card for card in self.there if card.key != key]
        return self.shipped.get(key)

    def restore(self, key: str) -> Any:
        self.there = [self.card]
        return self.card
