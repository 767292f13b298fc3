"""Makes a frozen backbone of a transformers encoder-decoder, and checks that it computes alike."""

from typing import Any

import torch
from torch import Tensor, nn

from promptstudio.backbones.backbone import Backbone, PromptPosition
from promptstudio.backbones.forward import collate_inputs, collate_targets, pair_losses
from promptstudio.backbones.network import Network
from promptstudio.backbones.t5 import T5Network
from promptstudio.core.errors import BackboneError

_LEAN = ("t5", "mt5")
_CHECK_TOLERANCE = {torch.bfloat16: 0.1}


def freeze(
    model: Any,
    tokenizer: Any,
    *,
    name: str,
    sha256: str = "",
    prompt_position: PromptPosition = "prepend",
) -> Backbone:
    """Freeze a transformers encoder-decoder and make a backbone of it.

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
    lean = model.config.model_type in _LEAN
    network = T5Network(model) if lean else Network(model)
    ids = {
        "decoder_start_token_id": model.config.decoder_start_token_id,
        "pad_token_id": model.config.pad_token_id,
        "eos_token_id": model.config.eos_token_id,
    }
    for key, value in ids.items():
        if not isinstance(value, int):
            raise BackboneError(
                f"The model '{name}' does not say its '{key}'. Add it to its config.json."
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
        start_id=ids["decoder_start_token_id"],
        pad_id=ids["pad_token_id"],
        eos_id=ids["eos_token_id"],
        device=model.device,
        dtype=model.dtype,
        prompt_position=prompt_position,
        max_positions=getattr(model.config, "max_position_embeddings", None),
        num_parameters=sum(parameter.numel() for parameter in model.parameters()),
        sha256=sha256,
    )
    _check_against_own_loss(backbone)
    return backbone


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
    """Refuse an architecture whose loss is not that of encoder, decoder and head in a row."""
    model = backbone.network.model
    ids = tuple(i for i in range(len(backbone.vocabulary)) if i not in backbone.special_ids)[:4]
    embeds = backbone.network.embed(torch.tensor([ids], device=backbone.device))  # (1, 4, D)
    labels = torch.tensor([ids[:2]], device=backbone.device)
    own = model(inputs_embeds=embeds, labels=labels).loss * labels.numel()
    ours = pair_losses(
        backbone,
        embeds[:, :2],
        collate_inputs(backbone, [ids[2:]], 2, prompt_position="prepend"),
        collate_targets(backbone, [ids[:2]]),
    )
    tolerance = _CHECK_TOLERANCE.get(backbone.dtype, 1e-3)
    if not torch.allclose(own.to(ours.dtype), ours[0], rtol=tolerance, atol=tolerance):
        raise BackboneError(
            f"The model '{backbone.name}' ({model.config.model_type}) computes its loss in a way "
            "that PromptStudio does not reproduce. Choose a T5 or BART model."
        )
