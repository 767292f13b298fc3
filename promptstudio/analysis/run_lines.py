"""Runs as lines of a long list: searched, filtered, sorted and marked without delay."""

import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from promptstudio.core.events import Status
from promptstudio.core.marks import MarkChange


class RunLine(NamedTuple):
    """What a list tells of a run.

    ``test`` is the target's own metric on the test split.
    """

    job_id: str
    study_id: str
    study: str
    title: str
    label: str
    method: str
    target: str
    sources: tuple[str, ...]
    seed: int
    split_seed: int
    status: Status
    metric: str
    validation: float | None
    test: float | None
    seconds: float
    created: datetime
    device: str
    backbone: str
    reason: str
    tags: tuple[str, ...] = ()
    note: str = ""
    is_favourite: bool = False
    is_archived: bool = False

    def marked(self, change: MarkChange) -> "RunLine":
        """Return the line after a change of its marks; tags are sorted."""
        tags = {*self.tags, *change.add_tags} - {*change.remove_tags}
        return self._replace(
            tags=tuple(sorted(tags)),
            note=self.note if change.note is None else change.note,
            is_favourite=_or(change.is_favourite, self.is_favourite),
            is_archived=_or(change.is_archived, self.is_archived),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFilter:
    """Which runs are wanted; None and empty let all through.

    Every word of ``words`` has to stand somewhere in a line. Archived runs are left out unless
    ``with_archived``; ``job_ids`` are the only runs wanted, by identity.
    """

    words: str = ""
    study_id: str | None = None
    method: str | None = None
    target: str | None = None
    status: Status | None = None
    tag: str | None = None
    only_favourites: bool = False
    with_archived: bool = False
    job_ids: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """What lines can be filtered by, each as (value, title)."""

    studies: tuple[tuple[str, str], ...]
    methods: tuple[tuple[str, str], ...]
    targets: tuple[tuple[str, str], ...]
    statuses: tuple[tuple[Status, str], ...]
    tags: tuple[tuple[str, str], ...]


class RunList:
    """Lines with what is searched in them; ``task_title`` gives the titles of tasks."""

    def __init__(self, lines: Iterable[RunLine], task_title: Callable[[str], str] = str) -> None:
        self.lines = list(lines)
        self._task_title = task_title
        self._texts = [_text(line, task_title) for line in self.lines]
        self._places = {line.job_id: place for place, line in enumerate(self.lines)}

    def place(self, job_id: str) -> int | None:
        """Return where a run stands, None where it does not."""
        return self._places.get(job_id)

    def mark(self, job_ids: Iterable[str], change: MarkChange) -> None:
        """Change the marks of runs."""
        for place in (self._places[job_id] for job_id in job_ids if job_id in self._places):
            self.lines[place] = self.lines[place].marked(change)
            self._texts[place] = _text(self.lines[place], self._task_title)

    def matching(self, wanted: RunFilter) -> list[int]:
        """Return the places of the lines that pass a filter, in their order."""
        words = wanted.words.lower().split()
        chosen: dict[int, object] = {
            at: value
            for at, value in (
                (_STUDY, wanted.study_id),
                (_METHOD, wanted.method),
                (_TARGET, wanted.target),
                (_STATUS, wanted.status),
            )
            if value is not None
        }
        if wanted.only_favourites:
            chosen[_FAVOURITE] = True
        if not wanted.with_archived:
            chosen[_ARCHIVED] = False
        places: Sequence[int] = range(len(self.lines))
        lines, texts = self.lines, self._texts
        for at, value in chosen.items():
            places = [place for place in places if lines[place][at] == value]
        if wanted.job_ids is not None:
            places = [place for place in places if lines[place].job_id in wanted.job_ids]
        if wanted.tag is not None:
            places = [place for place in places if wanted.tag in lines[place].tags]
        for word in words:
            places = [place for place in places if word in texts[place]]
        return list(places)

    def ordered(
        self, places: Iterable[int], key: Callable[[RunLine], Any], *, descending: bool
    ) -> list[int]:
        """Sort places by what ``key`` tells of their lines; None always comes last."""
        known: list[tuple[Any, int]] = []
        unknown: list[int] = []
        for place in places:
            value = key(self.lines[place])
            if value is None:
                unknown.append(place)
            else:
                known.append((value, place))
        known.sort(key=lambda pair: pair[0], reverse=descending)
        return [place for _, place in known] + unknown

    def choices(self) -> Choices:
        """Return what the lines can be filtered by; studies newest first."""
        studies: dict[str, str] = {}
        for line in self.lines:
            studies[line.study_id] = line.study
        targets = {line.target for line in self.lines}
        statuses = {line.status for line in self.lines}
        return Choices(
            studies=tuple(reversed(_told_apart(studies))),
            methods=tuple((name, name) for name in sorted({line.label for line in self.lines})),
            targets=tuple(sorted(((t, self._task_title(t)) for t in targets), key=_by_title)),
            statuses=tuple((status, status.value) for status in Status if status in statuses),
            tags=tuple((tag, tag) for tag in sorted({t for line in self.lines for t in line.tags})),
        )


def titles_of(runs: Sequence[RunLine]) -> dict[str, str]:
    """Return a title for each run that no other one of them has."""
    counts = Counter(run.title for run in runs)
    return {
        run.job_id: run.title if counts[run.title] == 1 else f"{run.title} ({run.job_id})"
        for run in runs
    }


def short_titles(titles: Sequence[str]) -> list[str]:
    """Leave out of titles what all of them have in common; they stay as different as they were.

    A title's parts stand behind commas and colons, such as the settings of a method, or behind
    the strokes of a path.
    """
    parted = [_BETWEEN.split(title) for title in titles]  # part, separator, part, ...
    own = [set(pieces[::2]) for pieces in parted]
    shared = own[0].intersection(*own[1:]) if len(titles) > 1 else set()
    return [_without(pieces, shared) or title for pieces, title in zip(parted, titles, strict=True)]


def _without(pieces: Sequence[str], left_out: Container[str]) -> str:
    kept = ""
    for separator, part in zip(("", *pieces[1::2]), pieces[::2], strict=True):
        if part not in left_out:
            kept += separator + part if kept else part
    return kept


_BETWEEN = re.compile("(, |: |/)")
_STUDY = RunLine._fields.index("study_id")
_METHOD = RunLine._fields.index("label")
_TARGET = RunLine._fields.index("target")
_STATUS = RunLine._fields.index("status")
_FAVOURITE = RunLine._fields.index("is_favourite")
_ARCHIVED = RunLine._fields.index("is_archived")


def _or(value: bool | None, other: bool) -> bool:  # noqa: FBT001 - a value, no switch
    return other if value is None else value


def _text(line: RunLine, task_title: Callable[[str], str]) -> str:
    parts = (
        *(line.study, line.title, line.method, task_title(line.target), *line.sources),
        *(line.status.value, line.device, line.backbone, line.reason, *line.tags, line.note),
        line.job_id,
    )
    return "\n".join(parts).lower()


def _by_title(pair: tuple[str, str]) -> str:
    return pair[1].lower()


def _told_apart(studies: dict[str, str]) -> list[tuple[str, str]]:
    """Number studies of equal names, oldest first."""
    seen: dict[str, int] = {}
    found = []
    for study_id, name in studies.items():
        seen[name] = seen.get(name, 0) + 1
        found.append((study_id, name if seen[name] == 1 else f"{name} ({seen[name]})"))
    return found
