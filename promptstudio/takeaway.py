"""From a stored run to an exported prompt; the command line and the window share it."""

import json
from pathlib import Path
from typing import Any, Final, get_args

from promptstudio.core.errors import ConfigError, ExportError
from promptstudio.core.paths import resource
from promptstudio.core.spec import BackboneSpec, JobSpec
from promptstudio.export.context import ExportContext, ExportResult, Format
from promptstudio.export.prompts import export_prompt
from promptstudio.planning import card_folders
from promptstudio.store.queries import RunReader
from promptstudio.store.records import RunRecord
from promptstudio.tasks.cards import TaskCard, load_catalogue
from promptstudio.tasks.templates import unmarked

FORMATS: Final[tuple[Format, ...]] = get_args(Format)


def take_away(
    reader: RunReader,
    name: str,
    wanted: str,
    to: Path,
    *,
    workspace: Path,
    overwrite: bool = False,
) -> ExportResult:
    """Export the prompt of a run, named by its identity or its beginning.

    Raises
    ------
    ConfigError
        If the format is unknown.
    StoreError
        If there is no such run.
    ExportError
        If the run has no prompt, or it can not be written in this form.
    """
    chosen = next((known for known in FORMATS if known == wanted), None)
    if chosen is None:
        raise ConfigError(f"There is no format '{wanted}'. Formats: {', '.join(FORMATS)}.")
    record = reader.run(name)
    if record.prompt_id is None:
        raise ExportError(
            f"The run '{record.job_id}' has no prompt to export: it is {record.status}. "
            "Export a finished run, or resume this one."
        )
    spec = reader.job(record.job_id).spec
    study = reader.study(record.study_id)
    card = load_catalogue(*card_folders(study, workspace)).cards.get(record.target_task or "")
    return export_prompt(
        reader.prompt(record.prompt_id),
        format=chosen,
        to=to,
        context=_context(record, spec, card),
        overwrite=overwrite,
    )


def _context(record: RunRecord, spec: JobSpec, card: TaskCard | None) -> ExportContext:
    base = base_model(spec.backbone)
    config = _model_config(spec.backbone)
    return ExportContext(
        run_id=record.job_id,
        study=record.study,
        method=record.method,
        config=spec.config,
        seed=record.seed,
        target_task=record.target_task or "",
        source_tasks=record.source_tasks,
        template=unmarked(card.template) if card else "",
        verbalizer=tuple((card.labels or {}).values()) if card else (),
        base_model=base,
        revision=spec.backbone.revision,
        backbone_sha256=record.backbone_sha256,
        num_layers=config.get("num_layers"),
        num_attention_heads=config.get("num_heads"),
        is_causal=is_causal(spec.backbone),
        prompt_position=spec.backbone.prompt_position,
        metrics={"test": record.test},
        versions=record.versions,
    )


def base_model(backbone: BackboneSpec) -> str:
    """Return what `from_pretrained` takes: a folder or a hub id."""
    return str(resource("sandbox/model")) if backbone.source == "sandbox" else backbone.source


def is_causal(backbone: BackboneSpec) -> bool:
    """Tell whether a backbone is known to be decoder-only: its config must be on this machine."""
    config = _model_config(backbone)
    return bool(config) and not config.get("is_encoder_decoder", False)


def _model_config(backbone: BackboneSpec) -> dict[str, Any]:
    """Return what a folder, or a model of the hub in the local cache, says of itself."""
    base = base_model(backbone)
    path = Path(base) / "config.json"
    found = path if path.is_file() else _cached_config(base, backbone.revision)
    if found is None:
        return {}
    values: dict[str, Any] = json.loads(found.read_text(encoding="utf-8"))
    return values


def _cached_config(source: str, revision: str | None) -> Path | None:
    from huggingface_hub import try_to_load_from_cache
    from huggingface_hub.errors import HFValidationError

    try:
        found = try_to_load_from_cache(source, "config.json", revision=revision)
    except HFValidationError:  # the folder of a model that is gone
        return None
    return Path(found) if isinstance(found, str) else None
