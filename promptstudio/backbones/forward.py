"""One micro-batch: padding, losses, prompt gradients, label scores, greedy text.

A micro-batch is ``B`` pairs of one prompt (P, D) and one row each. Only this module pads,
always on the right of prompt and input together, which is exact for relative and for learned
positions. Gradients are taken with respect to one copy of the prompt per pair, so pairs never
mix, whatever a neighbour's numbers are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Any, Final

import torch
import torch.nn.functional as F  # noqa: N812 - the customary name
from torch import Tensor

from promptstudio.backbones.backbone import Backbone, PromptPosition

Tokens = Sequence[int]


@dataclass(frozen=True, slots=True)
class Inputs:
    """What is read: ``ids`` (B, T); ``mask`` (B, P + T), True where a token is, or None.

    ``order`` (B, P + T) says which position of [prompt; ids] stands where, or None.
    """

    ids: Tensor
    mask: Tensor | None
    order: Tensor | None


@dataclass(frozen=True, slots=True)
class Targets:
    """What is written: ``ids`` (B, U), the targets shifted right.

    ``token`` (n,) are the real target tokens, ``place`` (n,) where they stand in (B * U,).
    """

    ids: Tensor
    place: Tensor
    token: Tensor


def collate_inputs(
    backbone: Backbone,
    inputs: Sequence[Tokens],
    num_virtual_tokens: int,
    *,
    prompt_position: PromptPosition | None = None,
) -> Inputs:
    """Pad input token sequences and lay out where the prompt goes."""
    ids = _padded(inputs, backbone.pad_id)
    lengths = torch.tensor([len(tokens) for tokens in inputs])
    positions = torch.arange(num_virtual_tokens + ids.shape[1])[None]  # (1, P + T)
    mask = order = None
    if int(lengths.min()) < ids.shape[1]:
        mask = positions < num_virtual_tokens + lengths[:, None]  # (B, P + T)
        mask = mask.to(backbone.device)
    if (prompt_position or backbone.prompt_position) == "append":
        end = lengths[:, None]
        in_prompt = (positions >= end) & (positions < end + num_virtual_tokens)
        order = torch.where(positions < end, positions + num_virtual_tokens, positions)
        order = torch.where(in_prompt, positions - end, order).to(backbone.device)
    return Inputs(ids.to(backbone.device), mask, order)


def collate_targets(backbone: Backbone, targets: Sequence[Tokens]) -> Targets:
    """Pad target token sequences and shift them right for teacher forcing."""
    longest = max(len(tokens) for tokens in targets)
    shifted = [(backbone.start_id, *tokens[:-1]) for tokens in targets]
    place = [b * longest + u for b, tokens in enumerate(targets) for u in range(len(tokens))]
    token = [token for tokens in targets for token in tokens]
    return Targets(
        _padded(shifted, backbone.pad_id).to(backbone.device),
        torch.tensor(place, device=backbone.device),
        torch.tensor(token, device=backbone.device),
    )


@dataclass(frozen=True, slots=True)
class Extras:
    """What a question may ask for beyond the plain loss.

    ``shift`` (B, T, D) is added to the embeddings of the first T input tokens. ``teachers``
    (B, P', D) with the layout of their ``inputs`` distil: ``logits`` and ``hidden`` are the
    weights of the two distances.
    """

    shift: Tensor | None = None
    teachers: Tensor | None = None
    inputs: Inputs | None = None
    logits: float = 0.0
    hidden: float = 0.0


_PLAIN: Final = Extras()


def pair_losses(
    backbone: Backbone,
    prompts: Tensor,
    inputs: Inputs,
    targets: Targets,
    extras: Extras = _PLAIN,
) -> Tensor:
    """Return the loss of every pair, summed over target tokens, in nats: (B,).

    ``prompts`` (B, P, D) holds one prompt per pair. The result has float32 at least.
    """
    hidden = encoded(backbone, prompts, inputs, extras.shift)
    if extras.teachers is None or extras.inputs is None:
        return _negative_log_likelihood(backbone, hidden, inputs.mask, targets)
    with torch.no_grad():
        taught = encoded(backbone, extras.teachers, extras.inputs)
        teacher_states, teacher = _token_scores(backbone, taught, extras.inputs.mask, targets)
    states, student = _token_scores(backbone, hidden, inputs.mask, targets)
    losses = F.cross_entropy(student, targets.token, reduction="none")  # (n,)
    apart = F.kl_div(
        student.log_softmax(-1), teacher.log_softmax(-1), reduction="none", log_target=True
    ).sum(-1)
    moved = (states - teacher_states).to(losses.dtype).square().mean(-1)
    return _by_pair(losses + extras.logits * apart + extras.hidden * moved, targets)


def loss_gradients(
    backbone: Backbone,
    prompts: Tensor,
    inputs: Inputs,
    targets: Targets,
    weight: Tensor,
    extras: Extras = _PLAIN,
) -> tuple[Tensor, Tensor, Tensor | None]:
    """Return losses (B,), gradients of the weighted losses (B, P, D), and those of the shift."""
    leaf = prompts.detach().requires_grad_()
    if extras.shift is None:
        losses = pair_losses(backbone, leaf, inputs, targets, extras)
        (grads,) = torch.autograd.grad((losses * weight).sum(), leaf)
        return losses.detach(), grads, None
    shift = extras.shift.detach().requires_grad_()
    losses = pair_losses(backbone, leaf, inputs, targets, replace(extras, shift=shift))
    grads, shift_grads = torch.autograd.grad((losses * weight).sum(), (leaf, shift))
    return losses.detach(), grads, shift_grads


@torch.no_grad()
def neurons(
    backbone: Backbone, prompts: Tensor, inputs: Inputs, shift: Tensor | None = None
) -> Tensor:
    """Return what feed-forward layers compute at the first target position, (B, L, F)."""
    hidden = encoded(backbone, prompts, inputs, shift)
    start = torch.full((len(hidden), 1), backbone.start_id, device=backbone.device)
    return backbone.network.neurons(hidden, inputs.mask, start)


def loss_products(
    backbone: Backbone,
    prompts: Tensor,
    inputs: Inputs,
    targets: Targets,
    weight: Tensor,
    product: Tensor,
) -> tuple[Tensor, Tensor]:
    """Return losses (B,) and Hessian-vector products of the weighted losses, (B, P, D).

    Exact, by differentiating ``<gradient, product>`` once more (Pearlmutter 1994).
    """
    leaf = prompts.detach().requires_grad_()
    losses = pair_losses(backbone, leaf, inputs, targets)
    (grads,) = torch.autograd.grad((losses * weight).sum(), leaf, create_graph=True)
    (products,) = torch.autograd.grad((grads * product).sum(), leaf)
    return losses.detach(), products


@torch.no_grad()
def label_scores(
    backbone: Backbone,
    prompts: Tensor,
    inputs: Inputs,
    candidates: Sequence[Tokens],
    shift: Tensor | None = None,
) -> Tensor:
    """Return the log-likelihood of K candidates for each pair, (B, K).

    ``candidates`` lists those of the first pair, then those of the second, and so on. An
    encoder runs once per pair.
    """
    hidden = encoded(backbone, prompts, inputs, shift)
    targets = collate_targets(backbone, candidates)
    losses = _negative_log_likelihood(backbone, hidden, inputs.mask, targets)
    return -losses.view(len(hidden), -1)


@torch.no_grad()
def greedy_answers(
    backbone: Backbone,
    prompts: Tensor,
    inputs: Inputs,
    max_new_tokens: int,
    shift: Tensor | None = None,
) -> list[tuple[int, ...]]:
    """Return the likeliest continuation of each pair up to a token that ends it."""
    network = backbone.network
    hidden = encoded(backbone, prompts, inputs, shift)
    last = torch.full((len(hidden), 1), backbone.start_id, device=backbone.device)
    ended = torch.zeros_like(last, dtype=torch.bool)
    ends = torch.tensor(sorted(backbone.end_ids), device=backbone.device)
    tokens: list[Tensor] = []
    cache: Any = None
    while len(tokens) < max_new_tokens and not bool(ended.all()):
        states, cache = network.extend(hidden, inputs.mask, last, cache)
        last = network.logits(states[:, -1:]).argmax(-1)  # (B, 1)
        tokens.append(last)
        ended |= torch.isin(last, ends)
    written: list[list[int]] = torch.cat(tokens, 1).tolist()
    return [_until(answer, backbone.end_ids) for answer in written]


def encoded(
    backbone: Backbone, prompts: Tensor, inputs: Inputs, shift: Tensor | None = None
) -> Tensor:
    """Return prompts (B, P, D) and inputs as the decoder reads them, (B, P + T, D)."""
    embedded = backbone.network.embed(inputs.ids)  # (B, T, D)
    if shift is not None:
        shift = shift[:, : embedded.shape[1]]
        embedded = embedded + F.pad(shift, (0, 0, 0, embedded.shape[1] - shift.shape[1]))
    embeds = torch.cat([prompts, embedded], 1)  # (B, P + T, D)
    if inputs.order is not None:
        embeds = embeds.take_along_dim(inputs.order[:, :, None], 1)
    return backbone.network.encode(embeds, inputs.mask)


def _negative_log_likelihood(
    backbone: Backbone, hidden: Tensor, mask: Tensor | None, targets: Targets
) -> Tensor:
    _, logits = _token_scores(backbone, hidden, mask, targets)
    return _by_pair(F.cross_entropy(logits, targets.token, reduction="none"), targets)


def _token_scores(
    backbone: Backbone, hidden: Tensor, mask: Tensor | None, targets: Targets
) -> tuple[Tensor, Tensor]:
    """Return the decoder's last states (n, D) and logits (n, V) for the real target tokens."""
    states = backbone.network.decode(hidden, mask, targets.ids).flatten(0, 1)[targets.place]
    logits = backbone.network.logits(states)
    return states, logits.float() if logits.element_size() < 4 else logits


def _by_pair(values: Tensor, targets: Targets) -> Tensor:
    """Add up values (n,) of the real target tokens, pair by pair."""
    spread = values.new_zeros(targets.ids.numel()).index_copy(0, targets.place, values)
    return spread.view(targets.ids.shape).sum(1)


def _padded(sequences: Sequence[Tokens], filler: int) -> Tensor:
    longest = max(len(tokens) for tokens in sequences)
    return torch.tensor(
        [[*tokens, *([filler] * (longest - len(tokens)))] for tokens in sequences],
        dtype=torch.long,
    )


def _until(tokens: list[int], ends: frozenset[int]) -> tuple[int, ...]:
    return tuple(takewhile(lambda token: token not in ends, tokens))
