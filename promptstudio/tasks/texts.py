"""What text of a person's data may be: how long, and which characters it may not hold."""

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from promptstudio.core.errors import TaskError

LONGEST_TEXT: Final = 2**24
"""Characters of a line or a value; what is longer is no text for a model but a broken file."""

_GUESSED_BY: Final = 2**20


def fault_of(text: str) -> str:
    """Return what makes a text unusable, as a part of a sentence; empty where nothing does."""
    if len(text) > LONGEST_TEXT:
        return f"a text of {len(text):,} characters; {LONGEST_TEXT:,} are the most"
    if "\0" in text:
        return "a NUL character, which no text has"
    try:
        if not text.isascii():
            text.encode()
    except UnicodeEncodeError:
        return "half a character (a lone surrogate), which is no Unicode text"
    return ""


def text_lines(path: Path, *, newline: str) -> Iterator[str]:
    r"""Yield the lines of a file of UTF-8 text with their ends, and never hold more than one.

    Parameters
    ----------
    newline
        As `open` takes it: ``"\n"`` for lines that end so, ``""`` for every kind of end.

    Raises
    ------
    TaskError
        Naming the line, if it is too long or holds a NUL byte, and the byte that is not UTF-8;
        or if the file can not be read.
    """
    number = 0
    try:
        with path.open(encoding="utf-8-sig", newline=newline) as file:
            while line := file.readline(LONGEST_TEXT + 1):
                number += 1
                fault = _fault_of_line(line)
                if fault:
                    raise TaskError(f"File '{path}', line {number}: {fault}")
                yield line
    except UnicodeDecodeError as error:
        raise TaskError(undecodable(path)) from error
    except OSError as error:
        raise TaskError(f"The file '{path}' can not be read: {error.strerror}.") from error


def guessed_lines(path: Path) -> int:
    """Return how many lines a file has, as far as its size and its beginning tell; or 0."""
    try:
        with path.open("rb") as file:
            beginning = file.read(_GUESSED_BY)
        size = path.stat().st_size
    except OSError:  # whoever reads the lines tells
        return 0
    return round(size * max(1, beginning.count(b"\n")) / max(1, len(beginning)))


def _fault_of_line(line: str) -> str:
    if len(line) > LONGEST_TEXT:
        return (
            f"it is longer than {LONGEST_TEXT:,} characters. Check that the file is what its "
            "ending says, and shorten the text."
        )
    if "\0" in line:
        return "there is a NUL byte, so this is no plain text. Save the file as UTF-8 text."
    return ""


def undecodable(path: Path) -> str:
    """Return a sentence that names the line and the first byte of a file that is not UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    begin, line = 0, 1
    with path.open("rb") as file:
        while True:
            some = file.read(2**16)
            try:
                decoder.decode(some, final=not some)
            except UnicodeDecodeError as error:
                pending = len(error.object) - len(some)  # bytes kept from the piece before
                byte = begin - pending + error.start
                line += some[: max(0, error.start - pending)].count(b"\n")
                return (
                    f"File '{path}', line {line}: byte {byte + 1:,} of the file "
                    f"(0x{error.object[error.start]:02X}) is not UTF-8 text. Save the file as "
                    "UTF-8."
                )
            begin += len(some)
            line += some.count(b"\n")
