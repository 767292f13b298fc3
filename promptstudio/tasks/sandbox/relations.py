"""How two tasks of the sandbox are related; known, because the world is made."""

from promptstudio.tasks.sandbox.cards import SandboxTask
from promptstudio.tasks.sandbox.phrasings import is_check, is_flipped
from promptstudio.tasks.sandbox.skills import SINGLE


def relation(source: SandboxTask, target: SandboxTask) -> str:
    """Return the relation of two different tasks, the same in both directions.

    Returns
    -------
    str
        ``same_skill``, ``same_skill_other_words``, ``composition`` (one asks for two traits, the
        other for the kind of one of them), ``adversarial`` (the label words mean the contrary)
        or ``unrelated``.
    """
    if _ability(source) == _ability(target):
        if _contrary(source) != _contrary(target):
            return "adversarial"
        return "same_skill" if source.words == target.words else "same_skill_other_words"
    if _part_of(source, target) or _part_of(target, source):
        return "composition"
    return "unrelated"


def _ability(task: SandboxTask) -> str:
    """Return the skill without its number of classes."""
    return task.skill.rstrip("23")


def _contrary(task: SandboxTask) -> bool:
    return is_flipped(task.skill, task.words)


def _part_of(single: SandboxTask, composed: SandboxTask) -> bool:
    if not is_check(composed.skill):
        return False
    return single.skill in {SINGLE[value] for value in composed.skill.split("+")}
