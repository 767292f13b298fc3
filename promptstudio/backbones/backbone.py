"""A frozen language model with everything that the rest of the program asks about it."""

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

    ``vocabulary`` (V, D) are its input embeddings, float32 on the CPU, as its first layer
    receives them: what Gemma and some BARTs multiply token embeddings by is in them, and
    nothing more is done to a prompt. PEFT puts prompts in at the same place. ``special_ids``
    stand for no text: padding, end of sequence, sentinels, and rows of the vocabulary that the
    tokenizer never produces. ``eos_id`` closes targets, and ``more_end_ids`` end what the model
    writes as well. ``sha256`` identifies the weights. ``max_positions`` bounds virtual plus
    input tokens, and target tokens; of a decoder-only model, where they share a sequence, all of
    them together (None: no bound).
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
    more_end_ids: frozenset[int] = frozenset()

    @property
    def token_dim(self) -> int:
        """Width D of a token embedding."""
        return self.vocabulary.shape[1]

    @property
    def end_ids(self) -> frozenset[int]:
        """Every token that ends what the model writes."""
        return self.more_end_ids | {self.eos_id}

    @property
    def closing_id(self) -> int | None:
        """The token to put behind a target; None where the tokenizer does so by itself."""
        return self.eos_id if self.network.is_causal else None
