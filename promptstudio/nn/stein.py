"""Stein variational gradient descent: kernel, bandwidth, direction and its diagnostics."""

import math
from dataclasses import dataclass

import torch
from torch import Tensor

SMALLEST_BANDWIDTH = 1e-6
"""Floor of the median heuristic, for one particle alone and for particles that coincide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SteinDirection:
    """Where the particles shall go, and why.

    ``direction`` is that of the particles. ``force_ratio`` is the size of the driving force
    over that of the repulsive force (NaN where nothing repels); ``kernel_mean`` averages the
    kernel over pairs of different particles (1 for one particle alone), so that 0 says that
    particles ignore each other and 1 that they move as one.
    """

    direction: Tensor
    bandwidth: float
    pairwise_distance: float
    force_ratio: float
    kernel_mean: float


def squared_distances(particles: Tensor) -> Tensor:
    """Return squared Euclidean distances (M, M) of particles (M, ...)."""
    flat = particles.flatten(1)
    return torch.cdist(flat, flat, compute_mode="donot_use_mm_for_euclid_dist").square()


def median_bandwidth(distances: Tensor) -> float:
    """Return h = median of the squared distances of pairs / log(M + 1), with a floor.

    Parameters
    ----------
    distances : Tensor
        Squared distances (M, M).

    References
    ----------
    Liu and Wang 2016, arXiv:1608.04471, section 5, with M + 1 in place of M so that two
    particles get a finite bandwidth.
    """
    pairs = _pairs(distances)
    if not len(pairs):
        return SMALLEST_BANDWIDTH
    return max(float(pairs.quantile(0.5)) / math.log(len(distances) + 1), SMALLEST_BANDWIDTH)


def svgd_direction(
    particles: Tensor, scores: Tensor, *, bandwidth: float | None = None
) -> SteinDirection:
    """Return the SVGD direction under the kernel k(x, y) = exp(-|x - y|² / h).

    ``direction[i] = mean over j of k(j, i) * scores[j] + grad_j k(j, i)``.

    Parameters
    ----------
    particles, scores : Tensor
        (M, ...); a score is the gradient of the log posterior at its particle.
    bandwidth : float, optional
        h; the median heuristic if None.

    References
    ----------
    Liu and Wang 2016, arXiv:1608.04471, equation 8 and algorithm 1.
    """
    count = len(particles)
    distances = squared_distances(particles)
    width = median_bandwidth(distances) if bandwidth is None else bandwidth
    kernel = torch.exp(-distances / width)  # (M, M)
    flat = particles.flatten(1)
    flat = flat - flat.mean(0)  # the differences stay, large common parts would cost digits
    driving = kernel @ scores.flatten(1) / count
    repulsive = (2.0 / width) * (kernel.sum(1, keepdim=True) * flat - kernel @ flat) / count
    pairs = _pairs(distances)
    alone = len(pairs) == 0
    push = float(repulsive.norm())
    return SteinDirection(
        direction=(driving + repulsive).view_as(particles),  # (M, ...)
        bandwidth=width,
        pairwise_distance=0.0 if alone else float(pairs.sqrt().mean()),
        force_ratio=float(driving.norm()) / push if push > 0.0 else math.nan,
        kernel_mean=1.0 if alone else float(_pairs(kernel).mean()),
    )


def _pairs(matrix: Tensor) -> Tensor:
    """Return the entries above the diagonal."""
    row, column = torch.triu_indices(len(matrix), len(matrix), offset=1)
    return matrix[row, column]
