"""A stored prompt and where it comes from."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save

from promptstudio.export.context import ExportContext


@dataclass(frozen=True)
class Record:
    prompt_id: str
    run_id: str
    task: str
    kind: str
    num_virtual_tokens: int
    token_dim: int
    sha256: str
    data: bytes


def make_record(
    prompt: np.ndarray,
    members: np.ndarray | None = None,
    more: Mapping[str, np.ndarray] = {},
    **changes: Any,
) -> Record:
    arrays = {"prompt_embeddings": prompt, **more}
    data = save(arrays if members is None else {**arrays, "members": members})
    values: dict[str, Any] = {
        "prompt_id": "prompt-1",
        "run_id": "run-1",
        "task": "food",
        "kind": "plain",
        "num_virtual_tokens": prompt.shape[0],
        "token_dim": prompt.shape[1],
        "sha256": hashlib.sha256(data).hexdigest(),
        "data": data,
    }
    return Record(**(values | changes))


def make_context(**changes: Any) -> ExportContext:
    values: dict[str, Any] = {
        "run_id": "run-1",
        "study": "film to food",
        "method": "SVGD transfer",
        "config": {"lr": 0.3, "num_virtual_tokens": 5},
        "seed": 3,
        "target_task": "food",
        "source_tasks": ("film", "book"),
        "template": "review: {text} answer:",
        "verbalizer": ("bad", "good"),
        "base_model": "models/tiny",
        "backbone_sha256": "ab" * 32,
        "num_layers": 1,
        "num_attention_heads": 2,
        "metrics": {"test": {"accuracy": 0.875, "loss": float("nan")}},
        "versions": {"torch": "2.13.0"},
    }
    return ExportContext(**(values | changes))


@pytest.fixture
def prompt() -> np.ndarray:
    """A prompt (5, 16) with values that text would round, a subnormal and a negative zero."""
    prompt = np.random.default_rng(0).normal(size=(5, 16)).astype(np.float32)
    prompt[0, :2] = (np.float32(1e-42), np.float32(-0.0))
    return prompt


@pytest.fixture
def new_record() -> Callable[..., Record]:
    return make_record


@pytest.fixture
def new_context() -> Callable[..., ExportContext]:
    return make_context
