"""Takes a stored prompt out of PromptStudio."""

from pathlib import Path
from typing import Final

from promptstudio.core.ports import PromptRecord
from promptstudio.export.array_card import array_card
from promptstudio.export.arrays import Arrays, read_arrays, to_npz, to_safetensors
from promptstudio.export.context import ExportContext, ExportResult, Format, provenance
from promptstudio.export.folder import write_folder
from promptstudio.export.loading import loading
from promptstudio.export.peft_folder import peft_files

PROVENANCE: Final = "promptstudio.json"
OWN_FILES: Final = frozenset(
    {
        "README.md",
        "adapter_config.json",
        "adapter_model.safetensors",
        "prompt.npz",
        "prompt.safetensors",
        PROVENANCE,
    }
)
"""Every name that an export may write; a folder with other files is never replaced."""


def export_prompt(
    record: PromptRecord,
    *,
    format: Format,  # noqa: A002 - the word of the command line
    to: Path,
    context: ExportContext,
    overwrite: bool = False,
) -> ExportResult:
    """Write a prompt and its provenance into the folder ``to``, whole or not at all.

    Parameters
    ----------
    format
        ``peft``: a folder that `peft.PeftModel.from_pretrained` loads; ``safetensors`` and
        ``npz``: one file with the array ``prompt_embeddings`` (P, D) and whatever else the
        method keeps (particles, a shift of the input), float32, and a card that explains them.
    overwrite
        Allow to replace an earlier export.

    Raises
    ------
    ExportError
        If the format can not express the prompt, the prompt is damaged, or the folder is
        taken or can not be written.
    """
    to = to.resolve()
    arrays = read_arrays(record)
    files = _files(record, arrays, format, context)
    files[PROVENANCE] = provenance(record, context).encode()
    paths = write_folder(to, files, overwrite=overwrite, own=OWN_FILES)
    return ExportResult(
        folder=to,
        files=paths,
        format=format,
        prompt_sha256=record.sha256,
        template=context.template,
        snippet=loading(format, to.as_posix(), context),
    )


def _files(
    record: PromptRecord, arrays: Arrays, wanted: Format, context: ExportContext
) -> dict[str, bytes]:
    if wanted == "peft":
        return peft_files(record, arrays, context)
    name = f"prompt.{wanted}"
    data = to_npz(arrays) if wanted == "npz" else to_safetensors(arrays)
    return {name: data, "README.md": array_card(record, arrays, wanted, context).encode()}
