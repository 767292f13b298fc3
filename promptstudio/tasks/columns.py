"""Columns of rows as a card declares them: parts of nested ones, and lists put in words.

A name with dots leads into a nested column: ``choices.text`` is the list of texts in a column
``choices``. A column whose own name has dots comes first.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, Literal

from promptstudio.tasks.tables import Fields
from promptstudio.tasks.templates import as_text

ColumnKind = Literal[
    "text", "class", "number", "boolean", "texts", "turns", "choices", "answers", "names"
]
"""What a column holds.

=========  =====================================================  =================================
kind       value                                                  in a template
=========  =====================================================  =================================
text       text                                                   as it is
class      the number of a class, or its name                     as it is
number     a number                                               as it is
boolean    true or false                                          as it is
texts      list of texts                                          joined with commas
turns      list of texts                                          joined with spaces
choices    list of texts                                          "choice1: a choice2: b"
answers    text, list of texts, or SQuAD's ``{"text": [...]}``    not for templates
names      list of the names of choices, such as A, B, C          not for templates
=========  =====================================================  =================================
"""

_IN_WORDS: Final[Mapping[str, Callable[[list[str]], str]]] = {
    "texts": ", ".join,
    "turns": " ".join,
    "choices": lambda texts: " ".join(f"choice{n}: {text}" for n, text in enumerate(texts, 1)),
}


def part_of(row: Fields, name: str) -> Any:
    """Return a column, or the part of a nested column that a name with dots leads to.

    A number leads to that place of a list, from 0; another step into a list of records gives
    that part of each.

    Raises
    ------
    LookupError
        If the row has no such part.
    """
    if name in row:
        return row[name]
    value: Any = row
    for step in name.split("."):
        if not isinstance(value, list):
            value = _inside(value, step)
        elif step.isdecimal():
            value = value[int(step)]
        else:
            value = [_inside(item, step) for item in value]
    return value


def _inside(value: Any, step: str) -> Any:
    if isinstance(value, dict):
        return value[step]
    raise LookupError(step)


def declared(row: Fields, names: tuple[str, ...], kinds: Mapping[str, ColumnKind]) -> Fields:
    """Return a row in which every name of a card can be looked up as it stands.

    Names that lead nowhere are left out: who needs them says where they are missing.
    """
    found: Fields = {}
    for name in names:
        to_words = _IN_WORDS.get(kinds.get(name, ""))
        if name in row and to_words is None:
            continue
        try:
            value = part_of(row, name)
        except LookupError:
            continue
        found[name] = _listed(value, to_words) if to_words else value
    return {**row, **found} if found else row


def _listed(value: Any, to_words: Callable[[list[str]], str]) -> Any:
    """Put a list of texts in words; anything else stays, to be complained about."""
    texts = [as_text(item) for item in value] if isinstance(value, list) else [None]
    plain = [text for text in texts if text is not None]
    return to_words(plain) if len(plain) == len(texts) else value


def place_among(row: Fields, label: object, among: str) -> str | None:
    """Return the place, from 0, of a label in a list of names, None where it is not in it."""
    try:
        names = part_of(row, among)
    except LookupError:
        return None
    texts = [as_text(name) for name in names] if isinstance(names, list) else []
    text = as_text(label)
    return str(texts.index(text)) if text is not None and text in texts else None
