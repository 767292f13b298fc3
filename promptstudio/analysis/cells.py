"""In which row of a transfer matrix a run stands."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol


class Sourced(Protocol):
    """A run with the tasks that its prompt comes from."""

    @property
    def config(self) -> Mapping[str, Any]:
        """Settings of its method."""

    @property
    def source_tasks(self) -> Sequence[str]:
        """Source tasks of its study."""


def single_source(run: Sourced) -> str:
    """Return the one source task that a run's prompt comes from; empty if there are several."""
    named = run.config.get("source")
    if isinstance(named, str) and named:
        return named
    return run.source_tasks[0] if len(run.source_tasks) == 1 else ""
