"""What a supervisor tells a worker, and what the worker says besides events.

One JSON line each way. A request that can not be carried out is answered with `Refused`.
"""

from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from promptstudio.core.events import Event
from promptstudio.core.questions import Finding, Question
from promptstudio.core.settings import Frozen
from promptstudio.core.spec import Job


class JobStart(Frozen):
    """A job to run. ``checkpoint`` is a file to continue from (None: from the beginning).

    ``is_forked`` says that another run with other settings wrote it.
    The job begins only while fewer than ``in_flight`` jobs are at work, and shares the model's
    batches as ``sharing`` says.
    """

    job: Job
    attempt: int = 0
    checkpoint: str | None = None
    is_forked: bool = False
    in_flight: int = 1
    sharing: Literal["auto", "packed", "in_turn"] = "auto"


class Submit(Frozen):
    """Queue jobs.

    ``cards`` describe every task they read; ``results`` maps identities of shared stages that
    are already computed to files with their final state.
    """

    type: Literal["submit"] = "submit"
    request_id: str
    starts: tuple[JobStart, ...]
    cards: dict[str, dict[str, Any]]
    results: dict[str, str]


class Stop(Frozen):
    """End jobs. With ``keep`` a run keeps its best prompt and is scored; else it is cancelled."""

    type: Literal["stop"] = "stop"
    job_ids: tuple[str, ...]
    keep: bool


class Pause(Frozen):
    """Hold jobs between steps or before they begin, or let them continue."""

    type: Literal["pause"] = "pause"
    job_ids: tuple[str, ...]
    paused: bool


class Reorder(Frozen):
    """Put these jobs of the queue first, in this order, each behind what it needs."""

    type: Literal["reorder"] = "reorder"
    job_ids: tuple[str, ...]


class Shutdown(Frozen):
    """End the worker. Jobs in flight are left interrupted, with their last checkpoint."""

    type: Literal["shutdown"] = "shutdown"


Command = Annotated[
    Submit | Stop | Pause | Reorder | Shutdown | Question, Field(discriminator="type")
]
COMMANDS: TypeAdapter[Command] = TypeAdapter(Command)


class Ready(Frozen):
    """The worker has imported everything and listens. ``devices`` are those of its machine."""

    type: Literal["ready"] = "ready"
    pid: int
    devices: tuple[str, ...]
    versions: dict[str, str]


class Refused(Frozen):
    """A request was not carried out. ``report`` is a traceback where the cause is a bug.

    ``job_ids`` are the jobs that it would have queued.
    """

    type: Literal["refused"] = "refused"
    request_id: str
    reason: str
    report: str = ""
    job_ids: tuple[str, ...] = ()


class Idle(Frozen):
    """No job is queued or running any more."""

    type: Literal["idle"] = "idle"


Reply = Annotated[Ready | Refused | Idle | Finding, Field(discriminator="type")]
Said = Annotated[Event | Reply, Field(discriminator="type")]
"""Anything a worker says: an event of a job, or a reply."""
SAID: TypeAdapter[Said] = TypeAdapter(Said)
