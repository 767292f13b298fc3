"""Losses, gradients and Hessian-vector products against transformers and calculus."""

from dataclasses import replace
from typing import Any

import pytest
import torch

from promptstudio.backbones.backbone import Backbone
from promptstudio.backbones.freezing import freeze
from promptstudio.backbones.oracle import Oracle
from promptstudio.methods.contract import Answer, Ask


def answer(backbone: Backbone, ask: Ask, **settings: Any) -> Answer:
    reply = Oracle(backbone, **settings).answer(ask)
    assert isinstance(reply, Answer)
    return reply


def test_losses_and_gradients_are_those_of_transformers(any_backbone: Backbone, build: Any) -> None:
    ask = build.ask(7, prompts=2)
    losses, grads = build.own_answers(any_backbone, ask)
    reply = answer(any_backbone, ask)
    assert torch.allclose(reply.losses, losses, rtol=1e-5)
    assert torch.allclose(reply.grads, grads, rtol=1e-4, atol=1e-5 * float(grads.abs().max()))
    assert float(grads.abs().max()) > 0


def test_mean_loss_is_the_batch_loss_of_transformers(backbone: Backbone, build: Any) -> None:
    rows = build.rows(6)
    prompt = build.prompts(1)
    longest = max(len(row.input_ids) for row in rows)
    ids = torch.tensor([[*row.input_ids, *[0] * (longest - len(row.input_ids))] for row in rows])
    labels = torch.full((6, 4), -100)
    for index, row in enumerate(rows):
        labels[index, : len(row.target_ids)] = torch.tensor(row.target_ids)
    leaf = prompt.clone().requires_grad_()
    embeds = torch.cat([leaf.expand(6, -1, -1), backbone.network.embed(ids)], 1)
    mask = torch.tensor(
        [[1] * (3 + len(row.input_ids)) + [0] * (longest - len(row.input_ids)) for row in rows]
    )
    loss = backbone.network.model(inputs_embeds=embeds, attention_mask=mask, labels=labels).loss
    (grads,) = torch.autograd.grad(loss, leaf)
    ask = Ask.mean_loss(prompt, [rows])
    reply = answer(backbone, ask)
    assert torch.allclose(reply.totals(ask)[0], loss.detach(), rtol=1e-5)
    assert torch.allclose(reply.grads, grads, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("architecture", ["t5", "bart"])
def test_an_appended_prompt_stands_behind_the_input(architecture: str, build: Any) -> None:
    model = getattr(build, architecture)()
    behind = freeze(model, build.tokenizer(), name="tiny", prompt_position="append")
    ask = build.ask(6, prompts=2)
    losses, grads = build.own_answers(behind, ask, append=True)
    reply = answer(behind, ask)
    assert torch.allclose(reply.losses, losses, rtol=1e-5)
    assert torch.allclose(reply.grads, grads, rtol=1e-4, atol=1e-5 * float(grads.abs().max()))
    in_front = answer(replace(behind, prompt_position="prepend"), ask)
    assert not torch.allclose(in_front.losses, losses, rtol=1e-3)


def test_hessian_vector_products_are_finite_differences_of_gradients(
    exact_backbone: Backbone, build: Any
) -> None:
    ask = build.ask(5, prompts=2)
    ask = replace(ask, prompts=ask.prompts.double(), weight=ask.weight.double())
    product = build.prompts(2, seed=9).double()
    exact = answer(exact_backbone, replace(ask, product=product)).grads
    step = 1e-5
    ahead = answer(exact_backbone, replace(ask, prompts=ask.prompts + step * product)).grads
    back = answer(exact_backbone, replace(ask, prompts=ask.prompts - step * product)).grads
    difference = (ahead - back) / (2 * step)
    assert exact.dtype == torch.float64
    assert float((exact - difference).norm() / difference.norm()) < 1e-4


def test_gradients_are_finite_differences_of_losses(exact_backbone: Backbone, build: Any) -> None:
    ask = build.ask(4)
    ask = replace(ask, prompts=ask.prompts.double(), weight=ask.weight.double())
    direction = build.prompts(1, seed=3).double()
    grads = answer(exact_backbone, ask).grads
    step = 1e-5
    ahead = replace(ask, prompts=ask.prompts + step * direction)
    back = replace(ask, prompts=ask.prompts - step * direction)
    difference = answer(exact_backbone, ahead).totals(ask) - answer(exact_backbone, back).totals(
        ask
    )
    assert torch.allclose((grads * direction).sum(), difference / (2 * step), rtol=1e-6)


def test_without_gradients_the_losses_are_the_same(backbone: Backbone, build: Any) -> None:
    ask = build.ask(5)
    plain = answer(backbone, replace(ask, need_grads=False))
    assert torch.allclose(plain.losses, answer(backbone, ask).losses, rtol=1e-6)
    assert plain.grads.shape == (1, 3, 16)
    assert not plain.grads.any()


def test_dropout_is_off_and_no_weight_learns(backbone: Backbone, build: Any) -> None:
    ask = build.ask(3)
    first, second = answer(backbone, ask), answer(backbone, ask)
    assert torch.equal(first.losses, second.losses)
    model = backbone.network.model
    assert not model.training
    assert not any(p.requires_grad or p.grad is not None for p in model.parameters())


def test_bfloat16_answers_in_float32_near_the_exact_ones(build: Any) -> None:
    rough = freeze(build.t5(torch.bfloat16), build.tokenizer(), name="rough")
    ask = build.ask(5)
    exact = answer(freeze(build.t5(), build.tokenizer(), name="exact"), ask)
    reply = answer(rough, ask)
    assert reply.losses.dtype == reply.grads.dtype == torch.float32
    assert torch.allclose(reply.losses, exact.losses, rtol=0.05)
    assert torch.cosine_similarity(reply.grads.flatten(), exact.grads.flatten(), 0) > 0.95


def test_no_prompt_at_all_is_the_bare_model(backbone: Backbone, build: Any) -> None:
    ask = build.ask(4, virtual=0)
    reply = answer(backbone, ask)
    ids = torch.tensor([ask.rows[0].input_ids])
    labels = torch.tensor([ask.rows[0].target_ids])
    loss = backbone.network.model(input_ids=ids, labels=labels).loss * labels.numel()
    assert torch.allclose(reply.losses[0], loss, rtol=1e-5)
    assert reply.grads.shape == (1, 0, 16)
