"""Reads Parquet files and Arrow files batch by batch, without loading them whole."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from promptstudio.core.errors import TaskError
from promptstudio.tasks.tables import Fields, check_names

_BATCH_ROWS = 1000


def rows_of(files: Sequence[Path]) -> Iterator[Fields]:
    """Yield the rows of files, one after the other.

    Raises
    ------
    TaskError
        If a file is missing or broken, or two of its columns have one name.
    """
    for path in files:
        try:
            check_names(path, _schema(path).names)
            for batch in _batches(path):
                yield from batch.to_pylist()
        except (OSError, pa.ArrowException) as error:
            raise TaskError(f"The file '{path}' can not be read: {_why(error)}.") from error


def count_rows(files: Sequence[Path]) -> int:
    """Return the rows of Parquet files; 0 for other files, which do not say.

    Raises
    ------
    TaskError
        If a file is missing or broken.
    """
    if any(path.suffix.lower() != ".parquet" for path in files):
        return 0
    try:
        return sum(pq.read_metadata(path).num_rows for path in files)
    except (OSError, pa.ArrowException) as error:
        raise TaskError(f"The file '{files[0]}' can not be read: {_why(error)}.") from error


def label_names(path: Path) -> dict[str, tuple[str, ...]]:
    """Return the names of numbered classes that `datasets` noted in a file, by column.

    Raises
    ------
    TaskError
        If the file is missing or broken.
    """
    try:
        schema = _schema(path)
    except (OSError, pa.ArrowException) as error:
        raise TaskError(f"The file '{path}' can not be read: {_why(error)}.") from error
    note = (schema.metadata or {}).get(b"huggingface")
    features: dict[str, Any] = json.loads(note).get("info", {}).get("features", {}) if note else {}
    return {
        name: tuple(feature["names"])
        for name, feature in features.items()
        if isinstance(feature, dict) and feature.get("_type") == "ClassLabel" and "names" in feature
    }


def _batches(path: Path) -> Iterator[pa.RecordBatch]:
    if path.suffix.lower() == ".parquet":
        with pq.ParquetFile(path) as file:
            yield from file.iter_batches(batch_size=_BATCH_ROWS)
        return
    with pa.memory_map(str(path)) as source, _opened(source) as reader:
        if isinstance(reader, pa.ipc.RecordBatchFileReader):
            yield from (reader.get_batch(i) for i in range(reader.num_record_batches))
        else:
            yield from reader


def _schema(path: Path) -> pa.Schema:
    if path.suffix.lower() == ".parquet":
        return pq.read_schema(path)
    with pa.memory_map(str(path)) as source, _opened(source) as reader:
        return reader.schema


def _opened(source: pa.NativeFile) -> Any:
    """Open either form of Arrow file: with an index at its end, or as a stream."""
    try:
        return pa.ipc.open_file(source)
    except pa.ArrowInvalid:
        source.seek(0)
        return pa.ipc.open_stream(source)


def _why(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).rstrip(".")
