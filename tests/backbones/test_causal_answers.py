"""Decoder-only models: scores, written answers, extras and refusals."""

from dataclasses import replace
from typing import Any

import pytest
import torch
from torch import Tensor

from promptstudio.backbones.backbone import Backbone
from promptstudio.backbones.causal import CausalNetwork
from promptstudio.backbones.freezing import SUPPORTED, freeze
from promptstudio.backbones.oracle import Oracle
from promptstudio.backbones.requests import Generate, Generated, Score, Scored
from promptstudio.core.errors import BackboneError
from promptstudio.methods.contract import Answer, Ask, Distill, Row
from tests.backbones.causal_models import (
    MODELS,
    by_hand,
    frozen,
    loss_by_hand,
    read_by_hand,
    tiny,
    tiny_gpt2,
)

CANDIDATES = ((5, 6, 1), (5, 7, 1), (9, 1))
"""Two of them begin alike, so the first token does not tell them apart."""


@pytest.fixture(params=list(MODELS))
def causal(request: pytest.FixtureRequest) -> Backbone:
    """Each architecture in turn."""
    return frozen(request.param)


@pytest.fixture(params=["prepend", "append"])
def placed(request: pytest.FixtureRequest, causal: Backbone) -> Backbone:
    """Each architecture, with the prompt at either end of the input."""
    return replace(causal, prompt_position=request.param)


def pairs_of(ask: Ask) -> dict[str, Any]:
    return {"prompts": ask.prompts, "rows": ask.rows, "row": ask.row, "prompt": ask.prompt}


def answer(backbone: Backbone, ask: Ask, **settings: Any) -> Answer:
    reply = Oracle(backbone, **settings).answer(ask)
    assert isinstance(reply, Answer)
    return reply


def score(backbone: Backbone, ask: Ask, **settings: Any) -> Tensor:
    asked = Score(**pairs_of(ask), candidates=CANDIDATES)
    reply = Oracle(backbone, **settings).answer(asked)
    assert isinstance(reply, Scored)
    return reply.log_likelihood


def generate(backbone: Backbone, ask: Ask, tokens: int, **settings: Any) -> tuple[Any, ...]:
    asked = Generate(**pairs_of(ask), max_new_tokens=tokens)
    reply = Oracle(backbone, **settings).answer(asked)
    assert isinstance(reply, Generated)
    return reply.token_ids


def close(found: Tensor | None, expected: Tensor) -> None:
    """Equal within 1e-4 of the largest entry: float32 through stirred weights gives no more."""
    assert found is not None
    assert found.shape == expected.shape
    assert float((found - expected).abs().max()) <= 1e-4 * float(expected.abs().max())


@pytest.mark.parametrize("budget", [1, 10_000])
def test_label_words_are_scored_to_their_end(placed: Backbone, build: Any, budget: int) -> None:
    ask = build.ask(7, prompts=2)
    scored = score(placed, ask, token_budget=budget)
    for pair in range(7):
        prompt, row = ask.prompts[int(ask.prompt[pair])], ask.rows[pair]
        for label, candidate in enumerate(CANDIDATES):
            expected = -loss_by_hand(placed, prompt, replace(row, target_ids=candidate))
            close(scored[pair, label], expected.detach())
    assert (scored[:, 0] - scored[:, 1]).abs().min() > 1e-3


def test_one_candidate_does_not_see_another(causal: Backbone, build: Any) -> None:
    ask = build.ask(3)
    request = Score(**pairs_of(ask), candidates=CANDIDATES[::-1])
    reply = Oracle(causal).answer(request)
    assert isinstance(reply, Scored)
    assert torch.allclose(reply.log_likelihood.flip(1), score(causal, ask), rtol=1e-5)


@pytest.mark.parametrize(("budget", "forwards"), [(66, 2), (65, 4)])
def test_every_candidate_counts_the_tokens_that_it_reads(
    build: Any, budget: int, forwards: int
) -> None:
    row = Row(task="toy", input_ids=(4,) * 5, target_ids=(5, 1))
    ask = Ask.mean_loss(build.prompts(1), [[row] * 4])
    oracle = Oracle(frozen("llama"), token_budget=budget)
    oracle.answer(Score(**pairs_of(ask), candidates=CANDIDATES))
    assert oracle.forwards == forwards  # a pair reads 3 + 5 and writes 3 tokens, three times


def own_text(backbone: Backbone, prompt: Tensor, row: Row, tokens: int) -> tuple[int, ...]:
    """Transformers' own greedy answer of one pair, cut where it ends."""
    embeds = read_by_hand(backbone, prompt, row)
    written = backbone.network.model.generate(
        inputs_embeds=embeds,
        attention_mask=torch.ones(embeds.shape[:2], dtype=torch.long),
        max_new_tokens=tokens,
        do_sample=False,
        pad_token_id=0,
        eos_token_id=sorted(backbone.end_ids),
    )[0].tolist()
    stops = [place for place, token in enumerate(written) if token in backbone.end_ids]
    return tuple(written[: stops[0]] if stops else written)


