"""Laws of the oracle: company, order and budget change no answer."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple, get_args

import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from promptstudio.backbones.backbone import Backbone
from promptstudio.backbones.freezing import freeze
from promptstudio.backbones.oracle import Oracle
from promptstudio.backbones.rounds import Mode
from promptstudio.methods.contract import Answer, Ask
from tests.backbones.conftest import make_rows, tiny_t5, tiny_tokenizer
from tests.properties.draws import seeds


@cache
def backbone() -> Backbone:
    """A tiny T5 in double precision, so that only rounding of the last digits differs."""
    torch.set_num_threads(1)
    return freeze(tiny_t5(torch.float64), tiny_tokenizer(), name="tiny64")


class Drawn(NamedTuple):
    """What a question is made from."""

    seed: int
    kind: str
    virtual: int


def question(drawn: Drawn) -> Ask:
    """Two prompts, each on rows of its own."""
    generator = torch.Generator().manual_seed(drawn.seed)
    shape = 2, drawn.virtual, backbone().token_dim
    prompts, product = torch.randn(2, *shape, generator=generator, dtype=torch.float64)
    return Ask.mean_loss(
        prompts,
        [make_rows(3, seed=drawn.seed), make_rows(2, seed=drawn.seed + 1)],
        product=product if drawn.kind == "product" else None,
        need_grads=drawn.kind != "loss",
    )


def replies(asks: list[Ask], order: Sequence[int], oracle: Oracle) -> list[tuple[Tensor, Tensor]]:
    """Submit in an order; return losses and gradients in the order of the questions."""
    tickets = {oracle.submit(asks[place], owner=f"run {place}"): place for place in order}
    found: dict[int, tuple[Tensor, Tensor]] = {}
    while len(found) < len(asks):
        for ticket, reply in oracle.work():
            assert isinstance(reply, Answer)
            found[tickets[ticket]] = reply.losses, reply.grads
    return [found[place] for place in range(len(asks))]


questions = st.lists(
    st.builds(Drawn, seeds, st.sampled_from(["gradient", "product", "loss"]), st.integers(1, 4)),
    min_size=2,
    max_size=4,
    unique_by=lambda drawn: drawn.seed,
)
budgets, quanta = st.integers(1, 4096), st.integers(1, 40)


@settings(max_examples=25)
@given(questions, st.data(), budgets, quanta, st.sampled_from(get_args(Mode)))
def test_company_order_and_budget_change_no_answer(
    drawn: list[Drawn], data: st.DataObject, budget: int, quantum: int, mode: Mode
) -> None:
    asks = [question(each) for each in drawn]
    order = data.draw(st.permutations(range(len(asks))))
    together = Oracle(backbone(), mode=mode, token_budget=budget, quantum=quantum)
    found = replies(asks, order, together)
    for ask, (losses, grads) in zip(asks, found, strict=True):
        alone = Oracle(backbone()).answer(ask)
        assert isinstance(alone, Answer)
        torch.testing.assert_close(losses, alone.losses, rtol=1e-10, atol=1e-10)
        torch.testing.assert_close(grads, alone.grads, rtol=1e-8, atol=1e-10)


@settings(max_examples=15)
@given(questions, st.data(), budgets, quanta, quanta)
def test_in_turn_a_run_sees_nothing_of_the_others(
    drawn: list[Drawn], data: st.DataObject, budget: int, quantum: int, other: int
) -> None:
    """Not even in the last bit, however much of it a round answers."""
    asks = [question(each) for each in drawn]
    order = data.draw(st.permutations(range(len(asks))))
    together = Oracle(backbone(), mode="in_turn", token_budget=budget, quantum=quantum)
    found = replies(asks, order, together)
    for ask, (losses, grads) in zip(asks, found, strict=True):
        alone = Oracle(backbone(), mode="in_turn", token_budget=budget, quantum=other)
        ((own_losses, own_grads),) = replies([ask], [0], alone)
        assert torch.equal(losses, own_losses)
        assert torch.equal(grads, own_grads)
