"""What examples are drawn from."""

import torch
from hypothesis import strategies as st
from torch import Tensor

P, D = 2, 3


def tensor(seed: int, *shape: int) -> Tensor:
    """Normal numbers in double precision, from a seed that hypothesis draws."""
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


seeds = st.integers(0, 10_000)
counts = st.integers(2, 6)
