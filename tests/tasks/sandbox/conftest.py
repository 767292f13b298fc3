"""The pre-training mixture lies outside the package; tests load it by its path."""

import importlib
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from promptstudio.tasks.sandbox.rows import stream

_SCRIPTS = Path(__file__).resolve().parents[3] / "packaging" / "sandbox"


@pytest.fixture(scope="session")
def mixture() -> ModuleType:
    """Return the module that draws what the model is trained on."""
    sys.path.insert(0, str(_SCRIPTS))
    try:
        return importlib.import_module("mixture")
    finally:
        sys.path.remove(str(_SCRIPTS))


@pytest.fixture(scope="session")
def examples(mixture: ModuleType) -> list[Any]:
    """Return a few thousand examples of the mixture."""
    rng = stream("test", 0)
    return [mixture.example(rng) for _ in range(6000)]
