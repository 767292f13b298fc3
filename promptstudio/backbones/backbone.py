"""A frozen encoder-decoder with everything that the rest of the program asks about it."""

from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor

from promptstudio.backbones.network import Network
from promptstudio.core.ports import Tokenizer

PromptPosition = Literal["prepend", "append"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Backbone:
    """The frozen language model of a study.

    ``vocabulary`` (V, D) are its input embeddings, float32 on the CPU, as the encoder
    receives them. ``special_ids`` stand for no text: padding, end of sequence, sentinels, and
    rows of the vocabulary that the tokenizer never produces. ``sha256`` identifies the
    weights. ``max_positions`` bounds virtual plus input tokens, and target tokens, of models
    with learned positions (None: no bound).
    """

    name: str
    network: Network
    tokenizer: Tokenizer
    vocabulary: Tensor
    special_ids: frozenset[int]
    start_id: int
    pad_id: int
    eos_id: int
    device: torch.device
    dtype: torch.dtype
    prompt_position: PromptPosition
    max_positions: int | None
    num_parameters: int
    sha256: str

    @property
    def token_dim(self) -> int:
        """Width D of a token embedding."""
        return self.vocabulary.shape[1]
