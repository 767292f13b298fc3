"""From a stored run to an exported prompt."""

from collections.abc import Callable
from pathlib import Path
from typing import Final, get_args

from promptstudio.core.errors import ConfigError, ExportError, TaskError
from promptstudio.core.questions import Verify
from promptstudio.core.spec import JobSpec
from promptstudio.export.context import ExportContext, ExportResult, Format
from promptstudio.export.prompts import export_prompt
from promptstudio.planning import card_folders
from promptstudio.store.queries import RunReader
from promptstudio.store.records import RunRecord
from promptstudio.takeaway.models import base_model, is_causal, model_config
from promptstudio.tasks.cards import TaskCard, fingerprint, load_catalogue
from promptstudio.tasks.explaining import explained
from promptstudio.tasks.templates import unmarked
from promptstudio.tasks.wording import worded

FORMATS: Final[tuple[Format, ...]] = get_args(Format)

SOME_TEXT: Final = "A text to verify with."


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
    chosen = format_of(wanted)
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


def format_of(word: str) -> Format:
    """Return the format that a word names.

    Raises
    ------
    ConfigError
        If it names none.
    """
    for known in FORMATS:
        if known == word:
            return known
    raise ConfigError(f"There is no format '{word}'. Formats: {', '.join(FORMATS)}.")


def verification(
    reader: RunReader, name: str, result: ExportResult, *, file: Callable[[str], Path]
) -> Verify:
    """Return the question whether the export of a run is its stored prompt.

    ``file`` writes a stored prompt, by its identity, where the one who is asked can read it.
    The text to verify with is the template of the task, with its braces.

    Raises
    ------
    StoreError
        If there is no such run, or the prompt can not be written.
    """
    record = reader.run(name)
    return Verify(
        backbone=reader.job(record.job_id).spec.backbone,
        folder=str(result.folder),
        prompt=str(file(str(record.prompt_id))),
        sha256=result.prompt_sha256,
        text=result.template or SOME_TEXT,
    )


def _context(record: RunRecord, spec: JobSpec, card: TaskCard | None) -> ExportContext:
    base = base_model(spec.backbone)
    config = model_config(spec.backbone)
    shown = worded(card, spec.text) if card else None
    return ExportContext(
        run_id=record.job_id,
        study=record.study,
        method=record.method,
        config=spec.config,
        seed=record.seed,
        target_task=record.target_task or "",
        source_tasks=record.source_tasks,
        template=unmarked(shown.template) if shown else "",
        template_notes=_notes(card, spec) if card else (),
        verbalizer=tuple((shown.labels or {}).values()) if shown else (),
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


def _notes(card: TaskCard, spec: JobSpec) -> tuple[str, ...]:
    notes = explained(worded(card, spec.text), spec.backbone.max_input_tokens)
    try:
        is_same = fingerprint(card) == spec.tasks.get(card.key)
    except TaskError:
        return (*notes, "The data of the task are gone: its card may have changed since the run.")
    changed = "The task's card or data have changed since the run; this is the card of today."
    return notes if is_same else (*notes, changed)
