import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from promptstudio.core.errors import StoreError
from promptstudio.core.events import Status
from promptstudio.core.spec import Job, StudySpec, dump_study
from promptstudio.store.queries import RunReader
from promptstudio.store.writer import RunWriter

PROMPT = np.ones((2, 3), dtype=np.float32)


def test_everything_that_a_row_shows(writer: RunWriter, reader: RunReader, worker: Any) -> None:
    for event in (
        worker.started(),
        worker.stage(),
        worker.step(50),
        worker.scored(50, 0.6),
        worker.scored(60, 0.4, is_best=False),
        worker.scored(60, 0.99, task="film"),
        worker.scored(50, 0.55, "test", metrics={"loss": 0.7, "f1": 0.55}, main="f1"),
        worker.prompt(PROMPT),
        worker.ended(reason="Stopped early.", rows=480, seconds=30.0),
    ):
        writer(event)
    (record,) = reader.runs()
    assert record == reader.run("run-1")
    assert (record.job_id, record.study_id, record.study) == ("run-1", "study-1", "film to food")
    assert (record.kind, record.method, record.label) == ("run", "prompt_tuning", "Prompt tuning")
    assert record.title == "Prompt tuning: food, seed 3"
    assert (record.source_tasks, record.target_task, record.seed) == (("film", "book"), "food", 3)
    assert (record.status, record.attempt, record.position) == (Status.FINISHED, 0, 0)
    assert record.started == datetime.fromtimestamp(1_700_000_000.5, UTC)
    assert record.ended == datetime.fromtimestamp(1_700_000_008.5, UTC)
    assert (record.stage, record.step, record.steps) == ("tune", 50, 100)
    assert (record.rows, record.seconds, record.reason) == (480, 30.0, "Stopped early.")
    assert (record.metric, record.validation) == ("f1", 0.6)
    assert (record.test, record.test_rows) == ({"loss": 0.7, "f1": 0.55}, 40)
    assert (record.device, record.backbone, record.sharing) == ("cpu", "sandbox", "in_turn")
    assert (record.backbone_sha256, record.versions) == ("ab" * 32, {"torch": "2.13.0"})
    assert record.digest == reader.job("run-1").spec.digest
    assert record.prompt_id == reader.prompts("run-1")[0].prompt_id


def test_a_row_shows_the_settings_and_tells_splits_from_seeds(
    writer: RunWriter, reader: RunReader, study: StudySpec, run_job: Callable[..., Job]
) -> None:
    job = run_job("run-2", "study-2", seed=4, split_seed=5, stages=("warm", "tune"))
    writer.add_study("study-2", study, [job])
    (record,) = reader.runs("study-2")
    assert (record.seed, record.split_seed) == (4, 5)
    assert record.config == job.spec.config
    assert record.stages == ("warm", "tune")
    assert record.test_rows == 0


def test_first_metric_counts_where_none_is_named(
    writer: RunWriter, reader: RunReader, worker: Any
) -> None:
    writer(worker.started())
    writer(worker.scored(1, 0.25))
    assert (reader.run("run-1").metric, reader.run("run-1").validation) == ("accuracy", 0.25)


def test_job_comes_back_equal(reader: RunReader, run_job: Callable[..., Job]) -> None:
    assert reader.job("run-1") == run_job()
    assert reader.start("run-1").attempt == 0
    with pytest.raises(StoreError, match="no run 'run-7' in the store"):
        reader.job("run-7")


def test_studies_come_back_with_their_text(reader: RunReader, study: StudySpec) -> None:
    (record,) = reader.studies()
    assert (record.study_id, record.name, record.spec) == (
        "study-1",
        "film to food",
        dump_study(study),
    )
    assert record.created.tzinfo is UTC


def test_run_by_the_beginning_of_its_name(
    writer: RunWriter, reader: RunReader, study: StudySpec, run_job: Callable[..., Job]
) -> None:
    names = ["run-20", "run-21", "run-22", "run-23", "run-2_x"]
    writer.add_study("study-2", study, [run_job(name) for name in names])
    assert reader.run("run-1").job_id == "run-1"
    assert reader.run("run-22").job_id == "run-22"
    assert reader.run("run-2_").job_id == "run-2_x"
    with pytest.raises(
        StoreError, match=r"'run-2' stands for 5 runs: run-20, run-21, run-22, \.\.\.\. Type more"
    ):
        reader.run("run-2")
    for absent in ("run-3", "%", ""):
        with pytest.raises(StoreError, match=f"There is no run '{absent}' in the store"):
            reader.run(absent)


