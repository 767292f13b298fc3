"""Learning-rate schedules as pure functions of the step."""

import math
from dataclasses import dataclass
from typing import Literal

ScheduleKind = Literal["constant", "linear", "cosine"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A factor of the learning rate for every step of a stage.

    The factor rises linearly over ``warmup_steps`` and reaches 1 with the last of them; then
    it stays, or falls towards 0, which it would reach one step after the end. No step has the
    factor 0, so none is wasted.
    """

    kind: ScheduleKind = "constant"
    steps: int = 1
    warmup_steps: int = 0

    def __call__(self, index: int) -> float:
        """Return the factor, between 0 and 1, of step ``index`` (from 0)."""
        if index < self.warmup_steps:
            return (index + 1) / self.warmup_steps
        if self.kind == "constant":
            return 1.0
        done = (index - self.warmup_steps) / max(self.steps - self.warmup_steps, 1)
        done = min(done, 1.0)
        if self.kind == "linear":
            return 1.0 - done
        return 0.5 * (1.0 + math.cos(math.pi * done))
