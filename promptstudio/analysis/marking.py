"""How a change of marks is taken back."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from promptstudio.analysis.run_lines import RunLine
from promptstudio.core.marks import MarkChange


class Marking(NamedTuple):
    """A change of the marks of some runs."""

    job_ids: tuple[str, ...]
    change: MarkChange


def taken_back(lines: Iterable[RunLine], change: MarkChange) -> tuple[Marking, ...]:
    """Return what brings back the marks that lines have before a change.

    Lines of equal marks share one entry, so that a change of many runs is few requests.
    """
    found: dict[MarkChange, list[str]] = {}
    for line in lines:
        back = MarkChange(
            add_tags=tuple(tag for tag in change.remove_tags if tag in line.tags),
            remove_tags=tuple(tag for tag in change.add_tags if tag not in line.tags),
            note=None if change.note is None else line.note,
            is_favourite=None if change.is_favourite is None else line.is_favourite,
            is_archived=None if change.is_archived is None else line.is_archived,
        )
        found.setdefault(back, []).append(line.job_id)
    return tuple(Marking(tuple(names), back) for back, names in found.items())


def retagged(lines: Sequence[RunLine], wanted: Iterable[str]) -> MarkChange:
    """Return the change that gives lines the wanted tags in place of those that all share.

    Tags that only some of the lines have stay as they are.
    """
    shared = shared_tags(lines)
    tags = dict.fromkeys(tag.strip() for tag in wanted if tag.strip())
    return MarkChange(
        add_tags=tuple(tag for tag in tags if tag not in shared),
        remove_tags=tuple(tag for tag in shared if tag not in tags),
    )


def shared_tags(lines: Sequence[RunLine]) -> tuple[str, ...]:
    """Return the tags that every one of some lines has, sorted."""
    if not lines:
        return ()
    return tuple(sorted(set.intersection(*(set(line.tags) for line in lines))))
