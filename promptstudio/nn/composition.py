"""Prompts composed of shared source prompts and a private prompt, weighted by a router.

``T`` stands for target tasks here. Weights are made in two steps: gates between 0 and 1 from
the router's logits, then a normaliser. Training draws random gates; evaluation takes their
mean at the same temperature and the same normaliser, so that both see weights of one scale.
"""

from typing import Literal

import torch
from torch import Tensor

Normalizer = Literal["none", "softmax", "sigmoid"]
CompositionKind = Literal["sum", "product", "concat"]

_CLOSED = 1e-6
"""A row of gates with a smaller sum counts as closed."""

_QUANTILES = 512
"""Midpoints of the quadrature behind `mean_gates`; its error stays below 1 / 1024."""


def sample_gates(logits: Tensor, temperature: float, generator: torch.Generator) -> Tensor:
    """Draw gates from the relaxed Bernoulli distribution, differentiable in the logits.

    Parameters
    ----------
    logits : Tensor
        (T, C). Gates have the same shape, between 0 and 1.
    temperature : float
        Above 0; small values make gates almost 0 or 1.

    References
    ----------
    Maddison et al. 2017, arXiv:1611.00712 (the binary case).
    """
    uniform = torch.rand(logits.shape, generator=generator, dtype=torch.float64)
    noise = torch.logit(uniform, eps=1e-7).to(logits.dtype)
    return torch.sigmoid((logits + noise) / temperature)


def mean_gates(logits: Tensor, temperature: float) -> Tensor:
    """Return the mean of `sample_gates`: sigmoid(logits) in the limit of low temperature."""
    quantiles = (torch.arange(_QUANTILES, dtype=torch.float64) + 0.5) / _QUANTILES
    noise = torch.logit(quantiles).to(logits.dtype)
    return torch.sigmoid((logits[..., None] + noise) / temperature).mean(-1)


def normalized(gates: Tensor, *, sum_to_one: bool, kind: Normalizer, top: int = 0) -> Tensor:
    """Turn gates (T, C) into weights (T, C): rows divided by their sum, then a function.

    Of every row the ``top`` largest gates count and the others have no weight; 0 keeps all. A
    row whose gates are all but closed has equal gates instead: there is nothing to divide by.
    """
    kept = _largest(gates, top)
    gates = gates * kept
    if sum_to_one:
        total = gates.sum(-1, keepdim=True)
        gates = torch.where(
            total > _CLOSED, gates / total.clamp_min(_CLOSED), kept / kept.sum(-1, keepdim=True)
        )
    if kind == "softmax":
        return torch.softmax(gates.masked_fill(kept == 0, -torch.inf), -1)
    return torch.sigmoid(gates) * kept if kind == "sigmoid" else gates


def _largest(gates: Tensor, count: int) -> Tensor:
    """Return 1 where a gate is among the ``count`` largest of its row, else 0; 0 keeps all."""
    if count == 0 or count >= gates.shape[-1]:
        return torch.ones_like(gates)
    places = gates.topk(count, -1).indices
    return torch.zeros_like(gates).scatter(-1, places, 1.0)


def annealed(start: float, *, per_step: float, floor: float, index: int) -> float:
    """Return a temperature that falls by ``per_step`` each step, down to ``floor``."""
    return max(start - per_step * index, min(floor, start))


def mix(weights: Tensor, sources: Tensor) -> Tensor:
    """Return the weighted sums (T, P, D) of sources (S, P, D) under weights (T, S)."""
    return torch.einsum("ts,spd->tpd", weights, sources)


def joined(shared: Tensor, private: Tensor, kind: CompositionKind) -> Tensor:
    """Join shared and private prompts (T, P, D): sum, product, or one after the other.

    Concatenation returns (T, 2 P, D), the shared part first.
    """
    if kind == "sum":
        return shared + private
    return shared * private if kind == "product" else torch.cat([shared, private], 1)
