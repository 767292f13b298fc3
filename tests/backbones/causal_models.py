"""Tiny random decoder-only models, and what transformers itself says of one pair at a time."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
import torch.nn.functional as F  # noqa: N812 - the customary name
from torch import Tensor, nn

from promptstudio.backbones.backbone import Backbone
from promptstudio.backbones.freezing import freeze
from promptstudio.methods.contract import Ask, Row
from tests.backbones.conftest import WORDS, stir, tiny_tokenizer

WINDOW = 6
"""Positions that attention with a sliding window sees: fewer than most rows have."""


def tiny(family: str, dtype: torch.dtype = torch.float32, **changes: Any) -> Any:
    """A random model of two layers; ``family`` begins the names of its classes."""
    import transformers

    torch.manual_seed(7)
    settings: dict[str, Any] = {
        "vocab_size": WORDS + 5,
        "hidden_size": 16,
        "intermediate_size": 24,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "head_dim": 4,
        "max_position_embeddings": 64,
        "bos_token_id": 2,
        "eos_token_id": 1,
        "pad_token_id": 0,
    }
    config_class = getattr(transformers, f"{family}Config")
    model_class = getattr(transformers, f"{family.removesuffix('Text')}ForCausalLM")
    config = config_class(**(settings | changes))
    return stir(model_class._from_config(config, attn_implementation="eager")).to(dtype)


def tiny_gpt2(dtype: torch.dtype = torch.float32, **changes: Any) -> Any:
    """A random GPT-2, which has learned positions and no token for padding."""
    from transformers import GPT2Config, GPT2LMHeadModel

    torch.manual_seed(7)
    settings: dict[str, Any] = {
        "vocab_size": WORDS + 5,
        "n_embd": 16,
        "n_layer": 2,
        "n_head": 2,
        "n_inner": 24,
        "n_positions": 64,
        "bos_token_id": 1,
        "eos_token_id": 1,
    }
    config = GPT2Config(**(settings | changes))
    model = GPT2LMHeadModel._from_config(config, attn_implementation="eager")
    return stir(model).to(dtype)


MODELS: dict[str, Callable[..., Any]] = {
    "gpt2": tiny_gpt2,
    "gpt2 untied": lambda *dtype: tiny_gpt2(*dtype, tie_word_embeddings=False),
    "llama": lambda *dtype: tiny("Llama", *dtype),
    "llama tied": lambda *dtype: tiny("Llama", *dtype, tie_word_embeddings=True),
    "qwen2": lambda *dtype: tiny("Qwen2", *dtype),
    "qwen3": lambda *dtype: tiny("Qwen3", *dtype, tie_word_embeddings=True),
    "mistral": lambda *dtype: tiny("Mistral", *dtype, sliding_window=WINDOW),
    "gemma": lambda *dtype: tiny("Gemma", *dtype),
    "gemma2": lambda *dtype: tiny("Gemma2", *dtype, sliding_window=WINDOW),
    "gemma3": lambda *dtype: tiny("Gemma3Text", *dtype, sliding_window=WINDOW),
    "phi3": lambda *dtype: tiny("Phi3", *dtype, sliding_window=WINDOW),
}


class ExactNorm(nn.Module):
    """The norm of root mean squares in the precision of what comes in."""

    def __init__(self, weight: Tensor, eps: float) -> None:
        super().__init__()
        self.weight, self.eps = weight, eps

    def forward(self, x: Tensor) -> Tensor:
        return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + self.eps) * self.weight


def widen(model: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Take norms and softmax of transformers, which stay in float32, to float64."""
    for parent in list(model.modules()):
        for name, child in list(parent.named_children()):
            kind = type(child).__name__
            if kind.endswith(("RMSNorm", "T5LayerNorm")):
                weight = child.weight.detach() + ("Gemma" in kind)
                eps = getattr(child, "variance_epsilon", None) or child.eps
                setattr(parent, name, ExactNorm(weight, eps))
    softmax = F.softmax

    def wide(x: Tensor, dim: int, dtype: torch.dtype | None = None, **given: Any) -> Tensor:
        return softmax(x, dim=dim, dtype=None if x.dtype == torch.float64 else dtype, **given)

    monkeypatch.setattr(F, "softmax", wide)
    return model


def frozen(name: str) -> Backbone:
    """One of the models as a backbone in float32."""
    return freeze(MODELS[name](), tiny_tokenizer(), name=name)


def frozen_exactly(name: str, monkeypatch: pytest.MonkeyPatch) -> Backbone:
    """One of the models as a backbone that computes in float64 throughout."""
    model = widen(MODELS[name](torch.float64), monkeypatch)
    return freeze(model, tiny_tokenizer(), name=name)


def read_by_hand(
    backbone: Backbone, prompt: Tensor, row: Row, shift: Tensor | None = None
) -> Tensor:
    """Embeddings of prompt and input of one row, (1, P + T, D)."""
    words = backbone.network.model.get_input_embeddings()(
        torch.tensor(row.input_ids, dtype=torch.long)
    )
    if shift is not None:
        count = min(len(words), len(shift))
        words = torch.cat([words[:count] + shift[:count], words[count:]])
    parts = [prompt, words] if backbone.prompt_position == "prepend" else [words, prompt]
    return torch.cat(parts)[None]


def by_hand(
    backbone: Backbone, prompt: Tensor, row: Row, shift: Tensor | None = None
) -> tuple[Tensor, Tensor]:
    """Logits (U, V) and last states (U, D) at the positions that predict the target."""
    model = backbone.network.model
    read = read_by_hand(backbone, prompt, row, shift)
    target = model.get_input_embeddings()(torch.tensor([row.target_ids]))
    done = model(inputs_embeds=torch.cat([read, target], 1), output_hidden_states=True)
    places = slice(read.shape[1] - 1, -1)
    return done.logits[0, places], done.hidden_states[-1][0, places]


def loss_by_hand(
    backbone: Backbone, prompt: Tensor, row: Row, shift: Tensor | None = None
) -> Tensor:
    """Minus the log-probability of the target, token by token."""
    logits, _ = by_hand(backbone, prompt, row, shift)
    return -sum(
        (
            scores.log_softmax(-1)[token]
            for scores, token in zip(logits, row.target_ids, strict=True)
        ),
        start=logits.new_zeros(()),
    )


def answers_by_hand(backbone: Backbone, ask: Ask) -> tuple[Tensor, Tensor]:
    """Losses (N,) and weighted gradients (M, P, D), pair by pair without padding."""
    leaf = ask.prompts.to(backbone.dtype).requires_grad_()
    pairs = zip(ask.row.tolist(), ask.prompt.tolist(), strict=True)
    losses = torch.stack([loss_by_hand(backbone, leaf[m], ask.rows[r]) for r, m in pairs])
    (grads,) = torch.autograd.grad((losses * ask.weight).sum(), leaf)
    return losses.detach(), grads
