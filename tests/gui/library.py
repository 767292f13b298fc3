"""A library of prompts that holds what a test puts in."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from promptstudio.analysis.projection import place
from promptstudio.core.prompts import PromptEntry
from promptstudio.core.spec import BackboneSpec
from promptstudio.core.tables import Table
from promptstudio.nn.similarity import matrix


def entry_of(name: str, *, imported: bool = False, width: int = 4) -> PromptEntry:
    return PromptEntry(
        prompt_id=f"prompt-{name}",
        name=name,
        task="" if imported else "film_sentiment",
        method="" if imported else "plain",
        kind="imported" if imported else "plain",
        num_virtual_tokens=2,
        token_dim=width,
        norm=1.25,
        sha256="ab" * 32,
        created=datetime(2026, 1, 2, 3, 4, tzinfo=UTC),
        origin="imported from a.npz" if imported else f"run run-{name}",
        provenance=() if imported else ("Tuned on 'film_sentiment'.",),
        backbone=None if imported else BackboneSpec(),
    )


class FakeLibrary:
    """Prompts with vectors that differ by their place."""

    def __init__(self) -> None:
        self.known: list[PromptEntry] = []

    def entries(self) -> Sequence[PromptEntry]:
        return list(self.known)

    def vectors(self, prompt_ids: Sequence[str]) -> dict[str, NDArray[np.float64]]:
        return {one: self._vector(one) for one in prompt_ids}

    def similarity(self, prompt_ids: Sequence[str], measure: str) -> Table:
        values = matrix(measure, [self._vector(one) for one in prompt_ids])
        return Table(
            key="similarity",
            title=measure,
            columns=("prompt", *prompt_ids),
            rows=tuple(
                (one, *(f"{v:.2f}" for v in row))
                for one, row in zip(prompt_ids, values, strict=True)
            ),
            numeric=frozenset(range(1, len(prompt_ids) + 1)),
            values=tuple(map(tuple, values.tolist())),
        )

    def map(self, prompt_ids: Sequence[str]) -> NDArray[np.float64]:
        return place([self._vector(one) for one in prompt_ids])

    def file(self, prompt_id: str) -> Path:
        return Path("/nowhere") / f"{prompt_id}.safetensors"

    def _vector(self, prompt_id: str) -> NDArray[np.float64]:
        place_ = [entry.prompt_id for entry in self.known].index(prompt_id)
        return np.random.default_rng(place_).normal(size=(2, self.known[place_].token_dim))
