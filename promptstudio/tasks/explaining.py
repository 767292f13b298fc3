"""Tells a person who has only the filled-in form of a template what its marks meant."""

from collections.abc import Iterator, Mapping
from typing import Final

from promptstudio.tasks.cards import SandboxSource, TaskCard
from promptstudio.tasks.columns import ColumnKind
from promptstudio.tasks.syntax import Field, Group, fields_of, parse

_LISTS: Final[Mapping[ColumnKind, str]] = {
    "texts": "`first, second`",
    "turns": "`first second`",
    "choices": "`choice1: first choice2: second`",
}


def explained(card: TaskCard, max_input_tokens: int) -> tuple[str, ...]:
    """Return a sentence for everything that the form to fill in does not show.

    `promptstudio.tasks.templates.unmarked` makes the form.

    Parameters
    ----------
    max_input_tokens
        The length, special tokens included, beyond which inputs were shortened.
    """
    pieces = parse(card.template)
    return (
        *(_optional(piece) for piece in pieces if isinstance(piece, Field) and piece.optional),
        *(line for piece in pieces if isinstance(piece, Group) for line in _group(piece)),
        *_lists(card),
        _shortened({field.name for field in fields_of(pieces) if field.cuttable}, max_input_tokens),
    )


def _optional(field: Field) -> str:
    return f"`{{{field.name}}}` may be missing or empty; then nothing stands in its place."


def _group(group: Group) -> Iterator[str]:
    needed = " or ".join(f"`{{{name}}}`" for name in dict.fromkeys(group.needed))
    yield f"`{_form(group)}` is left out as a whole where {needed} is missing or empty."
    yield from (_optional(f) for f in fields_of(group.pieces) if f.optional)


def _form(group: Group) -> str:
    parts = (p if isinstance(p, str) else f"{{{p.name}}}" for p in group.pieces)
    return "".join(parts)


def _lists(card: TaskCard) -> Iterator[str]:
    if isinstance(card.source, SandboxSource):
        return
    for name in dict.fromkeys(field.name for field in fields_of(parse(card.template))):
        written = _LISTS.get(card.source.columns.get(name, "text"))
        if written:
            yield f"`{{{name}}}` is a list, written {written}."


def _shortened(names: set[str], limit: int) -> str:
    what = f"Inputs longer than {limit} tokens were shortened:"
    if not names:
        return f"{what} their end was cut."
    fields = ", ".join(f"`{{{name}}}`" for name in sorted(names))
    return f"{what} {fields} lost words from the end, and the rest stayed whole where it fitted."
