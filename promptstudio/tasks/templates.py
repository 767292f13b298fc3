"""Templates filled with the rows of a task; `promptstudio.tasks.syntax` has their rules."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from promptstudio.core.errors import TaskError
from promptstudio.tasks.syntax import Field, Group, Piece, fields_of, parse
from promptstudio.tasks.texts import fault_of

Span = tuple[int, int]
"""Begin and end of a part of a text, in characters."""


class Rendered(NamedTuple):
    """A text, and the spans of it that may be shortened."""

    text: str
    cuttable: tuple[Span, ...]


def field_names(template: str) -> tuple[str, ...]:
    """Return the fields that a template names, each once, in order.

    Raises
    ------
    TaskError
        If the template is not written as it should be.
    """
    return tuple(dict.fromkeys(field.name for field in fields_of(parse(template))))


def needed_names(template: str) -> tuple[str, ...]:
    """Return the fields that every row must have: neither optional nor in a group.

    Raises
    ------
    TaskError
        If the template is not written as it should be.
    """
    outside = (piece for piece in parse(template) if isinstance(piece, Field))
    return tuple(dict.fromkeys(field.name for field in outside if not field.optional))


def unmarked(template: str) -> str:
    """Return a template for people to fill in: every group is there, every field plain."""
    return "".join(
        f"{{{piece.name}}}"
        if isinstance(piece, Field)
        else piece.replace("{", "{{").replace("}", "}}")
        for piece in _flat(parse(template), None)
    )


def render(template: str, fields: Mapping[str, object], where: str) -> Rendered:
    """Fill a template with the fields of a row.

    Parameters
    ----------
    where : str
        What an error message begins with, such as "Task 'mine', row 3".

    Raises
    ------
    TaskError
        If the row lacks a field that is not optional, or a field holds no text or number.
    """
    text, spans = "", []
    for piece in _flat(parse(template), fields):
        words = _value(piece, fields, where) if isinstance(piece, Field) else piece
        if isinstance(piece, Field) and piece.cuttable and words:
            spans.append((len(text), len(text) + len(words)))
        text += words
    return Rendered(text, tuple(spans))


def _flat(pieces: tuple[Piece, ...], fields: Mapping[str, object] | None) -> Iterator[str | Field]:
    """Go through text and fields, without the groups that a row leaves out."""
    for piece in pieces:
        if not isinstance(piece, Group):
            yield piece
        elif fields is None or not any(_is_empty(fields.get(name)) for name in piece.needed):
            yield from piece.pieces


def _value(field: Field, fields: Mapping[str, object], where: str) -> str:
    name = field.name
    if not field.optional or not _is_empty(fields.get(name)):
        return plain_text(fields, name, where)
    if name not in fields and f"{name}?" in fields:
        raise TaskError(
            f"{where}: the template names {{{name}?}}, a column '{name}' that may be missing, but "
            f"there is a column '{name}?'. Write {{{name}??}} for it."
        )
    return ""


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def plain_text(fields: Mapping[str, object], name: str, where: str) -> str:
    """Return one field as text: 1.0 is "1", true is "true", text is itself.

    Raises
    ------
    TaskError
        If the field is missing, empty of any value, neither text nor a number, or a text that
        no model could read.
    """
    if name not in fields:
        raise TaskError(f"{where}: there is no column '{name}'. Columns: {', '.join(fields)}.")
    text = as_text(fields[name])
    if text is None:
        given = "no value" if fields[name] is None else "neither text nor a number"
        raise TaskError(f"{where}: the column '{name}' holds {given}.")
    fault = fault_of(text)
    if fault:
        raise TaskError(f"{where}: the column '{name}' holds {fault}.")
    return text


def as_text(value: object) -> str | None:
    """Return a plain value as text, None where it is not plain."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value) if isinstance(value, int | float) else None
