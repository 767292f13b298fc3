"""Decoder-only models: what is read and what is written stand in one sequence.

The sequence is prompt, input and target. Padding stands where it parts nothing: rows are
moved to the right end of what is read, so that the target follows the last token at once, and
the padding of targets is behind them. Real tokens are then neighbours for attention with a
sliding window too, and position ids count them from 0 in every row.
"""

from typing import Any, Final

import torch
import torch.nn.functional as F  # noqa: N812 - the customary name
from torch import Tensor

from promptstudio.backbones.network import Network

_WITHOUT_LOSS: Final = -100
"""The label of transformers for a position that no loss is taken of."""


class CausalNetwork(Network):
    """Any decoder-only model of transformers that takes embeddings and position ids.

    The start token is not fed: in its place stands the last token read, which predicts the
    first token written. Every candidate of a row reads the row anew.
    """

    is_causal = True

    def __init__(self, model: Any) -> None:
        super().__init__(model, model.get_decoder())
        self._config = model.config.get_text_config(decoder=True)
        self._cap: float | None = getattr(self._config, "final_logit_softcapping", None)

    @property
    def max_positions(self) -> int | None:
        """The most tokens of a sequence, None if there is no bound.

        Where rotary frequencies change for all tokens of a batch as soon as one sequence is
        long ("longrope"), the bound is the length up to which they do not.
        """
        rotary = getattr(self._config, "rope_parameters", None) or {}
        if rotary.get("rope_type") == "longrope":
            return int(rotary["original_max_position_embeddings"])
        return super().max_positions

    def encode(self, embeds: Tensor, mask: Tensor | None) -> Tensor:
        """Return the embeddings themselves, with the padding moved to the left."""
        if mask is None:
            return embeds
        order = torch.arange(embeds.shape[1], device=mask.device) - _padding(mask)  # (B, T)
        return embeds.take_along_dim((order % embeds.shape[1])[:, :, None], 1)

    def extend(
        self,
        hidden: Tensor,
        mask: Tensor | None,
        ids: Tensor,
        cache: Any = None,
        *,
        use_cache: bool = True,
    ) -> tuple[Tensor, Any]:
        """See `Network.extend`."""
        read = hidden.shape[1]
        begins = cache is None
        embeds = torch.cat([hidden, self.embed(ids[:, 1:])], 1) if begins else self.embed(ids)
        start = 0 if begins else cache.get_seq_length()
        stop = start + embeds.shape[1]
        positions = torch.arange(start, stop, device=ids.device)[None]
        attended = None
        if mask is not None:
            positions = positions - _padding(mask)  # (B, stop - start)
            attended = F.pad(mask.flip(1).long(), (0, stop - read), value=1)  # (B, stop)
        limit = self.max_positions
        output = self._decoder(
            inputs_embeds=embeds,
            attention_mask=attended,
            # Padding may stand beyond the ends; a model with learned positions has none there.
            position_ids=positions.clamp(0, None if limit is None else limit - 1),
            past_key_values=cache,
            use_cache=use_cache,
        )
        states = output.last_hidden_state
        return states[:, read - 1 :] if begins else states, output.past_key_values

    def logits(self, states: Tensor) -> Tensor:
        """See `Network.logits`."""
        scores = super().logits(states)
        return scores if self._cap is None else self._cap * torch.tanh(scores / self._cap)

    def own_loss(self, embeds: Tensor, targets: Tensor) -> Tensor:
        """See `Network.own_loss`."""
        read = targets.new_full(embeds.shape[:2], _WITHOUT_LOSS)
        loss: Tensor = self.model(
            inputs_embeds=torch.cat([embeds, self.embed(targets)], 1),
            labels=torch.cat([read, targets], 1),
        ).loss
        return loss * targets.numel()


def _padding(mask: Tensor) -> Tensor:
    return mask.shape[1] - mask.sum(1, keepdim=True)  # (B, 1)
