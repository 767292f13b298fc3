"""Every family of models, from a folder: the losses of transformers' plain forward, or a refusal.

The reference is the model as transformers loads it, in float64, with the prompt put in front of
one row by hand. It shares no code with the package.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
import torch.nn.functional as F  # noqa: N812 - the customary name
from safetensors.torch import load_file, save_file
from torch import Tensor

from promptstudio.backbones.backbone import Backbone
from promptstudio.backbones.freezing import SUPPORTED, freeze
from promptstudio.backbones.loader import load_backbone
from promptstudio.backbones.oracle import Oracle
from promptstudio.core.errors import BackboneError
from promptstudio.core.spec import BackboneSpec
from promptstudio.methods.contract import Answer, Ask, Row
from tests.backbones import causal_models, conftest
from tests.backbones.causal_models import tiny_gpt2, widen
from tests.backbones.conftest import WORDS, make_ask, make_prompts, stir, tiny_tokenizer

TOKENS = {"vocab_size": WORDS + 5, "pad_token_id": 0, "eos_token_id": 1, "bos_token_id": 2}
DECODER = {
    "hidden_size": 16,
    "num_hidden_layers": 2,
    "intermediate_size": 32,
    "num_attention_heads": 2,
    "max_position_embeddings": 64,
}
BART_LIKE = {
    "d_model": 16,
    "encoder_layers": 2,
    "decoder_layers": 2,
    "encoder_attention_heads": 2,
    "decoder_attention_heads": 2,
    "encoder_ffn_dim": 32,
    "decoder_ffn_dim": 32,
    "max_position_embeddings": 64,
    "decoder_start_token_id": 2,
    "forced_eos_token_id": None,
}
T5_LIKE = {
    "d_model": 16,
    "d_kv": 8,
    "d_ff": 32,
    "num_layers": 2,
    "num_decoder_layers": 2,
    "num_heads": 2,
    "decoder_start_token_id": 0,
}


def make(config: str, model: str, **settings: Any) -> Callable[[], Any]:
    """Return a builder of a random model from the names of two classes of transformers."""

    def build() -> Any:
        import transformers

        torch.manual_seed(7)
        made = getattr(transformers, config)(**(TOKENS | settings))
        kind = getattr(transformers, model)
        return stir(kind._from_config(made, attn_implementation="eager"))

    return build


MORE: dict[str, Callable[[], Any]] = {
    "longt5": make("LongT5Config", "LongT5ForConditionalGeneration", **T5_LIKE),
    "pegasus": make("PegasusConfig", "PegasusForConditionalGeneration", **BART_LIKE),
    "marian": make("MarianConfig", "MarianMTModel", **BART_LIKE),
    "opt": make(
        "OPTConfig",
        "OPTForCausalLM",
        hidden_size=16,
        word_embed_proj_dim=8,
        num_hidden_layers=2,
        ffn_dim=32,
        num_attention_heads=2,
        max_position_embeddings=64,
    ),
    "gpt-neox": make("GPTNeoXConfig", "GPTNeoXForCausalLM", **DECODER),
    "bloom": make("BloomConfig", "BloomForCausalLM", hidden_size=16, n_layer=2, n_head=2),
    "falcon": make("FalconConfig", "FalconForCausalLM", **DECODER),
    "phi": make("PhiConfig", "PhiForCausalLM", **DECODER),
}
FAMILIES = {**conftest.MODELS, **causal_models.MODELS, **MORE}
DOUBLE = [*conftest.MODELS, "pegasus", "marian"]  # the attention of LongT5 stays in float32


@pytest.fixture
def save(tmp_path: Path) -> Callable[[str], Path]:
    """Write a family's model as save_pretrained does; a T5 v1.1 with a last layer of its own."""

    def write(family: str) -> Path:
        folder = tmp_path / "model"
        FAMILIES[family]().save_pretrained(folder)
        tiny_tokenizer().save_pretrained(folder)
        if family in ("t5 v1.1", "mt5"):
            weights = folder / "model.safetensors"
            head = torch.randn(WORDS + 5, 16, generator=torch.Generator().manual_seed(3))
            tensors = load_file(weights) | {"lm_head.weight": head}
            save_file(tensors, weights, metadata={"format": "pt"})
        return folder

    return write


