"""How near a source task is to the targets of a study, where that is known by construction."""

from collections.abc import Mapping
from typing import Final, NamedTuple

RANKED: Final = (
    "same_skill",
    "same_skill_other_words",
    "composition",
    "adversarial",
    "unrelated",
)
"""Relations from the nearest on."""


class Relation(NamedTuple):
    """What a task is to its nearest target."""

    kind: str
    target: str


def nearest(task: str, targets: Mapping[str, Mapping[str, str]]) -> Relation | None:
    """Return the nearest relation of a task to targets, None where none is known.

    Parameters
    ----------
    targets
        The known relations of every target, by the key of the other task.
    """
    known = [
        Relation(relations[task], target)
        for target, relations in targets.items()
        if relations.get(task) in RANKED
    ]
    return min(known, key=lambda relation: RANKED.index(relation.kind), default=None)
