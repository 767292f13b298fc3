"""How templates are written: text with fields in braces, and nothing that could be executed.

===================  ===============================================================
in a template        stands for
===================  ===============================================================
``{name}``           a field of the row
``{name?}``          the same, nothing where the field is missing or empty
``{name??}``         a field whose own name ends in a question mark
``{name|cut}``       a field that is shortened where the input is too long
``{[a: {name} ]}``   a group: nothing at all where a field in it is missing or empty
``{{``, ``}}``       braces
===================  ===============================================================

A name is looked up as it stands, so ``{a.b}`` is a field called ``a.b``; `str.format` would read
an attribute there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from promptstudio.core.errors import TaskError

# The end of a group is told from "]" before an escaped brace by an odd number of braces.
_PART = re.compile(r"(\{\{|\{\[|\]\}(?=(?:\}\})*(?!\}))|\}\}|\{[^{}]+\}|[{}])")
_CUT: Final = "|cut"
_BRACES: Final = {"{{": "{", "}}": "}"}


@dataclass(frozen=True, slots=True)
class Field:
    """A field that may be missing or empty (optional), or be shortened (cuttable)."""

    name: str
    optional: bool = False
    cuttable: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Text and fields that are left out together."""

    pieces: tuple[str | Field, ...]

    @property
    def needed(self) -> tuple[str, ...]:
        """The fields without which the group is left out."""
        fields = (piece for piece in self.pieces if isinstance(piece, Field))
        return tuple(field.name for field in fields if not field.optional)


Piece = str | Field | Group


@lru_cache(maxsize=1024)
def parse(template: str) -> tuple[Piece, ...]:
    """Cut a template into text, fields and groups.

    Raises
    ------
    TaskError
        If a brace is left open or is empty, or a group is not closed, stands in another or
        has no field that it depends on.
    """
    pieces: list[Piece] = []
    group: list[str | Field] | None = None
    for part in _PART.split(template):
        if part == "{[":
            _check(template, "a group within a group", is_right=group is None)
            group = []
        elif part == "]}":
            _check(template, "the end of a group that does not begin", is_right=group is not None)
            whole = Group(tuple(group or ()))
            _check(
                template, "a group without a field that it depends on", is_right=bool(whole.needed)
            )
            pieces.append(whole)
            group = None
        elif part:
            (pieces if group is None else group).append(_text_or_field(template, part))
    _check(template, "a group that is not closed", is_right=group is None)
    return tuple(pieces)


def fields_of(pieces: tuple[Piece, ...]) -> Iterator[Field]:
    """Go through the fields, those in groups too."""
    for piece in pieces:
        if isinstance(piece, Group):
            yield from fields_of(piece.pieces)
        elif isinstance(piece, Field):
            yield piece


def written(name: str) -> str:
    """Return how a template names a field that every row has."""
    marks = len(name) - len(name.rstrip("?"))
    return f"{{{name}{'?' * marks}}}"


def _text_or_field(template: str, part: str) -> str | Field:
    if part in _BRACES or (part[0] != "{" and part != "}"):
        return _BRACES.get(part, part)
    name = part[1:-1].removesuffix(_CUT)
    marks = len(name) - len(name.rstrip("?"))
    own = name[: len(name) - (marks + 1) // 2]
    if not own:
        raise TaskError(
            f"The template '{template}' has a single or empty brace. "
            "Write {name} for a field, {{ and }} for braces."
        )
    return Field(own, optional=marks % 2 == 1, cuttable=part.endswith(f"{_CUT}}}"))


def _check(template: str, wrong: str, *, is_right: bool) -> None:
    if not is_right:
        raise TaskError(
            f"The template '{template}' has {wrong}. Write {{[a: {{name}} ]}} for what is left "
            "out where the field is missing or empty."
        )
