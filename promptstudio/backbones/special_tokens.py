"""Which tokens begin, fill and end what a model reads and writes."""

from typing import Any, NamedTuple

from promptstudio.core.errors import BackboneError


class SpecialTokens(NamedTuple):
    """``eos`` closes targets; any of ``more_ends`` ends what the model writes as well."""

    start: int
    pad: int
    eos: int
    more_ends: frozenset[int] = frozenset()


def of_encoder_decoder(model: Any, name: str) -> SpecialTokens:
    """Return the tokens of an encoder-decoder, all of which its config must say.

    Raises
    ------
    BackboneError
        If one is not there.
    """

    def said(key: str) -> int:
        return _one(getattr(model.config, key, None), key, name)

    return SpecialTokens(said("decoder_start_token_id"), said("pad_token_id"), said("eos_token_id"))


def of_causal(model: Any, tokenizer: Any, name: str) -> SpecialTokens:
    """Return the tokens of a decoder-only model.

    Its ends are those of model, generation config and tokenizer together; targets close with
    that of the tokenizer, else with the first. Padding is masked, so a model without a token
    of that kind takes the end in its place; nor is the start token ever fed.

    Raises
    ------
    BackboneError
        If nothing says how a text ends.
    """
    config = model.config.get_text_config(decoder=True)
    ends = [
        *_several(tokenizer.eos_token_id),
        *_several(getattr(config, "eos_token_id", None)),
        *_several(getattr(model.generation_config, "eos_token_id", None)),
    ]
    eos = _one(ends[0] if ends else None, "eos_token_id", name)
    fillers = (*_several(getattr(config, "pad_token_id", None)), eos)
    pad = next(token for token in fillers if token >= 0)
    return SpecialTokens(pad, pad, eos, frozenset(ends))


def _several(ids: int | list[int] | None) -> list[int]:
    if ids is None:
        return []
    return [ids] if isinstance(ids, int) else list(ids)


def _one(value: Any, key: str, name: str) -> int:
    if not isinstance(value, int):
        raise BackboneError(
            f"The model '{name}' does not say its '{key}'. Add it to its config.json."
        )
    return value
