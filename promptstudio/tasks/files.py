"""Finds the data files of a card, tells their format, and takes their checksums."""

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

from promptstudio.core.errors import TaskError

Format = Literal["jsonl", "csv", "tsv", "parquet"]
Split = Literal["train", "validation", "test"]

SPLITS: Final[tuple[Split, ...]] = ("train", "validation", "test")
_FORMATS: Final[Mapping[str, Format]] = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
}
_STEMS: Final[Mapping[str, Split]] = {
    "train": "train",
    "training": "train",
    "validation": "validation",
    "valid": "validation",
    "val": "validation",
    "dev": "validation",
    "test": "test",
}


def format_of(path: Path) -> Format:
    """Return the format of a data file, which its ending tells.

    Raises
    ------
    TaskError
        If there is no such file, or its ending is not known.
    """
    if not path.is_file():
        raise TaskError(f"There is no file '{path}'. Put it back, or import the data again.")
    if path.suffix.lower() not in _FORMATS:
        known = ", ".join(_FORMATS)
        raise TaskError(f"The file '{path}' is of no known kind. Known endings: {known}.")
    return _FORMATS[path.suffix.lower()]


def files_under(path: Path) -> dict[Split, Path]:
    """Return the splits of one file (all training rows) or of a folder, by their names.

    In a folder the names are ``train``, ``validation`` (or ``valid``, ``val``, ``dev``) and
    ``test``; a file that is alone there holds the training rows, whatever its name.

    Raises
    ------
    TaskError
        If there is no such path, no training file, or two files for one split.
    """
    if not path.is_dir():
        format_of(path)
        return {"train": path}
    inside = sorted(p for p in path.iterdir() if p.suffix.lower() in _FORMATS and p.is_file())
    found: dict[Split, Path] = {}
    for file in inside:
        split = _STEMS.get(file.stem.lower())
        if split is None:
            continue
        if split in found:
            raise TaskError(
                f"The folder '{path}' holds two files for {split}: '{found[split].name}' and "
                f"'{file.name}'. Keep one of them."
            )
        found[split] = file
    if not found and len(inside) == 1:
        return {"train": inside[0]}
    if "train" not in found:
        raise TaskError(f"The folder '{path}' holds no train file (train.jsonl, train.csv, ...).")
    return found


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes; an unchanged file is read once.

    Raises
    ------
    TaskError
        If there is no such file, or it can not be read.
    """
    format_of(path)
    stat = path.stat()
    return _sha256(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=512)
def _sha256(path: Path, _changed: int, _size: int) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise TaskError(f"The file '{path}' can not be read: {error.strerror}.") from error
