"""How far a whole study is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from promptstudio.analysis.live import JobState, LiveJobs
from promptstudio.analysis.pace import Pace
from promptstudio.core.events import Status

_EVERY_S = 1.0


@dataclass(frozen=True, slots=True)
class OverallState:
    """Jobs ended, jobs in all, and the estimated seconds until the last one ends."""

    done: int
    total: int
    left_s: float | None


@dataclass(frozen=True, slots=True)
class Throughput:
    """Gradient rows and tokens per second of all jobs at work; None while unknown."""

    rows_per_s: float | None
    tokens_per_s: float | None


class Overall:
    """Estimates from the fractions of all jobs, looked at once a second."""

    def __init__(self) -> None:
        self._pace = Pace()
        self._jobs: tuple[str, ...] = ()
        self._last_s = float("-inf")

    def update(
        self,
        live: LiveJobs,
        job_ids: Sequence[str],
        now_s: float,
        ended: Collection[str] = frozenset(),
    ) -> OverallState:
        """Return where these jobs stand at ``now_s`` (any clock that does not go back).

        ``ended`` names jobs that have ended as far as the store knows, heard of or not.
        """
        if tuple(job_ids) != self._jobs:
            self._jobs, self._pace, self._last_s = tuple(job_ids), Pace(), float("-inf")
        states = [live.jobs.get(job_id) for job_id in job_ids]
        over = [
            job_id in ended or (state is not None and state.status.is_final)
            for job_id, state in zip(job_ids, states, strict=True)
        ]
        parts = sum(
            1.0 if is_over else fraction(state) for state, is_over in zip(states, over, strict=True)
        )
        if now_s - self._last_s >= _EVERY_S:
            self._pace.observe(parts, now_s)
            self._last_s = now_s
        done = sum(over)
        left_s = self._pace.left_s(len(job_ids)) if done < len(job_ids) else None
        return OverallState(done=done, total=len(job_ids), left_s=left_s)


def throughput(live: LiveJobs) -> Throughput:
    """Return how fast the jobs at work go together."""
    running = [job for job in live.jobs.values() if job.status is Status.RUNNING]
    rows = [rate for job in running if (rate := job.rows_pace.per_s)]
    tokens = [rate for job in running if (rate := job.tokens_pace.per_s)]
    return Throughput(sum(rows) if rows else None, sum(tokens) if tokens else None)


def fraction(state: JobState | None) -> float:
    """Return how much of a job's present stage is done, from 0 to 1; 1 when it has ended."""
    if state is None:
        return 0.0
    if state.status.is_final:
        return 1.0
    return state.step / state.steps if state.steps else 0.0
