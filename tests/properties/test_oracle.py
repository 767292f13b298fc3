"""Laws of the oracle: company, order and budget change no answer."""

from functools import cache

import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from promptstudio.backbones.backbone import Backbone
from promptstudio.backbones.freezing import freeze
from promptstudio.backbones.oracle import Oracle
from promptstudio.methods.contract import Answer, Ask
from tests.backbones.conftest import make_rows, tiny_t5, tiny_tokenizer
from tests.properties.draws import seeds


@cache
def backbone() -> Backbone:
    """A tiny T5 in double precision, so that only rounding of the last digits differs."""
    torch.set_num_threads(1)
    return freeze(tiny_t5(torch.float64), tiny_tokenizer(), name="tiny64")


def question(seed: int) -> Ask:
    """Two prompts, each on rows of its own."""
    generator = torch.Generator().manual_seed(seed)
    prompts = torch.randn(2, 3, backbone().token_dim, generator=generator, dtype=torch.float64)
    return Ask.mean_loss(prompts, [make_rows(3, seed=seed), make_rows(2, seed=seed + 1)])


def replies(asks: list[Ask], order: list[int], oracle: Oracle) -> list[tuple[Tensor, Tensor]]:
    """Submit in an order; return losses and gradients in the order of the questions."""
    tickets = {oracle.submit(asks[place], owner=f"run {place}"): place for place in order}
    found: dict[int, tuple[Tensor, Tensor]] = {}
    while len(found) < len(asks):
        for ticket, reply in oracle.work():
            assert isinstance(reply, Answer)
            found[tickets[ticket]] = reply.losses, reply.grads
    return [found[place] for place in range(len(asks))]


@settings(max_examples=15)
@given(
    st.lists(seeds, min_size=2, max_size=4, unique=True),
    st.randoms(use_true_random=False),
    st.integers(1, 4096),
    st.integers(1, 40),
    st.sampled_from(["packed", "in_turn"]),
)
def test_company_order_and_budget_change_no_answer(
    drawn: list[int], random: object, budget: int, quantum: int, mode: str
) -> None:
    asks = [question(seed) for seed in drawn]
    order = list(range(len(asks)))
    random.shuffle(order)  # type: ignore[attr-defined]
    together = Oracle(backbone(), mode=mode, token_budget=budget, quantum=quantum)  # type: ignore[arg-type]
    found = replies(asks, order, together)
    for ask, (losses, grads) in zip(asks, found, strict=True):
        alone = Oracle(backbone()).answer(ask)
        assert isinstance(alone, Answer)
        torch.testing.assert_close(losses, alone.losses, rtol=1e-10, atol=1e-10)
        torch.testing.assert_close(grads, alone.grads, rtol=1e-8, atol=1e-10)


@settings(max_examples=10)
@given(st.lists(seeds, min_size=2, max_size=4, unique=True), st.randoms(use_true_random=False))
def test_in_turn_a_run_sees_nothing_of_the_others(drawn: list[int], random: object) -> None:
    asks = [question(seed) for seed in drawn]
    order = list(range(len(asks)))
    random.shuffle(order)  # type: ignore[attr-defined]
    found = replies(asks, order, Oracle(backbone(), mode="in_turn"))
    for ask, (losses, grads) in zip(asks, found, strict=True):
        ((own_losses, own_grads),) = replies([ask], [0], Oracle(backbone(), mode="in_turn"))
        assert torch.equal(losses, own_losses)
        assert torch.equal(grads, own_grads)
