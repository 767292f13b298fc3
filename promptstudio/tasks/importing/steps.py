"""Import in two steps: understand, which changes nothing, and keep."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from promptstudio.tasks.cards import TaskCard, load_catalogue
from promptstudio.tasks.importing.findings import CountTokens, Findings, findings_of
from promptstudio.tasks.importing.guessing import Guess, guess
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


def understand(
    what: str,
    *,
    key: str | None = None,
    changes: Mapping[str, Any] | None = None,
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
    count_tokens, limit
        How to count the tokens of an input, and how many are not cut.

    Raises
    ------
    TaskError
        Naming what, where and what to do.
    """
    layout = find_layout(what)
    profile = profile_of(layout, progress)
    guessed = guess(layout, profile, load_catalogue().cards, key=key, changes=changes)
    findings = findings_of(
        layout,
        profile,
        guessed.card,
        count_tokens=count_tokens,
        limit=limit,
        progress=progress,
    )
    return Understanding(layout, profile, guessed, findings)


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
