"""Many numbers seen from a fixed plane, so that positions can be compared from step to step."""

import math

import torch
from torch import Tensor


def random_plane(size: int, generator: torch.Generator) -> Tensor:
    """Return two orthonormal directions (size, 2), or one and zeros where there is but one."""
    axes, _ = torch.linalg.qr(torch.randn(size, 2, generator=generator, dtype=torch.float64))
    plane = torch.zeros(size, 2, dtype=torch.float64)
    plane[:, : axes.shape[1]] = axes
    return plane


def places(points: Tensor, plane: Tensor) -> Tensor:
    """Return where points (M, ...) lie in a plane (size, 2), as (M, 2) in float64.

    They are scaled so that, over random planes, squared distances are those of the points on
    average (as in the lemma of Johnson and Lindenstrauss, without its guarantee: two directions
    are few).
    """
    flat = points.flatten(1).double()  # (M, size)
    return flat @ plane * math.sqrt(len(plane) / 2)
