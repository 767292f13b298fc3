"""Label scores and generated answers, against the losses and against transformers."""

from dataclasses import replace
from typing import Any

import pytest
import torch

from promptstudio.backbones.backbone import Backbone
from promptstudio.backbones.freezing import freeze
from promptstudio.backbones.oracle import Oracle
from promptstudio.backbones.requests import Generate, Generated, Score, Scored
from promptstudio.methods.contract import Answer, Ask, Row

CANDIDATES = ((5, 1), (6, 7, 8, 1), (9, 1))


def score(backbone: Backbone, ask: Ask, candidates: Any = CANDIDATES, **settings: Any) -> Scored:
    request = Score(
        prompts=ask.prompts, rows=ask.rows, row=ask.row, prompt=ask.prompt, candidates=candidates
    )
    reply = Oracle(backbone, **settings).answer(request)
    assert isinstance(reply, Scored)
    return reply


def generate(backbone: Backbone, ask: Ask, tokens: int, **settings: Any) -> Generated:
    request = Generate(
        prompts=ask.prompts, rows=ask.rows, row=ask.row, prompt=ask.prompt, max_new_tokens=tokens
    )
    reply = Oracle(backbone, **settings).answer(request)
    assert isinstance(reply, Generated)
    return reply


@pytest.mark.parametrize("budget", [1, 100, 10_000])
def test_a_score_is_minus_the_loss_of_the_candidate(
    any_backbone: Backbone, build: Any, budget: int
) -> None:
    ask = build.ask(9, prompts=3)
    scored = score(any_backbone, ask, token_budget=budget).log_likelihood
    assert scored.shape == (9, 3)
    for column, candidate in enumerate(CANDIDATES):
        rows = [replace(row, target_ids=candidate) for row in ask.rows]
        reply = Oracle(any_backbone).answer(replace(ask, rows=rows))
        assert isinstance(reply, Answer)
        assert torch.allclose(scored[:, column], -reply.losses, rtol=1e-5)


def test_the_encoder_runs_once_for_all_candidates(
    backbone: Backbone, build: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoded: list[int] = []
    encode = backbone.network.encode

    def counted(embeds: Any, mask: Any) -> Any:
        encoded.append(len(embeds))
        return encode(embeds, mask)

    monkeypatch.setattr(backbone.network, "encode", counted)
    score(backbone, build.ask(4))
    assert encoded == [4]


def test_scores_of_requests_with_other_labels_share_a_forward(
    backbone: Backbone, build: Any
) -> None:
    oracle = Oracle(backbone)
    asks = {"a": (build.ask(4, seed=1), CANDIDATES), "b": (build.ask(3, seed=2), CANDIDATES[::-1])}
    tickets = {}
    for owner, (ask, candidates) in asks.items():
        pairs = {"prompts": ask.prompts, "rows": ask.rows, "row": ask.row, "prompt": ask.prompt}
        tickets[oracle.submit(Score(**pairs, candidates=candidates), owner)] = owner
    for ticket, reply in oracle.work():
        assert isinstance(reply, Scored)
        alone = score(backbone, *asks[tickets[ticket]])
        assert torch.allclose(reply.log_likelihood, alone.log_likelihood, rtol=1e-5)
    assert oracle.forwards == 1


def own_text(backbone: Backbone, prompt: Any, row: Row, tokens: int) -> tuple[int, ...]:
    """Transformers' own greedy answer of one pair, cut at the end of sequence."""
    model = backbone.network.model
    embedded = model.get_input_embeddings()(torch.tensor([row.input_ids]))
    embeds = torch.cat([prompt[None], embedded], 1)
    written = model.generate(
        inputs_embeds=embeds,
        attention_mask=torch.ones(embeds.shape[:2], dtype=torch.long),
        max_new_tokens=tokens,
        do_sample=False,
        num_beams=1,
    )[0].tolist()[1:]
    return tuple(written[: written.index(1)] if 1 in written else written)


def test_generated_answers_are_those_of_transformers(any_backbone: Backbone, build: Any) -> None:
    ask = build.ask(12, prompts=4)
    written = generate(any_backbone, ask, 6).token_ids
    pairs = zip(ask.row.tolist(), ask.prompt.tolist(), strict=True)
    assert written == tuple(
        own_text(any_backbone, ask.prompts[m], ask.rows[r], 6) for r, m in pairs
    )
    assert len(set(written)) > 1
    assert generate(any_backbone, ask, 6, token_budget=1).token_ids == written


def test_an_answer_ends_before_the_end_of_sequence(backbone: Backbone, build: Any) -> None:
    ask = build.ask(8, prompts=8)
    written = generate(backbone, ask, 6).token_ids
    second = written[0][1]
    ended = generate(replace(backbone, eos_id=second), ask, 6).token_ids
    assert ended == tuple(t[: t.index(second)] if second in t else t for t in written)
    assert any(len(text) < 6 for text in ended)


def test_generation_ends_when_all_answers_have_ended(
    backbone: Backbone, build: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = build.ask(1)
    second = generate(backbone, ask, 6).token_ids[0][1]
    extended: list[int] = []
    extend = backbone.network.extend

    def counted(*given: Any) -> Any:
        extended.append(1)
        return extend(*given)

    monkeypatch.setattr(backbone.network, "extend", counted)
    generate(replace(backbone, eos_id=second), ask, 6)
    assert len(extended) <= 2


@pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing`:FutureWarning")
def test_generation_equals_peft(build: Any) -> None:
    peft = pytest.importorskip("peft")
    ask = build.ask(5)
    frozen = freeze(build.t5(), build.tokenizer(), name="tiny")
    settings = peft.PromptTuningConfig(
        task_type="SEQ_2_SEQ_LM",
        num_virtual_tokens=3,
        token_dim=16,
        num_transformer_submodules=1,
        num_attention_heads=2,
        num_layers=2,
    )
    tuned = peft.get_peft_model(build.t5().eval(), settings).eval()
    with torch.no_grad():
        tuned.prompt_encoder["default"].embedding.weight.copy_(ask.prompts[0])
    written = generate(frozen, ask, 5).token_ids
    for row, text in zip(ask.rows, written, strict=True):
        ids = torch.tensor([row.input_ids])
        own = tuned.generate(
            input_ids=ids, attention_mask=torch.ones_like(ids), max_new_tokens=5, do_sample=False
        )[0].tolist()[1:]
        assert text == tuple(own[: own.index(1)] if 1 in own else own)
