from collections.abc import Callable

import pytest
import torch
from torch import Tensor

from promptstudio.nn import priors
from promptstudio.nn.priors import LogDensity

Prior = Callable[[Tensor, Tensor, float], LogDensity]
PRIORS: list[Prior] = [priors.mixture, priors.bound, priors.fitted]


def draw(seed: int, *shape: int) -> Tensor:
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(*shape, generator=generator, dtype=torch.float64)


@pytest.mark.parametrize("prior", PRIORS, ids=lambda prior: prior.__name__)
def test_the_score_is_the_gradient_of_the_value(prior: Prior) -> None:
    prompt, particles = draw(0, 3, 4).requires_grad_(), draw(1, 5, 3, 4)
    found = prior(prompt, particles, 0.7)
    (expected,) = torch.autograd.grad(found.value, prompt)
    torch.testing.assert_close(found.score, expected, rtol=1e-12, atol=1e-12)


def test_the_mixture_is_a_density_of_gaussians() -> None:
    prompt, particles = draw(0, 1, 2), draw(1, 4, 1, 2)
    normal = torch.distributions.Normal(particles, 0.7)
    expected = normal.log_prob(prompt).sum((1, 2)).exp().mean().log()
    constant = 2 * torch.distributions.Normal(0.0, 0.7).log_prob(torch.tensor(0.0))
    found = priors.mixture(prompt, particles, 0.7).value
    torch.testing.assert_close(found, expected - constant.double(), rtol=1e-6, atol=1e-6)


def test_the_bound_is_below_the_mixture_and_pulls_to_the_mean() -> None:
    prompt, particles = draw(0, 3, 4), draw(1, 5, 3, 4)
    found = priors.bound(prompt, particles, 0.7)
    assert found.value <= priors.mixture(prompt, particles, 0.7).value
    torch.testing.assert_close(found.score, (particles.mean(0) - prompt) / 0.7**2)


def test_the_mixture_pulls_to_the_near_particle() -> None:
    particles = torch.tensor([[[0.0]], [[10.0]]])
    score = priors.mixture(torch.tensor([[1.0]]), particles, 1.0).score
    torch.testing.assert_close(score, torch.tensor([[-1.0]]))


def test_the_fitted_variance_has_a_floor() -> None:
    particles = torch.tensor([[[0.0, 5.0]], [[4.0, 5.0]]])
    found = priors.fitted(torch.tensor([[4.0, 6.0]]), particles, 0.5)
    torch.testing.assert_close(found.score, torch.tensor([[-2.0 / 4.0, -1.0 / 0.25]]))
    torch.testing.assert_close(found.value, torch.tensor(-(4.0 / 4.0 + 1.0 / 0.25) / 2.0))


def test_one_particle_makes_all_three_forms_equal() -> None:
    prompt, particles = draw(0, 3, 4), draw(1, 1, 3, 4)
    found = [prior(prompt, particles, 0.7) for prior in PRIORS]
    for other in found[1:]:
        torch.testing.assert_close(other, found[0])
