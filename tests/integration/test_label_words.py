"""Label words that begin with the same token: the whole word is scored, not its first token."""

import math
from typing import TYPE_CHECKING

import torch

from promptstudio.backbones.loader import load_backbone
from promptstudio.backbones.oracle import Oracle
from promptstudio.backbones.requests import Score, Scored
from promptstudio.core.paths import resource
from promptstudio.core.spec import BackboneSpec
from promptstudio.methods.contract import Ask, Row
from promptstudio.tasks.cards import load_cards
from promptstudio.tasks.encoding import encode_task
from promptstudio.tasks.splits import make_splits

if TYPE_CHECKING:
    from transformers import T5ForConditionalGeneration

WORDS = {"negative": "the film was bad", "positive": "the film was good"}


def log_likelihood(
    model: "T5ForConditionalGeneration", prompt: torch.Tensor, row: Row, target: tuple[int, ...]
) -> float:
    """Add up the log probability of every token, each from a forward of its own."""
    embeds = torch.cat([prompt.double(), model.shared(torch.tensor(row.input_ids))])[None]
    said, total = [int(model.config.decoder_start_token_id)], 0.0
    for token in target:
        logits = model(inputs_embeds=embeds, decoder_input_ids=torch.tensor([said])).logits[0, -1]
        total += float(logits[token]) - math.log(sum(math.exp(x) for x in logits.tolist()))
        said.append(token)
    return total


def test_words_with_one_first_token_are_told_apart_by_the_rest() -> None:
    from transformers import T5ForConditionalGeneration

    backbone = load_backbone(BackboneSpec(source="sandbox"))
    card = load_cards(resource("tasks") / "sandbox")["film_sentiment"]
    labels = {name: WORDS[word] for name, word in (card.labels or {}).items()}
    card = card.model_copy(update={"labels": labels})
    data = encode_task(
        card,
        make_splits(card, shots=4, split_seed=0),
        backbone.tokenizer,
        max_input_tokens=64,
        max_target_tokens=8,
        closing_id=backbone.closing_id,
    )
    first, second = data.candidates
    assert first[:3] == second[:3]
    assert first != second

    ask = Ask.mean_loss(backbone.vocabulary[5:9][None], [list(data.train)])
    request = Score(
        prompts=ask.prompts,
        rows=ask.rows,
        row=ask.row,
        prompt=ask.prompt,
        candidates=data.candidates,
    )
    reply = Oracle(backbone).answer(request)
    assert isinstance(reply, Scored)

    model = T5ForConditionalGeneration.from_pretrained(
        resource("sandbox/model"), torch_dtype=torch.float64
    ).eval()
    with torch.no_grad():
        for pair, row in enumerate(ask.rows):
            for label, candidate in enumerate(data.candidates):
                expected = log_likelihood(model, ask.prompts[0], row, candidate)
                # float32 against float64 over five tokens
                assert abs(float(reply.log_likelihood[pair, label]) - expected) < 1e-3
    assert (reply.log_likelihood[:, 0] - reply.log_likelihood[:, 1]).abs().min() > 1e-2
