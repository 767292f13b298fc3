"""What examples are drawn from."""

from typing import Any

import torch
from hypothesis import strategies as st
from torch import Tensor

from promptstudio.methods.registry import methods

P, D = 2, 3


def tensor(seed: int, *shape: int) -> Tensor:
    """Normal numbers in double precision, from a seed that hypothesis draws."""
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def few_steps(key: str, values: dict[str, Any]) -> dict[str, Any]:
    """Settings of a method under which each of its stages takes two steps."""
    named = {stage.steps for stage in methods()[key].stages if stage.steps}
    return dict.fromkeys(named, 2) | values


seeds = st.integers(0, 10_000)
counts = st.integers(2, 6)
