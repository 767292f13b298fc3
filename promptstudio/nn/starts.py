"""Where prompts start: random numbers, or rows of the backbone's vocabulary."""

from collections.abc import Sequence
from itertools import islice

import torch
from torch import Tensor

FREQUENT_IDS = 5000
"""How many ids count as frequent; sub-word vocabularies are sorted by frequency.

Lester et al. 2021, arXiv:2104.08691.
"""


def random_normal(
    num_virtual_tokens: int, token_dim: int, scale: float, generator: torch.Generator
) -> Tensor:
    """Return a prompt (P, D) from a normal distribution with standard deviation ``scale``."""
    return scale * torch.randn(num_virtual_tokens, token_dim, generator=generator)


def random_uniform(
    num_virtual_tokens: int, token_dim: int, scale: float, generator: torch.Generator
) -> Tensor:
    """Return a prompt (P, D) from the uniform distribution between -scale and scale."""
    return scale * (2.0 * torch.rand(num_virtual_tokens, token_dim, generator=generator) - 1.0)


def sampled_vocabulary(
    num_virtual_tokens: int,
    vocabulary: Tensor,
    special_ids: frozenset[int],
    generator: torch.Generator,
    *,
    choice: int | None = FREQUENT_IDS,
) -> Tensor:
    """Return embeddings (P, D) of the first ``choice`` ids (None: all), without replacement.

    Only where a prompt is longer than the choice of ids do they come again.
    """
    text_ids = (token for token in range(len(vocabulary)) if token not in special_ids)
    ids = list(islice(text_ids, choice))
    order = torch.randperm(len(ids), generator=generator)
    chosen = torch.tensor(ids)[order[torch.arange(num_virtual_tokens) % len(ids)]]
    return vocabulary[chosen]


def filled(rows: Sequence[Tensor], rest: Tensor) -> Tensor:
    """Put rows (D,) in front of a prompt (P, D), as many as there is room for."""
    if not rows:
        return rest
    return torch.cat([torch.stack(list(rows)), rest])[: len(rest)]


def mean_embedding(ids: Sequence[int], vocabulary: Tensor) -> Tensor:
    """Return the mean embedding (D,) of at least one token id."""
    return vocabulary[torch.tensor(ids)].mean(0)


def repeated(ids: Sequence[int], num_virtual_tokens: int, vocabulary: Tensor) -> Tensor:
    """Return the embeddings (P, D) of a text's token ids, repeated or cut to the length."""
    places = torch.arange(num_virtual_tokens) % len(ids)
    return vocabulary[torch.tensor(ids)[places]]
