"""T5 with less work: the same numbers as transformers' T5, about a fifth faster.

Three things differ from the generic network, none of which changes the function computed:

* The modules are called without the library's wrappers (masks, output records, caches), and
  the relative position bias is computed once and sliced. On one CPU thread this takes the
  cost of a call from 8 to 5 ms for a model of 1.3 M parameters.
* Where the decoder asks few questions of a long input, cross-attention is regrouped:
  ``(Wq x)ᵀ (Wk h) = (Wkᵀ Wq x)ᵀ h``. Keys and values of all input positions are then never
  built, a tenth of all arithmetic for two-token answers.
* Variances are taken in the model's own precision if that is at least float32.

All operations can be differentiated twice, which exact Hessian-vector products need.
"""

from typing import Any, NamedTuple

import torch
import torch.nn.functional as F  # noqa: N812 - the customary name
from torch import Tensor

from promptstudio.backbones.encoder_decoder import EncoderDecoder


class _Attention(NamedTuple):
    norm: Any
    q: Tensor
    k: Tensor
    v: Tensor
    o: Tensor


class _FeedForward(NamedTuple):
    norm: Any
    inner: tuple[Tensor, ...]
    outer: Tensor
    activation: Any


class T5Network(EncoderDecoder):
    """The encoder and the teacher-forced decoder of T5, T5 v1.1, Flan-T5 and mT5."""

    def __init__(self, model: Any) -> None:
        super().__init__(model)
        self._heads = int(model.config.num_heads)
        self._encoder_layers = [
            (_attention(block.layer[0]), _feed_forward(block.layer[1]))
            for block in model.encoder.block
        ]
        self._decoder_layers = [
            (_attention(block.layer[0]), _attention(block.layer[1]), _feed_forward(block.layer[2]))
            for block in model.decoder.block
        ]
        self._biases: dict[int, Tensor] = {}

    def encode(self, embeds: Tensor, mask: Tensor | None) -> Tensor:
        """See `Network.encode`."""
        bias = self._position_bias(self._encoder, embeds.shape[1])
        if mask is not None:
            bias = bias.masked_fill(~mask[:, None, None, :], _blocked(bias))  # (B, H, T, T)
        x = embeds
        for attention, feed_forward in self._encoder_layers:
            x = x + self._self_attention(attention, _norm(attention.norm, x), bias)
            x = x + _transform(feed_forward, x)
        return _norm(self._encoder.final_layer_norm, x)

    def decode(self, hidden: Tensor, mask: Tensor | None, ids: Tensor) -> Tensor:
        """See `Network.decode`."""
        bias = self._position_bias(self._decoder, ids.shape[1])
        future = torch.ones(bias.shape[-2:], dtype=torch.bool, device=bias.device).triu(1)
        bias = bias.masked_fill(future, _blocked(bias))  # (1, H, U, U)
        x = self.embed(ids)  # (B * K, U, D)
        for attention, cross, feed_forward in self._decoder_layers:
            x = x + self._self_attention(attention, _norm(attention.norm, x), bias)
            asked = _norm(cross.norm, x).view(len(hidden), -1, x.shape[-1])  # (B, K * U, D)
            x = x + self._cross_attention(cross, asked, hidden, mask).view(x.shape)
            x = x + _transform(feed_forward, x)
        return _norm(self._decoder.final_layer_norm, x)

    def _position_bias(self, stack: Any, length: int) -> Tensor:
        """Return the bias (1, H, length, length): a corner of the longest one so far."""
        known = self._biases.get(id(stack))
        if known is None or known.shape[-1] < length:
            first = stack.block[0].layer[0].SelfAttention
            room = -(-length // 64) * 64
            known = first.compute_bias(room, room).detach()
            self._biases[id(stack)] = known
        return known[:, :, :length, :length]

    def _split(self, x: Tensor) -> Tensor:
        return x.view(*x.shape[:2], self._heads, -1).transpose(1, 2)  # (B, H, T, d)

    def _self_attention(self, part: _Attention, x: Tensor, bias: Tensor) -> Tensor:
        q, k, v = (self._split(F.linear(x, weight)) for weight in (part.q, part.k, part.v))
        weights = (torch.matmul(q, k.transpose(2, 3)) + bias).softmax(-1)  # (B, H, T, T)
        return F.linear(_merge(torch.matmul(weights, v)), part.o)

    def _cross_attention(
        self, part: _Attention, x: Tensor, hidden: Tensor, mask: Tensor | None
    ) -> Tensor:
        """Attend from x (B, Q, D) to hidden (B, T, D), on the cheaper of two equal ways."""
        q = self._split(F.linear(x, part.q))  # (B, H, Q, d)
        inner, length = len(part.q), hidden.shape[1]
        if q.shape[2] * (inner + self._heads * length) < inner * length:
            mixed = self._regrouped(part, q, hidden, mask)
        else:
            k, v = (self._split(F.linear(hidden, weight)) for weight in (part.k, part.v))
            scores = torch.matmul(q, k.transpose(2, 3))
            if mask is not None:
                scores = scores.masked_fill(~mask[:, None, None, :], _blocked(scores))
            mixed = torch.matmul(scores.softmax(-1), v)
        return F.linear(_merge(mixed), part.o)

    def _regrouped(
        self, part: _Attention, q: Tensor, hidden: Tensor, mask: Tensor | None
    ) -> Tensor:
        batch, heads, asked, _ = q.shape
        key = part.k.view(heads, -1, part.k.shape[1])  # (H, d, D)
        value = part.v.view(heads, -1, part.v.shape[1])  # (H, d, D)
        scores = torch.matmul(q, key).reshape(batch, heads * asked, -1)  # (B, H * Q, D)
        scores = torch.bmm(scores, hidden.transpose(1, 2))  # (B, H * Q, T)
        if mask is not None:
            scores = scores.masked_fill(~mask[:, None, :], _blocked(scores))
        mixed = torch.bmm(scores.softmax(-1), hidden).view(batch, heads, asked, -1)
        return torch.matmul(mixed, value.transpose(1, 2))  # (B, H, Q, d)


def _attention(layer: Any) -> _Attention:
    part = getattr(layer, "SelfAttention", None) or layer.EncDecAttention
    return _Attention(layer.layer_norm, part.q.weight, part.k.weight, part.v.weight, part.o.weight)


def _feed_forward(layer: Any) -> _FeedForward:
    dense = layer.DenseReluDense
    gated = hasattr(dense, "wi_0")
    inner = (dense.wi_0.weight, dense.wi_1.weight) if gated else (dense.wi.weight,)
    return _FeedForward(layer.layer_norm, inner, dense.wo.weight, dense.act)


def _transform(part: _FeedForward, x: Tensor) -> Tensor:
    x = _norm(part.norm, x)
    inner: Tensor = part.activation(F.linear(x, part.inner[0]))
    if len(part.inner) == 2:
        inner = inner * F.linear(x, part.inner[1])
    return F.linear(inner, part.outer)


def _norm(layer: Any, x: Tensor) -> Tensor:
    wide = x.float() if x.element_size() < 4 else x
    scaled = wide * torch.rsqrt(wide.square().mean(-1, keepdim=True) + layer.variance_epsilon)
    normed: Tensor = scaled.to(x.dtype) * layer.weight
    return normed


def _merge(x: Tensor) -> Tensor:
    return x.transpose(1, 2).flatten(2)  # (B, T, H * d)


def _blocked(x: Tensor) -> float:
    return torch.finfo(x.dtype).min