def plain(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The model of a folder as transformers loads it, computing in float64 throughout."""
    from transformers import AutoConfig, AutoModelForCausalLM, AutoModelForSeq2SeqLM

    two = AutoConfig.from_pretrained(folder).is_encoder_decoder
    loads = AutoModelForSeq2SeqLM if two else AutoModelForCausalLM
    model = loads.from_pretrained(folder, dtype=torch.float64, attn_implementation="eager")
    return widen(model.eval(), monkeypatch)


def plain_loss(model: Any, prompt: Tensor, row: Row) -> Tensor:
    """Minus the log-probability of a target behind [prompt; input], from the model's logits."""
    embed = model.get_input_embeddings()
    read = torch.cat([prompt, embed(torch.tensor(row.input_ids))])[None]
    target = torch.tensor([row.target_ids])
    if model.config.is_encoder_decoder:
        logits = model(inputs_embeds=read, labels=target).logits[0]
    else:
        whole = torch.cat([read, embed(target)], 1)
        logits = model(inputs_embeds=whole).logits[0, read.shape[1] - 1 : -1]
    return F.cross_entropy(logits, target[0], reduction="sum")


def plain_answers(model: Any, ask: Ask) -> tuple[Tensor, Tensor]:
    leaf = ask.prompts.double().requires_grad_()
    pairs = zip(ask.row.tolist(), ask.prompt.tolist(), strict=True)
    losses = torch.stack([plain_loss(model, leaf[m], ask.rows[r]) for r, m in pairs])
    (grads,) = torch.autograd.grad((losses * ask.weight).sum(), leaf)
    return losses.detach(), grads


def asked(backbone: Backbone, **settings: Any) -> Ask:
    """Nine rows of other lengths and two prompts of the backbone's width."""
    prompts = make_prompts(2, width=backbone.token_dim)
    return replace(make_ask(9, prompts=2), prompts=prompts, **settings)


def answer(backbone: Backbone, ask: Ask, **settings: Any) -> Answer:
    reply = Oracle(backbone, **settings).answer(ask)
    assert isinstance(reply, Answer)
    return reply


def close(found: Tensor, expected: Tensor, tolerance: float) -> bool:
    apart = (found.double() - expected.double()).abs().max()
    return float(apart) <= tolerance * float(expected.abs().max())


@pytest.mark.parametrize("family", FAMILIES)
def test_a_loaded_folder_answers_as_transformers_does(
    family: str, save: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = save(family)
    backbone = load_backbone(BackboneSpec(source=str(folder), device="cpu"))
    ask = asked(backbone)
    losses, grads = plain_answers(plain(folder, monkeypatch), ask)
    reply, alone = answer(backbone, ask), answer(backbone, ask, token_budget=1)
    # float32 through two stirred layers: losses of about 10 nats, the last bit of which is 1e-6
    assert close(reply.losses, losses, 1e-5)
    assert close(reply.grads, grads, 1e-4)
    assert close(alone.losses, losses, 1e-5)
    assert close(alone.grads, grads, 1e-4)
    assert float(grads.abs().max()) > 1e-3


@pytest.mark.parametrize("family", DOUBLE)
def test_encoder_decoders_in_double_precision(
    family: str, save: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = save(family)
    reference = plain(folder, monkeypatch)
    own = plain(folder, monkeypatch) if family not in ("t5", "t5 v1.1", "mt5") else _lean(folder)
    exact = freeze(own, tiny_tokenizer(), name=family)
    ask = asked(exact)
    ask = replace(ask, prompts=ask.prompts.double(), weight=ask.weight.double())
    losses, grads = plain_answers(reference, ask)
    for settings in ({}, {"token_budget": 1}):
        reply = answer(exact, ask, **settings)
        assert close(reply.losses, losses, 1e-10)
        assert close(reply.grads, grads, 1e-9)
    direction = make_prompts(2, seed=3).double()
    slope = (answer(exact, ask).grads * direction).sum()
    step = 1e-5
    ahead, back = (
        answer(exact, replace(ask, prompts=ask.prompts + moved * direction)).totals(ask).sum()
        for moved in (step, -step)
    )
    assert torch.allclose(slope, (ahead - back) / (2 * step), rtol=1e-5)


def _lean(folder: Path) -> Any:
    """A T5 whose norms are transformers' own: the lean network computes them in float64."""
    from transformers import AutoModelForSeq2SeqLM

    return AutoModelForSeq2SeqLM.from_pretrained(folder, dtype=torch.float64)


@pytest.mark.parametrize("family", ["t5 v1.1", "mt5"])
def test_a_last_layer_of_its_own_is_not_tied(family: str, save: Callable[[str], Path]) -> None:
    folder = save(family)
    loaded = load_backbone(BackboneSpec(source=str(folder), device="cpu"))
    head = loaded.network.model.get_output_embeddings().weight
    assert torch.equal(head, load_file(folder / "model.safetensors")["lm_head.weight"])
    assert not torch.equal(head, loaded.vocabulary)


@pytest.mark.parametrize(
    ("family", "room"), [("t5", None), ("bart", 40), ("gpt2", 64), ("llama", 64), ("bloom", None)]
)
def test_the_room_for_prompt_and_text(
    family: str, room: int | None, save: Callable[[str], Path]
) -> None:
    folder = save(family)
    assert load_backbone(BackboneSpec(source=str(folder), device="cpu")).max_positions == room


def test_the_last_learned_position_is_used_and_none_beyond() -> None:
    backbone = freeze(tiny_gpt2(n_positions=12), tiny_tokenizer(), name="small")
    row = Row(task="toy", input_ids=(4, 5, 6, 7, 8, 9, 10), target_ids=(11, 1))
    ask = Ask.mean_loss(make_prompts(1), [[row]])  # 3 + 7 + 2 positions
    model = backbone.network.model
    assert close(answer(backbone, ask).losses, plain_loss(model, ask.prompts[0], row)[None], 1e-5)
    longer = replace(row, input_ids=(*row.input_ids, 12))
    with pytest.raises(BackboneError, match="has 13 tokens, but the model 'small' takes 12"):
        answer(backbone, replace(ask, rows=[longer]))


REFUSED: dict[str, Callable[[], Any]] = {
    "umt5": make("UMT5Config", "UMT5ForConditionalGeneration", **T5_LIKE),
    "switch_transformers": make(
        "SwitchTransformersConfig",
        "SwitchTransformersForConditionalGeneration",
        **T5_LIKE,
        num_experts=2,
        num_sparse_encoder_layers=1,
        num_sparse_decoder_layers=1,
    ),
    "mbart": make("MBartConfig", "MBartForConditionalGeneration", **BART_LIKE),
    "cohere": make("CohereConfig", "CohereForCausalLM", **DECODER),
    "granite": make("GraniteConfig", "GraniteForCausalLM", **DECODER, logits_scaling=3.0),
    "gemma4_text": make(
        "Gemma4TextConfig",
        "Gemma4ForCausalLM",
        **DECODER,
        head_dim=8,
        global_head_dim=8,
        num_key_value_heads=1,
    ),
}
"""Models that scale their logits, begin targets in a way of their own, or look up token ids."""


@pytest.mark.parametrize("family", REFUSED)
def test_families_that_compute_otherwise_are_refused(family: str) -> None:
    with pytest.raises(BackboneError) as caught:
        freeze(REFUSED[family](), tiny_tokenizer(), name="other")
    assert str(caught.value) == (
        f"The model 'other' ({family}) computes its loss in a way that PromptStudio does not "
        f"reproduce. Choose {SUPPORTED}."
    )


@pytest.mark.parametrize("family", ["t5", "bart", "gpt2", "gemma", "gemma3"])
@pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing` is deprecated:FutureWarning")
@pytest.mark.filterwarnings("ignore:Position ids are not supported:UserWarning")
def test_prompts_stand_where_peft_puts_them(family: str) -> None:
    """Families that multiply token embeddings, too: PEFT does not multiply the prompt."""
    peft = pytest.importorskip("peft", reason="PEFT is an optional package")
    backbone = freeze(FAMILIES[family](), tiny_tokenizer(), name=family)
    ask = asked(backbone)
    kind = "CAUSAL_LM" if backbone.network.is_causal else "SEQ_2_SEQ_LM"
    config = peft.PromptTuningConfig(
        task_type=kind, num_virtual_tokens=3, num_transformer_submodules=1
    )
    wrapped = peft.get_peft_model(FAMILIES[family](), config).eval()
    wrapped.prompt_encoder["default"].embedding.weight.data.copy_(ask.prompts[0])
    row = ask.rows[0]
    read, target = list(row.input_ids), list(row.target_ids)
    if backbone.network.is_causal:
        ids, labels = [*read, *target], [*[-100] * len(read), *target]
    else:
        ids, labels = read, target
    given = wrapped(
        input_ids=torch.tensor([ids]),
        attention_mask=torch.ones(1, len(ids), dtype=torch.long),
        labels=torch.tensor([labels]),
    )
    expected = given.loss.detach()[None] * len(target)
    assert close(answer(backbone, ask).losses[:1], expected, 1e-5)
