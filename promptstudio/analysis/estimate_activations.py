"""What a micro-batch takes beside the weights: activations kept for the backward pass, and more.

The counts follow what automatic differentiation keeps where the weights are frozen: a matrix
product with a frozen matrix keeps nothing, a normalisation keeps its input, a product of two
activations both factors, a softmax its result, an activation function its input.
"""

from dataclasses import dataclass
from typing import Final

from promptstudio.backbones.shape import BackboneShape

_LEAN: Final = ("t5", "mt5")
"""Families of `promptstudio.backbones.t5`, whose attention works in the model's precision."""
_WIDE: Final = 4
"""Bytes of a number where variances, softmax and losses are computed: float32."""
_ATTENTION_COPIES: Final = 3
"""Attention scores that stand at once: before and after the softmax, and a gradient."""
_LOGIT_COPIES: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Pairs that go through the model together, all as long as the longest.

    ``virtual`` + ``inputs`` tokens are read and ``outputs`` written by every pair, which has
    ``candidates`` answers.
    """

    pairs: int
    virtual: int
    inputs: int
    outputs: int
    candidates: int = 1

    @property
    def read(self) -> int:
        """Tokens that a pair reads."""
        return self.virtual + self.inputs

    @property
    def written(self) -> int:
        """Tokens that a pair writes, all candidates together."""
        return self.outputs * self.candidates


def fitting(
    budget: int, *, virtual: int, inputs: int, outputs: int, candidates: int = 1, causal: bool
) -> Batch:
    """Return the largest micro-batch within a budget of padded tokens; one pair at least.

    A decoder-only model (``causal``) reads a row anew for every candidate, and the budget
    counts that.
    """
    read = (virtual + inputs) * (candidates if causal else 1)
    pairs = max(1, budget // (read + outputs * candidates))
    return Batch(
        pairs=pairs, virtual=virtual, inputs=inputs, outputs=outputs, candidates=candidates
    )


def kept_bytes(shape: BackboneShape, batch: Batch, element: int) -> int:
    """Return the bytes that a forward pass keeps for its gradient, copies of weights left out.

    ``element`` are the bytes of a number in the model's precision.
    """
    if shape.kind == "decoder-only":
        sequence = batch.read + batch.outputs - 1
        layers = shape.decoder_layers * _layer(shape, sequence, sequence, element)
        return batch.pairs * layers + _kept_logits(shape, batch)
    encoder = shape.encoder_layers * _layer(shape, batch.read, batch.read, element)
    own = _layer(shape, batch.written, batch.outputs, element)
    decoder = shape.decoder_layers * (own + _cross(shape, batch, element))
    return batch.pairs * (encoder + decoder) + _kept_logits(shape, batch)


def weight_copies(shape: BackboneShape, batch: Batch, element: int) -> int:
    """Return the bytes of weights that T5's regrouped cross-attention copies for every pair.

    Matrices of keys and values of each decoder layer are spread over the pairs and kept, but
    for the first keys, which meet queries that no gradient flows through.
    """
    if not _is_regrouped(shape, batch):
        return 0
    matrices = 2 * shape.decoder_layers - 1
    return matrices * batch.pairs * shape.inner * shape.width * element


def passing_bytes(shape: BackboneShape, batch: Batch, element: int) -> int:
    """Return the bytes of the largest operation of a pass, kept for no gradient."""
    causal = shape.kind == "decoder-only"
    copies = batch.candidates if causal else 1
    sequence = batch.read + (batch.outputs if causal else 0)
    tokens = batch.pairs * copies * sequence
    scores = tokens * sequence * shape.heads * max(element, _score(shape, element))
    inner = tokens * shape.feed_forward * element * (3 if shape.gated else 2)
    logits = batch.pairs * batch.written * shape.vocabulary * _WIDE
    return max(_ATTENTION_COPIES * scores, inner, _LOGIT_COPIES * logits)


def _layer(shape: BackboneShape, tokens: int, attended: int, element: int) -> int:
    """Return what self-attention and feed-forward of one layer keep for one pair."""
    inner = 3 * shape.inner + shape.feed_forward * (3 if shape.gated else 1)
    scores = shape.heads * attended * _score(shape, element)
    return tokens * (2 * shape.width * _WIDE + inner * element + scores)


def _cross(shape: BackboneShape, batch: Batch, element: int) -> int:
    """Return what cross-attention of one layer keeps for one pair, with its normalisation."""
    asked = batch.written * shape.width * _WIDE
    scores = batch.written * shape.heads * batch.read * _score(shape, element)
    if _is_regrouped(shape, batch):
        return asked + scores + batch.written * shape.heads * shape.width * element
    return asked + scores + (batch.written + 2 * batch.read) * shape.inner * element


def _is_regrouped(shape: BackboneShape, batch: Batch) -> bool:
    """Tell which way `promptstudio.backbones.t5` takes through cross-attention."""
    cheaper = batch.written * (shape.inner + shape.heads * batch.read) < shape.inner * batch.read
    return shape.family in _LEAN and cheaper


def _score(shape: BackboneShape, element: int) -> int:
    """Return the bytes kept of an attention score; most families compute it in float32."""
    if shape.family in _LEAN or element == _WIDE:
        return element
    return _WIDE + element


def _kept_logits(shape: BackboneShape, batch: Batch) -> int:
    return batch.pairs * batch.written * shape.vocabulary * _WIDE
