"""What a file or folder that a person drops on the window is for."""

from pathlib import Path
from typing import Final, Literal

from promptstudio.core.errors import ConfigError

Kind = Literal["study", "prompt", "data"]

_DATA: Final = frozenset(
    {".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".parquet", ".arrow", ".txt"}
)
_PROMPTS: Final = frozenset({".safetensors", ".npz"})
_PICKLES: Final = frozenset({".pt", ".pth", ".bin", ".pkl", ".pickle", ".ckpt"})


def kind_of(path: Path) -> Kind:
    """Tell by its name, and for a folder by the names in it, what something is for.

    Raises
    ------
    ConfigError
        If there is nothing, or nothing that the program takes.
    """
    if path.is_dir():
        names = {file.name for file in path.iterdir()}
        holds_prompts = any(Path(name).suffix in _PROMPTS for name in names)
        is_adapter = "adapter_config.json" in names
        return "prompt" if is_adapter or holds_prompts else "data"
    if not path.exists():
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
