"""What an export says about a prompt besides its numbers, and what it leaves behind."""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from promptstudio.core.ports import PromptRecord

Format = Literal["peft", "safetensors", "npz"]

SOME_FOLDER: Final = "path/to/this/folder"
"""What stands for the folder where a card is read by somebody elsewhere."""
SOME_INPUT: Final = "write your input here"
"""What stands for an input where it is not known how a prompt's inputs are written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportContext:
    """Where a prompt comes from and how it has to be used.

    ``base_model`` is what `from_pretrained` takes: a folder or a hub name. ``num_layers`` and
    ``num_attention_heads`` are its encoder's (None: a loader asks the model); ``is_causal``
    says that it is decoder-only. ``template`` is how an input is written before the prompt is
    put in front, ``template_notes`` say in sentences what it leaves open, ``verbalizer`` are the
    label words in class order. ``metrics`` maps split to metric to value; ``versions`` are
    packages. Of a prompt that no run made, ``name`` and ``history``, sentences on where it is
    from, say what is known; without ``base_model`` its model is not.
    """

    run_id: str = ""
    name: str = ""
    history: tuple[str, ...] = ()
    study: str = ""
    method: str = ""
    config: Mapping[str, Any] = field(default_factory=dict)
    seed: int | None = None
    target_task: str = ""
    source_tasks: tuple[str, ...] = ()
    template: str = ""
    base_model: str = ""
    backbone_sha256: str = ""
    template_notes: tuple[str, ...] = ()
    verbalizer: tuple[str, ...] = ()
    revision: str | None = None
    num_layers: int | None = None
    num_attention_heads: int | None = None
    is_causal: bool = False
    prompt_position: Literal["prepend", "append"] = "prepend"
    metrics: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportResult:
    """The folder written, its files in alphabetical order, and the checksum of the prompt.

    ``template`` is how an input is written; ``snippet`` are lines of Python that load what was
    written.
    """

    folder: Path
    files: tuple[Path, ...]
    format: Format
    prompt_sha256: str
    template: str
    snippet: str


def provenance(record: PromptRecord, context: ExportContext) -> str:
    """Return the text of ``promptstudio.json``: everything that is known of a prompt."""
    prompt = {
        name: getattr(record, name)
        for name in ("prompt_id", "task", "kind", "num_virtual_tokens", "token_dim", "sha256")
    }
    return to_json({"prompt": prompt, **asdict(context)})


def to_json(values: Any) -> str:
    """Return readable JSON; null stands for a number that is not finite."""
    return json.dumps(_plain(values), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
