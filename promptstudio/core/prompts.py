"""A prompt of the library as lists show it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from promptstudio.core.spec import BackboneSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptEntry:
    """A stored prompt (P, D): of a finished run, or taken in from elsewhere.

    ``kind`` is ``plain``, ``conditional``, ``ensemble`` or ``imported``. ``origin`` is
    ``run <id>``, ``imported from <file>`` or the formula of a combination; ``provenance`` are
    sentences from the run back to the source tasks. ``task`` and ``method`` are empty of a prompt
    from elsewhere, and ``backbone`` is None where its model is not known or is gone. ``norm`` is
    the Frobenius norm, None where the prompt is not finite; ``position`` is the side of the input
    that it stands at. Only an imported prompt ``can_change``: be renamed or removed.
    """

    prompt_id: str
    name: str
    task: str
    method: str
    kind: str
    num_virtual_tokens: int
    token_dim: int
    norm: float | None
    sha256: str
    created: datetime
    origin: str
    provenance: tuple[str, ...]
    backbone: BackboneSpec | None
    note: str = ""
    position: Literal["prepend", "append"] = "prepend"

    @property
    def can_change(self) -> bool:
        """Tell whether the prompt may be renamed and removed."""
        return self.kind == "imported"

    def for_model(self, source: str) -> BackboneSpec:
        """Return a model to use the prompt with, by its name."""
        return BackboneSpec(source=source, prompt_position=self.position)


def shared_model(models: Iterable[BackboneSpec | None]) -> BackboneSpec | None:
    """Return the first model if all are that one, and prompts stand at one side of its inputs."""
    known = tuple(models)
    same = {(m.source, m.revision, m.prompt_position) if m else None for m in known}
    return known[0] if len(same) == 1 else None
