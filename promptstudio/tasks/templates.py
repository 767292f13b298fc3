"""Templates: text with field names in braces, and nothing else that could be executed.

``{name}`` stands for a field of the row, ``{{`` and ``}}`` for braces. A name is looked up as
it stands, so ``{a.b}`` is a field called ``a.b``; `str.format` would read an attribute there.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from promptstudio.core.errors import TaskError

_PIECE = re.compile(r"(\{\{|\}\}|\{[^{}]+\}|[{}])")


def field_names(template: str) -> tuple[str, ...]:
    """Return the fields that a template names, each once, in order.

    Raises
    ------
    TaskError
        If a brace is left open or is empty.
    """
    return tuple(dict.fromkeys(text for is_field, text in _parse(template) if is_field))


def render(template: str, fields: Mapping[str, object], where: str) -> str:
    """Fill a template with the fields of a row.

    Parameters
    ----------
    where : str
        What an error message begins with, such as "Task 'mine', row 3".

    Raises
    ------
    TaskError
        If the row lacks a field, or the field holds no text or number.
    """
    return "".join(
        plain_text(fields, text, where) if is_field else text for is_field, text in _parse(template)
    )


def plain_text(fields: Mapping[str, object], name: str, where: str) -> str:
    """Return one field as text: 1.0 is "1", true is "true", text is itself.

    Raises
    ------
    TaskError
        If the field is missing, empty of any value, or neither text nor a number.
    """
    if name not in fields:
        raise TaskError(f"{where}: there is no column '{name}'. Columns: {', '.join(fields)}.")
    text = as_text(fields[name])
    if text is None:
        given = "no value" if fields[name] is None else "neither text nor a number"
        raise TaskError(f"{where}: the column '{name}' holds {given}.")
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


@lru_cache(maxsize=1024)
def _parse(template: str) -> tuple[tuple[bool, str], ...]:
    """Cut a template into (is a field, text) pieces."""
    pieces: list[tuple[bool, str]] = []
    for piece in _PIECE.split(template):
        if piece in ("{", "}"):
            raise TaskError(
                f"The template '{template}' has a single or empty brace. "
                "Write {name} for a field, {{ and }} for braces."
            )
        if piece in ("{{", "}}"):
            pieces.append((False, piece[0]))
        elif piece.startswith("{"):
            pieces.append((True, piece[1:-1]))
        elif piece:
            pieces.append((False, piece))
    return tuple(pieces)
