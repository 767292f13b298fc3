"""The sandbox model before its first step: its shape and its word vectors."""

import mixture
import torch
from transformers import (  # noqa: TID253
    PreTrainedTokenizerFast,
    T5Config,
    T5ForConditionalGeneration,
)

from promptstudio.tasks.sandbox.rows import stream


def fresh_model(tokenizer: PreTrainedTokenizerFast, seed: int) -> T5ForConditionalGeneration:
    """Return an untrained model of about 1.6 million parameters."""
    torch.manual_seed(seed)
    config = T5Config(
        vocab_size=len(tokenizer),
        d_model=128,
        d_kv=32,
        num_heads=4,
        d_ff=320,
        num_layers=3,
        num_decoder_layers=2,
        feed_forward_proj="gated-silu",
        dropout_rate=0.0,
        tie_word_embeddings=True,
        pad_token_id=0,
        eos_token_id=1,
        decoder_start_token_id=0,
    )
    model = T5ForConditionalGeneration(config)
    with torch.no_grad():
        model.shared.weight.mul_(0.8).add_(word_vectors(tokenizer, config.d_model), alpha=0.6)
        for layer, block in enumerate(model.encoder.block):
            _look_around(block.layer[0].SelfAttention, first=layer == 0)
        for block in model.decoder.block:
            _copy(block.layer[1].EncDecAttention)
    return model


def _look_around(attention: torch.nn.Module, *, first: bool) -> None:
    """Let heads 0 and 1 start on equal words, head 2 on the word before, head 3 on the next.

    Queries that resemble keys match equal words. The first layer alone holds the position
    biases, which all layers share. Heads that match would form by themselves, but late; compare
    Trockman and Kolter 2023, arXiv:2305.09828.
    """
    width = attention.key_value_proj_dim
    matching = slice(0, 2 * width)
    attention.q.weight[matching] = attention.k.weight[matching] * width**-0.5
    if first:
        half = attention.relative_attention_num_buckets // 2
        attention.relative_attention_bias.weight[1, 2] += 4.0
        attention.relative_attention_bias.weight[half + 1, 3] += 4.0


def _copy(attention: torch.nn.Module) -> None:
    """Let the decoder start by saying the words that it looks at: output undoes value."""
    torch.nn.init.orthogonal_(attention.v.weight)
    attention.o.weight.copy_(attention.v.weight.T)


def word_vectors(tokenizer: PreTrainedTokenizerFast, width: int) -> torch.Tensor:
    """Return word vectors (V, D) from co-occurrence, so that training starts with word classes.

    They are the leading singular vectors of the positive pointwise mutual information of tokens
    that stand at most three places apart in text of the mixture. Without them words are told
    apart so late that most skills stay at chance for thousands of steps.
    """
    rng = stream("word vectors")
    rows = tokenizer([mixture.example(rng).source for _ in range(30000)])["input_ids"]
    counts = torch.zeros(len(tokenizer), len(tokenizer))
    line = torch.tensor([token for row in rows for token in row])
    for gap in (1, 2, 3):
        one = torch.ones(len(line) - gap)
        counts.index_put_((line[:-gap], line[gap:]), one, accumulate=True)
    counts += counts.T.clone()
    total = counts.sum(1, keepdim=True).clamp_min(1.0)
    shared = (counts * counts.sum() / (total * total.T)).clamp_min(1e-9).log().clamp_min(0.0)
    left, values, _ = torch.svd_lowrank(shared, q=width, niter=2)
    vectors = left * values.sqrt()
    return torch.nn.functional.normalize(vectors, dim=1) * width**0.5