def test_generated_answers_are_those_of_transformers(placed: Backbone, build: Any) -> None:
    ask = build.ask(12, prompts=4)
    written = generate(placed, ask, 8)
    pairs = zip(ask.row.tolist(), ask.prompt.tolist(), strict=True)
    assert written == tuple(own_text(placed, ask.prompts[m], ask.rows[r], 8) for r, m in pairs)
    assert len(set(written)) > 1
    assert generate(placed, ask, 8, token_budget=1) == written


def test_any_of_several_tokens_ends_an_answer(build: Any) -> None:
    backbone = frozen("llama")
    ask = build.ask(8, prompts=8)
    written = generate(backbone, ask, 6)
    long = [text for text in written if len(text) > 2]
    ends = {long[0][1], long[1][2]}
    model = backbone.network.model
    model.generation_config.eos_token_id = sorted(ends)
    ending = freeze(model, build.tokenizer(), name="ending")
    assert ending.end_ids == {1, *ends}
    ended = generate(ending, ask, 6)
    pairs = zip(ask.row.tolist(), ask.prompt.tolist(), strict=True)
    assert ended == tuple(own_text(ending, ask.prompts[m], ask.rows[r], 6) for r, m in pairs)
    assert sum(len(text) < 6 for text in ended) > sum(len(text) < 6 for text in written)


def test_a_shift_is_added_to_the_first_input_tokens(placed: Backbone, build: Any) -> None:
    shift = 0.5 * torch.randn(2, 5, 16, generator=torch.Generator().manual_seed(11))
    ask = build.ask(7, prompts=2, input_shift=shift)
    found = answer(placed, ask)
    leaves = [ask.prompts.clone().requires_grad_(), shift.clone().requires_grad_()]
    prompt, rows = ask.prompt.tolist(), ask.rows
    losses = torch.stack(
        [
            loss_by_hand(placed, leaves[0][prompt[i]], rows[i], leaves[1][prompt[i]])
            for i in range(7)
        ]
    )
    grads, shift_grads = torch.autograd.grad((losses * ask.weight).sum(), leaves)
    close(found.losses, losses.detach())
    close(found.grads, grads)
    close(found.shift_grads, shift_grads)
    scored = Oracle(placed).answer(Score(**pairs_of(ask), candidates=((5, 1),), input_shift=shift))
    assert isinstance(scored, Scored)
    same = replace(ask, rows=[replace(row, target_ids=(5, 1)) for row in rows])
    close(scored.log_likelihood[:, 0], -answer(placed, same).losses)


def test_distillation_is_what_its_definition_says(placed: Backbone, build: Any) -> None:
    teachers = build.prompts(2, virtual=4, seed=5)
    ask = build.ask(6, prompts=2, objective=Distill(teachers=teachers, logits=0.9, hidden=2.0))
    found = answer(placed, ask)
    leaf = ask.prompts.clone().requires_grad_()
    total = torch.zeros(())
    for pair, prompt in enumerate(ask.prompt.tolist()):
        row = ask.rows[pair]
        logits, states = by_hand(placed, leaf[prompt], row)
        with torch.no_grad():
            taught, teacher_states = by_hand(placed, teachers[prompt], row)
        p = taught.softmax(-1)
        loss = loss_by_hand(placed, leaf[prompt], row)
        loss = loss + 0.9 * (p * (p.log() - logits.log_softmax(-1))).sum()
        loss = loss + 2.0 * ((states - teacher_states) ** 2).mean(-1).sum()
        close(found.losses[pair], loss.detach())
        total = total + ask.weight[pair] * loss
    (grads,) = torch.autograd.grad(total, leaf)
    close(found.grads, grads)


def gates_by_hand(backbone: Backbone, prompt: Tensor, row: Row) -> Tensor:
    """What the first matrices put out at the last position read, (L, F)."""
    names = ("gate_proj", "c_fc", "gate_up_proj")
    model = backbone.network.model
    found: list[Tensor] = []
    hooks = [
        module.register_forward_hook(lambda m, given, output: found.append(output[0, -1, :24]))
        for name, module in model.named_modules()
        if name.rpartition(".")[2] in names
    ]
    model(inputs_embeds=read_by_hand(backbone, prompt, row))
    for hook in hooks:
        hook.remove()
    return torch.stack(found)


def test_neurons_are_what_the_modules_compute(placed: Backbone, build: Any) -> None:
    ask = build.ask(6, prompts=2, need_neurons=True)
    for need_grads in (True, False):
        found = answer(placed, replace(ask, need_grads=need_grads)).neurons
        assert found is not None
        assert found.shape == (6, 2, 24)
        for pair in range(6):
            prompt = ask.prompts[int(ask.prompt[pair])]
            close(found[pair], gates_by_hand(placed, prompt, ask.rows[pair]))


def refusal(action: Any) -> str:
    with pytest.raises(BackboneError) as caught:
        action()
    return str(caught.value)


