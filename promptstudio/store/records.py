"""What readers of the store get: frozen plain records."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple

from promptstudio.core.events import Cost, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyRecord:
    """A study; ``spec`` is the TOML text from which it was set up."""

    study_id: str
    name: str
    spec: str
    created: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """Everything that a row of a run table shows. ``kind`` "stage" is a shared stage.

    ``label`` is the method's name in its study; ``setting`` is equal for runs that differ
    only in seed, split seed and target; ``config`` are the method's settings and ``stages``
    what the job executes. ``metric`` is the target task's own metric, ``validation`` its value
    for the prompt kept so far, ``test`` all metrics on the ``test_rows`` rows of the test split
    (empty before). ``position`` orders the queue; ``attempt`` counts from 0; ``prompt_id`` is
    the prompt of the target task.
    """

    job_id: str
    study_id: str
    study: str
    kind: Literal["run", "stage"]
    title: str
    label: str
    method: str
    setting: str
    source_tasks: tuple[str, ...]
    target_task: str | None
    seed: int
    split_seed: int
    config: dict[str, Any]
    stages: tuple[str, ...]
    digest: str
    needs: str | None
    status: Status
    attempt: int
    position: int
    created: datetime
    started: datetime | None
    ended: datetime | None
    stage: str
    step: int
    steps: int
    rows: int
    seconds: float
    metric: str
    validation: float | None
    test: dict[str, float]
    test_rows: int
    device: str
    backbone: str
    backbone_sha256: str
    sharing: str
    versions: dict[str, str]
    reason: str
    report: str
    prompt_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationRecord:
    """Metrics of one task at one step.

    ``is_best``: the best of its stage when it was scored; ``spent``: the job's gradient rows
    up to there (0 where an older version did not count them).
    """

    stage: str
    step: int
    task: str
    split: Literal["validation", "test"]
    metrics: dict[str, float]
    rows: int
    is_best: bool
    spent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StageCost:
    """What a stage of a job spent in its ``step`` steps."""

    stage: str
    step: int
    cost: Cost


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """A sum of costs. Parts of shared stages may be fractions.

    ``rows`` are (row, prompt) pairs with a gradient, ``passes`` forward and backward passes of
    pairs, ``evaluation_passes`` those that scored validation rows; ``tokens`` are of ``passes``.
    """

    rows: float = 0.0
    tokens: float = 0.0
    passes: float = 0.0
    evaluation_passes: float = 0.0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalCost:
    """What a job cost: its ``own`` stages, and those with the shared stages that it needs.

    ``whole`` counts every shared stage in full, as if the job had been run alone; ``share``
    divides each by the number of finished runs that started from it. ``peak_memory`` (bytes)
    and ``trainable`` are the largest of any of these stages.
    """

    own: Spent
    whole: Spent
    share: Spent
    peak_memory: int
    trainable: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRecord:
    """A line of a job's log."""

    attempt: int
    time: datetime
    level: Literal["info", "warning", "error"]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPrompt:
    """A prompt (P, D) of a job for a task, as `promptstudio.core.ports.PromptRecord` has it.

    ``norm`` is its Frobenius norm, None where the prompt is not finite.
    """

    prompt_id: str
    run_id: str
    task: str
    kind: Literal["plain", "conditional", "ensemble"]
    num_virtual_tokens: int
    token_dim: int
    sha256: str
    norm: float | None
    created: datetime
    data: bytes


class StoredCheckpoint(NamedTuple):
    """State after ``step`` steps of a stage, as safetensors bytes."""

    stage: str
    step: int
    is_final: bool
    data: bytes
