"""What events leave in the store: numbers, prompts, checkpoints, and blobs refused."""

import json
import math
import sqlite3
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from promptstudio.core.errors import StoreError
from promptstudio.core.events import Status
from promptstudio.store.queries import RunReader
from promptstudio.store.writer import RunWriter
from tests.store.conftest import count

PROMPT = np.arange(6, dtype=np.float32).reshape(2, 3)


def test_numbers_that_are_not_finite_come_back(
    writer: RunWriter, reader: RunReader, path: Path, worker: Any
) -> None:
    writer(worker.started())
    writer(worker.step(1, loss=math.nan, norm=math.inf, gap=-math.inf))
    writer(worker.scored(1, math.nan, "test"))
    curves = reader.metrics("run-1")
    assert math.isnan(curves["tune/loss"][1][0])
    assert curves["tune/norm"] == ([1], [math.inf])
    assert curves["tune/gap"] == ([1], [-math.inf])
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT value, non_finite FROM metric ORDER BY name").fetchall()
    (test, text) = connection.execute("SELECT test, test_metrics FROM run").fetchone()
    connection.close()
    assert rows == [(None, "-inf"), (None, "nan"), (None, "inf")]
    assert test is None
    assert json.loads(text) == {"accuracy": None, "loss": 0.7}
    assert math.isnan(reader.run("run-1").test["accuracy"])


def test_prompt_is_stored_bit_for_bit_and_leaves_the_spool(
    writer: RunWriter, reader: RunReader, worker: Any, spool: Path
) -> None:
    writer(worker.started())
    event = worker.prompt(PROMPT, kind="ensemble")
    data = (spool / event.blob.name).read_bytes()
    writer(event)
    (prompt,) = reader.prompts("run-1")
    assert prompt.data == data
    assert (prompt.run_id, prompt.task, prompt.kind) == ("run-1", "food", "ensemble")
    assert (prompt.num_virtual_tokens, prompt.token_dim) == (2, 3)
    assert prompt.sha256 == event.blob.sha256
    assert prompt.norm == pytest.approx(math.sqrt(55), rel=1e-15)
    assert reader.prompt(prompt.prompt_id) == prompt
    assert reader.run("run-1").prompt_id == prompt.prompt_id
    assert list(spool.iterdir()) == []


def test_later_prompt_of_a_task_replaces_the_earlier(
    writer: RunWriter, reader: RunReader, worker: Any
) -> None:
    writer(worker.started())
    writer(worker.prompt(PROMPT))
    writer(worker.prompt(PROMPT, task="film"))
    (film, first) = reader.prompts("run-1")
    writer(worker.prompt(PROMPT + 1))
    (still, second) = reader.prompts("run-1")
    assert still == film
    assert second.prompt_id != first.prompt_id
    assert second.sha256 != first.sha256


def test_latest_checkpoint_and_the_final_one_are_kept(
    writer: RunWriter, reader: RunReader, path: Path, worker: Any
) -> None:
    writer(worker.started())
    writer(worker.checkpoint(1, b"one"))
    writer(worker.checkpoint(2, b"two"))
    assert reader.checkpoint("run-1") == ("tune", 2, False, b"two")
    writer(worker.checkpoint(3, b"three", is_final=True))
    assert reader.checkpoint("run-1") == ("tune", 3, True, b"three")
    assert count(path, "checkpoint") == 2
    assert reader.finished_stage("run-1") is None
    writer(worker.ended())
    assert reader.finished_stage("run-1") == b"three"
    assert count(path, "checkpoint") == 1


@pytest.mark.parametrize("status", [s for s in Status if s.is_final])
def test_only_a_finished_run_gives_up_its_checkpoint(
    writer: RunWriter, reader: RunReader, worker: Any, status: Status
) -> None:
    writer(worker.started())
    writer(worker.checkpoint(2, b"two"))
    writer(worker.ended(status))
    kept = None if status is Status.FINISHED else ("tune", 2, False, b"two")
    assert reader.checkpoint("run-1") == kept


