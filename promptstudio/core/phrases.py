"""Words of the program that know how they were put together, so that they can be translated.

Below the window all words are English. A phrase is such a text, and can be used as one; it also
keeps its template and the values in it. What is plain text beside it (names of tasks, labels,
paths) stays as it is in every language.
"""

from collections.abc import Iterable
from typing import Self


class Phrase(str):
    """An English text made of a template in the form of `str.format` and its values.

    A value may be a phrase itself. Without values the template is the text, braces and all.
    """

    __slots__ = ("template", "values")

    template: str
    values: tuple[object, ...]

    def __new__(cls, template: str, *values: object) -> Self:
        """Put the values into the template."""
        made = super().__new__(cls, template.format(*values) if values else template)
        made.template = template
        made.values = values
        return made


def declaration(text: str) -> Phrase:
    """Return a text of a declaration, such as the title of a stage or setting, as a phrase."""
    return Phrase(text)


def phrases(*texts: str) -> tuple[Phrase, ...]:
    """Return each text as a phrase, such as the columns of a table."""
    return tuple(Phrase(text) for text in texts)


def counted(number: int, one: str, several: str, *more: object) -> Phrase:
    """Return the phrase that fits a number: ``counted(2, "1 run", "{0:,} runs")``.

    The number is the first value of both templates, ``more`` are the others.
    """
    return Phrase(one if number == 1 else several, number, *more)


def joined(separator: str, parts: Iterable[str]) -> Phrase:
    """Return parts in a row; the separator is the same in every language."""
    known = tuple(parts)
    return Phrase(separator.join(f"{{{place}}}" for place in range(len(known))), *known)