def test_whole_name_wins_over_a_longer_one(
    writer: RunWriter, reader: RunReader, study: StudySpec, run_job: Callable[..., Job]
) -> None:
    writer.add_study("study-2", study, [run_job("run-11")])
    assert reader.run("run-1").job_id == "run-1"


def test_settings_with_their_types(
    reader: RunReader, path: Path, run_job: Callable[..., Job]
) -> None:
    params = reader.params("run-1")
    assert {name: value for name, value in params.items() if "." not in name} == {
        "lr": 0.3,
        "init": "text",
        "steps": 100,
        "frozen": True,
        "bandwidth": None,
    }
    assert params["frozen"] is True
    assert params["backbone.source"] == "sandbox"
    assert params["evaluation.every"] == 50
    assert params["job.shots"] == 16
    with closing(sqlite3.connect(path)) as db:
        rows = db.execute("SELECT name FROM run_param WHERE real BETWEEN 0.2 AND 0.4").fetchall()
    assert rows == [("lr",)]


def test_evaluations_and_messages(writer: RunWriter, reader: RunReader, worker: Any) -> None:
    writer(worker.started())
    writer(worker.says("Inputs were cut."))
    writer(worker.scored(1, 0.5, spent=320))
    writer(worker.scored(1, 0.4, "test"))
    test, validation = reader.evaluations("run-1")
    assert (test.split, test.metrics, test.is_best) == (
        "test",
        {"accuracy": 0.4, "loss": 0.7},
        False,
    )
    assert (validation.stage, validation.step, validation.task, validation.rows) == (
        "tune",
        1,
        "food",
        40,
    )
    assert validation.is_best
    assert (test.spent, validation.spent) == (0, 320)
    (message,) = reader.messages("run-1")
    assert (message.attempt, message.level, message.text) == (0, "warning", "Inputs were cut.")
    assert message.time == datetime.fromtimestamp(1_700_000_001.5, UTC)


def test_nothing_is_known_of_an_unknown_run(reader: RunReader) -> None:
    assert reader.metrics("run-7") == {}
    assert reader.params("run-7") == {}
    assert reader.evaluations("run-7") == []
    assert reader.messages("run-7") == []
    assert reader.prompts("run-7") == []
    assert reader.checkpoint("run-7") is None
    assert reader.finished_stage("run-7") is None
    assert reader.dependencies("run-7") == ()
    with pytest.raises(StoreError, match="There is no prompt 'prompt-7'"):
        reader.prompt("prompt-7")


def test_views(
    writer: RunWriter,
    path: Path,
    study: StudySpec,
    run_job: Callable[..., Job],
    new_worker: Any,
    spool: Path,
) -> None:
    seeds = ((0, 0), (1, 1), (1, 2))
    jobs = [
        run_job(f"run-a{split}", "study-2", seed=seed, split_seed=split) for seed, split in seeds
    ]
    other = run_job("run-b0", "study-2", seed=0, config={"lr": 0.1})
    writer.add_study("study-2", study, [*jobs, other])
    for job, score in zip((*jobs, other), (0.5, 0.7, 0.6, 0.9), strict=True):
        worker = new_worker(spool, job.job_id)
        for event in (worker.started(), worker.scored(1, score, "test"), worker.ended()):
            writer(event)
    with closing(sqlite3.connect(path)) as db:
        results = db.execute(
            "SELECT run, method, target, seed, split_seed, status, test, test_rows FROM results"
        )
        assert results.fetchall() == [
            ("run-1", "Prompt tuning", "food", 3, 3, "queued", None, 0),
            ("run-a0", "Prompt tuning", "food", 0, 0, "finished", 0.5, 40),
            ("run-a1", "Prompt tuning", "food", 1, 1, "finished", 0.7, 40),
            ("run-a2", "Prompt tuning", "food", 1, 2, "finished", 0.6, 40),
            ("run-b0", "Prompt tuning", "food", 0, 3, "finished", 0.9, 40),
        ]
        board = db.execute(
            "SELECT target, metric, runs, seeds, splits, mean_test, lowest, highest "
            "FROM leaderboard"
        )
        assert board.fetchall() == [
            ("food", "accuracy", 1, 1, 1, 0.9, 0.9, 0.9),
            ("food", "accuracy", 3, 2, 3, pytest.approx(0.6), 0.5, 0.7),
        ]


