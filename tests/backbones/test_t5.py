"""The lean T5 computes what transformers' T5 computes."""

from typing import Any

import pytest
import torch

from promptstudio.backbones.encoder_decoder import EncoderDecoder
from promptstudio.backbones.t5 import T5Network


@pytest.mark.parametrize("queries", [1, 2, 40])
@pytest.mark.parametrize("padded", [False, True])
@pytest.mark.parametrize(
    "changes",
    [{}, {"feed_forward_proj": "relu", "tie_word_embeddings": True}, {"d_kv": 5, "num_heads": 3}],
    ids=["v1.1", "original", "odd heads"],
)
def test_encoder_decoder_and_head_agree_with_transformers(
    build: Any, *, changes: dict[str, Any], padded: bool, queries: int
) -> None:
    model = build.t5(**changes).eval()
    lean, plain = T5Network(model), EncoderDecoder(model)
    embeds = torch.randn(3, 20, 16)
    mask = torch.arange(20)[None] < torch.tensor([[20], [13], [4]]) if padded else None
    ids = torch.randint(3, 60, (6, queries))
    with torch.no_grad():
        hidden = plain.encode(embeds, mask)
        real = torch.ones(3, 20, dtype=torch.bool) if mask is None else mask
        assert torch.allclose(lean.encode(embeds, mask)[real], hidden[real], rtol=1e-4, atol=1e-5)
        states = plain.decode(hidden, mask, ids)
        assert torch.allclose(lean.decode(hidden, mask, ids), states, rtol=1e-4, atol=1e-5)
        assert torch.equal(lean.logits(states), plain.logits(states))


def test_position_biases_of_all_lengths_are_corners_of_one(build: Any) -> None:
    lean = T5Network(build.t5())
    attention = lean.model.encoder.block[0].layer[0].SelfAttention
    for length in (3, 64, 65, 200, 7):
        bias = lean._position_bias(lean.model.encoder, length)
        assert torch.equal(bias, attention.compute_bias(length, length))
