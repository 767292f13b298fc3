"""What is known of the jobs in flight, folded from events. The window draws it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import assert_never

from promptstudio.analysis.pace import Pace
from promptstudio.analysis.series import Series
from promptstudio.core.events import (
    CheckpointSaved,
    Evaluated,
    Event,
    Message,
    PredictionsSaved,
    PromptSaved,
    RunEnded,
    RunStarted,
    StageEnded,
    StageStarted,
    Status,
    StatusChanged,
    StepDone,
)


@dataclass(slots=True)
class JobState:
    """One job as its events tell it. ``step`` of ``steps`` belongs to the present stage.

    Curves run over the steps of all stages: ``offsets`` says where each stage begins.
    ``numbers`` holds a curve per reported metric, ``validation`` one per validation metric,
    which rests on ``validation_rows`` rows (0: not known).
    """

    job_id: str
    status: Status = Status.QUEUED
    stage: str = ""
    stage_title: str = ""
    step: int = 0
    steps: int = 0
    offsets: dict[str, int] = field(default_factory=dict)
    numbers: dict[str, Series] = field(default_factory=dict)
    validation: dict[str, Series] = field(default_factory=dict)
    test: dict[str, float] = field(default_factory=dict)
    validation_rows: int = 0
    pace: Pace = field(default_factory=Pace)
    rows_pace: Pace = field(default_factory=Pace)
    tokens_pace: Pace = field(default_factory=Pace)
    reason: str = ""

    @property
    def total_done(self) -> int:
        """Steps done over all stages."""
        return self.offsets.get(self.stage, 0) + self.step

    @property
    def left_s(self) -> float | None:
        """Seconds until the present stage ends; None while unknown or when not running."""
        return self.pace.left_s(self.steps) if self.status is Status.RUNNING else None

    def rest(self) -> None:
        """Forget how fast it went: it begins, is held or goes on."""
        self.pace, self.rows_pace, self.tokens_pace = Pace(), Pace(), Pace()

    def metric_names(self, prefix: str) -> tuple[str, ...]:
        """Return the metrics named ``prefix`` or ``prefix/...``, in order of appearance."""
        return tuple(name for name in self.numbers if name.partition("/")[0] == prefix)

    def values_at(self, prefix: str, step: float = inf) -> Mapping[str, float]:
        """Return every metric named ``prefix`` or ``prefix/...`` as it was last up to a step."""
        return {name: self.numbers[name].at(step) for name in self.metric_names(prefix)}

    def last_step(self, prefix: str) -> int:
        """Return the last step at which such a metric was reported; 0 where none was."""
        return max((int(self.numbers[name].x[-1]) for name in self.metric_names(prefix)), default=0)


class LiveJobs:
    """All jobs heard of, by identity. ``version`` grows with every event."""

    def __init__(self) -> None:
        self.jobs: dict[str, JobState] = {}
        self.version = 0

    def job(self, job_id: str) -> JobState:
        """Return a job's state, new if nothing was heard of it."""
        return self.jobs.setdefault(job_id, JobState(job_id))

    def apply(self, event: Event) -> None:
        """Take in one event."""
        self.version += 1
        job = self.job(event.job_id)
        match event:
            case RunStarted():
                job.status, job.reason = Status.RUNNING, ""
                job.rest()
            case StageStarted():
                _start_stage(job, event)
            case StepDone():
                _take_step(job, event)
            case Evaluated():
                _take_score(job, event)
            case StatusChanged():
                job.status = event.status
                job.rest()
            case RunEnded():
                job.status, job.reason = event.status, event.reason
            case StageEnded() | PromptSaved() | PredictionsSaved() | CheckpointSaved() | Message():
                pass
            case _:
                assert_never(event)


def _start_stage(job: JobState, event: StageStarted) -> None:
    if event.stage not in job.offsets:
        job.offsets[event.stage] = job.offsets.get(job.stage, 0) + job.steps
    job.stage, job.stage_title = event.stage, event.title
    job.step, job.steps = event.first_step, event.steps
    job.rest()


def _take_step(job: JobState, event: StepDone) -> None:
    job.step = event.step
    job.pace.observe(event.step, event.time)
    job.rows_pace.observe(event.rows, event.time)
    job.tokens_pace.observe(event.tokens, event.time)
    at = job.offsets.get(event.stage, 0) + event.step
    for name, value in event.metrics.items():
        job.numbers.setdefault(name, Series()).append(at, value)


def _take_score(job: JobState, event: Evaluated) -> None:
    if event.split == "test":
        job.test.update(event.metrics)
        return
    job.validation_rows = event.rows
    at = job.offsets.get(event.stage, 0) + event.step
    for name, value in event.metrics.items():
        job.validation.setdefault(name, Series()).append(at, value)


def restored(
    job_id: str,
    status: Status,
    stages: Sequence[str],
    metrics: Mapping[str, tuple[Sequence[int], Sequence[float]]],
    scores: Iterable[tuple[str, int, Mapping[str, float]]],
) -> JobState:
    """Rebuild the curves of a stored job.

    Parameters
    ----------
    stages
        Keys of the method's stages in their order.
    metrics
        Steps and values by ``stage/name``.
    scores
        (stage, step, metrics) of the validation scores.
    """
    job = JobState(job_id, status=status)
    curves = [(*name.partition("/"), *points) for name, points in metrics.items()]
    curves.sort(key=lambda curve: _rank(stages, curve[0]))
    marks = sorted(scores, key=lambda score: (_rank(stages, score[0]), score[1]))
    begin = 0
    for stage in stages:
        ends = [steps[-1] for at, _, _, steps, _ in curves if at == stage and steps]
        if ends:
            job.offsets[stage] = begin
            begin += max(ends)
    for stage, _, name, steps, values in curves:
        series = job.numbers.setdefault(name, Series())
        for step, value in zip(steps, values, strict=True):
            series.append(job.offsets.get(stage, 0) + step, value)
    for stage, step, numbers in marks:
        for name, value in numbers.items():
            at = job.offsets.get(stage, 0) + step
            job.validation.setdefault(name, Series()).append(at, value)
    return job


def _rank(stages: Sequence[str], stage: str) -> int:
    return stages.index(stage) if stage in stages else len(stages)
