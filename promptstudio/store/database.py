"""Opens the store: creates it, brings it up to date, refuses what it can not read."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from promptstudio.core.errors import StoreError, StoreLockedError
from promptstudio.store.failures import told_as_store_error
from promptstudio.store.migrations import MIGRATIONS, known_migrations
from promptstudio.store.sqlite import Database

FILE_NAME = "promptstudio.db"
_WAIT_SECONDS = 10.0
_LOCK_SECONDS = 0.5


def open_writer(path: Path) -> Database:
    """Open the store for writing in the calling thread; create or migrate it first.

    Raises
    ------
    StoreError
        If the file is of a newer version, no store, damaged, or can not be written.
    """
    with told_as_store_error(path):
        _make_folder(path)
        db = _connect(path)
        try:
            _bring_up_to_date(db, path)
            if db.journal_mode != "wal":
                db.enable_wal()
            db.conn.execute("PRAGMA synchronous = NORMAL")
        except BaseException:
            db.close()
            raise
        return db


def open_reader(path: Path) -> Database:
    """Open an existing store for reading in the calling thread; migrate it first if it is old.

    Raises
    ------
    StoreError
        If there is no store, or for the reasons of `open_writer`.
    """
    if not path.exists():
        raise StoreError(
            f"There is no experiment store '{path}'. "
            "Run a study first, or choose another workspace."
        )
    with told_as_store_error(path):
        writable = is_writable(path)
        db = _connect(path) if writable else _connect_to_unwritable(path)
        try:
            if writable:
                _bring_up_to_date(db, path)
            else:
                _check_up_to_date(db, path)
            db.conn.execute("PRAGMA query_only = ON")
        except BaseException:
            db.close()
            raise
        return db


def is_writable(path: Path) -> bool:
    """Tell whether a store that is there, and files beside it, may be written.

    Of a store that is not there yet this is not known: the attempt will tell.
    """
    return not path.exists() or (os.access(path.parent, os.W_OK) and os.access(path, os.W_OK))


@contextmanager
def writer_lock(path: Path) -> Iterator[None]:
    """Hold the right to be the one writer of a store; ends with the process at the latest.

    SQLite's own file locking is used on an empty file beside the store, so it works on every
    system and leaves nothing stale behind.

    Raises
    ------
    StoreLockedError
        If another writer, in this process or another one, is at work.
    StoreError
        If the lock can not be made.
    """
    _make_folder(path)
    if not is_writable(path):
        raise StoreError(
            f"The store '{path}' can be looked at but not written. Check the permissions of the "
            "file and its folder, or choose another workspace."
        )
    with (
        told_as_store_error(path),
        closing(
            sqlite3.connect(path.with_suffix(".lock"), timeout=_LOCK_SECONDS, isolation_level=None)
        ) as connection,
    ):
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            raise StoreLockedError(
                f"Another PromptStudio is writing to the store '{path}'. "
                "Close it, or choose another workspace."
            ) from error
        yield


def is_locked(path: Path) -> bool:
    """Tell whether a writer is at work, so that a store may be read but not written now.

    Raises
    ------
    StoreError
        If that can not be found out, for instance because the folder can not be written.
    """
    try:
        with writer_lock(path):
            return False
    except StoreLockedError:
        return True


def integrity_problems(path: Path) -> tuple[str, ...]:
    """Return what SQLite finds wrong with a store; empty where all is well.

    Raises
    ------
    StoreError
        If the store can not be opened at all.
    """
    db = open_reader(path)
    with closing(db), told_as_store_error(path):
        found = [str(row[0]) for row in db.execute("PRAGMA integrity_check") if row[0] != "ok"]
        for table, row, parent, _ in db.execute("PRAGMA foreign_key_check"):
            found.append(f"row {row} of {table} names a row of {parent} that is not there")
        return tuple(found)


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"The workspace '{path.parent}' can not be created: {error.strerror}. "
            "Choose another workspace."
        ) from error


def _connect(path: Path) -> Database:
    db = Database(sqlite3.connect(path, timeout=_WAIT_SECONDS))
    db.conn.execute("PRAGMA foreign_keys = ON")
    return db


def _connect_to_unwritable(path: Path) -> Database:
    """Open a store of which nothing can be written, not even SQLite's own files beside it."""
    log = path.with_name(f"{path.name}-wal")
    if log.exists() and log.stat().st_size:
        raise StoreError(
            f"The store '{path}' can not be written, and its newest runs stand in '{log.name}' "
            "beside it, which must be merged first. Copy the whole workspace to a folder that "
            "can be written, and open that one."
        )
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    return Database(sqlite3.connect(address, uri=True, timeout=_WAIT_SECONDS))


def _check_up_to_date(db: Database, path: Path) -> None:
    _refuse_foreign(db, path, {migration.name for migration in MIGRATIONS.applied(db)})
    if MIGRATIONS.pending(db):
        raise StoreError(
            f"The store '{path}' is of an older version and can not be brought up to date, "
            "because it can not be written. Copy the workspace to a folder that can be written."
        )


def _bring_up_to_date(db: Database, path: Path) -> None:
    applied = {migration.name for migration in MIGRATIONS.applied(db)}
    _refuse_foreign(db, path, applied)
    pending = MIGRATIONS.pending(db)
    if not pending:
        return
    if applied:
        _back_up(db, path.with_name(f"{path.stem}.before-{pending[0].name}.db"))
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        MIGRATIONS.apply(db)
        db.commit()
    except BaseException:
        db.rollback()
        raise


def _refuse_foreign(db: Database, path: Path, applied: set[str]) -> None:
    """Refuse, before anything is changed, a newer store and another program's file."""
    if applied - known_migrations():
        raise StoreError(
            f"The store '{path}' was written by a newer version of PromptStudio. "
            "Update PromptStudio or choose another workspace; nothing was changed."
        )
    if not applied and db.table_names():
        raise StoreError(
            f"The file '{path}' is a database of another program. "
            "Move it away or choose another workspace; nothing was changed."
        )


def _back_up(db: Database, target: Path) -> None:
    with closing(sqlite3.connect(target)) as copy:
        db.conn.backup(copy)
