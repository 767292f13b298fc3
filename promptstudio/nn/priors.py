"""Log densities over prompts and their scores, each up to a constant.

A score is the gradient of the log density. The three target priors are forms of
p(target prompt | source data), known through particles (M, P, D) that stand for the source
posterior.
"""

import math
from typing import NamedTuple

import torch
from torch import Tensor


class LogDensity(NamedTuple):
    """``value`` (scalar tensor, nats, up to a constant) and ``score``, shaped as the prompt."""

    value: Tensor
    score: Tensor


def gaussian(prompt: Tensor, mean: Tensor, variance: Tensor) -> LogDensity:
    """Return the Gaussian with independent coordinates.

    ``mean`` and ``variance`` broadcast to ``prompt``.
    """
    away = mean - prompt
    return LogDensity(-(away.square() / variance).sum() / 2.0, away / variance)


def mixture(prompt: Tensor, particles: Tensor, sigma: float) -> LogDensity:
    """Return the mixture of Gaussians of width sigma around the particles.

    The only one of the three forms that keeps the posterior's several modes.
    """
    away = particles - prompt  # (M, P, D)
    logits = -away.square().flatten(1).sum(1) / (2.0 * sigma**2)  # (M,)
    weights = torch.softmax(logits, 0)
    score = torch.einsum("m,m...->...", weights, away) / sigma**2
    return LogDensity(torch.logsumexp(logits, 0) - math.log(len(particles)), score)


def bound(prompt: Tensor, particles: Tensor, sigma: float) -> LogDensity:
    """Return Jensen's lower bound of `mixture`: a plain pull to the particles' mean."""
    away = particles - prompt  # (M, P, D)
    value = -away.square().flatten(1).sum(1).mean() / (2.0 * sigma**2)
    return LogDensity(value, away.mean(0) / sigma**2)


def fitted(prompt: Tensor, particles: Tensor, sigma: float) -> LogDensity:
    """Return the Gaussian with the particles' mean and variance in every coordinate.

    The variance (over M) has the floor sigma², without which particles that agree would
    forbid every move.
    """
    variance = particles.var(0, correction=0).clamp_min(sigma**2)  # (P, D)
    return gaussian(prompt, particles.mean(0), variance)
