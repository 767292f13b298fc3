"""Stores of earlier versions: brought up to date with all they hold, or left as they were."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from promptstudio.core.spec import Job, StudySpec
from promptstudio.store import database, migrations
from promptstudio.store.database import integrity_problems, open_reader, open_writer
from promptstudio.store.queries import RunReader
from promptstudio.store.writer import RunWriter

STUDY = ("study-1", "old", 'name = "old"', "2026-01-01T00:00:00+00:00")
LATER = {"split_rule", "text", "weights"}
"""What a job did not say when the first version wrote it."""


@pytest.fixture
def old_store(path: Path, run_job: Callable[..., Job]) -> Path:
    """A store of the first version with a finished run of seed 3 and split seed 7."""
    spec = run_job(split_seed=7).spec.model_dump(mode="json", exclude=LATER)
    first = Migrations("promptstudio")
    first()(migrations.m001_first_light)
    path.parent.mkdir()
    with closing(Database(path)) as db:
        first.apply(db)
        db.execute("INSERT INTO study VALUES (?, ?, ?, ?)", STUDY)
        db.execute(
            "INSERT INTO run (job_id, study_id, kind, title, label, method, setting, source_tasks,"
            " target_task, seed, digest, status, position, created, metric, test, test_metrics,"
            " backbone, spec) VALUES ('run-1', 'study-1', 'run', 'Old', 'Old', 'prompt_tuning',"
            " '0', '[\"film\"]', 'food', 3, '0', 'finished', 0, '2026-01-01T00:00:00+00:00',"
            " 'accuracy', 0.75, '{\"accuracy\": 0.75}', 'sandbox', ?)",
            [json.dumps(spec)],
        )
        db.execute(
            "INSERT INTO evaluation VALUES"
            " ('run-1', 'tune', 50, 'food', 'test', 'accuracy', 0.75, NULL, 32, 0),"
            " ('run-1', 'tune', 50, 'food', 'validation', 'accuracy', 0.5, NULL, 16, 1)"
        )
        db.conn.commit()
    return path


@pytest.mark.parametrize("opening", [open_writer, open_reader])
def test_a_store_of_the_first_version_keeps_what_it_holds(
    old_store: Path, opening: Callable[[Path], Database]
) -> None:
    opening(old_store).close()
    with RunReader(old_store) as reader:
        record = reader.run("run-1")
        assert (record.seed, record.split_seed) == (3, 7)
        assert (record.test, record.test_rows) == ({"accuracy": 0.75}, 32)
        assert record.config["lr"] == 0.3
        assert record.stages == ("tune",)
        test, validation = reader.evaluations("run-1")
        assert (test.spent, validation.spent) == (0, 0)
        assert (test.rows, validation.rows) == (32, 16)
        assert reader.costs(["run-1"]) == {"run-1": []}
        assert reader.job("run-1").spec.split_rule == "per_class"
    assert integrity_problems(old_store) == ()
    with closing(sqlite3.connect(old_store)) as db:
        results = db.execute("SELECT run, seed, split_seed, test_rows FROM results").fetchall()
        assert results == [("run-1", 3, 7, 32)]
        board = db.execute("SELECT runs, seeds, splits, mean_test FROM leaderboard").fetchall()
        assert board == [(1, 1, 1, 0.75)]


def test_a_migrated_store_is_built_like_a_new_one(old_store: Path, tmp_path: Path) -> None:
    def built(path: Path) -> dict[str, list[tuple[object, ...]]]:
        with closing(open_writer(path)) as db:
            names = (*db.table_names(), *db.view_names())
            return {name: db.execute(f"PRAGMA table_info({name})").fetchall() for name in names}

    assert built(old_store) == built(tmp_path / "new" / "promptstudio.db")


def test_a_migrated_store_takes_new_runs(
    old_store: Path, spool: Path, study: StudySpec, run_job: Callable[..., Job], new_worker: Any
) -> None:
    worker = new_worker(spool, "run-2")
    with RunWriter(old_store, spool) as writer, RunReader(old_store) as reader:
        writer.add_study("study-2", study, [run_job("run-2", "study-2")])
        for event in (worker.started(), worker.scored(5, 0.5, spent=40), worker.ended()):
            writer(event)
        assert [record.job_id for record in reader.runs()] == ["run-1", "run-2"]
        assert [found.spent for found in reader.evaluations("run-2")] == [40]


def test_the_store_before_its_migration_is_kept(old_store: Path) -> None:
    open_writer(old_store).close()
    with closing(sqlite3.connect(old_store.with_name("promptstudio.before-m002_costs.db"))) as copy:
        assert copy.execute("SELECT * FROM study").fetchall() == [STUDY]
        assert copy.execute("SELECT job_id FROM run").fetchall() == [("run-1",)]
        names = {name for (name,) in copy.execute("SELECT name FROM sqlite_master")}
        assert "stage_cost" not in names


def newer(monkeypatch: pytest.MonkeyPatch, last: Callable[[Database], object]) -> None:
    """Add a migration to this version."""
    longer = Migrations("promptstudio")
    with closing(Database(memory=True)) as empty:
        for known in migrations.MIGRATIONS.pending(empty):
            longer(name=known.name)(known.fn)
    longer(name="later")(last)
    monkeypatch.setattr(database, "MIGRATIONS", longer)
    monkeypatch.setattr(migrations, "MIGRATIONS", longer)


@pytest.mark.parametrize("opening", [open_writer, open_reader])
def test_a_later_migration_backs_up_and_changes(
    path: Path, monkeypatch: pytest.MonkeyPatch, opening: Callable[[Path], Database]
) -> None:
    with closing(open_writer(path)) as db:
        db.execute("INSERT INTO study VALUES (?, ?, ?, ?)", STUDY)
    newer(monkeypatch, lambda db: db.execute("ALTER TABLE study ADD COLUMN note TEXT"))
    with closing(opening(path)) as db:
        assert db.execute("SELECT name, note FROM study").fetchall() == [("old", None)]
    with closing(sqlite3.connect(path.with_name("promptstudio.before-later.db"))) as copy:
        assert copy.execute("SELECT * FROM study").fetchall() == [STUDY]


def test_migration_that_fails_changes_nothing(
    old_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(db: Database) -> None:
        db.execute("ALTER TABLE study ADD COLUMN note TEXT")
        raise ValueError("half way")

    newer(monkeypatch, half)
    with pytest.raises(ValueError, match="half way"):
        open_writer(old_store)
    with closing(sqlite3.connect(old_store)) as db:
        columns = [row[1] for row in db.execute("PRAGMA table_info(study)")]
        tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master")}
    assert columns == ["study_id", "name", "spec", "created"]
    assert "stage_cost" not in tables
