"""Turns what SQLite reports into a sentence for the user."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from promptstudio.core.errors import StoreError

_SENTENCES = {
    sqlite3.SQLITE_FULL: (
        "The disk is full: the store '{path}' could not take new results. "
        "What it held before is safe; free some space and try again."
    ),
    sqlite3.SQLITE_NOTADB: (
        "The file '{path}' is not a SQLite file, so it is no experiment store. "
        "Move it away or choose another workspace."
    ),
    sqlite3.SQLITE_CORRUPT: (
        "The store '{path}' is damaged. Restore a backup of it, or move it away to begin anew."
    ),
    sqlite3.SQLITE_READONLY: (
        "The store '{path}' can not be written. "
        "Check the permissions of the file and its folder, or choose another workspace."
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "The store '{path}' can not be opened. "
        "Check that its folder exists and may be written, or choose another workspace."
    ),
    sqlite3.SQLITE_BUSY: (
        "The store '{path}' is held by another program. Close that program and try again."
    ),
    sqlite3.SQLITE_IOERR: (
        "The disk failed while the store '{path}' was in use. "
        "Check the disk; what was stored before is safe."
    ),
}
_SENTENCES[sqlite3.SQLITE_LOCKED] = _SENTENCES[sqlite3.SQLITE_BUSY]
_SENTENCES[sqlite3.SQLITE_PERM] = _SENTENCES[sqlite3.SQLITE_READONLY]

_PRIMARY = 0xFF
"""SQLite keeps the general kind of an error in the low byte of its code."""


@contextmanager
def told_as_store_error(path: Path) -> Iterator[None]:
    """Raise `StoreError` for what a user can act on; a mistake in a statement stays as it is."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & _PRIMARY
        if code not in _SENTENCES:
            raise
        raise StoreError(_SENTENCES[code].format(path=path)) from error