def test_the_newest_finished_runs_keep_their_checkpoints(
    path: Path, spool: Path, study: Any, run_job: Any, new_worker: Any
) -> None:
    names = ("run-1", "run-2", "run-3", "run-4")
    with RunWriter(path, spool, clock=lambda: 0.0, checkpoints=2) as writer:
        writer.add_study("study-1", study, [run_job(name) for name in names])
        for name in names:
            worker = new_worker(spool, name)
            writer(worker.started())
            writer(worker.checkpoint(2, name.encode()))
            writer(worker.ended(Status.CANCELLED if name == "run-1" else Status.FINISHED))
        with RunReader(path) as reader:
            kept = {name for name in names if reader.checkpoint(name) is not None}
            assert kept == {"run-1", "run-3", "run-4"}
            assert reader.fork_place("run-4") == ("tune", 2)
            assert reader.fork_place("run-2") is None


def test_a_finished_run_without_steps_keeps_no_checkpoint(
    path: Path, spool: Path, study: Any, run_job: Any, new_worker: Any
) -> None:
    with RunWriter(path, spool, clock=lambda: 0.0, checkpoints=2) as writer:
        writer.add_study("study-1", study, [run_job()])
        worker = new_worker(spool)
        for event in (worker.started(), worker.checkpoint(0, b"start"), worker.ended()):
            writer(event)
    assert count(path, "checkpoint") == 0


def test_a_finished_shared_stage_keeps_its_result_alone(
    path: Path, spool: Path, study: Any, stage_job: Any, new_worker: Any
) -> None:
    with RunWriter(path, spool, clock=lambda: 0.0, checkpoints=2) as writer:
        job = stage_job()
        writer.add_study("study-1", study, [job])
        worker = new_worker(spool, job.job_id)
        for event in (
            worker.started(),
            worker.checkpoint(2, b"on the way"),
            worker.checkpoint(2, b"result", is_final=True),
            worker.ended(),
        ):
            writer(event)
    assert count(path, "checkpoint") == 1


def damaged(spool: Path, name: str) -> None:
    data = bytearray((spool / name).read_bytes())
    data[-1] ^= 1
    (spool / name).write_bytes(data)


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        (damaged, r"arrived damaged: \d+ bytes of \d+, or another checksum"),
        (lambda spool, name: (spool / name).write_bytes(b""), "arrived damaged: 0 bytes of"),
        (lambda spool, name: (spool / name).unlink(), "can not be read: No such file"),
    ],
)
def test_blob_that_is_not_sound_is_not_taken(
    writer: RunWriter, reader: RunReader, worker: Any, spool: Path, harm: Any, sentence: str
) -> None:
    writer(worker.started())
    event = worker.prompt(PROMPT)
    harm(spool, event.blob.name)
    with pytest.raises(StoreError, match=sentence):
        writer(event)
    assert reader.prompts("run-1") == []
    writer.end_abandoned("run-1", Status.FAILED, "The prompt was lost.")
    assert reader.run("run-1").status == "failed"


def test_blob_elsewhere_is_not_taken(
    writer: RunWriter, worker: Any, spool: Path, tmp_path: Path
) -> None:
    writer(worker.started())
    event = worker.checkpoint(1, b"state")
    (spool / event.blob.name).rename(tmp_path / "outside")
    outside = event.blob.model_copy(update={"name": "../outside"})
    with pytest.raises(StoreError, match=r"'\.\./outside' does not lie in the spool folder"):
        writer(event.model_copy(update={"blob": outside}))
    assert (tmp_path / "outside").exists()


def test_prompt_of_another_shape_is_not_taken(writer: RunWriter, worker: Any) -> None:
    writer(worker.started())
    with pytest.raises(StoreError, match=r"float32 \(2, 3\), not float32 \(4, 3\)"):
        writer(worker.prompt(PROMPT, num_virtual_tokens=4))


def test_prompt_that_is_no_safetensors_is_not_taken(writer: RunWriter, worker: Any) -> None:
    writer(worker.started())
    with pytest.raises(StoreError, match="task 'food' is no safetensors file"):
        writer(worker.prompt(PROMPT, blob=worker.blob(b"no tensors")))
