"""Reads CSV, TSV and JSON Lines strictly, so that a broken row is named by file and place.

Values stay what they are: CSV and TSV cells are text, JSON values keep their types.
"""

import csv
import json
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from promptstudio.core.errors import TaskError
from promptstudio.tasks.files import Format
from promptstudio.tasks.texts import LONGEST_TEXT, text_lines

Fields = dict[str, object]


def strict_rows(path: Path, form: Format) -> Iterator[Fields]:
    """Yield the rows of a text file, checking each.

    Raises
    ------
    TaskError
        Naming file, row (counted from 1, without the header), line and column.
    """
    if form == "jsonl":
        yield from _json_rows(path)
    else:
        yield from _cells(path, form, _quoting_of(path, form))


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
    reader = _reader(path, form, quoting)
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
    check_names(path, names)
    return names


def check_names(path: Path, names: Sequence[str]) -> None:
    """Refuse a file that has a column twice: it would not be known which of them is meant.

    Raises
    ------
    TaskError
        Naming file and column.
    """
    for name in names:
        if names.count(name) > 1:
            raise TaskError(
                f"The file '{path}' has two columns called '{name}'. Give one of them another name."
            )


def _reader(path: Path, form: Format, quoting: int) -> Any:
    csv.field_size_limit(LONGEST_TEXT)
    delimiter = "\t" if form == "tsv" else ","
    lines = text_lines(path, newline="")
    return csv.reader(lines, delimiter=delimiter, quoting=quoting, strict=True)  # type: ignore[arg-type]


def _json_rows(path: Path) -> Iterator[Fields]:
    row = 1
    for line, text in enumerate(text_lines(path, newline="\n"), start=1):
        if not text.strip():
            continue
        place = f"File '{path}', row {row} (line {line})"
        fields = json_value(text.rstrip(), place)
        if not isinstance(fields, dict):
            raise TaskError(
                f"{place}: this is no JSON object. Write one object {{...}} with named fields "
                "on every line."
            )
        row += 1
        yield fields


def json_value(text: str, place: str) -> Any:
    """Return what a JSON text stands for.

    Raises
    ------
    TaskError
        Beginning with ``place``, if it is no JSON, or JSON that Python can not read whole: a
        name that stands twice in one object, too many brackets or digits.
    """
    try:
        return json.loads(text, object_pairs_hook=partial(_object, place))
    except json.JSONDecodeError as error:
        line = f"line {error.lineno}, " if "\n" in text else ""
        raise TaskError(f"{place}, {line}column {error.colno}: {error.msg}.") from error
    except RecursionError as error:
        raise TaskError(f"{place}: there are too many brackets in each other.") from error
    except ValueError as error:
        raise TaskError(f"{place}: a number has too many digits. Write it as text.") from error


def _object(place: str, pairs: list[tuple[str, Any]]) -> Fields:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise TaskError(
            f"{place}: the name '{twice}' stands twice in one object. Keep one of them."
        )
    return fields
