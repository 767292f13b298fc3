"""The task cards of the sandbox, as far as its generator needs them."""

import functools
import tomllib
from dataclasses import dataclass

from promptstudio.core.errors import TaskError
from promptstudio.core.paths import resource


@dataclass(frozen=True)
class SandboxTask:
    """What one card says about how its rows are made."""

    key: str
    skill: str
    domain: str
    template: str
    instruction: str
    labels: dict[str, str]
    held_out: bool
    family: str
    related: dict[str, str]

    @property
    def words(self) -> tuple[str, ...]:
        """The label words, in class order."""
        return tuple(self.labels.values())


@functools.cache
def sandbox_tasks() -> dict[str, SandboxTask]:
    """Return every task of the sandbox by its key, in alphabetic order."""
    found = {}
    for path in sorted(resource("tasks/sandbox").glob("*.toml")):
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        found[raw["key"]] = SandboxTask(
            key=raw["key"],
            skill=raw["source"]["skill"],
            domain=raw["source"]["domain"],
            template=raw["template"],
            instruction=raw["instruction"],
            labels=raw.get("labels", {}),
            held_out=raw["held_out"],
            family=raw["family"],
            related=raw.get("related", {}),
        )
    return found


def sandbox_task(key: str) -> SandboxTask:
    """Return one task.

    Raises
    ------
    TaskError
        If the sandbox has no such task.
    """
    tasks = sandbox_tasks()
    if key not in tasks:
        raise TaskError(f"The sandbox has no task '{key}'. It has: {', '.join(tasks)}.")
    return tasks[key]