@pytest.mark.filterwarnings("ignore")
def test_a_mixture_of_experts_has_no_neurons_but_losses(build: Any) -> None:
    model = tiny("Mixtral", num_local_experts=2, sliding_window=None)
    backbone = freeze(model, build.tokenizer(), name="experts")
    ask = build.ask(4)
    expected = [loss_by_hand(backbone, ask.prompts[0], row).detach() for row in ask.rows]
    assert torch.allclose(answer(backbone, ask).losses, torch.stack(expected), rtol=1e-5)
    asked = replace(ask, need_neurons=True)
    assert refusal(lambda: Oracle(backbone).answer(asked)) == (
        "The model 'experts' has feed-forward layers of a kind that PromptStudio can not look "
        "into, so it has no neurons to compare. Choose another similarity."
    )


def test_prompt_input_and_target_share_the_room(build: Any) -> None:
    backbone = freeze(tiny_gpt2(n_positions=24), build.tokenizer(), name="small")
    fits = Row(task="toy", input_ids=(4,) * 18, target_ids=(5, 6, 1))
    over = replace(fits, input_ids=(4,) * 19)
    ask = Ask.mean_loss(build.prompts(1), [[fits]])
    answer(backbone, ask)
    advice = (
        "tokens, but the model 'small' takes 24. Lower the lengths in the backbone settings, or "
        "use fewer virtual tokens."
    )
    tail = f"Row 0 of the task 'toy' with its prompt and answer has 25 {advice}"
    long = replace(ask, rows=[over])
    assert refusal(lambda: answer(backbone, long)) == tail
    taught = replace(ask, objective=Distill(teachers=build.prompts(1, virtual=4)))
    assert refusal(lambda: answer(backbone, taught)) == tail
    assert refusal(lambda: score(backbone, long)) == tail
    assert refusal(lambda: generate(backbone, ask, 4)) == tail
    assert generate(backbone, ask, 3) == (own_text(backbone, ask.prompts[0], fits, 3),)


def test_frequencies_that_change_with_length_bound_the_room(build: Any) -> None:
    rope = {
        "rope_type": "longrope",
        "rope_theta": 10000.0,
        "short_factor": [1.0, 1.0],
        "long_factor": [4.0, 4.0],
    }
    model = tiny("Phi3", rope_parameters=rope, original_max_position_embeddings=20)
    assert freeze(model, build.tokenizer(), name="long").max_positions == 20
    assert frozen("phi3").max_positions == 64


def test_special_tokens_of_a_model_without_padding(build: Any) -> None:
    backbone = frozen("gpt2")
    assert (backbone.pad_id, backbone.eos_id, backbone.end_ids) == (1, 1, {1})
    assert backbone.closing_id == 1
    tokenizer = build.tokenizer()
    tokenizer.eos_token = None
    model = tiny_gpt2(eos_token_id=None)
    model.generation_config.eos_token_id = None
    assert refusal(lambda: freeze(model, tokenizer, name="endless")) == (
        "The model 'endless' does not say its 'eos_token_id'. Add it to its config.json."
    )


def test_a_tokenizer_without_an_end_takes_that_of_the_model(build: Any) -> None:
    tokenizer = build.tokenizer()
    tokenizer.eos_token = None
    model = tiny("Llama", eos_token_id=[9, 4])
    frozen_model = freeze(model, tokenizer, name="several")
    assert (frozen_model.eos_id, frozen_model.end_ids) == (9, {4, 9})


def test_of_several_ends_the_one_of_the_tokenizer_closes_targets(build: Any) -> None:
    backbone = freeze(tiny("Llama", eos_token_id=[9, 1]), build.tokenizer(), name="several")
    assert (backbone.eos_id, backbone.closing_id, backbone.end_ids) == (1, 1, {1, 9})


def both_ways(build: Any) -> Any:
    from transformers import BertConfig, BertLMHeadModel

    config = BertConfig(
        vocab_size=66,
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=24,
        max_position_embeddings=64,
        eos_token_id=1,
        is_decoder=False,
    )
    return build.stir(BertLMHeadModel._from_config(config, attn_implementation="eager"))


def recurrent(build: Any) -> Any:
    from transformers import MambaConfig, MambaForCausalLM

    config = MambaConfig(
        vocab_size=66, hidden_size=16, state_size=4, num_hidden_layers=1, eos_token_id=1
    )
    return build.stir(MambaForCausalLM(config))


def test_a_network_that_padding_changes_is_refused(
    build: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CausalNetwork, "encode", lambda self, embeds, mask: embeds)
    message = refusal(lambda: freeze(tiny("Llama"), build.tokenizer(), name="padded"))
    assert message.startswith("The model 'padded' (llama) computes its loss in a way")


@pytest.mark.parametrize(("make", "kind"), [(both_ways, "bert"), (recurrent, "mamba")])
def test_a_model_that_computes_in_another_way_is_refused(build: Any, make: Any, kind: str) -> None:
    assert refusal(lambda: freeze(make(build), build.tokenizer(), name="other")) == (
        f"The model 'other' ({kind}) computes its loss in a way that PromptStudio does not "
        f"reproduce. Choose {SUPPORTED}."
    )
