"""Makes a frozen backbone of a transformers model, and checks that it computes alike."""

from collections.abc import Sequence
from typing import Any, Final

import torch
from torch import Tensor, nn

from promptstudio.backbones.backbone import Backbone, PromptPosition
from promptstudio.backbones.causal import CausalNetwork
from promptstudio.backbones.encoder_decoder import EncoderDecoder
from promptstudio.backbones.forward import collate_inputs, collate_targets, pair_losses
from promptstudio.backbones.network import Network
from promptstudio.backbones.special_tokens import of_causal, of_encoder_decoder
from promptstudio.backbones.t5 import T5Network
from promptstudio.core.errors import BackboneError

SUPPORTED: Final = (
    "an encoder-decoder such as T5 or BART, or a decoder-only model such as GPT-2, Llama, Qwen, "
    "Mistral or Gemma"
)
"""What a refusal offers instead."""

_LEAN = ("t5", "mt5")
_ROUGH = 0.1
"""How far losses of few bits may lie apart in another batch, relative and in nats."""


def freeze(
    model: Any,
    tokenizer: Any,
    *,
    name: str,
    sha256: str = "",
    prompt_position: PromptPosition = "prepend",
) -> Backbone:
    """Freeze a transformers encoder-decoder or decoder-only model and make a backbone of it.

    The model is changed in place: evaluation mode, no parameter gradients, and activations
    written out in many operations are replaced by equal ones of a single operation.

    Raises
    ------
    BackboneError
        If the model lacks a special token, has fewer embeddings than the tokenizer has
        tokens, or computes its loss in a way of its own.
    """
    model.eval().requires_grad_(requires_grad=False)
    _shorten_activations(model)
    network = _network(model)
    tokens = (
        of_causal(model, tokenizer, name) if network.is_causal else of_encoder_decoder(model, name)
    )
    vocabulary = _vocabulary(network)
    if len(tokenizer) > len(vocabulary):
        raise BackboneError(
            f"The tokenizer of '{name}' has {len(tokenizer)} tokens, but the model embeds only "
            f"{len(vocabulary)}. They do not belong together; use the model's own tokenizer."
        )
    backbone = Backbone(
        name=name,
        network=network,
        tokenizer=tokenizer,
        vocabulary=vocabulary,
        special_ids=frozenset(tokenizer.all_special_ids)
        | frozenset(range(len(tokenizer), len(vocabulary))),
        start_id=tokens.start,
        pad_id=tokens.pad,
        eos_id=tokens.eos,
        more_end_ids=tokens.more_ends,
        device=model.device,
        dtype=model.dtype,
        prompt_position=prompt_position,
        max_positions=network.max_positions,
        num_parameters=model.num_parameters(),
        sha256=sha256,
    )
    _check_against_own_loss(backbone)
    return backbone


def _network(model: Any) -> Network:
    if not model.config.is_encoder_decoder:
        return CausalNetwork(model)
    lean = model.config.model_type in _LEAN and not _is_quantized(model)  # it takes plain weights
    return T5Network(model) if lean else EncoderDecoder(model)


def _is_quantized(model: Any) -> bool:
    return bool(getattr(model, "is_quantized", False))


def _shorten_activations(model: nn.Module) -> None:
    from transformers.activations import NewGELUActivation

    for module in model.modules():
        for name, child in module.named_children():
            if isinstance(child, NewGELUActivation):
                setattr(module, name, nn.GELU(approximate="tanh"))


@torch.no_grad()
def _vocabulary(network: Network) -> Tensor:
    weight = network.model.get_input_embeddings().weight
    embedded = network.embed(torch.arange(len(weight), device=weight.device))
    return embedded.to("cpu", torch.float32)


@torch.no_grad()
def _check_against_own_loss(backbone: Backbone) -> None:
    """Refuse an architecture whose losses of two rows, one of them padded, are not its own.

    The prompt stands between tokens, as soft prompts do: a model that looks up what the
    embeddings were made of can not take it.
    """
    ids = tuple(i for i in range(len(backbone.vocabulary)) if i not in backbone.special_ids)[:4]
    target, rows = ids[:2], (ids[2:], ids[2:3])
    embed = backbone.network.embed
    prompt = embed(_on(backbone, [ids[:2], ids[1:3]])).mean(0, keepdim=True)  # (1, 2, D)
    try:
        embedded = [torch.cat([prompt, embed(_on(backbone, [row]))], 1) for row in rows]
        targets = _on(backbone, [target])
        own = torch.stack([backbone.network.own_loss(embeds, targets) for embeds in embedded])
        ours = pair_losses(
            backbone,
            prompt.repeat(2, 1, 1),
            collate_inputs(backbone, rows, prompt.shape[1], prompt_position="prepend"),
            collate_targets(backbone, [target, target]),
        )
    except torch.OutOfMemoryError:
        raise
    except (TypeError, AttributeError, RuntimeError) as error:  # it wants or gives other things
        raise BackboneError(_unlike(backbone)) from error
    rough = backbone.dtype == torch.bfloat16 or _is_quantized(backbone.network.model)
    tolerance = _ROUGH if rough else 1e-3
    if not torch.allclose(own.to(ours.dtype), ours, rtol=tolerance, atol=tolerance):
        raise BackboneError(_unlike(backbone))


def _on(backbone: Backbone, ids: Sequence[tuple[int, ...]]) -> Tensor:
    return torch.tensor(ids, device=backbone.device)


def _unlike(backbone: Backbone) -> str:
    return (
        f"The model '{backbone.name}' ({backbone.network.model.config.model_type}) computes its "
        f"loss in a way that PromptStudio does not reproduce. Choose {SUPPORTED}."
    )
