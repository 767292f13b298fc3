"""The exact outer gradient against finite differences of the whole inner loop."""

from collections.abc import Generator

import pytest
import torch
from torch import Tensor

from promptstudio.nn.meta import meta_gradient, reptile_gradient


def loss(prompt: Tensor, number: int) -> Tensor:
    """A loss with third derivatives; another one for each number."""
    return torch.log(torch.cosh(prompt - 0.3 * number)).sum() + 0.2 * (prompt.sin()).prod()


def gradient(prompt: Tensor, number: int) -> Tensor:
    leaf = prompt.clone().requires_grad_()
    (grad,) = torch.autograd.grad(loss(leaf, number), leaf)
    return grad


def path_from(start: Tensor, inner_lr: float, inner_steps: int) -> list[Tensor]:
    path = [start]
    for step in range(inner_steps):
        path.append(path[-1] - inner_lr * gradient(path[-1], step))
    return path


@pytest.mark.parametrize("inner_steps", [0, 1, 2, 3])
def test_the_outer_gradient_equals_finite_differences(inner_steps: int) -> None:
    start = torch.linspace(-1.0, 1.0, 6, dtype=torch.float64).view(2, 3)
    path = path_from(start, 0.4, inner_steps)

    def product(step: int, vector: Tensor) -> Generator[str, str, Tensor]:
        assert (yield "ask") == "answer"
        _, curved = torch.autograd.functional.hvp(lambda p: loss(p, step), path[step], vector)
        return curved

    asking = meta_gradient(gradient(path[-1], 9), product, inner_lr=0.4, inner_steps=inner_steps)
    asked = 0
    try:
        next(asking)
        while True:
            asked += 1
            asking.send("answer")
    except StopIteration as stop:
        found: Tensor = stop.value
    assert asked == inner_steps

    expected = torch.zeros_like(start)
    for place in range(start.numel()):
        shift = torch.zeros_like(start).flatten()
        shift[place] = 1e-5
        shift = shift.view_as(start)
        up, down = (
            loss(path_from(start + sign * shift, 0.4, inner_steps)[-1], 9) for sign in (1, -1)
        )
        expected.view(-1)[place] = (up - down) / 2e-5
    torch.testing.assert_close(found, expected, rtol=1e-8, atol=1e-9)


def test_reptile_is_the_sum_of_the_inner_gradients() -> None:
    start = torch.linspace(-1.0, 1.0, 6, dtype=torch.float64).view(2, 3)
    path = path_from(start, 0.4, 3)
    expected = sum(gradient(prompt, step) for step, prompt in enumerate(path[:-1]))
    torch.testing.assert_close(reptile_gradient(start, path[-1], inner_lr=0.4), expected)
