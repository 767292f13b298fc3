"""Which runs stand behind a cell of a matrix."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

_PARTS = ("keep-", "remove-")
_TRANSFER = "transfer-"
_GAIN = "-gain"


class Sourced(Protocol):
    """A run with the tasks that its prompt comes from."""

    @property
    def config(self) -> Mapping[str, Any]:
        """Settings of its method."""

    @property
    def source_tasks(self) -> Sequence[str]:
        """Source tasks of its study."""


class Placed(Protocol):
    """A run with its place in a matrix; ``source`` is empty where it has several."""

    @property
    def job_id(self) -> str:
        """Identity of the run."""

    @property
    def method(self) -> str:
        """Key of the method."""

    @property
    def label(self) -> str:
        """Name of the method in its study."""

    @property
    def source(self) -> str:
        """The only source task of its prompt."""

    @property
    def target(self) -> str:
        """Key of the target task."""


def single_source(run: Sourced) -> str:
    """Return the one source task that a run's prompt comes from; empty if there are several."""
    named = run.config.get("source")
    if isinstance(named, str) and named:
        return named
    return run.source_tasks[0] if len(run.source_tasks) == 1 else ""


def runs_of_cell(runs: Iterable[Placed], table: str, source: str, target: str) -> tuple[str, ...]:
    """Return the identities of the runs behind a cell.

    ``table`` is the matrix's key: ``transfer-`` with a method's key, or ``keep-`` or
    ``remove-`` with a method's label. In the latter two a row names a part of one prompt, so
    that all rows have the same runs.
    """
    for start in _PARTS:
        if table.startswith(start):
            label = table.removeprefix(start)
            return tuple(r.job_id for r in runs if (r.label, r.target) == (label, target))
    method = table.removeprefix(_TRANSFER).removesuffix(_GAIN)
    wanted = (method, source, target)
    return tuple(r.job_id for r in runs if (r.method, r.source, r.target) == wanted)
