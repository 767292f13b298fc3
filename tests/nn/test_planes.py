"""Planes to look from: orthonormal, seeded, and true to distances on average."""

import pytest
import torch

from promptstudio.nn.planes import places, random_plane
from tests.methods.fakes import seeded


def test_a_plane_has_two_orthonormal_directions_of_its_seed() -> None:
    plane = random_plane(7, seeded("a"))
    torch.testing.assert_close(plane.T @ plane, torch.eye(2, dtype=torch.float64))
    torch.testing.assert_close(plane, random_plane(7, seeded("a")), rtol=0, atol=0)
    assert not torch.allclose(plane, random_plane(7, seeded("b")))


def test_one_number_has_one_direction() -> None:
    plane = random_plane(1, seeded("a"))
    assert plane.abs().tolist() == [[1.0, 0.0]]


def test_squared_distances_are_kept_on_average() -> None:
    points = torch.randn(2, 3, 4, generator=seeded("points"))
    true = float((points[0] - points[1]).square().sum())
    shown = []
    for number in range(400):
        one, two = places(points, random_plane(12, seeded("plane", number)))
        shown.append(float((one - two).square().sum()))
    # The share of a random direction is spread about its mean: 400 draws are good to 5 in 100.
    assert sum(shown) / len(shown) == pytest.approx(true, rel=0.1)
