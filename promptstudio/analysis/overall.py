"""How far a whole study is."""

from collections.abc import Sequence
from dataclasses import dataclass

from promptstudio.analysis.live import JobState, LiveJobs
from promptstudio.analysis.pace import Pace

_EVERY_S = 1.0


@dataclass(frozen=True, slots=True)
class OverallState:
    """Jobs ended, jobs in all, and the estimated seconds until the last one ends."""

    done: int
    total: int
    left_s: float | None


class Overall:
    """Estimates from the fractions of all jobs, looked at once a second."""

    def __init__(self) -> None:
        self._pace = Pace()
        self._jobs: tuple[str, ...] = ()
        self._last_s = float("-inf")

    def update(self, live: LiveJobs, job_ids: Sequence[str], now_s: float) -> OverallState:
        """Return where these jobs stand at ``now_s`` (any clock that does not go back)."""
        if tuple(job_ids) != self._jobs:
            self._jobs, self._pace, self._last_s = tuple(job_ids), Pace(), float("-inf")
        states = [live.jobs.get(job_id) for job_id in job_ids]
        parts = sum(fraction(state) for state in states)
        if now_s - self._last_s >= _EVERY_S:
            self._pace.observe(parts, now_s)
            self._last_s = now_s
        done = sum(state is not None and state.status.is_final for state in states)
        left_s = self._pace.left_s(len(job_ids)) if done < len(job_ids) else None
        return OverallState(done=done, total=len(job_ids), left_s=left_s)


def fraction(state: JobState | None) -> float:
    """Return how much of a job's present stage is done, from 0 to 1; 1 when it has ended."""
    if state is None:
        return 0.0
    if state.status.is_final:
        return 1.0
    return state.step / state.steps if state.steps else 0.0
