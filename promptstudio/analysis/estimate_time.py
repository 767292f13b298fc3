"""How long a study will take: a range, and what it rests on."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from promptstudio.analysis.estimate_work import GRADIENT, PRODUCT, Tokens
from promptstudio.backbones.shape import BackboneShape
from promptstudio.core.events import Cost
from promptstudio.core.phrases import Phrase, counted

_MEASURED: Final = (0.7, 1.5)
"""Least and most time, where the same model ran on this machine, as parts of the middle."""
_USED: Final = (0.85, 0.3)
"""Parts of the rate of a plain matrix product that a model reaches, at best and at worst.
On one core the forward passes of T5-small and T5-base and the sandbox reached 0.5 to 0.9."""
_START_S: Final = (3.0, 12.0)
"""A worker's imports, the loading of a small model, and its first measurement."""
_MATRIX: Final = 512
_TRIES: Final = 3
_UNITS: Final = (("s", 1.0), ("min", 60.0), ("h", 3600.0))
_MOST: Final = 90.0
"""More of a unit is told in the next one."""


class Stretch(NamedTuple):
    """A job that ran from ``began`` to ``ended`` (seconds) and sent so many tokens.

    ``tokens`` are in units of forward passes, as `promptstudio.analysis.estimate_work` counts.
    """

    began: float
    ended: float
    tokens: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """A range in seconds, and a sentence on what it rests on."""

    low: float
    high: float
    basis: str

    @property
    def words(self) -> str:
        """The range as a person says it: ``"about 3 to 6 min"``."""
        fitting = (each for each in _UNITS if self.high < _MOST * each[1])
        unit, size = next(fitting, _UNITS[-1])
        low, high = _rounded(self.low / size), _rounded(self.high / size)
        if low == high:
            return Phrase("about {0} {1}", high, unit)
        return Phrase("about {0} to {1} {2}", low, high, unit)


def spent_tokens(cost: Cost, test_rows: int) -> float:
    """Return the tokens of a recorded cost in units of forward passes, scoring counted in.

    Tokens are recorded of the method's questions alone; scored rows count as long as those.
    """
    if not cost.forwards:
        return 0.0
    products = max(0, cost.backwards - cost.rows)  # each goes back twice, a gradient once
    passes = cost.forwards + (GRADIENT - 1) * (cost.rows - products) + (PRODUCT - 1) * products
    scored = cost.evaluation_forwards + test_rows
    return cost.tokens / cost.forwards * (passes + scored)


def tokens_per_second(stretches: Sequence[Stretch]) -> float | None:
    """Return the rate at which jobs went through the model, or None if none did.

    Jobs that ran at once share their time; time in which none ran does not count.
    """
    busy, end = 0.0, float("-inf")
    for stretch in sorted(stretches):
        busy += max(0.0, stretch.ended - max(stretch.began, end))
        end = max(end, stretch.ended)
    tokens = sum(stretch.tokens for stretch in stretches)
    return tokens / busy if busy > 0 and tokens > 0 else None


def measured_duration(tokens: Tokens, rate: float, jobs: int) -> Duration:
    """Return the time at a rate (tokens a second) that ``jobs`` of this workspace had."""
    middle = tokens.total / rate
    low, high = (factor * middle for factor in _MEASURED)
    return Duration(
        low=low + _START_S[0],
        high=high + _START_S[1],
        basis=counted(
            jobs,
            "Time: from 1 job of this workspace with the same model on the same device.",
            "Time: from {0:,} jobs of this workspace with the same model on the same device.",
        ),
    )


def rough_duration(tokens: Tokens, shape: BackboneShape, flops_per_second: float) -> Duration:
    """Return the time by the operations of the model and the rate of a matrix product."""
    best, worst = (tokens.flops(shape) / (part * flops_per_second) for part in _USED)
    return Duration(
        low=best + _START_S[0],
        high=worst + _START_S[1],
        basis=Phrase(
            "Time: rough, nothing was measured with this model on this machine yet; from its size "
            "and {0:,.0f} billion operations a second of one core.",
            flops_per_second / 1e9,
        ),
    )


def matrix_rate() -> float:
    """Measure the floating-point operations per second of a matrix product on one core.

    It takes some hundredths of a second. The best of several tries counts.
    """
    import numpy as np
    from threadpoolctl import threadpool_limits

    matrix = np.ones((_MATRIX, _MATRIX), dtype=np.float32)
    spent: list[float] = []
    with threadpool_limits(1):
        for _ in range(_TRIES + 1):
            began = time.perf_counter()
            matrix @ matrix
            spent.append(time.perf_counter() - began)
    return 2.0 * _MATRIX**3 / min(spent[1:])  # the first is a warm-up


def _rounded(value: float) -> str:
    """Return a whole number, with one digit behind the point below 1."""
    return f"{value:.1f}" if value < 1.0 else f"{value:,.0f}"
