"""Decoder-only models: losses, gradients and products against transformers and calculus."""

from dataclasses import replace
from typing import Any

import pytest
import torch

from promptstudio.backbones.backbone import Backbone
from promptstudio.backbones.freezing import freeze
from promptstudio.backbones.oracle import Oracle
from promptstudio.methods.contract import Answer, Ask, Row
from tests.backbones.causal_models import (
    MODELS,
    WINDOW,
    answers_by_hand,
    frozen,
    frozen_exactly,
    loss_by_hand,
    tiny,
    tiny_gpt2,
)


def answer(backbone: Backbone, ask: Ask, **settings: Any) -> Answer:
    reply = Oracle(backbone, **settings).answer(ask)
    assert isinstance(reply, Answer)
    return reply


def doubled(ask: Ask) -> Ask:
    return replace(ask, prompts=ask.prompts.double(), weight=ask.weight.double())


@pytest.fixture(params=list(MODELS))
def causal(request: pytest.FixtureRequest) -> Backbone:
    """Each architecture in turn, in float32."""
    return frozen(request.param)


@pytest.fixture(params=list(MODELS))
def exact(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Backbone:
    """Each architecture in turn, in float64."""
    return frozen_exactly(request.param, monkeypatch)


@pytest.mark.parametrize("position", ["prepend", "append"])
def test_losses_and_gradients_are_those_of_transformers(
    causal: Backbone, build: Any, position: Any
) -> None:
    causal = replace(causal, prompt_position=position)
    ask = build.ask(9, prompts=2)
    assert max(len(row.input_ids) for row in ask.rows) > WINDOW
    losses, grads = answers_by_hand(causal, ask)
    reply = answer(causal, ask)
    assert torch.allclose(reply.losses, losses, rtol=1e-5)
    assert torch.allclose(reply.grads, grads, rtol=1e-4, atol=1e-5 * float(grads.abs().max()))
    assert float(grads.abs().max()) > 0


@pytest.mark.parametrize("position", ["prepend", "append"])
def test_in_double_precision_they_are_the_same_numbers(
    exact: Backbone, build: Any, position: Any
) -> None:
    exact = replace(exact, prompt_position=position)
    ask = doubled(build.ask(9, prompts=2))
    losses, grads = answers_by_hand(exact, ask)
    reply = answer(exact, ask)
    assert torch.allclose(reply.losses, losses, rtol=1e-12)
    assert torch.allclose(reply.grads, grads, rtol=0, atol=1e-10 * float(grads.abs().max()))


def test_company_order_and_padding_change_no_loss(exact: Backbone, build: Any) -> None:
    ask = doubled(build.ask(9, prompts=3))
    alone = answer(exact, ask, token_budget=1)
    other_filler = replace(exact, pad_id=17)
    for backbone, settings in (
        (exact, {}),
        (exact, {"token_budget": 80}),
        (exact, {"sort": False}),
        (other_filler, {}),
    ):
        together = answer(backbone, ask, **settings)
        assert torch.allclose(together.losses, alone.losses, rtol=1e-12)
        apart = (together.grads - alone.grads).abs().max()
        assert float(apart) <= 1e-10 * float(alone.grads.abs().max())
    back = torch.arange(8, -1, -1)
    turned = replace(ask, row=ask.row[back], prompt=ask.prompt[back], weight=ask.weight[back])
    assert torch.allclose(answer(exact, turned).losses[back], alone.losses, rtol=1e-12)


def test_a_packed_float32_loss_is_that_of_the_pair_alone(causal: Backbone, build: Any) -> None:
    ask = build.ask(9, prompts=3)
    alone = answer(causal, ask, token_budget=1)
    assert torch.allclose(answer(causal, ask).losses, alone.losses, rtol=1e-5)


def test_hessian_vector_products_are_finite_differences_of_gradients(
    exact: Backbone, build: Any
) -> None:
    ask = doubled(build.ask(5, prompts=2))
    product = build.prompts(2, seed=9).double()
    found = answer(exact, replace(ask, product=product)).grads
    step = 1e-5
    ahead = answer(exact, replace(ask, prompts=ask.prompts + step * product)).grads
    back = answer(exact, replace(ask, prompts=ask.prompts - step * product)).grads
    difference = (ahead - back) / (2 * step)
    assert float((found - difference).norm() / difference.norm()) < 1e-4


def test_gradients_are_finite_differences_of_losses(exact: Backbone, build: Any) -> None:
    ask = doubled(build.ask(4))
    direction = build.prompts(1, seed=3).double()
    slope = (answer(exact, ask).grads * direction).sum()
    step = 1e-5
    ahead, back = (
        answer(exact, replace(ask, prompts=ask.prompts + moved * direction)).totals(ask)
        for moved in (step, -step)
    )
    assert torch.allclose(slope, (ahead - back) / (2 * step), rtol=1e-5)


def test_no_prompt_at_all_is_the_bare_model(causal: Backbone, build: Any) -> None:
    ask = build.ask(4, virtual=0)
    row = ask.rows[0]
    model = causal.network.model
    ids = torch.tensor([[*row.input_ids, *row.target_ids]])
    labels = torch.where(torch.arange(ids.shape[1]) < len(row.input_ids), -100, ids)
    loss = model(input_ids=ids, labels=labels).loss * len(row.target_ids)
    reply = answer(causal, ask)
    assert torch.allclose(reply.losses[0], loss, rtol=1e-5)
    assert reply.grads.shape == (1, 0, 16)


def test_a_prompt_alone_predicts_the_target(causal: Backbone, build: Any) -> None:
    rows = [Row(task="toy", input_ids=(), target_ids=(5, 1)), *build.rows(2)]
    ask = Ask.mean_loss(build.prompts(1), [rows])
    expected = torch.stack([loss_by_hand(causal, ask.prompts[0], row) for row in rows])
    assert torch.allclose(answer(causal, ask).losses, expected.detach(), rtol=1e-5)


def test_a_diverged_prompt_does_not_touch_its_neighbours(causal: Backbone, build: Any) -> None:
    ask = build.ask(6, prompts=6)
    healthy = answer(causal, ask)
    prompts = ask.prompts.clone()
    prompts[2] = float("nan")
    reply = answer(causal, replace(ask, prompts=prompts))
    others = torch.tensor([0, 1, 3, 4, 5])
    assert reply.losses[2].isnan()
    assert torch.allclose(reply.losses[others], healthy.losses[others], rtol=1e-5)
    assert torch.allclose(reply.grads[others], healthy.grads[others], rtol=1e-3, atol=1e-4)


def test_bfloat16_answers_in_float32_near_the_exact_ones(build: Any) -> None:
    ask = build.ask(5)
    rough = freeze(tiny("Llama", torch.bfloat16), build.tokenizer(), name="rough")
    reply, exact = answer(rough, ask), answer(frozen("llama"), ask)
    assert reply.losses.dtype == reply.grads.dtype == torch.float32
    assert torch.allclose(reply.losses, exact.losses, rtol=0.05)
    assert torch.cosine_similarity(reply.grads.flatten(), exact.grads.flatten(), 0) > 0.95


def lopsided() -> list[Row]:
    """Two rows that fill 24 positions with a prompt of 3, each where the other is short."""
    long, short = tuple(range(4, 23)), (3,)
    return [
        Row(task="toy", input_ids=long, target_ids=(5, 1)),
        Row(task="toy", input_ids=short, target_ids=(*long, 1)),
    ]


@pytest.mark.parametrize("family", ["gpt2", "llama"])
def test_rows_that_fill_the_room_may_share_a_batch_that_is_wider(family: str, build: Any) -> None:
    room = {"gpt2": {"n_positions": 24}, "llama": {"max_position_embeddings": 24}}[family]
    model = tiny_gpt2(**room) if family == "gpt2" else tiny("Llama", **room)
    backbone = freeze(model, build.tokenizer(), name=family)
    ask = Ask.mean_loss(build.prompts(1), [lopsided()])
    oracle = Oracle(backbone)
    reply = oracle.answer(ask)
    assert isinstance(reply, Answer)
    assert oracle.forwards == 1
    expected = [loss_by_hand(backbone, ask.prompts[0], row).detach() for row in ask.rows]
    assert torch.allclose(reply.losses, torch.stack(expected), rtol=1e-5)


def test_embeddings_are_those_that_the_first_layer_receives(build: Any) -> None:
    gemma, llama = frozen("gemma"), frozen("llama")
    weight = gemma.network.model.get_input_embeddings().weight
    assert torch.allclose(gemma.vocabulary, 4.0 * weight)  # the square root of the width 16
    assert torch.equal(llama.vocabulary, llama.network.model.get_input_embeddings().weight)
    ask = build.ask(3)
    row = ask.rows[0]
    words = Ask.mean_loss(
        gemma.vocabulary[list(row.input_ids)][None],
        [[replace(row, input_ids=())]],
    )
    bare = Ask.mean_loss(torch.zeros(1, 0, 16), [[row]])
    assert torch.allclose(answer(gemma, words).losses, answer(gemma, bare).losses, rtol=1e-5)
