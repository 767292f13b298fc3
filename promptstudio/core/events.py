"""What the engine reports: a closed union of frozen records, one JSON line each.

Every event names its job and attempt; ``seq`` counts from 0 without gaps within an attempt.
Exactly one `RunEnded` closes each attempt, always as its last event.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from promptstudio.core.settings import Frozen


class Status(StrEnum):
    """The state of a job. The last four are final for an attempt."""

    QUEUED = "queued"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    FAILED = "failed"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"

    @property
    def is_final(self) -> bool:
        """Tell whether an attempt with this status has ended."""
        return self not in (Status.QUEUED, Status.RUNNING, Status.PAUSED)


class Blob(Frozen):
    """A file that the worker left in the spool folder; the store's writer takes it in."""

    name: str
    size: int
    sha256: str


class Cost(Frozen):
    """What a stage spent. A pass is one (row, prompt) pair through the model, once.

    ``rows`` are pairs with a gradient, ``tokens`` virtual, input and target tokens of all
    passes, ``evaluation_forwards`` the passes that scored validation rows (not in the other
    counts). ``peak_memory`` is that of the device or process so far, in bytes; ``trainable``
    and ``stored`` count numbers that the stage changed, and that it left behind.
    """

    rows: int = 0
    tokens: int = 0
    forwards: int = 0
    backwards: int = 0
    evaluation_forwards: int = 0
    seconds: float = 0.0
    peak_memory: int = 0
    trainable: int = 0
    stored: int = 0


class _Event(Frozen):
    job_id: str
    attempt: int
    seq: int
    time: float
    """Seconds since the epoch."""


class RunStarted(_Event):
    """An attempt begins. ``resumed_at`` is (stage, step) when it continues a checkpoint."""

    type: Literal["run_started"] = "run_started"
    device: str
    backbone: str
    backbone_sha256: str
    sharing: Literal["packed", "in_turn"]
    versions: dict[str, str]
    resumed_at: tuple[str, int] | None = None


class StageStarted(_Event):
    """A stage begins at ``first_step`` of ``steps``."""

    type: Literal["stage_started"] = "stage_started"
    stage: str
    title: str
    steps: int
    first_step: int


class StageEnded(_Event):
    """A stage is over, stopped or complete; ``cost`` counts resumed attempts in."""

    type: Literal["stage_ended"] = "stage_ended"
    stage: str
    step: int
    cost: Cost


class StepDone(_Event):
    """``step`` steps of a stage are done (1-based). ``rows`` are gradient rows so far.

    ``tokens`` are those that the stage sent through the model so far, as in `Cost`.
    """

    type: Literal["step_done"] = "step_done"
    stage: str
    step: int
    metrics: dict[str, float]
    rows: int
    seconds: float
    tokens: int = 0


class Evaluated(_Event):
    """A task was scored. On validation ``is_best`` marks the prompt kept so far.

    ``main`` names the task's own metric among ``metrics``; empty means the first one. ``spent``
    are the gradient rows of the job up to here.
    """

    type: Literal["evaluated"] = "evaluated"
    stage: str
    step: int
    task: str
    split: Literal["validation", "test"]
    metrics: dict[str, float]
    rows: int
    is_best: bool = False
    main: str = ""
    spent: int = 0


class PromptSaved(_Event):
    """The prompt of a task is ready: safetensors with the one key ``prompt_embeddings``."""

    type: Literal["prompt_saved"] = "prompt_saved"
    task: str
    kind: Literal["plain", "conditional", "ensemble"]
    num_virtual_tokens: int
    token_dim: int
    blob: Blob


class PredictionsSaved(_Event):
    """What the kept prompt predicts for the first ``rows`` test rows of the run's target.

    The blob is what `promptstudio.core.predictions.pack` makes.
    """

    type: Literal["predictions_saved"] = "predictions_saved"
    task: str
    rows: int
    blob: Blob


class CheckpointSaved(_Event):
    """State after ``step`` steps of a stage; ``is_final`` marks a shared stage's result."""

    type: Literal["checkpoint_saved"] = "checkpoint_saved"
    stage: str
    step: int
    is_final: bool
    blob: Blob


class Message(_Event):
    """A line for the log of a job."""

    type: Literal["message"] = "message"
    level: Literal["info", "warning", "error"]
    text: str


class StatusChanged(_Event):
    """A job was paused or continued."""

    type: Literal["status_changed"] = "status_changed"
    status: Status


class RunEnded(_Event):
    """The last event of an attempt. ``report`` is a traceback where the cause is a bug."""

    type: Literal["run_ended"] = "run_ended"
    status: Status
    reason: str = ""
    report: str = ""
    rows: int = 0
    seconds: float = 0.0


Event = Annotated[
    RunStarted
    | StageStarted
    | StageEnded
    | StepDone
    | Evaluated
    | PromptSaved
    | PredictionsSaved
    | CheckpointSaved
    | Message
    | StatusChanged
    | RunEnded,
    Field(discriminator="type"),
]

EVENTS: TypeAdapter[Event] = TypeAdapter(Event)
