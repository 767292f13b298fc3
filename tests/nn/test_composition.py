import math

import pytest
import torch
from torch import Tensor

from promptstudio.nn.composition import (
    CompositionKind,
    annealed,
    joined,
    mean_gates,
    mix,
    normalized,
    sample_gates,
)


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


@pytest.mark.parametrize("temperature", [0.1, 1.0, 5.0])
def test_the_mean_of_samples_is_the_mean(temperature: float) -> None:
    logits = torch.tensor([[-2.0, 0.0, 1.5]], dtype=torch.float64)
    samples = sample_gates(logits.repeat(40_000, 1), temperature, generator())
    assert ((samples >= 0) & (samples <= 1)).all()
    found = mean_gates(logits, temperature)
    torch.testing.assert_close(samples.mean(0, keepdim=True), found, rtol=0.0, atol=0.008)


@pytest.mark.parametrize("logit", [-2.0, 0.5, 3.0])
def test_the_mean_at_temperature_one_in_closed_form(logit: float) -> None:
    """The sample is u a / (u a + 1 - u) with a = exp(logit); its integral over u is known."""
    a = math.exp(logit)
    expected = a * (a - 1 - logit) / (a - 1) ** 2
    found = mean_gates(torch.tensor([logit], dtype=torch.float64), 1.0)
    assert float(found) == pytest.approx(expected, abs=1e-4)


def test_the_mean_at_low_temperature_is_the_probability() -> None:
    logits = torch.tensor([-2.0, 0.0, 3.0])
    torch.testing.assert_close(mean_gates(logits, 1e-3), torch.sigmoid(logits), rtol=0.0, atol=2e-3)


def test_low_temperature_gates_are_almost_zero_or_one() -> None:
    gates = sample_gates(torch.zeros(1000, 1), 1e-3, generator())
    assert ((gates < 1e-3) | (gates > 1 - 1e-3)).float().mean() > 0.98


def test_samples_are_differentiable_in_the_logits() -> None:
    logits = torch.zeros(2, 3, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(lambda x: sample_gates(x, 0.7, generator(1)), logits)


def test_normalisers_by_hand() -> None:
    gates = torch.tensor([[0.2, 0.6]])
    halves = torch.tensor([[0.25, 0.75]])
    torch.testing.assert_close(normalized(gates, sum_to_one=False, kind="none"), gates)
    torch.testing.assert_close(normalized(gates, sum_to_one=True, kind="none"), halves)
    torch.testing.assert_close(
        normalized(gates, sum_to_one=True, kind="softmax"), torch.softmax(halves, -1)
    )
    torch.testing.assert_close(
        normalized(gates, sum_to_one=False, kind="sigmoid"), torch.sigmoid(gates)
    )


def test_closed_gates_weigh_equally() -> None:
    """Divided by their sum they would be no prompt at all, which no method means."""
    found = normalized(torch.zeros(2, 3), sum_to_one=True, kind="none")
    torch.testing.assert_close(found, torch.full((2, 3), 1 / 3))


def test_annealing_stops_at_the_floor() -> None:
    found = [annealed(1.0, per_step=0.3, floor=0.2, index=index) for index in range(5)]
    assert found == pytest.approx([1.0, 0.7, 0.4, 0.2, 0.2])
    assert annealed(0.1, per_step=0.3, floor=0.2, index=3) == 0.1


def by_loop(
    weights: Tensor, sources: Tensor, private: Tensor, kind: CompositionKind
) -> list[Tensor]:
    found = []
    for t in range(len(weights)):
        shared = sum(weights[t, s] * sources[s] for s in range(len(sources)))
        parts = {
            "sum": shared + private[t],
            "product": shared * private[t],
            "concat": torch.cat([shared, private[t]]),
        }
        found.append(parts[kind])
    return found


@pytest.mark.parametrize(("kind", "length"), [("sum", 4), ("product", 4), ("concat", 8)])
def test_composition_equals_a_loop(kind: CompositionKind, length: int) -> None:
    weights, sources, private = torch.rand(2, 3), torch.randn(3, 4, 5), torch.randn(2, 4, 5)
    found = joined(mix(weights, sources), private, kind)
    assert found.shape == (2, length, 5)
    torch.testing.assert_close(found, torch.stack(by_loop(weights, sources, private, kind)))
