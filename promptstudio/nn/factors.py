"""A shared prompt that each task scales by a low-rank matrix of its own."""

import torch
from torch import Tensor


def factored(prompt: Tensor, rows: Tensor, columns: Tensor) -> Tensor:
    """Return the shared prompt times each task's low-rank matrix, element by element.

    Parameters
    ----------
    prompt : Tensor
        (P, D), shared by all tasks.
    rows : Tensor
        (S, P, R): one factor for every virtual token.
    columns : Tensor
        (S, R, D): one factor for every dimension.

    Returns
    -------
    Tensor
        (S, P, D).

    References
    ----------
    Wang et al. 2023, arXiv:2303.02861.
    """
    return prompt * (rows @ columns)  # (S, P, D)


def near_one(
    num_virtual_tokens: int,
    token_dim: int,
    rank: int,
    *,
    noise: float,
    generator: torch.Generator,
) -> tuple[Tensor, Tensor]:
    """Return factors (P, R) and (R, D) whose product is one everywhere, up to noise.

    Parameters
    ----------
    noise : float
        Standard deviation of what is added to each number. Without noise the ranks would
        start equal, and stay so.

    Notes
    -----
    Factors drawn around zero instead, with the deviation of 0.02 that PEFT takes, give a
    product near 0.0004: the prompt starts at almost nothing, and so does its gradient.
    """
    level = rank**-0.5
    rows = level + noise * torch.randn(num_virtual_tokens, rank, generator=generator)
    columns = level + noise * torch.randn(rank, token_dim, generator=generator)
    return rows, columns
