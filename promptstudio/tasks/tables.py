"""Reads CSV, TSV and JSON Lines strictly, so that a broken row is named by file and place.

Values stay what they are: CSV and TSV cells are text, JSON values keep their types.
"""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from promptstudio.core.errors import TaskError
from promptstudio.tasks.files import Format

Fields = dict[str, object]


def strict_rows(path: Path, form: Format) -> Iterator[Fields]:
    """Yield the rows of a text file, checking each.

    Raises
    ------
    TaskError
        Naming file, row (counted from 1, without the header), line and column.
    """
    try:
        if form == "jsonl":
            yield from _json_rows(path)
        else:
            yield from _cells(path, form, _quoting_of(path, form))
    except UnicodeDecodeError as error:
        raise TaskError(
            f"File '{path}', line {_undecodable_line(path)}: this is not UTF-8 text. "
            "Save the file as UTF-8."
        ) from error
    except OSError as error:
        raise TaskError(f"The file '{path}' can not be read: {error.strerror}.") from error


def _quoting_of(path: Path, form: Format) -> int:
    """Tell whether quotation marks enclose cells: always in CSV, in TSV if that reads well.

    Many published TSV files never quote, so a mark is just a character there.
    """
    if form == "csv":
        return csv.QUOTE_MINIMAL
    try:
        for _ in _cells(path, form, csv.QUOTE_MINIMAL):
            pass
    except TaskError:
        return csv.QUOTE_NONE
    return csv.QUOTE_MINIMAL


def _cells(path: Path, form: Format, quoting: int) -> Iterator[Fields]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = _reader(file, form, quoting)
        names = _header(path, reader)
        row = 1
        while True:
            place = f"File '{path}', row {row} (line {reader.line_num + 1})"
            try:
                cells = next(reader, None)
            except csv.Error as error:
                raise TaskError(
                    f"{place}: {error}. A quotation mark is probably not closed."
                ) from error
            if cells is None:
                return
            if not cells:
                continue
            _check_width(place, cells, names)
            row += 1
            yield dict(zip(names, cells, strict=True))


def _check_width(place: str, cells: list[str], names: tuple[str, ...]) -> None:
    if len(cells) < len(names):
        raise TaskError(
            f"{place}: the column '{names[len(cells)]}' is missing; "
            f"there are {len(cells)} cells and {len(names)} columns."
        )
    if len(cells) > len(names):
        raise TaskError(
            f"{place}: there are {len(cells)} cells but {len(names)} columns "
            f"({', '.join(names)}). Put text that holds a separator in quotation marks."
        )


def _header(path: Path, reader: Any) -> tuple[str, ...]:
    try:
        cells: list[str] = next(reader, [])
    except csv.Error as error:
        raise TaskError(f"File '{path}', line 1: {error}.") from error
    if not cells:
        raise TaskError(f"The file '{path}' is empty. Its first line must name the columns.")
    names = tuple(cell or f"column {index}" for index, cell in enumerate(cells, start=1))
    for name in names:
        if names.count(name) > 1:
            raise TaskError(f"The file '{path}' has two columns called '{name}'.")
    return names


def _reader(file: Any, form: Format, quoting: int) -> Any:
    delimiter = "\t" if form == "tsv" else ","
    return csv.reader(file, delimiter=delimiter, quoting=quoting, strict=True)  # type: ignore[arg-type]


def _json_rows(path: Path) -> Iterator[Fields]:
    row = 1
    with path.open(encoding="utf-8-sig", newline="\n") as file:
        for line, text in enumerate(file, start=1):
            if not text.strip():
                continue
            place = f"File '{path}', row {row} (line {line})"
            try:
                fields = json.loads(text)
            except json.JSONDecodeError as error:
                raise TaskError(f"{place}, column {error.colno}: {error.msg}.") from error
            if not isinstance(fields, dict):
                raise TaskError(
                    f"{place}: this is no JSON object. Write one object {{...}} with named fields "
                    "on every line."
                )
            row += 1
            yield fields


def _undecodable_line(path: Path) -> int:
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if "\ufffd" in line.decode("utf-8", errors="replace"):
                return number
    return 0
