"""Attention of an input over whole prompts: one weight for every row and prompt.

``W`` is the width of the projection and ``J`` the number of prompts attended to.
"""

import torch
import torch.nn.functional as F  # noqa: N812 - the customary name
from torch import Tensor


def queries(
    pooled: Tensor,
    down: Tensor,
    up: Tensor,
    *,
    scale: Tensor | None = None,
    offset: Tensor | None = None,
) -> Tensor:
    """Project pooled inputs through a bottleneck and normalise them.

    Parameters
    ----------
    pooled : Tensor
        (B, D), one vector for each row.
    down, up : Tensor
        (D, W) and (W, D), with SiLU between them.
    scale, offset : Tensor, optional
        (1, D), of the normalisation; without them it only normalises.

    Returns
    -------
    Tensor
        (B, D).

    References
    ----------
    Asai et al. 2022, arXiv:2205.11961.
    """
    normed = F.layer_norm(F.silu(pooled @ down) @ up, pooled.shape[-1:])  # (B, D)
    if scale is not None:
        normed = normed * scale
    return normed if offset is None else normed + offset


def prompt_attention(queries: Tensor, prompts: Tensor, temperature: float) -> Tensor:
    """Return the weights (B, J) of prompts (J, P, D) for queries (B, D); rows sum to one.

    A prompt's key is the largest value of its virtual tokens in each dimension.

    References
    ----------
    Asai et al. 2022, arXiv:2205.11961.
    """
    keys = prompts.amax(1)  # (J, D)
    return torch.softmax(queries @ keys.T / temperature, -1)
