"""Outer gradients of meta-learning from an inner trajectory of gradient descent."""

from collections.abc import Callable, Generator
from typing import TypeVar

from torch import Tensor

QuestionT = TypeVar("QuestionT")
ReplyT = TypeVar("ReplyT")


def meta_gradient(
    query_grad: Tensor,
    product: Callable[[int, Tensor], Generator[QuestionT, ReplyT, Tensor]],
    *,
    inner_lr: float,
    inner_steps: int,
) -> Generator[QuestionT, ReplyT, Tensor]:
    """Return the exact gradient of the query loss with respect to the initial prompt.

    With prompts P(s+1) = P(s) - inner_lr * grad L_s(P(s)), the chain rule multiplies the
    query gradient by (I - inner_lr * H_s) for s from last to first, so that Hessian-vector
    products are all that is needed.

    Parameters
    ----------
    query_grad : Tensor
        Gradient of the query loss at the adapted prompt, (..., P, D).
    product : callable
        Given s and a vector, asks for H_s(P(s)) @ vector in its own way.

    References
    ----------
    Finn et al. 2017, arXiv:1703.03400, equation 1 and section 5.2, whose first-order form is
    the query gradient as it stands.
    """
    vector = query_grad
    for step in reversed(range(inner_steps)):
        curved = yield from product(step, vector)
        vector = vector - inner_lr * curved
    return vector


def reptile_gradient(start: Tensor, end: Tensor, *, inner_lr: float) -> Tensor:
    """Return Reptile's pseudo-gradient (start - end) / inner_lr, the sum of inner gradients.

    References
    ----------
    Nichol et al. 2018, arXiv:1803.02999, section 2.
    """
    return (start - end) / inner_lr
