"""Reads the rows of a card, whatever their source.

Parquet files and the hub are read by Hugging Face `datasets`. Its readers of JSON Lines and
CSV guess types from the looks of values: a JSON text "2024-01-02" becomes a time, "NA" in a CSV
is nothing and "007" is 7; and its type for JSON values takes a text's own quotation marks away
(datasets 5.2). So text files are read by `promptstudio.tasks.tables`, which has to go through
every row anyway to name a broken one. `load_dataset` is for the hub only: it
asks the hub even for a local file.
"""

import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from logging import CRITICAL
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from promptstudio.core.errors import TaskError
from promptstudio.tasks.cards import FileSource, HubSource, SandboxSource, TaskCard
from promptstudio.tasks.files import SPLITS, Split, format_of
from promptstudio.tasks.sandbox import sandbox_rows
from promptstudio.tasks.tables import Fields, check_names, strict_rows

_PATIENCE: Final = 5.0
"""Seconds in which the hub has to answer."""


def available_splits(card: TaskCard) -> tuple[Split, ...]:
    """Return the splits that a card's source has itself.

    Raises
    ------
    TaskError
        If the card's folder can not be read.
    """
    if card.trains_on:
        taken = available_splits(card.training) if card.training else ()
        return (*(split for split in taken if split != "test"), "test")
    if isinstance(card.source, SandboxSource):
        return SPLITS
    if isinstance(card.source, FileSource):
        return tuple(card.source.files())
    return tuple(split for split in SPLITS if getattr(card.source, split))


def read_rows(card: TaskCard, split: Split) -> list[Fields]:
    """Return all rows of one split as they are in the source.

    Raises
    ------
    TaskError
        If a file is missing, broken (naming file, row and column) or holds no rows, the card
        has no such split, or the hub can not be reached.
    """
    _check_split(card, split)
    card = card.of(split)
    if isinstance(card.source, SandboxSource):
        return [dict(row) for row in sandbox_rows(card.key, split)]
    if isinstance(card.source, FileSource):
        path = card.source.files()[split]
        form = format_of(path)
        rows = _parquet_rows(path) if form == "parquet" else list(strict_rows(path, form))
    else:
        rows = list(hub_table(card.source, getattr(card.source, split)).to_list())
    if not rows:
        raise TaskError(f"{place_of(card, split)} holds no rows.")
    return rows


def first_rows(card: TaskCard, split: Split, count: int) -> list[Fields]:
    """Return the first rows of a split, reading no more of a text file than that.

    Raises
    ------
    TaskError
        As `read_rows` does, for the rows that were read.
    """
    _check_split(card, split)
    card = card.of(split)
    if isinstance(card.source, FileSource):
        path = card.source.files()[split]
        form = format_of(path)
        if form == "parquet":
            return _first_parquet_rows(path, count)
        return list(islice(strict_rows(path, form), count))
    return read_rows(card, split)[:count]


def place_of(card: TaskCard, split: Split) -> str:
    """Return where rows come from, as a message begins."""
    card = card.of(split)
    if isinstance(card.source, FileSource):
        return f"Task '{card.key}', file '{card.source.files()[split]}'"
    return f"Task '{card.key}', split '{split}'"


def _check_split(card: TaskCard, split: Split) -> None:
    there = available_splits(card)
    if split not in there:
        raise TaskError(
            f"The task '{card.key}' has no split '{split}'. It has: {', '.join(there)}."
        )


def _first_parquet_rows(path: Path, count: int) -> list[Fields]:
    """Read the first rows without `datasets`: the window shows them in its own process."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            batch = next(file.iter_batches(batch_size=count), None)
    except (OSError, pa.ArrowException) as error:
        raise TaskError(f"The file '{path}' can not be read as Parquet: {error}.") from error
    return [] if batch is None else batch.to_pylist()


def _parquet_rows(path: Path) -> list[Fields]:
    import pyarrow.parquet as pq
    from datasets import Dataset
    from datasets.exceptions import DatasetsError

    try:
        check_names(path, pq.read_schema(path).names)
        with _quiet(), tempfile.TemporaryDirectory(prefix="promptstudio-") as cache:
            table = Dataset.from_parquet(str(path), cache_dir=cache, keep_in_memory=True)
            return list(table.to_list())
    except (DatasetsError, ValueError, OSError) as error:
        raise TaskError(f"The file '{path}' can not be read as Parquet: {error}.") from error


def hub_table(source: HubSource, split: str) -> Any:
    """Return a split of a data set of the hub, as `datasets` loads it.

    Raises
    ------
    TaskError
        If the hub can not be reached, or has no such data set, config or split.
    """
    from datasets import load_dataset
    from datasets.exceptions import DatasetsError

    where = f"The data set '{source.id}' of the hub"
    check_network(where)
    try:
        with _quiet():
            return load_dataset(source.id, source.config, revision=source.revision, split=split)
    except (DatasetsError, RuntimeError, ValueError, OSError) as error:
        raise TaskError(f"{where} can not be read: {error}.") from error


def check_network(where: str) -> None:
    """Refuse soon where the hub does not answer: its client would try for a minute or longer.

    Raises
    ------
    TaskError
        Beginning with ``where``.
    """
    from urllib.request import getproxies

    from huggingface_hub import constants

    if constants.HF_HUB_OFFLINE or getproxies():
        return
    hub = urlsplit(constants.ENDPOINT)
    port = hub.port or (80 if hub.scheme == "http" else 443)
    try:
        socket.create_connection((hub.hostname or "", port), timeout=_PATIENCE).close()
    except OSError as error:
        raise TaskError(
            f"{where} can not be reached: there is no network. If it was downloaded before, "
            "set HF_HUB_OFFLINE=1 and start again."
        ) from error


@contextmanager
def _quiet() -> Iterator[None]:
    """Silence the progress bars and the log of `datasets` for a while."""
    import datasets

    level, had_bars = datasets.logging.get_verbosity(), not datasets.are_progress_bars_disabled()
    datasets.logging.set_verbosity(CRITICAL)
    datasets.disable_progress_bars()
    try:
        yield
    finally:
        datasets.logging.set_verbosity(level)
        if had_bars:
            datasets.enable_progress_bars()
