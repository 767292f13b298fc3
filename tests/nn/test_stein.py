import math

import pytest
import torch
from torch import Tensor

from promptstudio.nn.stein import (
    SMALLEST_BANDWIDTH,
    median_bandwidth,
    squared_distances,
    svgd_direction,
)


def draw(seed: int, *shape: int) -> Tensor:
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(*shape, generator=generator, dtype=torch.float64)


def by_double_loop(particles: Tensor, scores: Tensor, width: float) -> Tensor:
    """The definition, with the kernel's gradient by autograd."""
    found = torch.zeros_like(particles)
    for i in range(len(particles)):
        for j in range(len(particles)):
            other = particles[j].clone().requires_grad_()
            kernel = torch.exp(-(other - particles[i]).square().sum() / width)
            (slope,) = torch.autograd.grad(kernel, other)
            found[i] += (kernel.detach() * scores[j] + slope) / len(particles)
    return found


@pytest.mark.parametrize("count", [1, 2, 5])
def test_the_direction_equals_the_definition(count: int) -> None:
    particles, scores = draw(0, count, 3, 4), draw(1, count, 3, 4)
    found = svgd_direction(particles, scores, bandwidth=7.0)
    expected = by_double_loop(particles, scores, 7.0)
    torch.testing.assert_close(found.direction, expected, rtol=1e-12, atol=1e-12)


def test_the_direction_under_the_median_heuristic() -> None:
    particles, scores = draw(0, 5, 3, 4), draw(1, 5, 3, 4)
    found = svgd_direction(particles, scores)
    pairs = [
        float((particles[i] - particles[j]).square().sum()) for i in range(5) for j in range(i)
    ]
    assert found.bandwidth == pytest.approx((sorted(pairs)[4] + sorted(pairs)[5]) / 2 / math.log(6))
    expected = by_double_loop(particles, scores, found.bandwidth)
    torch.testing.assert_close(found.direction, expected, rtol=1e-12, atol=1e-12)


def test_far_from_the_origin_float32_keeps_its_digits() -> None:
    particles, scores = draw(0, 4, 10, 20), torch.zeros(4, 10, 20, dtype=torch.float64)
    moved = (particles + 3000.0).float()
    exact = moved.double() - 3000.0
    expected = svgd_direction(exact, scores).direction
    found = svgd_direction(moved, scores.float()).direction
    torch.testing.assert_close(found.double(), expected, rtol=1e-4, atol=1e-7)


def test_one_particle_follows_its_score() -> None:
    found = svgd_direction(draw(0, 1, 2, 2), draw(1, 1, 2, 2))
    torch.testing.assert_close(found.direction, draw(1, 1, 2, 2))
    assert found.bandwidth == SMALLEST_BANDWIDTH
    assert math.isnan(found.force_ratio)
    assert found.pairwise_distance == 0.0
    assert found.kernel_mean == 1.0


def test_coinciding_particles_share_their_scores_and_stay_finite() -> None:
    scores = draw(1, 3, 2, 2)
    found = svgd_direction(draw(0, 1, 2, 2).repeat(3, 1, 1), scores)
    assert found.bandwidth == SMALLEST_BANDWIDTH
    torch.testing.assert_close(found.direction, scores.mean(0).expand(3, 2, 2))
    assert found.kernel_mean == 1.0


def test_median_bandwidth_by_hand() -> None:
    distances = squared_distances(torch.tensor([[0.0], [1.0], [3.0]]))
    torch.testing.assert_close(
        distances, torch.tensor([[0.0, 1.0, 9.0], [1.0, 0.0, 4.0], [9.0, 4.0, 0.0]])
    )
    assert median_bandwidth(distances) == pytest.approx(4.0 / math.log(4.0))


def test_diagnostics_by_hand() -> None:
    found = svgd_direction(
        torch.tensor([[0.0], [2.0]]), torch.tensor([[3.0], [1.0]]), bandwidth=4.0
    )
    kernel = math.exp(-1.0)
    driving = [(3 + kernel) / 2, (3 * kernel + 1) / 2]
    repulsive = [-kernel / 2, kernel / 2]  # 2 / h * (x_i - x_j) * k / M
    assert found.pairwise_distance == pytest.approx(2.0)
    assert found.kernel_mean == pytest.approx(kernel)
    assert found.force_ratio == pytest.approx(math.hypot(*driving) / math.hypot(*repulsive))
    expected = [d + r for d, r in zip(driving, repulsive, strict=True)]
    assert found.direction.flatten().tolist() == pytest.approx(expected)


def test_particles_recover_a_gaussian() -> None:
    """Mean and variances of a correlated Gaussian; SVGD is a little narrow at 60 particles."""
    mean = torch.tensor([1.0, -2.0], dtype=torch.float64)
    covariance = torch.tensor([[1.0, 0.4], [0.4, 0.5]], dtype=torch.float64)
    precision = torch.linalg.inv(covariance)
    particles = 3.0 * draw(2, 60, 2)
    for _ in range(600):
        scores = (mean - particles) @ precision
        particles = particles + 0.5 * svgd_direction(particles, scores).direction
    torch.testing.assert_close(particles.mean(0), mean, rtol=0.0, atol=0.02)
    torch.testing.assert_close(particles.T.cov(), covariance, rtol=0.0, atol=0.1)


def two_modes(particles: Tensor) -> Tensor:
    """Scores of an equal mixture of two unit Gaussians in the plane, at (-2.5, 0) and (2.5, 0)."""
    modes = torch.tensor([[-2.5, 0.0], [2.5, 0.0]], dtype=torch.float64)
    away = modes - particles[:, None]  # (M, 2, 2)
    shares = (-away.square().sum(-1) / 2).softmax(-1)
    return (shares[..., None] * away).sum(1)


def test_particles_keep_both_modes_where_chains_from_the_same_start_do_not() -> None:
    """All start close together on the right of the ridge between two modes."""
    generator = torch.Generator().manual_seed(3)
    start = torch.tensor([0.4, 0.0]) + 0.1 * torch.randn(40, 2, generator=generator)
    cloud = chains = start.double()
    assert bool((start[:, 0] > 0.0).all())
    for _ in range(1500):
        cloud = cloud + 0.2 * svgd_direction(cloud, two_modes(cloud)).direction
        chains = chains + 0.2 * two_modes(chains)
    assert bool((chains[:, 0] > 2.4).all())
    left = cloud[:, 0] < -1.0
    right = cloud[:, 0] > 1.0
    assert 8 <= int(left.sum()) <= 32
    assert 8 <= int(right.sum()) <= 32