def test_lists_never_read_the_metrics(reader: RunReader) -> None:
    """Watched through SQLite's own authorizer: which tables does the list touch?"""
    tables: set[str | None] = set()

    def watch(action: int, table: str | None, *rest: object) -> int:
        if action == sqlite3.SQLITE_READ:
            tables.add(table)
        return sqlite3.SQLITE_OK

    reader._db.conn.set_authorizer(watch)
    assert len(reader.runs("study-1")) == 1
    assert tables == {"run", "study", "study_run", "prompt", "environment", "mark", "fork"}


def test_a_list_parses_nothing(reader: RunReader, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is text in the store stays text until it is asked for: lists may be long."""

    def refuse(*args: object) -> None:
        raise AssertionError("parsed while listing")

    with monkeypatch.context() as patch:
        patch.setattr("promptstudio.store.records.json.loads", refuse)
        patch.setattr("promptstudio.store.records.to_time", refuse)
        patch.setattr("promptstudio.store.records.Status", refuse)
        (record,) = reader.runs()
    assert record.status is Status.QUEUED
    assert record.created.tzinfo is UTC


def test_the_prompt_of_a_run_is_found_without_reading_the_prompts(reader: RunReader) -> None:
    asked: list[str] = []
    reader._db.conn.set_trace_callback(asked.append)
    reader.runs()
    reader._db.conn.set_trace_callback(None)
    plan = [row[3] for row in reader._rows(f"EXPLAIN QUERY PLAN {asked[-1]}")]
    assert any("prompt USING COVERING INDEX prompt_of_target" in step for step in plan), plan


def test_studies_count_their_runs(
    writer: RunWriter,
    reader: RunReader,
    study: StudySpec,
    run_job: Callable[..., Job],
    stage_job: Callable[..., Job],
    new_worker: Any,
    spool: Path,
) -> None:
    stage = stage_job()
    jobs = [stage, run_job("run-2", "study-2"), run_job("run-3", "study-2")]
    writer.add_study("study-2", study, jobs)
    writer.add_study("study-3", study, [stage])
    for name in (stage.job_id, "run-3"):
        writer(new_worker(spool, name).ended())
    counts = {found.study_id: (found.runs, found.finished) for found in reader.studies()}
    assert counts == {"study-1": (1, 0), "study-2": (2, 1), "study-3": (0, 0)}


def test_the_runs_of_a_study_are_found_without_reading_all_runs(reader: RunReader) -> None:
    asked: list[str] = []
    reader._db.conn.set_trace_callback(asked.append)
    reader.runs("study-1")
    reader._db.conn.set_trace_callback(None)
    plan = [row[3] for row in reader._rows(f"EXPLAIN QUERY PLAN {asked[-1]}")]
    assert any("SEARCH run USING" in step and "(job_id=?)" in step for step in plan), plan


def test_reader_of_another_thread_sees_what_is_written(
    writer: RunWriter, path: Path, worker: Any
) -> None:
    seen: list[str] = []

    def read() -> None:
        with RunReader(path) as reader:
            seen.append(reader.run("run-1").status.value)

    for event in (worker.started(), worker.ended()):
        writer(event)
        thread = threading.Thread(target=read)
        thread.start()
        thread.join()
    assert seen == ["running", "finished"]


def test_store_loads_neither_torch_nor_qt() -> None:
    code = (
        "import sys, promptstudio.store.writer, promptstudio.store.queries, promptstudio.export\n"
        "banned = {'torch', 'transformers', 'datasets', 'PySide6'}\n"
        "sys.exit(', '.join(banned & set(sys.modules)) or None)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
