"""The differentiable parts of a frozen language model, each callable on its own.

The oracle encodes what is read once per pair and decodes what it needs: teacher-forced
targets, several candidates of one row, or one token at a time. Nothing here computes a
loss; see `promptstudio.backbones.forward`.
"""

from abc import ABC, abstractmethod
from typing import Any, ClassVar, Final

import torch
from torch import Tensor

_FIRST_MATRICES: Final = (
    "wi_0",
    "wi",
    "fc1",
    "fc_in",
    "c_fc",
    "dense_h_to_4h",
    "gate_proj",
    "gate_up_proj",
)
"""Names that transformers' models give to the first matrix of a feed-forward layer."""
_FUSED: Final = "gate_up_proj"
"""The one whose first half is the gate, and whose second half multiplies it."""


class Network(ABC):
    """A frozen model of transformers, by what the oracle needs of it.

    ``T`` counts the positions that are read (virtual tokens included) and ``U`` those that are
    written. Masks are True where there is a token; None means that nothing is padded.

    Attributes
    ----------
    is_causal
        Whether what is read and what is written share one sequence, and so its room.
    """

    is_causal: ClassVar[bool]

    def __init__(self, model: Any, decoder: Any) -> None:
        self.model = model
        self._embedding = model.get_input_embeddings()
        self._decoder = decoder
        self._head = model.get_output_embeddings()
        self._first_matrices = _first_matrices(decoder)

    @property
    def max_positions(self) -> int | None:
        """The most tokens of a sequence, None if there is no bound."""
        most: int | None = getattr(
            self.model.config.get_text_config(decoder=True), "max_position_embeddings", None
        )
        return most

    @property
    def has_neurons(self) -> bool:
        """Whether the first matrices of the feed-forward layers are known."""
        return bool(self._first_matrices)

    def embed(self, ids: Tensor) -> Tensor:
        """Return the embeddings of token ids (...) as the first layer expects them, (..., D)."""
        embedded: Tensor = self._embedding(ids)
        return embedded

    @abstractmethod
    def encode(self, embeds: Tensor, mask: Tensor | None) -> Tensor:
        """Return what decoding needs of embeddings (B, T, D) padded on the right, (B, T, D)."""

    def decode(self, hidden: Tensor, mask: Tensor | None, ids: Tensor) -> Tensor:
        """Return decoder states for ids (B * K, U) over what `encode` returned, (B, T, D).

        ``ids`` begin with the start token; the state at each of them predicts the next. Rows
        ``b * K`` to ``b * K + K - 1`` of ``ids`` read the encoding ``b``. Padding on the right
        of ``ids`` changes nothing on its left, because the decoder is causal.
        """
        copies = len(ids) // len(hidden)
        states, _ = self.extend(
            hidden.repeat_interleave(copies, 0),
            None if mask is None else mask.repeat_interleave(copies, 0),
            ids,
            use_cache=False,
        )
        return states

    @abstractmethod
    def extend(
        self,
        hidden: Tensor,
        mask: Tensor | None,
        ids: Tensor,
        cache: Any = None,
        *,
        use_cache: bool = True,
    ) -> tuple[Tensor, Any]:
        """Decode ids (B, U) that follow what ``cache`` holds; return states and the new cache."""

    def neurons(self, hidden: Tensor, mask: Tensor | None, ids: Tensor) -> Tensor:
        """Return what the decoder's feed-forward layers compute at the last of ids (B, U).

        (B, L, F): of each of L layers the values behind the first matrix, before the activation
        function; of a gated layer those of the gate.
        """
        found: list[Tensor] = []

        def keep(module: Any, given: Any, output: Tensor) -> None:
            found.append(output.reshape(len(ids), -1, output.shape[-1])[:, -1])  # (B, F)

        hooks = [module.register_forward_hook(keep) for module, _ in self._first_matrices]
        try:
            Network.decode(self, hidden, mask, ids)  # the library's modules, which call the hooks
        finally:
            for hook in hooks:
                hook.remove()
        parts = (parts for _, parts in self._first_matrices)
        return torch.stack([each.chunk(n, -1)[0] for each, n in zip(found, parts, strict=True)], 1)

    def logits(self, states: Tensor) -> Tensor:
        """Return the scores of all tokens for decoder states (..., D), (..., V)."""
        scores: Tensor = self._head(states)
        return scores

    @abstractmethod
    def own_loss(self, embeds: Tensor, targets: Tensor) -> Tensor:
        """Return the loss that transformers computes, summed over targets (1, U)."""


def _first_matrices(decoder: Any) -> list[tuple[Any, int]]:
    """Return the first matrix of every feed-forward layer, in order, and its number of parts."""
    named = ((name.rpartition(".")[2], module) for name, module in decoder.named_modules())
    return [(module, 1 + (name == _FUSED)) for name, module in named if name in _FIRST_MATRICES]
