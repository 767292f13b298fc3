"""Tiny random backbones: they know nothing, but they compute as the large ones do."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers
from torch import Tensor

from promptstudio.backbones.backbone import Backbone
from promptstudio.backbones.freezing import freeze
from promptstudio.methods.contract import Ask, Row

WORDS = 61
VIRTUAL = 3


@pytest.fixture(autouse=True)
def _one_thread() -> None:
    torch.set_num_threads(1)
    torch.manual_seed(0)


def tiny_tokenizer() -> Any:
    from transformers import PreTrainedTokenizerFast

    names = ["<pad>", "</s>", "<unk>", *(f"w{i}" for i in range(WORDS))]
    core = Tokenizer(models.WordLevel({name: i for i, name in enumerate(names)}, "<unk>"))
    core.pre_tokenizer = pre_tokenizers.Whitespace()
    special = {"pad_token": names[0], "eos_token": names[1], "unk_token": names[2]}
    return PreTrainedTokenizerFast(tokenizer_object=core, **special)


def stir(model: Any) -> Any:
    """Shake all weights, so that what the encoder reads matters to what the decoder says."""
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(0.3 * torch.randn_like(parameter))
    return model


def tiny_t5(dtype: torch.dtype = torch.float32, **changes: Any) -> Any:
    from transformers import T5Config, T5ForConditionalGeneration

    torch.manual_seed(7)
    settings: dict[str, Any] = {
        "vocab_size": WORDS + 5,
        "d_model": 16,
        "d_kv": 8,
        "d_ff": 32,
        "num_layers": 2,
        "num_decoder_layers": 2,
        "num_heads": 2,
        "feed_forward_proj": "gated-gelu",
        "tie_word_embeddings": False,
        "decoder_start_token_id": 0,
        "dropout_rate": 0.3,
    }
    config = T5Config(**(settings | changes))
    model = T5ForConditionalGeneration._from_config(config, attn_implementation="eager")
    return stir(model).to(dtype)


def tiny_bart(**changes: Any) -> Any:
    from transformers import BartConfig, BartForConditionalGeneration

    torch.manual_seed(7)
    config = BartConfig(
        vocab_size=WORDS + 5,
        d_model=16,
        encoder_layers=2,
        decoder_layers=2,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=32,
        decoder_ffn_dim=32,
        max_position_embeddings=40,
        pad_token_id=0,
        bos_token_id=1,
        eos_token_id=1,
        decoder_start_token_id=1,
        forced_eos_token_id=None,
        scale_embedding=True,
        **changes,
    )
    model = BartForConditionalGeneration._from_config(config, attn_implementation="eager")
    model.final_logits_bias.normal_()
    return stir(model)


def tiny_mt5() -> Any:
    from transformers import MT5Config, MT5ForConditionalGeneration

    torch.manual_seed(7)
    config = MT5Config(
        vocab_size=WORDS + 5,
        d_model=16,
        d_kv=8,
        d_ff=32,
        num_layers=2,
        num_heads=2,
        decoder_start_token_id=0,
    )
    model = MT5ForConditionalGeneration._from_config(config, attn_implementation="eager")
    return stir(model)


MODELS: dict[str, Callable[[], Any]] = {
    "t5 v1.1": tiny_t5,
    "t5": lambda: tiny_t5(feed_forward_proj="relu", tie_word_embeddings=True),
    "mt5": tiny_mt5,
    "bart": tiny_bart,
}


@pytest.fixture(params=list(MODELS))
def any_backbone(request: pytest.FixtureRequest) -> Backbone:
    """Each architecture in turn, with a prompt in front."""
    return freeze(MODELS[request.param](), tiny_tokenizer(), name=request.param)


@pytest.fixture
def backbone() -> Backbone:
    """A T5 v1.1 with a prompt in front."""
    return freeze(tiny_t5(), tiny_tokenizer(), name="tiny")


@pytest.fixture
def exact_backbone() -> Backbone:
    """The same in float64."""
    return freeze(tiny_t5(torch.float64), tiny_tokenizer(), name="tiny64")


def make_rows(number: int, *, seed: int = 0, longest: int = 12) -> list[Row]:
    """Rows of random words: 1 to ``longest`` input tokens, 1 to 4 target tokens."""
    draw = random.Random(seed)

    def words(most: int) -> tuple[int, ...]:
        return tuple(draw.randrange(3, WORDS) for _ in range(draw.randint(1, most)))

    return [
        Row(task="toy", input_ids=words(longest), target_ids=(*words(3), 1)) for _ in range(number)
    ]


def make_prompts(number: int, *, width: int = 16, virtual: int = VIRTUAL, seed: int = 0) -> Tensor:
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(number, virtual, width, generator=generator)


def make_ask(
    number: int, *, prompts: int = 1, virtual: int = VIRTUAL, seed: int = 0, **changes: Any
) -> Ask:
    """Pairs of ``number`` rows with prompts in turn, and weights that differ."""
    asked = Ask(
        prompts=make_prompts(prompts, virtual=virtual, seed=seed),
        rows=make_rows(number, seed=seed),
        row=torch.arange(number),
        prompt=torch.arange(number) % prompts,
        weight=torch.linspace(0.2, 1.0, number),
    )
    return replace(asked, **changes)


def own_loss(backbone: Backbone, prompt: Tensor, row: Row, *, append: bool = False) -> Tensor:
    """Transformers' own loss of one pair without padding, summed over target tokens."""
    model = backbone.network.model
    embedded = model.get_input_embeddings()(torch.tensor([row.input_ids]))
    parts = [embedded, prompt[None]] if append else [prompt[None], embedded]
    labels = torch.tensor([row.target_ids])
    loss: Tensor = model(inputs_embeds=torch.cat(parts, 1), labels=labels).loss
    return loss * labels.numel()


def own_answers(backbone: Backbone, ask: Ask, *, append: bool = False) -> tuple[Tensor, Tensor]:
    """Losses and weighted gradients pair by pair, from transformers' loss and autograd."""
    leaf = ask.prompts.to(backbone.dtype).requires_grad_()
    pairs: Sequence[tuple[int, int]] = list(zip(ask.row.tolist(), ask.prompt.tolist(), strict=True))
    losses = torch.stack(
        [own_loss(backbone, leaf[m], ask.rows[r], append=append) for r, m in pairs]
    )
    (grads,) = torch.autograd.grad((losses * ask.weight).sum(), leaf)
    return losses.detach(), grads


@pytest.fixture
def build() -> Any:
    """The builders above, for tests that need more than one of a kind."""

    class Build:
        stir = staticmethod(stir)
        tokenizer = staticmethod(tiny_tokenizer)
        t5 = staticmethod(tiny_t5)
        bart = staticmethod(tiny_bart)
        rows = staticmethod(make_rows)
        prompts = staticmethod(make_prompts)
        ask = staticmethod(make_ask)
        own_answers = staticmethod(own_answers)

    return Build
