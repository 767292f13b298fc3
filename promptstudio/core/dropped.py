"""What files and folders that a person drops on the window are for."""

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Final, Literal

from promptstudio.core.errors import ConfigError

Kind = Literal["study", "prompt", "data"]

_DATA: Final = frozenset({".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".parquet", ".arrow"})
_PROMPTS: Final = frozenset({".safetensors", ".npz"})
_PICKLES: Final = frozenset({".pt", ".pth", ".bin", ".pkl", ".pickle", ".ckpt"})
_LOOKED_AT: Final = 1000
"""Names in a folder that are looked at: dropping may take no time."""


def kind_of_all(paths: Sequence[Path]) -> Kind:
    """Tell what several things are for that are dropped together: prompts, or but one thing.

    Raises
    ------
    ConfigError
        As `kind_of`, or if there are several of which but one can be shown.
    """
    kinds = [kind_of(path) for path in paths]
    if len(kinds) > 1 and set(kinds) != {"prompt"}:
        raise ConfigError(
            "Only prompts can be dropped several at a time. Drop one study or data file; data in "
            "several files (train.csv, test.csv, ...) go into one folder, to be dropped."
        )
    return kinds[0]


def kind_of(path: Path) -> Kind:
    """Tell by its name, and for a folder by the names in it, what something is for.

    Raises
    ------
    ConfigError
        If there is nothing, nothing that may be read, or nothing that the program takes.
    """
    try:
        if path.is_dir():
            return "prompt" if _holds_prompts(path) else "data"
        is_there = path.is_file()
    except OSError as error:
        raise ConfigError(f"'{path}' can not be read: {error.strerror}.") from error
    if not is_there:
        raise ConfigError(f"There is no file '{path}'.")
    suffix = path.suffix.lower()
    if suffix == ".toml":
        return "study"
    if suffix in _PROMPTS:
        return "prompt"
    if suffix in _DATA:
        return "data"
    if suffix in _PICKLES:
        raise ConfigError(
            f"'{path.name}' may be a Python pickle, which could run any code when it is opened. "
            "Save the prompt as safetensors and drop that file."
        )
    raise ConfigError(
        f"'{path.name}' is neither a study (.toml), nor data (.csv, .tsv, .json, .jsonl, .parquet "
        "or a folder), nor a prompt (.safetensors, .npz or a PEFT folder)."
    )


def _holds_prompts(folder: Path) -> bool:
    """Tell whether a folder holds files of prompts, at any depth."""
    next(folder.iterdir(), None)  # `rglob` passes over a folder that may not be read
    return any(
        file.name == "adapter_config.json" or file.suffix.lower() in _PROMPTS
        for file in islice(folder.rglob("*"), _LOOKED_AT)
    )
