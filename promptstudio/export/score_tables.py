"""Reads tables of transfer scores and of task families."""

import math
from collections.abc import Iterable
from pathlib import Path

from promptstudio.core.errors import LibraryError
from promptstudio.core.transfer import TransferCell
from promptstudio.tasks.files import format_of
from promptstudio.tasks.tables import Fields, strict_rows


def read_transfer(path: Path, model: str | None = None) -> list[TransferCell]:
    """Return the scores of a transfer table, a JSON Lines, CSV or TSV file.

    Its columns are ``source`` (or ``source_task``), ``target`` (or ``target_task``), ``score``
    and, where it holds several models, ``model``.

    Raises
    ------
    LibraryError
        Naming file and row (counted from 1, without the header) where a column is missing or a
        score is no finite number; if the table is empty; if it holds several models and none
        is chosen, or not the chosen one.
    TaskError
        If the file can not be read.
    """
    rows = list(enumerate(_rows(path), start=1))
    models = _models(row for _, row in rows)
    if model is not None and model not in models:
        known = f"Models in it: {', '.join(models)}." if models else "It has no column 'model'."
        raise LibraryError(f"The table '{path}' holds no scores of the model '{model}'. {known}")
    if model is None and len(models) > 1:
        raise LibraryError(
            f"The table '{path}' holds scores of several models. Choose one: {', '.join(models)}."
        )
    return [
        TransferCell(
            source=_text(row, ("source", "source_task"), path, number),
            target=_text(row, ("target", "target_task"), path, number),
            score=_score(row, path, number),
        )
        for number, row in rows
        if model is None or str(row.get("model")) == model
    ]


def models_in(path: Path) -> tuple[str, ...]:
    """Return the models that a transfer table names in a column ``model``, sorted.

    Raises
    ------
    LibraryError
        If the table is empty.
    TaskError
        If the file can not be read.
    """
    return _models(_rows(path))


def read_families(path: Path) -> dict[str, str]:
    """Return the family of every task of a table with the columns ``task`` and ``family``.

    Raises
    ------
    LibraryError
        Naming file and row where a column is missing, or if a task has two families.
    TaskError
        If the file can not be read.
    """
    families: dict[str, str] = {}
    for number, row in enumerate(_rows(path), start=1):
        task = _text(row, ("task",), path, number)
        family = _text(row, ("family",), path, number)
        if families.setdefault(task, family) != family:
            raise LibraryError(
                f"File '{path}', row {number}: the task '{task}' is of the family '{family}' here "
                f"and of '{families[task]}' before."
            )
    return families


def _models(rows: Iterable[Fields]) -> tuple[str, ...]:
    return tuple(sorted({str(row["model"]) for row in rows if row.get("model")}))


def _rows(path: Path) -> list[Fields]:
    form = format_of(path)
    if form == "parquet":
        raise LibraryError(f"The table '{path}' must be a JSON Lines, CSV or TSV file.")
    rows = list(strict_rows(path, form))
    if not rows:
        raise LibraryError(f"The table '{path}' has no rows.")
    return rows


def _text(row: Fields, names: tuple[str, ...], path: Path, number: int) -> str:
    for name in names:
        value = row.get(name)
        if isinstance(value, str) and value:
            return value
    wanted = "' or '".join(names)
    raise LibraryError(f"File '{path}', row {number}: there is no text in a column '{wanted}'.")


def _score(row: Fields, path: Path, number: int) -> float:
    value = row.get("score")
    try:
        score = float(str(value))  # None, true and lists are no numbers either
    except ValueError:
        score = math.nan
    if not math.isfinite(score):
        raise LibraryError(
            f"File '{path}', row {number}: the score is {value!r} and must be a finite number."
        )
    return score
