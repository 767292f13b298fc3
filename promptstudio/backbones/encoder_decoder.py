"""Encoder-decoders: the encoder reads, the decoder writes and looks back at what was read."""

from typing import Any

from torch import Tensor

from promptstudio.backbones.network import Network


class EncoderDecoder(Network):
    """Any encoder-decoder of transformers, by the modules that they all have."""

    is_causal = False

    def __init__(self, model: Any) -> None:
        super().__init__(model, model.get_decoder())
        self._encoder = model.get_encoder()
        self._bias: Tensor | None = getattr(model, "final_logits_bias", None)
        scaled = getattr(model.config, "scale_decoder_outputs", False)
        self._scale = model.config.d_model**-0.5 if scaled else 1.0

    def encode(self, embeds: Tensor, mask: Tensor | None) -> Tensor:
        """Return the encoder's output."""
        output: Tensor = self._encoder(
            inputs_embeds=embeds, attention_mask=None if mask is None else mask.long()
        ).last_hidden_state
        return output

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
        output = self._decoder(
            input_ids=ids,
            encoder_hidden_states=hidden,
            encoder_attention_mask=None if mask is None else mask.long(),
            past_key_values=cache,
            use_cache=use_cache,
        )
        return output.last_hidden_state, output.past_key_values

    def logits(self, states: Tensor) -> Tensor:
        """See `Network.logits`."""
        scores = super().logits(states * self._scale if self._scale != 1.0 else states)
        return scores if self._bias is None else scores + self._bias[0]

    def own_loss(self, embeds: Tensor, targets: Tensor) -> Tensor:
        """See `Network.own_loss`."""
        loss: Tensor = self.model(inputs_embeds=embeds, labels=targets).loss
        return loss * targets.numel()
