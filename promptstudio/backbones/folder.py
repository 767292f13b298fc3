"""Tells whether a model's folder is complete and readable without loading the model.

Neither torch nor transformers is imported, so a study can be refused before anything is queued
or stored.
"""

import json
import re
from pathlib import Path
from typing import Any, Final

from safetensors import SafetensorError, safe_open

from promptstudio.core.errors import BackboneError
from promptstudio.core.paths import resource

_HUB_ID: Final = re.compile(r"[\w-][\w.-]*/[\w.-]+")
_PICKLED: Final = ("*.bin", "*.pt", "*.pth", "*.ckpt", "*.msgpack", "*.h5")
_TOKENIZERS: Final = ("tokenizer.json", "spiece.model", "sentencepiece.bpe.model", "vocab.json")
_AGAIN: Final = "Fetch or save the model again."
_SAVE_TOKENIZER: Final = "Save the model's tokenizer there with save_pretrained."


def local_folder(source: str) -> Path | None:
    """Return the folder that a backbone's source names, None if it is an id of the hub.

    Raises
    ------
    BackboneError
        If it is a file, or neither a folder nor an id of the hub.
    """
    if source == "sandbox":
        return resource("sandbox/model")
    folder = Path(source).expanduser()
    if folder.is_dir():
        return folder
    if folder.exists():
        raise BackboneError(f"'{folder}' is a file. Name the folder that the model is in.")
    if _HUB_ID.fullmatch(source):
        return None
    raise BackboneError(
        f"There is no folder '{folder}'. Name a model's folder, or a hub id such as owner/name."
    )


def check_folder(folder: Path) -> None:
    """Refuse a folder whose files are no model, or are incomplete or broken.

    What only transformers can tell (whether it knows the model, whether weights and
    configuration fit) is found when the model is loaded.

    Raises
    ------
    BackboneError
        Naming the file and what to do.
    """
    _check_config(folder)
    _check_weights(folder)
    if not any((folder / name).is_file() for name in _TOKENIZERS):
        raise BackboneError(f"The folder '{folder}' has no tokenizer.json. {_SAVE_TOKENIZER}")


def weight_files(folder: Path) -> list[Path]:
    """Return the safetensors files of a folder, in order of name."""
    return sorted(folder.glob("*.safetensors"))


def _check_config(folder: Path) -> None:
    path = folder / "config.json"
    if path.is_file():
        _json(path)
        return
    if (folder / "adapter_config.json").is_file():
        base = _json(folder / "adapter_config.json").get("base_model_name_or_path")
        where = f"'{base}', which it was trained for" if base else "which it was trained for"
        raise BackboneError(
            f"The folder '{folder}' holds a PEFT adapter, not a model. As backbone name the model "
            f"{where}."
        )
    raise BackboneError(
        f"The folder '{folder}' is no model: it has no config.json. "
        "Name a folder that transformers' save_pretrained wrote."
    )


def _check_weights(folder: Path) -> None:
    found = weight_files(folder)
    if not found:
        raise BackboneError(_no_weights(folder))
    for index in folder.glob("*.safetensors.index.json"):
        named = set(_json(index).get("weight_map", {}).values())
        lacking = sorted(name for name in named if not (folder / name).is_file())
        if lacking:
            raise BackboneError(
                f"The weights in '{folder}' are incomplete: '{index.name}' names the file "
                f"'{lacking[0]}', which is not there. {_AGAIN}"
            )
    for path in found:
        try:
            with safe_open(path, framework="numpy"):
                pass  # opening compares the header with the length of the file
        except (SafetensorError, OSError) as error:
            raise BackboneError(
                f"The weights '{path}' can not be read: the file is broken or was cut off. {_AGAIN}"
            ) from error


def _no_weights(folder: Path) -> str:
    pickled = sorted(path.name for pattern in _PICKLED for path in folder.glob(pattern))
    if not pickled:
        return f"The folder '{folder}' has no weights: no *.safetensors file is there."
    return (
        f"The folder '{folder}' has weights only as '{pickled[0]}', a format that can run code or "
        "is not read here. If you trust it, load it once with transformers' from_pretrained and "
        "write it to another folder with save_pretrained, which makes safetensors."
    )


def _json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BackboneError(f"The file '{path}' can not be read: {error}. {_AGAIN}") from error
    if not isinstance(found, dict):
        raise BackboneError(f"The file '{path}' holds no JSON object. {_AGAIN}")
    return found
