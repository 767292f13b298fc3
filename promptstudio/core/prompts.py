"""A prompt of the library as lists show it."""

from dataclasses import dataclass
from datetime import datetime

from promptstudio.core.spec import BackboneSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptEntry:
    """A stored prompt (P, D): of a finished run, or taken in from elsewhere.

    ``kind`` is ``plain``, ``conditional``, ``ensemble`` or ``imported``. ``origin`` is
    ``run <id>``, ``imported from <file>`` or the formula of a combination; ``provenance`` are
    sentences from the run back to the source tasks. ``task``, ``method`` and ``backbone`` are
    unknown (empty, None) of a prompt from elsewhere. ``norm`` is the Frobenius norm, None where
    the prompt is not finite. Only an imported prompt ``can_change``: be renamed or removed.
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

    @property
    def can_change(self) -> bool:
        """Tell whether the prompt may be renamed and removed."""
        return self.kind == "imported"
