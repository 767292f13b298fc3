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
    config = _model_config(base)
    return ExportContext(
        run_id=record.job_id,
        study=record.study,
        method=record.method,
        config=spec.config,
        seed=record.seed,
        target_task=record.target_task or "",
        source_tasks=record.source_tasks,
        template=card.template if card else "",
        verbalizer=tuple((card.labels or {}).values()) if card else (),
        base_model=base,
        revision=spec.backbone.revision,
        backbone_sha256=record.backbone_sha256,
        num_layers=config.get("num_layers"),
        num_attention_heads=config.get("num_heads"),
        prompt_position=spec.backbone.prompt_position,
        metrics={"test": record.test},
        versions=record.versions,
    )


def base_model(backbone: BackboneSpec) -> str:
    """Return what `from_pretrained` takes: a folder or a hub id."""
    return str(resource("sandbox/model")) if backbone.source == "sandbox" else backbone.source


def _model_config(base: str) -> dict[str, Any]:
    path = Path(base) / "config.json"
    if not path.is_file():
        return {}
    values: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return values
