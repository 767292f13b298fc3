"""What readers of the store get: frozen plain records."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple

from promptstudio.core.events import Cost, Status
from promptstudio.store.values import to_number, to_time


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyRecord:
    """A study; ``spec`` is the TOML text from which it was set up.

    ``runs`` counts its runs without shared stages, ``finished`` those that are finished.
    """

    study_id: str
    name: str
    spec: str
    created: datetime
    runs: int
    finished: int


class ForkRecord(NamedTuple):
    """Where a run left the run ``job_id`` that it began from."""

    job_id: str
    stage: str
    step: int


class RunRecord(NamedTuple):
    """Everything that a row of a run table shows. ``kind`` "stage" is a shared stage.

    ``label`` is the method's name in its study; ``setting`` is equal for runs that differ
    only in seed, split seed and target. ``metric`` is the target task's own metric,
    ``validation`` its value for the prompt kept so far; it is tested on ``test_rows`` rows.
    ``position`` orders the queue; ``attempt`` counts from 0;
    ``prompt_id`` is the prompt of the target task.

    Fields that end in ``_text`` are as the store has them and are read only when the property
    of the same name is asked for, so that long lists come fast.
    """

    job_id: str
    study_id: str
    study: str
    kind: Literal["run", "stage"]
    title: str
    label: str
    method: str
    setting: str
    source_tasks_text: str
    target_task: str | None
    seed: int
    split_seed: int
    config_text: str
    stages_text: str
    digest: str
    needs: str | None
    status_text: str
    attempt: int
    position: int
    created_text: str
    started_text: str | None
    ended_text: str | None
    stage: str
    step: int
    steps: int
    rows: int
    seconds: float
    metric: str
    validation: float | None
    test_text: str
    test_rows: int
    device: str
    backbone: str
    backbone_sha256: str
    sharing: str
    versions_text: str | None
    reason: str
    report: str
    prompt_id: str | None
    favourite: int | None
    archived: int | None
    note_text: str | None
    tags_text: str | None
    fork_origin: str | None
    fork_stage: str | None
    fork_step: int | None

    @property
    def status(self) -> Status:
        """State of the last attempt."""
        return Status(self.status_text)

    @property
    def source_tasks(self) -> tuple[str, ...]:
        """Source tasks in the study's order."""
        return tuple(json.loads(self.source_tasks_text))

    @property
    def config(self) -> dict[str, Any]:
        """The method's settings."""
        return dict(json.loads(self.config_text))

    @property
    def stages(self) -> tuple[str, ...]:
        """Stages that the job executes."""
        return tuple(json.loads(self.stages_text))

    @property
    def test(self) -> dict[str, float]:
        """All metrics of the target task on the test split; empty before."""
        return {name: to_number(value, None) for name, value in json.loads(self.test_text).items()}

    @property
    def versions(self) -> dict[str, str]:
        """Versions of the software that the last attempt used."""
        return dict(json.loads(self.versions_text or "{}"))

    @property
    def created(self) -> datetime:
        """When the job was queued first."""
        return to_time(self.created_text)

    @property
    def started(self) -> datetime | None:
        """When the last attempt began; None while it is in the queue."""
        return None if self.started_text is None else to_time(self.started_text)

    @property
    def ended(self) -> datetime | None:
        """When the last attempt ended."""
        return None if self.ended_text is None else to_time(self.ended_text)

    @property
    def is_favourite(self) -> bool:
        """Whether a person marked it as a favourite."""
        return bool(self.favourite)

    @property
    def is_archived(self) -> bool:
        """Whether a person put it away."""
        return bool(self.archived)

    @property
    def note(self) -> str:
        """What a person wrote about it."""
        return self.note_text or ""

    @property
    def tags(self) -> tuple[str, ...]:
        """Words that a person put on it, sorted."""
        return tuple(json.loads(self.tags_text or "[]"))

    @property
    def forked_from(self) -> ForkRecord | None:
        """The run from whose checkpoint it began, None for a run of its own."""
        if self.fork_origin is None or self.fork_stage is None or self.fork_step is None:
            return None
        return ForkRecord(self.fork_origin, self.fork_stage, self.fork_step)


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
class RecordedCost:
    """What a finished job cost, all its stages together, when, and how many rows it tested.

    Peak memory and counts of numbers are left out of ``cost``.
    """

    job_id: str
    started: datetime
    ended: datetime
    test_rows: int
    cost: Cost


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
