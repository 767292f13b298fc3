"""Episodes of meta-learning: support and query rows, and how prompts adapt to them."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, repeat

from torch import Tensor

from promptstudio.methods.contract import Answer, Ask, Part, Row
from promptstudio.nn.meta import meta_gradient

Rows = Sequence[Row]


@dataclass(frozen=True, slots=True)
class Episodes:
    """``support[s]`` and ``query`` hold one sequence of rows for each episode.

    ``query`` is empty where a method has no query.
    """

    count: int
    support: Sequence[Sequence[Rows]] = field(repr=False)
    query: Sequence[Rows] = field(repr=False)

    @staticmethod
    def of(parts: Sequence[Part]) -> "Episodes":
        """Sort the parts of a batch."""
        query = [part.rows for part in parts if part.role == "query"]
        count = 1 + max(part.episode for part in parts)
        by_episode = [
            [part.rows for part in parts if part.role == "support" and part.episode == episode]
            for episode in range(count)
        ]
        return Episodes(count, list(zip(*by_episode, strict=True)), query)

    def repeated(self, times: int) -> "Episodes":
        """Return the episodes several times over, for as many prompts."""
        return Episodes(
            self.count * times,
            [_again(rows, times) for rows in self.support],
            _again(self.query, times),
        )


@dataclass(frozen=True, slots=True)
class Adapted:
    """``path`` are the prompts (A, P, D) before every inner step, and after the last one."""

    path: Sequence[Tensor] = field(repr=False)
    support_loss: float

    @property
    def movement(self) -> float:
        """How far the prompts moved, in units of their norm."""
        start, end = self.path[0], self.path[-1]
        return float((end - start).norm() / start.norm().clamp_min(1e-12))


def adapt(
    prompts: Tensor, episodes: Episodes, *, inner_lr: float
) -> Generator[Ask, Answer, Adapted]:
    """Adapt prompts (A, P, D), one to each episode, by gradient steps on the support."""
    path = [prompts]
    support_loss = 0.0
    for rows in episodes.support:
        loss, grads = yield from mean_losses(path[-1], rows)
        support_loss += loss / len(episodes.support)
        path.append(path[-1] - inner_lr * grads)
    return Adapted(path, support_loss)


def query_gradient(
    adapted: Adapted, episodes: Episodes, *, inner_lr: float, first_order: bool
) -> Generator[Ask, Answer, tuple[float, Tensor]]:
    """Return the query loss after adaptation and its gradients (A, P, D) at the first prompts."""
    loss, grads = yield from mean_losses(adapted.path[-1], episodes.query)
    if not first_order:
        grads = yield from meta_gradient(
            grads,
            partial(_hessian_product, adapted.path, episodes.support),
            inner_lr=inner_lr,
            inner_steps=len(episodes.support),
        )
    return loss, grads


def mean_losses(
    prompts: Tensor, rows: Sequence[Rows]
) -> Generator[Ask, Answer, tuple[float, Tensor]]:
    """Return the mean loss over prompts (A, P, D), each on its own rows, and all gradients."""
    ask = Ask.mean_loss(prompts, rows)
    answer = yield ask
    return float(answer.totals(ask).mean()), answer.grads


def forward_loss(prompts: Tensor, rows: Sequence[Rows]) -> Generator[Ask, Answer, float]:
    """Return the mean loss over prompts (A, P, D), each on its own rows."""
    ask = Ask.mean_loss(prompts, rows, need_grads=False)
    answer = yield ask
    return float(answer.totals(ask).mean())


def _hessian_product(
    path: Sequence[Tensor], support: Sequence[Sequence[Rows]], step: int, vector: Tensor
) -> Generator[Ask, Answer, Tensor]:
    """Return the support loss' Hessian at P(step) times a vector, (A, P, D)."""
    answer = yield Ask.mean_loss(path[step], support[step], product=vector)
    return answer.grads


def _again(rows: Sequence[Rows], times: int) -> list[Rows]:
    return list(chain.from_iterable(repeat(rows, times)))
