"""Import in two steps: understand, which changes nothing, and keep."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from typing import Any

from promptstudio.core.errors import TaskError
from promptstudio.tasks.cards import TaskCard, load_catalogue
from promptstudio.tasks.importing.findings import CountTokens, Findings, findings_of
from promptstudio.tasks.importing.guessing import Guess, guess, plain_key
from promptstudio.tasks.importing.layouts import Layout, find_layout
from promptstudio.tasks.importing.profile import Profile, Progress, profile_of
from promptstudio.tasks.importing.writing import write_task


@dataclass(frozen=True, slots=True)
class Understanding:
    """What data were understood to be: where they are, what is in them, the card, findings."""

    layout: Layout
    profile: Profile
    guess: Guess
    findings: Findings

    @property
    def card(self) -> TaskCard:
        """The card that would be written."""
        return self.guess.card

    @property
    def warnings(self) -> tuple[str, ...]:
        """What deserves attention, a sentence each."""
        return (*self.layout.notes, *self.findings.warnings(self.card))


class UnclearError(TaskError):
    """Rows could be read, but no task made of them; another answer column or template may help."""

    def __init__(self, sentence: str, profile: Profile) -> None:
        super().__init__(sentence)
        self.profile = profile


def understand(
    what: str,
    *,
    key: str | None = None,
    changes: Mapping[str, Any] | None = None,
    taken: Collection[str] = (),
    count_tokens: CountTokens | None = None,
    limit: int = 256,
    progress: Progress | None = None,
) -> Understanding:
    """Look at all rows of a path or a data set of the hub; nothing is written.

    Parameters
    ----------
    key
        Name of the task; by default made from the file's or folder's.
    changes
        Fields of the card that a person sets: template, labels, kind, metric, label_field,
        answer_field.
    taken
        Names of tasks that are there already; the name that is made is none of them.
    count_tokens, limit
        How to count the tokens of an input, and how many are not cut.

    Raises
    ------
    TaskError
        Naming what, where and what to do. It is an `UnclearError` where the rows could be read.
    """
    if key in taken:
        raise TaskError(f"There is a task '{key}' already. Give yours another name.")
    layout = find_layout(what)
    key = key or _free(plain_key(layout.name), taken)
    profile = profile_of(layout, progress)
    try:
        guessed = guess(layout, profile, load_catalogue().cards, key=key, changes=changes)
        findings = findings_of(
            layout,
            profile,
            guessed.card,
            count_tokens=count_tokens,
            limit=limit,
            progress=progress,
        )
    except TaskError as error:
        raise UnclearError(str(error), profile) from error
    return Understanding(layout, profile, guessed, findings)


def _free(key: str, taken: Collection[str]) -> str:
    numbered = (f"{key}_{number}" for number in count(2))
    return next(name for name in chain((key,), numbered) if name not in taken)


def keep(found: Understanding, workspace: Path, progress: Progress | None = None) -> Path:
    """Write the rows and the card into the workspace; return the card's path.

    Raises
    ------
    TaskError
        If the task is there already, or can not be written.
    """
    return write_task(
        found.layout,
        found.profile,
        found.card,
        workspace / "tasks",
        splits=tuple(found.findings.splits),
        progress=progress,
    )
