"""The differentiable parts of a frozen encoder-decoder, each callable on its own.

The oracle calls the encoder once per pair and the decoder on what it needs: teacher-forced
targets, several candidates of one row, or one token at a time. Nothing here computes a
loss; see `promptstudio.backbones.forward`.
"""

from typing import Any

import torch
from torch import Tensor


class Network:
    """Any encoder-decoder of transformers, by the modules that they all have.

    ``T`` counts encoder positions (virtual tokens included) and ``U`` decoder positions.
    Masks are True where there is a token; None means that nothing is padded.
    """

    def __init__(self, model: Any) -> None:
        self.model = model
        self._embedding = model.get_input_embeddings()
        self._encoder = model.get_encoder()
        self._decoder = model.get_decoder()
        self._head = model.get_output_embeddings()
        self._bias: Tensor | None = getattr(model, "final_logits_bias", None)
        scaled = getattr(model.config, "scale_decoder_outputs", False)
        self._scale = model.config.d_model**-0.5 if scaled else 1.0

    def embed(self, ids: Tensor) -> Tensor:
        """Return the embeddings of token ids (...) as the encoder expects them, (..., D)."""
        embedded: Tensor = self._embedding(ids)
        return embedded

    def encode(self, embeds: Tensor, mask: Tensor | None) -> Tensor:
        """Return the encoder's output for embeddings (B, T, D), (B, T, D)."""
        output: Tensor = self._encoder(
            inputs_embeds=embeds, attention_mask=None if mask is None else mask.long()
        ).last_hidden_state
        return output

    def decode(self, hidden: Tensor, mask: Tensor | None, ids: Tensor) -> Tensor:
        """Return decoder states for ids (B * K, U) over the encoder's output (B, T, D).

        Rows ``b * K`` to ``b * K + K - 1`` of ``ids`` read the encoding ``b``. Padding on the
        right of ``ids`` changes nothing on its left, because the decoder is causal.
        """
        copies = len(ids) // len(hidden)
        states, _ = self.extend(
            hidden.repeat_interleave(copies, 0),
            None if mask is None else mask.repeat_interleave(copies, 0),
            ids,
            use_cache=False,
        )
        return states

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
        output = self._decoder(
            input_ids=ids,
            encoder_hidden_states=hidden,
            encoder_attention_mask=None if mask is None else mask.long(),
            past_key_values=cache,
            use_cache=use_cache,
        )
        return output.last_hidden_state, output.past_key_values

    def neurons(self, hidden: Tensor, mask: Tensor | None, ids: Tensor) -> Tensor:
        """Return what the decoder's feed-forward layers compute at the last of ids (B, U).

        (B, L, F): of each of L layers the values behind the first matrix, before the activation
        function; of a gated layer those of the gate.
        """
        found: list[Tensor] = []

        def keep(module: Any, given: Any, output: Tensor) -> None:
            found.append(output.reshape(len(ids), -1, output.shape[-1])[:, -1])  # (B, F)

        hooks = [module.register_forward_hook(keep) for module in _first_matrices(self._decoder)]
        try:
            Network.decode(self, hidden, mask, ids)  # the library's modules, which call the hooks
        finally:
            for hook in hooks:
                hook.remove()
        return torch.stack(found, 1)

    def logits(self, states: Tensor) -> Tensor:
        """Return the scores of all tokens for decoder states (..., D), (..., V)."""
        scores: Tensor = self._head(states * self._scale if self._scale != 1.0 else states)
        return scores if self._bias is None else scores + self._bias[0]


def _first_matrices(decoder: Any) -> list[Any]:
    """Return the first matrix of every feed-forward layer, in order."""
    names = ("wi_0", "wi", "fc1")
    return [
        module
        for name, module in decoder.named_modules()
        if name.rpartition(".")[2] in names and not name.endswith("wi_1")
    ]
