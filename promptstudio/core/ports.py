"""Protocols between layers that may not import one another."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from promptstudio.core.events import Event

EventSink = Callable[[Event], None]
"""Receives events in order: the store's writer, a mailbox, a console, ``list.append``."""

Clock = Callable[[], float]
"""Seconds; monotonic for durations, since the epoch for dates."""


class PromptRecord(Protocol):
    """A stored prompt as an exporter needs it."""

    @property
    def prompt_id(self) -> str:
        """Identity of the prompt."""
        ...

    @property
    def run_id(self) -> str:
        """Identity of the run that made it."""
        ...

    @property
    def task(self) -> str:
        """Key of the task that it serves."""
        ...

    @property
    def kind(self) -> str:
        """``plain``, ``conditional`` or ``ensemble``."""
        ...

    @property
    def num_virtual_tokens(self) -> int:
        """Number P of its rows."""
        ...

    @property
    def token_dim(self) -> int:
        """Width D of a row."""
        ...

    @property
    def sha256(self) -> str:
        """Checksum of ``data``."""
        ...

    @property
    def data(self) -> bytes:
        """Safetensors bytes with the key ``prompt_embeddings``, (P, D) float32."""
        ...


class Tokenizer(Protocol):
    """The part of a Hugging Face tokenizer that tasks and methods use."""

    def __call__(self, text: list[str], *, add_special_tokens: bool = ...) -> Mapping[str, Any]:
        """Return, as ``input_ids``, the token ids of many texts, a list each."""
        ...

    def encode(self, text: str, *, add_special_tokens: bool = ...) -> list[int]:
        """Return the token ids of a text."""
        ...

    def decode(self, token_ids: Sequence[int], *, skip_special_tokens: bool = ...) -> str:
        """Return the text of token ids."""
        ...
