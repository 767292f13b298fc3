"""The process that takes data in for the window: JSON lines in, JSON lines out.

Started as ``python -m promptstudio importer``. Reading a large file keeps Python busy and may
take all memory, and the libraries of the hub are heavy: none of this may happen in the window.
A process can also be ended at any instant.
"""

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from promptstudio.core.errors import PromptStudioError, told
from promptstudio.core.phrases import Phrase, declaration
from promptstudio.core.pipes import take_standard_output
from promptstudio.tasks.importing.lengths import token_counter
from promptstudio.tasks.importing.messages import (
    WISHES,
    Answer,
    Doing,
    Failed,
    Keep,
    Kept,
    Look,
    Told,
    Unclear,
    Understood,
    packed,
    packed_table,
)
from promptstudio.tasks.importing.profile import Profile
from promptstudio.tasks.importing.report import labels_text, read_labels, report
from promptstudio.tasks.importing.steps import UnclearError, Understanding, keep, understand
from promptstudio.tasks.tables import Fields

Say = Callable[[Told], None]


class ImportServer:
    """Carries out wishes; remembers what it looked at last."""

    def __init__(self, workspace: Path, say: Say) -> None:
        self._workspace = workspace
        self._say = say
        self._found: Understanding | None = None

    def serve(self, lines: Iterable[str]) -> None:
        """Answer every wish, until there are no more."""
        for line in lines:
            try:
                self._say(self._answer(WISHES.validate_json(line)))
            except Exception as error:  # noqa: BLE001 - a bug is answered with its report
                reason, trace = told(error)
                self._say(Failed(reason=reason, report=trace))

    def _answer(self, wish: Look | Keep) -> Answer:
        if isinstance(wish, Look):
            return self._look(wish)
        if self._found is None:
            raise PromptStudioError("Nothing was looked at yet.")
        return Kept(path=str(keep(self._found, self._workspace, self._tell)))

    def _look(self, wish: Look) -> Answer:
        self._found = None
        labels = wish.changes.get("labels")
        changes = {**wish.changes, **({"labels": read_labels(labels)} if labels else {})}
        try:
            found = understand(
                wish.what,
                key=wish.name or None,
                changes=changes,
                taken=[path.stem for path in (self._workspace / "tasks").glob("*")],
                count_tokens=token_counter(),
                progress=self._tell,
            )
        except UnclearError as error:
            return Unclear(reason=str(error), packed_columns=_columns(error.profile))
        self._found = found
        return Understood(
            wish=wish,
            card=found.card,
            labels=labels_text(found.card.labels or {}),
            packed_tables=tuple(map(packed_table, report(found))),
            packed_columns=_columns(found.profile),
            first=tuple(map(_plain, found.profile.first)),
        )

    def _tell(self, text: str, rows: int, of: int) -> None:
        self._say(Doing(text=text, rows=rows, of=of))


def _columns(profile: Profile) -> object:
    first = _plain(profile.first[0])
    return packed(
        tuple(
            (
                name,
                Phrase("{0}, {1:,} filled", declaration(column.kind), column.filled),
                str(first.get(name, "")),
            )
            for name, column in profile.columns.items()
        )
    )


def _plain(row: Fields) -> Fields:
    """Return a row with times and the like as they print, as they will be kept."""
    plain: Fields = json.loads(json.dumps(row, default=str))
    return plain


def main(workspace: Path) -> int:
    """Serve wishes from standard input until it ends."""
    out = take_standard_output()

    def say(words: Told) -> None:
        out.write(words.model_dump_json() + "\n")
        out.flush()

    try:
        ImportServer(workspace, say).serve(sys.stdin)
    except BrokenPipeError:  # the window is gone: nobody to tell
        return 1
    return 0
