from collections.abc import Callable

import pytest
import torch
from torch import Tensor

from promptstudio.nn.optim import Adafactor, AdamW, Optimizer, Sgd, make_optimizer
from promptstudio.nn.schedules import Schedule

OPTIMIZERS: list[Optimizer] = [
    Sgd(learning_rate=0.1, weight_decay=0.01),
    AdamW(learning_rate=0.1, weight_decay=0.01),
    Adafactor(learning_rate=0.3, weight_decay=0.01),
]
each_optimizer = pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=lambda o: type(o).__name__)


def gradients(count: int, *shape: int) -> list[Tensor]:
    """Gradients whose sizes differ by orders of magnitude, so that clipping sets in."""
    generator = torch.Generator().manual_seed(3)
    sizes = [1.0, 1e-3, 10.0, 0.1]
    return [
        sizes[n % 4] * torch.randn(*shape, generator=generator, dtype=torch.float64)
        for n in range(count)
    ]


def walk(optimizer: Optimizer, start: Tensor, grads: list[Tensor]) -> Tensor:
    state = optimizer.init("prompt", start)
    for index, grad in enumerate(grads):
        state = optimizer.apply(state, "prompt", grad, index)
    return state["prompt"]


def reference(
    make: Callable[[list[Tensor]], torch.optim.Optimizer], start: Tensor, grads: list[Tensor]
) -> Tensor:
    value = start.clone().requires_grad_()
    optimizer = make([value])
    for grad in grads:
        value.grad = grad.clone()
        optimizer.step()
    return value.detach()


def test_adamw_equals_torch() -> None:
    start, grads = torch.randn(5, 7, dtype=torch.float64), gradients(12, 5, 7)
    expected = reference(
        lambda values: torch.optim.AdamW(values, lr=0.1, weight_decay=0.02), start, grads
    )
    found = walk(AdamW(learning_rate=0.1, weight_decay=0.02), start, grads)
    torch.testing.assert_close(found, expected, rtol=1e-12, atol=1e-12)


def test_adafactor_equals_transformers() -> None:
    from transformers.optimization import Adafactor as Reference

    start, grads = torch.randn(5, 7, dtype=torch.float64), gradients(12, 5, 7)
    expected = reference(
        lambda values: Reference(
            values, lr=0.3, weight_decay=1e-2, scale_parameter=False, relative_step=False
        ),
        start,
        grads,
    )
    found = walk(Adafactor(learning_rate=0.3, weight_decay=1e-2), start, grads)
    torch.testing.assert_close(found, expected, rtol=1e-12, atol=1e-12)


def test_gradient_descent_by_hand() -> None:
    state = {"prompt": torch.tensor([[2.0]])}
    after = Sgd(learning_rate=0.5, weight_decay=0.1).apply(
        state, "prompt", torch.tensor([[4.0]]), 0
    )
    torch.testing.assert_close(after["prompt"], torch.tensor([[2.0 - 0.5 * 0.1 * 2.0 - 2.0]]))


@each_optimizer
def test_packed_prompts_move_as_if_alone(optimizer: Optimizer) -> None:
    start, grads = torch.randn(3, 5, 7, dtype=torch.float64), gradients(6, 3, 5, 7)
    scale = torch.tensor([1.0, 1e-4, 1e4], dtype=torch.float64)[:, None, None]
    grads = [grad * scale for grad in grads]
    packed = walk(optimizer, start, grads)
    for number in range(3):
        alone = walk(optimizer, start[number], [grad[number] for grad in grads])
        torch.testing.assert_close(packed[number], alone, rtol=1e-13, atol=0.0)


@each_optimizer
def test_the_given_state_is_not_changed(optimizer: Optimizer) -> None:
    state = optimizer.init("prompt", torch.randn(2, 5, 7))
    before = {name: value.clone() for name, value in state.items()}
    after = optimizer.apply(state, "prompt", torch.randn(2, 5, 7), 0)
    assert after.keys() == state.keys()
    assert all(torch.equal(state[name], before[name]) for name in before)
    assert not torch.equal(after["prompt"], state["prompt"])


@each_optimizer
def test_a_zero_gradient_is_no_trouble(optimizer: Optimizer) -> None:
    after = walk(optimizer, torch.ones(5, 7), [torch.zeros(5, 7)] * 3)
    assert after.isfinite().all()
    assert (after <= 1.0).all()


@pytest.mark.parametrize("kind", ["adamw", "adafactor", "sgd"])
def test_the_schedule_scales_the_update(kind: str) -> None:
    settings = {"learning_rate": 0.2, "schedule": "linear", "steps": 10, "warmup_steps": 2}
    optimizer = make_optimizer(kind, **settings)  # type: ignore[arg-type]
    start, grad = torch.zeros(5, 7), torch.randn(5, 7)
    first = optimizer.apply(optimizer.init("prompt", start), "prompt", grad, 0)["prompt"]
    constant = make_optimizer(kind, learning_rate=0.2)  # type: ignore[arg-type]
    full = constant.apply(constant.init("prompt", start), "prompt", grad, 0)["prompt"]
    torch.testing.assert_close(first, full / 2)
    assert optimizer.schedule == Schedule(kind="linear", steps=10, warmup_steps=2)  # type: ignore[attr-defined]
