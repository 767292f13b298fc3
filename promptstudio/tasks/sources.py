"""Reads the rows of a card, whatever their source, through Hugging Face `datasets`.

Own files go through `datasets.Dataset.from_json` and its sisters rather than `load_dataset`,
which asks the hub even for a local file. No type is guessed from the looks of a value: CSV
columns are read as text (else "NA" is lost and "007" becomes 7) and JSON values are kept as
they are (else dates become times).
"""

import socket
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from logging import CRITICAL
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies

from promptstudio.core.errors import TaskError
from promptstudio.tasks.cards import FileSource, HubSource, SandboxSource, TaskCard
from promptstudio.tasks.files import SPLITS, Format, Split, format_of
from promptstudio.tasks.sandbox import sandbox_rows
from promptstudio.tasks.tables import Fields, quoting_of, strict_rows


def available_splits(card: TaskCard) -> tuple[Split, ...]:
    """Return the splits that a card's source has itself.

    Raises
    ------
    TaskError
        If the card's folder can not be read.
    """
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
    if isinstance(card.source, SandboxSource):
        return [dict(row) for row in sandbox_rows(card.key, split)]
    if isinstance(card.source, FileSource):
        rows = _file_rows(card.source.files()[split])
    else:
        rows = _hub_rows(card.source, getattr(card.source, split))
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
    if isinstance(card.source, SandboxSource):
        return [dict(row) for row in sandbox_rows(card.key, split, count=count)]
    if isinstance(card.source, FileSource):
        path = card.source.files()[split]
        form = format_of(path)
        if form != "parquet":
            return list(islice(strict_rows(path, form), count))
    return read_rows(card, split)[:count]


def place_of(card: TaskCard, split: Split) -> str:
    """Return where rows come from, as a message begins."""
    if isinstance(card.source, FileSource):
        return f"Task '{card.key}', file '{card.source.files()[split]}'"
    return f"Task '{card.key}', split '{split}'"


def _check_split(card: TaskCard, split: Split) -> None:
    there = available_splits(card)
    if split not in there:
        raise TaskError(
            f"The task '{card.key}' has no split '{split}'. It has: {', '.join(there)}."
        )


def _file_rows(path: Path) -> list[Fields]:
    """Check a text file row by row, then read it."""
    form = format_of(path)
    columns: dict[str, None] = {}
    if form != "parquet":
        for row in strict_rows(path, form):
            columns.update(dict.fromkeys(row))
        if not columns:
            return []
    from datasets import Dataset
    from datasets.exceptions import DatasetsError

    try:
        with _quiet(), tempfile.TemporaryDirectory(prefix="promptstudio-") as cache:
            options = {"cache_dir": cache, "keep_in_memory": True, **_options(path, form, columns)}
            read = {"parquet": Dataset.from_parquet, "jsonl": Dataset.from_json}
            return list(read.get(form, Dataset.from_csv)(str(path), **options).to_list())
    except (DatasetsError, ValueError, OSError) as error:
        cause = error.__cause__ or error
        raise TaskError(f"The file '{path}' can not be read as {form}: {cause}.") from error


def _options(path: Path, form: Format, columns: Iterable[str]) -> dict[str, Any]:
    """Return what keeps `datasets` from guessing types."""
    from datasets import Features, Json, Value

    if form == "parquet":
        return {}
    if form == "jsonl":
        return {"features": Features({name: Json() for name in columns})}
    names = list(columns)
    return {
        "features": Features({name: Value("string") for name in names}),
        "names": names,
        "header": 0,
        "sep": "\t" if form == "tsv" else ",",
        "quoting": quoting_of(path, form),
        "keep_default_na": False,
    }


def _hub_rows(source: HubSource, split: str) -> list[Fields]:
    from datasets import load_dataset
    from datasets.exceptions import DatasetsError

    where = f"The data set '{source.id}' of the hub"
    _check_network(where)
    try:
        with _quiet():
            found = load_dataset(source.id, source.config, revision=source.revision, split=split)
    except (DatasetsError, ValueError, OSError) as error:
        raise TaskError(f"{where} can not be read: {error}.") from error
    return list(found.to_list())


def _check_network(where: str) -> None:
    """Refuse at once where the hub has no address: its client would try for half a minute."""
    from huggingface_hub import constants

    if constants.HF_HUB_OFFLINE or getproxies():
        return
    try:
        socket.getaddrinfo(urlsplit(constants.ENDPOINT).hostname, 443)
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
