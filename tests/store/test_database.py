import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from promptstudio.core.errors import StoreError
from promptstudio.core.paths import resource
from promptstudio.store.database import (
    integrity_problems,
    open_reader,
    open_writer,
    writer_lock,
)
from promptstudio.store.failures import told_as_store_error


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


def test_the_store_loads_no_pandas_and_leaves_it_importable() -> None:
    code = (
        "import sys, promptstudio.store.writer\nassert 'pandas' not in sys.modules\nimport pandas\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
