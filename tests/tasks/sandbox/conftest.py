"""The pre-training mixture lies outside the package; tests load it by its path."""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from promptstudio.tasks.sandbox.rows import stream

_MIXTURE = Path(__file__).resolve().parents[3] / "packaging" / "sandbox" / "mixture.py"


@pytest.fixture(scope="session")
def mixture() -> ModuleType:
    """Return the module that draws what the model is trained on."""
    spec = importlib.util.spec_from_file_location("sandbox_mixture", _MIXTURE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def examples(mixture: ModuleType) -> list[Any]:
    """Return a few thousand examples of the mixture."""
    rng = stream("test", 0)
    return [mixture.example(rng) for _ in range(6000)]
