"""From a prompt of the library, imported or combined, to an exported prompt."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from promptstudio.backbones.shape import BackboneShape, read_shape
from promptstudio.core.errors import BackboneError, ExportError
from promptstudio.core.prompts import PromptEntry
from promptstudio.core.questions import ReadBack, Verify
from promptstudio.core.spec import BackboneSpec
from promptstudio.export.context import ExportContext, ExportResult
from promptstudio.export.prompts import export_prompt
from promptstudio.takeaway.models import base_model
from promptstudio.takeaway.runs import SOME_TEXT, format_of


@dataclass(frozen=True, slots=True)
class _Record:
    """A prompt of the library as an exporter needs it."""

    prompt_id: str
    num_virtual_tokens: int
    token_dim: int
    sha256: str
    data: bytes
    run_id: str = ""
    task: str = ""
    kind: str = "plain"


def take_away_prompt(
    entry: PromptEntry,
    data: bytes,
    wanted: str,
    to: Path,
    *,
    backbone: BackboneSpec | None = None,
    overwrite: bool = False,
) -> ExportResult:
    """Export an imported or combined prompt.

    Parameters
    ----------
    data
        The safetensors bytes that the store keeps.
    backbone
        The model that the person names; None takes that of the prompt, where it is known.

    Raises
    ------
    ConfigError
        If the format is unknown.
    BackboneError
        If the model that is named is not on this machine, or is none.
    ExportError
        If the model has another width, the prompt can not be written in this form, or the
        folder is taken or can not be written.
    """
    record = _Record(entry.prompt_id, entry.num_virtual_tokens, entry.token_dim, entry.sha256, data)
    return export_prompt(
        record,
        format=format_of(wanted),
        to=to,
        context=_context(entry, model_of(entry, backbone)),
        overwrite=overwrite,
    )


def prompt_verification(
    entry: PromptEntry,
    result: ExportResult,
    *,
    backbone: BackboneSpec | None = None,
    file: Callable[[str], Path],
) -> Verify | ReadBack:
    """Return the question whether the export of a prompt is the stored one.

    ``file`` writes a stored prompt, by its identity, where the one who is asked can read it.
    Where the model is not known, it is not asked.

    Raises
    ------
    StoreError
        If the prompt can not be written.
    """
    folder, prompt = str(result.folder), str(file(entry.prompt_id))
    known = model_of(entry, backbone)
    if known is None:
        return ReadBack(folder=folder, prompt=prompt, sha256=result.prompt_sha256)
    spec, _ = known
    return Verify(
        backbone=spec,
        folder=folder,
        prompt=prompt,
        sha256=result.prompt_sha256,
        text=SOME_TEXT,
    )


def model_of(
    entry: PromptEntry, named: BackboneSpec | None
) -> tuple[BackboneSpec, BackboneShape] | None:
    """Return the model that a prompt is exported for, None where it is not known.

    Raises
    ------
    BackboneError
        If the model that a person named is not on this machine, or is none.
    ExportError
        If the model has another width.
    """
    spec = named or entry.backbone
    if spec is None:
        return None
    try:
        shape = read_shape(spec)
    except BackboneError:
        if named is not None:
            raise
        return None
    if shape.width != entry.token_dim:
        raise ExportError(
            f"The prompt '{entry.name}' is {entry.token_dim} wide, but the model '{spec.source}' "
            f"has token width {shape.width}. Name the model that the prompt was made for."
        )
    return spec, shape


def _context(entry: PromptEntry, known: tuple[BackboneSpec, BackboneShape] | None) -> ExportContext:
    if known is None:
        return ExportContext(
            name=entry.name, history=_history(entry), prompt_position=entry.position
        )
    spec, shape = known
    return ExportContext(
        name=entry.name,
        history=_history(entry),
        base_model=base_model(spec),
        revision=spec.revision,
        num_layers=shape.encoder_layers or shape.decoder_layers,
        num_attention_heads=shape.heads,
        is_causal=shape.kind == "decoder-only",
        prompt_position=spec.prompt_position,
    )


def _history(entry: PromptEntry) -> tuple[str, ...]:
    named = entry.backbone
    model = (f"Its model: '{named.source}'.",) if named else ()
    return (*map(str, entry.provenance), *model)
