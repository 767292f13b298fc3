"""Partitions of tasks into sources, development tasks and targets, as papers publish them.

References
----------
Ye et al. 2021, CrossFit, arXiv:2104.08835 (the partitions and the names of the tasks).
Qin et al. 2023, Learning to Initialize, arXiv:2302.08143 (the targets of ``meta_`` partitions).
"""

import tomllib
from collections.abc import Container, Mapping

from promptstudio.core.errors import ConfigError
from promptstudio.core.paths import resource
from promptstudio.core.settings import Frozen


class Partition(Frozen):
    """Task keys by role; a task that no card is there for keeps the name of its paper."""

    title: str
    note: str = ""
    sources: tuple[str, ...]
    development: tuple[str, ...] = ()
    targets: tuple[str, ...]

    def roles(self) -> Mapping[str, str]:
        """Return the role of every task: source, development or target; a target comes last."""
        lists = (
            ("source", self.sources),
            ("development", self.development),
            ("target", self.targets),
        )
        return {task: role for role, tasks in lists for task in tasks}

    def missing(self, known: Container[str]) -> tuple[str, ...]:
        """Return the tasks that are not among the known ones."""
        return tuple(task for task in self.roles() if task not in known)


def load_partitions() -> Mapping[str, Partition]:
    """Return the shipped partitions by name."""
    raw = tomllib.loads(resource("partitions/crossfit.toml").read_text(encoding="utf-8"))
    keys = raw.pop("cards")
    lists = ("sources", "development", "targets")
    return {
        name: Partition.model_validate(
            values | {role: [keys.get(t, t) for t in values.get(role, ())] for role in lists}
        )
        for name, values in raw.items()
    }


def find_partition(name: str) -> Partition:
    """Return a partition by name.

    Raises
    ------
    ConfigError
        If there is none, listing those that there are.
    """
    partitions = load_partitions()
    if name not in partitions:
        raise ConfigError(f"There is no partition '{name}'. Partitions: {', '.join(partitions)}.")
    return partitions[name]
