"""Reads one prompt from a file that this program, PEFT or NumPy wrote."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file

from promptstudio.core.errors import LibraryError
from promptstudio.core.paths import resource
from promptstudio.core.spec import BackboneSpec
from promptstudio.export.arrays import PROMPT
from promptstudio.export.prompts import OWN_FILES, PROVENANCE

Prompt = NDArray[np.float64]

SUFFIXES: Final = frozenset({".safetensors", ".npz"})
PICKLES: Final = frozenset({".pt", ".pth", ".bin", ".pkl", ".pickle", ".ckpt"})
_PEFT_FILE: Final = "adapter_model.safetensors"
_PEFT_CONFIG: Final = "adapter_config.json"


class PromptFile(NamedTuple):
    """A prompt (P, D), what is to be told of it, a sentence a line, and the model it names."""

    prompt: Prompt
    note: str = ""
    backbone: BackboneSpec | None = None


def read_prompt(path: Path) -> PromptFile:
    """Read the table ``prompt_embeddings`` of a file.

    Of PEFT's files for encoder-decoders, which may hold a second prompt of equal length for the
    decoder that PEFT itself never reads, the first is taken.

    Raises
    ------
    LibraryError
        If the file is a pickle, can not be read, or is no prompt.
    """
    refuse_pickle(path)
    arrays = _npz(path) if path.suffix == ".npz" else _safetensors(path)
    if PROMPT not in arrays:
        raise LibraryError(
            f"The file '{path}' is no prompt: it holds no table '{PROMPT}' but "
            f"{', '.join(sorted(arrays)) or 'nothing'}."
        )
    prompt = arrays[PROMPT]
    floating = np.issubdtype(prompt.dtype, np.floating)
    if prompt.ndim != 2 or not prompt.size or not floating or not np.isfinite(prompt).all():
        raise LibraryError(
            f"The prompt in '{path}' has the shape {prompt.shape} and the type {prompt.dtype}. It "
            "must be a table of finite floating-point numbers, one row a token."
        )
    notes = (_left_out(arrays), _provenance(path.parent))
    found = PromptFile(
        np.asarray(prompt, np.float64), "\n".join(filter(None, notes)), _backbone(path)
    )
    return _as_peft_reads(found, path) if path.name == _PEFT_FILE else found


def refuse_pickle(path: Path) -> None:
    """Refuse a file that can run a program when it is read.

    Raises
    ------
    LibraryError
        If the file is there and is a pickle by its name.
    """
    if path.suffix in PICKLES and path.is_file():
        raise LibraryError(
            f"The file '{path}' is a pickle, which can run any program when it is read. Save the "
            f"prompt as safetensors, under the name '{PROMPT}', or take the file out of the folder."
        )


def _safetensors(path: Path) -> Mapping[str, NDArray[Any]]:
    try:
        arrays: dict[str, NDArray[Any]] = load_file(path)
    except (SafetensorError, OSError) as error:
        raise LibraryError(f"The file '{path}' can not be read: {error}.") from error
    except TypeError as error:  # a number type that NumPy lacks
        raise LibraryError(
            f"The file '{path}' can not be read: {error}. Save the prompt as float32."
        ) from error
    return arrays


def _npz(path: Path) -> Mapping[str, NDArray[Any]]:
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            return dict(archive)
    except (OSError, BadZipFile, EOFError) as error:
        raise LibraryError(f"The file '{path}' can not be read: {error}.") from error
    except ValueError as error:  # objects, which NumPy keeps as pickles
        raise LibraryError(
            f"The file '{path}' holds objects rather than numbers, or is no archive of NumPy's. "
            "Save the prompt as a float32 array."
        ) from error


def _as_peft_reads(found: PromptFile, path: Path) -> PromptFile:
    """Take of a PEFT file the rows that its configuration says the encoder reads."""
    config = _json(path.with_name(_PEFT_CONFIG))
    kind, expected = config.get("peft_type", "PROMPT_TUNING"), config.get("num_virtual_tokens")
    if kind != "PROMPT_TUNING":
        raise LibraryError(
            f"The file '{path}' is not a prompt as it stands: PEFT made it with '{kind}'. Save the "
            "finished prompt of one task as PROMPT_TUNING."
        )
    rows = len(found.prompt)
    if expected is None or rows == expected:
        return found
    if rows != 2 * expected:
        raise LibraryError(
            f"The file '{path}' has {rows} rows, but its configuration says "
            f"{expected} virtual tokens. Fetch or save the prompt again."
        )
    told = f"The file had {rows} rows; the first {expected}, which the encoder reads, were taken."
    note = "\n".join(filter(None, (told, found.note)))
    return found._replace(prompt=found.prompt[:expected], note=note)


def _left_out(arrays: Mapping[str, NDArray[Any]]) -> str:
    others = sorted(arrays.keys() - {PROMPT})
    return f"Of the file only '{PROMPT}' was taken, not {', '.join(others)}." if others else ""


def _provenance(folder: Path) -> str:
    """Return what an export of this program tells of the prompt in a folder; else nothing."""
    told = _json(folder / PROVENANCE)
    names = ("run_id", "method", "study", "target_task")
    if not told.keys() >= set(names):
        return ""
    run, method, study, task = (told[name] for name in names)
    if run:
        return f"Made for the task '{task}' by the run {run} ({method}) of the study '{study}'."
    history = told.get("history")
    return "\n".join(map(str, history)) if isinstance(history, list) else ""


def _backbone(path: Path) -> BackboneSpec | None:
    """Return the model that an export of this program or PEFT's configuration names."""
    told = _json(path.with_name(PROVENANCE)) if path.name in OWN_FILES else {}
    source, revision = told.get("base_model"), told.get("revision")
    if not told and path.name == _PEFT_FILE:
        told = _json(path.with_name(_PEFT_CONFIG))
        source, revision = told.get("base_model_name_or_path"), told.get("revision")
    if not isinstance(source, str) or not source:
        return None
    position: Literal["prepend", "append"] = (
        "append" if told.get("prompt_position") == "append" else "prepend"
    )
    return BackboneSpec(
        source="sandbox" if source == str(resource("sandbox/model")) else source,
        revision=revision if isinstance(revision, str) else None,
        prompt_position=position,
    )


def _json(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise LibraryError(f"The file '{path}' can not be read: {error}.") from error
    return values if isinstance(values, dict) else {}
