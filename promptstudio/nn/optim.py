"""Optimisers as pure functions over a flat state.

An optimiser holds settings only. The value and its moments are tensors in the caller's state,
under the names ``prompt``, ``prompt.m`` and so on; the number of updates follows from the step
index. Every prompt (P, D) of a batch of prompts (M, P, D) is updated as if it were alone, so
that packing prompts together changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, Protocol

import torch
from torch import Tensor

from promptstudio.nn.schedules import Schedule, ScheduleKind

OptimizerKind = Literal["adamw", "adafactor", "sgd"]
_CONSTANT: Final = Schedule()


class Optimizer(Protocol):
    """Update rule of one value and its moments."""

    def init(self, name: str, value: Tensor) -> dict[str, Tensor]:
        """Return the value under its name, with the moments it starts with."""
        ...

    def apply(
        self, state: Mapping[str, Tensor], name: str, grad: Tensor, index: int
    ) -> dict[str, Tensor]:
        """Return the updated value and moments; ``index`` counts the updates from 0."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Sgd:
    """Gradient descent with decoupled weight decay."""

    learning_rate: float
    weight_decay: float = 0.0
    schedule: Schedule = _CONSTANT

    def init(self, name: str, value: Tensor) -> dict[str, Tensor]:
        """See `Optimizer.init`."""
        return {name: value}

    def apply(
        self, state: Mapping[str, Tensor], name: str, grad: Tensor, index: int
    ) -> dict[str, Tensor]:
        """See `Optimizer.apply`."""
        rate = self.learning_rate * self.schedule(index)
        return {name: state[name] * (1.0 - rate * self.weight_decay) - rate * grad}


@dataclass(frozen=True, slots=True, kw_only=True)
class AdamW:
    """Adam with decoupled weight decay.

    References
    ----------
    Loshchilov and Hutter 2019, arXiv:1711.05101, algorithm 2.
    """

    learning_rate: float
    weight_decay: float = 0.0
    schedule: Schedule = _CONSTANT
    beta1: float = 0.9
    beta2: float = 0.999
    eps: float = 1e-8

    def init(self, name: str, value: Tensor) -> dict[str, Tensor]:
        """See `Optimizer.init`."""
        return {
            name: value,
            f"{name}.m": torch.zeros_like(value),
            f"{name}.v": torch.zeros_like(value),
        }

    def apply(
        self, state: Mapping[str, Tensor], name: str, grad: Tensor, index: int
    ) -> dict[str, Tensor]:
        """See `Optimizer.apply`."""
        rate = self.learning_rate * self.schedule(index)
        mean = self.beta1 * state[f"{name}.m"] + (1.0 - self.beta1) * grad
        square = self.beta2 * state[f"{name}.v"] + (1.0 - self.beta2) * grad.square()
        scale = (square / (1.0 - self.beta2 ** (index + 1))).sqrt() + self.eps
        update = mean / (1.0 - self.beta1 ** (index + 1)) / scale
        value = state[name] * (1.0 - rate * self.weight_decay) - rate * update
        return {name: value, f"{name}.m": mean, f"{name}.v": square}


@dataclass(frozen=True, slots=True, kw_only=True)
class Adafactor:
    """Adafactor with a given learning rate: no relative steps, no scaling by the parameter.

    The second moment is factored over the last two dimensions, and updates are clipped by
    their root mean square over the last two dimensions, prompt by prompt.

    References
    ----------
    Shazeer and Stern 2018, arXiv:1804.04235, algorithm 4 without relative step size.
    """

    learning_rate: float
    weight_decay: float = 0.0
    schedule: Schedule = _CONSTANT
    decay_rate: float = -0.8
    clip_threshold: float = 1.0
    eps: float = 1e-30

    def init(self, name: str, value: Tensor) -> dict[str, Tensor]:
        """See `Optimizer.init`. The value has two dimensions at least."""
        return {
            name: value,
            f"{name}.rows": torch.zeros_like(value[..., 0]),  # (..., P)
            f"{name}.columns": torch.zeros_like(value[..., 0, :]),  # (..., D)
        }

    def apply(
        self, state: Mapping[str, Tensor], name: str, grad: Tensor, index: int
    ) -> dict[str, Tensor]:
        """See `Optimizer.apply`."""
        rate = self.learning_rate * self.schedule(index)
        keep = 1.0 - float(index + 1) ** self.decay_rate
        square = grad.square() + self.eps
        rows = keep * state[f"{name}.rows"] + (1.0 - keep) * square.mean(-1)
        columns = keep * state[f"{name}.columns"] + (1.0 - keep) * square.mean(-2)
        row_factor = (rows / rows.mean(-1, keepdim=True)).rsqrt()
        update = row_factor[..., :, None] * columns.rsqrt()[..., None, :] * grad  # (..., P, D)
        rms = update.square().mean((-2, -1), keepdim=True).sqrt()
        update = update / (rms / self.clip_threshold).clamp_min(1.0)
        value = state[name] * (1.0 - rate * self.weight_decay) - rate * update
        return {name: value, f"{name}.rows": rows, f"{name}.columns": columns}


def make_optimizer(
    kind: OptimizerKind,
    *,
    learning_rate: float,
    weight_decay: float = 0.0,
    schedule: ScheduleKind = "constant",
    steps: int = 1,
    warmup_steps: int = 0,
) -> Optimizer:
    """Return an optimiser from the values of a form."""
    rules: dict[OptimizerKind, type[AdamW | Adafactor | Sgd]] = {
        "adamw": AdamW,
        "adafactor": Adafactor,
        "sgd": Sgd,
    }
    return rules[kind](
        learning_rate=learning_rate,
        weight_decay=weight_decay,
        schedule=Schedule(kind=schedule, steps=steps, warmup_steps=warmup_steps),
    )
