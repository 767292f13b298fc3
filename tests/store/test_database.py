import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from promptstudio.core.errors import StoreError, StoreLockedError
from promptstudio.core.paths import resource
from promptstudio.store.database import (
    integrity_problems,
    is_locked,
    is_writable,
    open_reader,
    open_writer,
    writer_lock,
)
from promptstudio.store.failures import told_as_store_error
from promptstudio.store.queries import RunReader
from promptstudio.store.writer import RunWriter


def pragma(db: Database, name: str) -> object:
    return db.execute(f"PRAGMA {name}").fetchone()[0]


def test_settings_of_the_connections(path: Path) -> None:
    with closing(open_writer(path)) as db:
        assert db.journal_mode == "wal"
        assert pragma(db, "synchronous") == 1
        assert pragma(db, "foreign_keys") == 1
        assert pragma(db, "busy_timeout") == 10_000
    with closing(open_reader(path)) as db:
        assert pragma(db, "foreign_keys") == 1
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            db.execute("DELETE FROM study")


def test_all_tables_are_strict(path: Path) -> None:
    with closing(open_writer(path)) as db:
        for table in db.tables:
            assert table.name == Migrations.migrations_table or "STRICT" in table.schema


def test_schema_page_names_every_table_and_column_and_no_other(path: Path) -> None:
    sections = re.split(r"^## ", resource("store/schema.md").read_text("utf-8"), flags=re.M)[1:]
    documented = {
        re.findall(r"`(\w+)`", section)[0]: re.findall(r"^- `(\w+)`: \S", section, re.M)
        for section in sections
    }
    with closing(open_writer(path)) as db:
        built = {
            name: [column.name for column in db[name].columns]
            for name in (*db.table_names(), *db.view_names())
        }
    assert documented == built


def test_a_locked_store_is_told_from_one_that_can_not_be_written(
    path: Path, spool: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not is_locked(path)
    with RunWriter(path, spool):
        assert is_locked(path)
        with pytest.raises(StoreLockedError, match="Another PromptStudio is writing"):
            RunWriter(path, spool).__enter__()
        with RunReader(path) as reader:
            assert reader.runs() == []
    assert not is_locked(path)

    def refuse(*args: object, **fields: object) -> None:
        error = sqlite3.OperationalError("readonly")
        error.sqlite_errorcode = sqlite3.SQLITE_READONLY
        raise error

    monkeypatch.setattr("promptstudio.store.database.sqlite3.connect", refuse)
    with pytest.raises(StoreError, match="can not be written"):
        is_locked(path)


def test_opening_twice_changes_nothing(path: Path) -> None:
    open_writer(path).close()
    before = path.read_bytes()
    open_writer(path).close()
    open_reader(path).close()
    assert path.read_bytes() == before


def test_reader_of_nothing_says_so_and_creates_nothing(path: Path) -> None:
    with pytest.raises(StoreError, match=r"no experiment store '.*promptstudio\.db'\. Run a study"):
        open_reader(path)
    assert not path.parent.exists()


@pytest.mark.parametrize("opening", [open_writer, open_reader])
def test_newer_store_is_refused_and_left_alone(path: Path, opening: object) -> None:
    with closing(open_writer(path)) as db:
        db["_sqlite_migrations"].insert(
            {"migration_set": "promptstudio", "name": "m999_later", "applied_at": "then"}
        )
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"newer version of PromptStudio.*nothing was changed\."):
        opening(path)
    assert path.read_bytes() == before


def test_database_of_another_program_is_refused_and_left_alone(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE album (title TEXT)")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="a database of another program"):
        open_writer(path)
    assert path.read_bytes() == before


def test_file_that_is_no_database_is_refused_and_left_alone(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("Dear diary, " * 100)
    with pytest.raises(StoreError, match="not a SQLite file, so it is no experiment store"):
        open_writer(path)
    assert path.read_text().startswith("Dear diary")


def test_damaged_store_is_told(path: Path) -> None:
    open_writer(path).close()
    data = bytearray(path.read_bytes())
    data[100:4096] = bytes(3996)
    path.write_bytes(data)
    with pytest.raises(StoreError, match="is damaged"):
        open_reader(path)


def test_workspace_that_can_not_be_created_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match=r"workspace '.*file.*' can not be created"):
        open_writer(tmp_path / "file" / "promptstudio.db")


def test_folder_in_the_store_s_place_is_told(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(StoreError, match="can not be opened"):
        open_writer(path)


def test_write_without_permission_is_told(path: Path) -> None:
    with closing(open_writer(path)) as db:
        db.execute("PRAGMA query_only = ON")
        with (
            pytest.raises(StoreError, match="can not be written"),
            told_as_store_error(path),
        ):
            db.execute("DELETE FROM study")


def test_mistake_in_a_statement_is_no_store_error(path: Path) -> None:
    with (
        closing(open_writer(path)) as db,
        pytest.raises(sqlite3.OperationalError, match="no such table"),
        told_as_store_error(path),
    ):
        db.execute("DELETE FROM absent")


def test_integrity_of_a_sound_and_of_a_broken_store(path: Path) -> None:
    with closing(open_writer(path)) as db:
        assert integrity_problems(path) == ()
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("INSERT INTO study_run VALUES ('study-9', 'run-9')")
    problems = integrity_problems(path)
    assert len(problems) == 2
    assert "study_run names a row of" in problems[0]


def test_one_writer_at_a_time(path: Path) -> None:
    with (
        writer_lock(path),
        pytest.raises(StoreError, match="Another PromptStudio is writing"),
        writer_lock(path),
    ):
        pytest.fail("two writers")
    with writer_lock(path):
        pass


@pytest.mark.parametrize("name", ["numpy", "pandas"])
def test_the_store_leaves_large_packages_unloaded_and_importable(name: str) -> None:
    code = f"import promptstudio.store.writer, sys\nassert '{name}' not in sys.modules"
    code += f"\nimport {name}"
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.fixture
def unwritable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store whose folder may not be written. Root may write anything, so this is told."""
    path = tmp_path / "promptstudio.db"
    open_writer(path).close()
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    return path


def test_a_store_that_can_not_be_written_can_be_read(unwritable: Path) -> None:
    before = sorted(unwritable.parent.iterdir())
    assert not is_writable(unwritable)
    with closing(open_reader(unwritable)) as db:
        assert db["run"].count == 0
        with pytest.raises(sqlite3.OperationalError):
            db.conn.execute("DELETE FROM run")
        assert sorted(unwritable.parent.iterdir()) == before


def test_of_a_store_that_is_not_there_nothing_is_refused(tmp_path: Path) -> None:
    assert is_writable(tmp_path / "no folder" / "promptstudio.db")


def test_an_unwritable_store_with_a_log_is_refused(unwritable: Path) -> None:
    unwritable.with_name("promptstudio.db-wal").write_bytes(b"x")
    with pytest.raises(StoreError, match="must be merged first"):
        open_reader(unwritable)


def test_an_unwritable_store_of_an_older_version_is_refused(unwritable: Path) -> None:
    with closing(Database(sqlite3.connect(unwritable))) as db:
        newest = max(row["name"] for row in db["_sqlite_migrations"].rows)
        db.execute("DELETE FROM _sqlite_migrations WHERE name = ?", [newest])
        db.conn.commit()
    unwritable.with_name("promptstudio.db-wal").unlink(missing_ok=True)
    with pytest.raises(StoreError, match="older version and can not be brought up to date"):
        open_reader(unwritable)
