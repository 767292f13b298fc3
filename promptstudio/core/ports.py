"""Protocols between layers that may not import one another."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from promptstudio.core.events import Event


class EventSink(Protocol):
    """Receives events in order. The store's writer, a mailbox, a console, ``list.append``."""

    def __call__(self, event: Event) -> None: ...


class PromptRecord(Protocol):
    """A stored prompt as an exporter needs it."""

    @property
    def prompt_id(self) -> str: ...
    @property
    def run_id(self) -> str: ...
    @property
    def task(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def num_virtual_tokens(self) -> int: ...
    @property
    def token_dim(self) -> int: ...
    @property
    def sha256(self) -> str: ...
    @property
    def data(self) -> bytes:
        """Safetensors bytes with the key ``prompt_embeddings``, float32."""
        ...


class Clock(Protocol):
    """Seconds; monotonic for durations."""

    def __call__(self) -> float: ...


class Spool(Protocol):
    """Where a worker leaves blobs for the store."""

    @property
    def folder(self) -> Path: ...


class Tokenizer(Protocol):
    """The part of a Hugging Face tokenizer that tasks use."""

    def encode(self, text: str, *, add_special_tokens: bool = ...) -> list[int]: ...
    def decode(self, token_ids: Sequence[int], *, skip_special_tokens: bool = ...) -> str: ...
