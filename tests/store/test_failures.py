"""A full disk and a process that dies: nothing that was written is lost or half written."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from promptstudio.core.errors import StoreError
from promptstudio.core.events import Status
from promptstudio.store.database import integrity_problems
from promptstudio.store.queries import RunReader
from promptstudio.store.writer import RunWriter

PROMPT = np.ones((20, 512), dtype=np.float32)

DOOMED = """
import hashlib, os, sys
from pathlib import Path
import numpy as np
from safetensors.numpy import save
from promptstudio.core.events import Blob, CheckpointSaved, PromptSaved, RunStarted, StepDone
from promptstudio.store.writer import RunWriter

path, spool, last = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
data = save({"prompt_embeddings": np.ones((20, 512), dtype=np.float32)})
executed = 0

def count(statement):
    global executed
    executed += 1
    if executed == last:
        os._exit(9)

def common(seq):
    return dict(job_id="run-1", attempt=0, seq=seq, time=float(seq))

def blob(seq):
    (spool / f"{seq}.safetensors").write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    return Blob(name=f"{seq}.safetensors", size=len(data), sha256=digest)

with RunWriter(path, spool) as writer:
    writer._db.conn.set_trace_callback(count)
    writer(RunStarted(**common(0), device="cpu", backbone="b", backbone_sha256="", versions={},
                      sharing="in_turn"))
    seq = 1
    for step in range(1, 10_000):
        writer(StepDone(**common(seq), stage="tune", step=step, metrics={"loss": 1.0}, rows=step,
                        seconds=0.0))
        writer(PromptSaved(**common(seq + 1), task=f"task {step}", kind="plain",
                           num_virtual_tokens=20, token_dim=512, blob=blob(seq + 1)))
        writer(CheckpointSaved(**common(seq + 2), stage="tune", step=step, is_final=False,
                               blob=blob(seq + 2)))
        seq += 3
        if step == 20:
            print("twenty", flush=True)
"""


def check_after_death(path: Path, spool: Path) -> int:
    """Check that steps, prompts and checkpoint agree, and resume; return the steps."""
    assert integrity_problems(path) == ()
    with RunReader(path) as reader:
        steps = len(reader.metrics("run-1").get("tune/loss", ([], []))[0])
        prompts = {int(prompt.task.split()[1]) for prompt in reader.prompts("run-1")}
        checkpoint = reader.checkpoint("run-1")
    assert prompts == set(range(1, steps + 1))
    saved = 0 if checkpoint is None else checkpoint.step
    assert saved in {max(0, steps - 1), steps}
    with RunWriter(path, spool) as writer, RunReader(path) as reader:
        writer.sweep_orphans()
        if reader.run("run-1").status is Status.INTERRUPTED:
            writer.requeue("run-1")
        assert reader.run("run-1").status is Status.QUEUED
    return steps


@pytest.mark.parametrize("statement", [1, 2, 4, 8, 12, 17, 25, 60, 101])
def test_death_at_any_statement(writer: RunWriter, path: Path, spool: Path, statement: int) -> None:
    writer.close()
    command = [sys.executable, "-c", DOOMED, str(path), str(spool), str(statement)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (9, "")
    check_after_death(path, spool)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
def test_death_by_signal(writer: RunWriter, path: Path, spool: Path) -> None:
    writer.close()
    command = [sys.executable, "-c", DOOMED, str(path), str(spool), "-1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"twenty\n"
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
    assert check_after_death(path, spool) >= 20


def test_full_disk_loses_nothing(
    writer: RunWriter, path: Path, spool: Path, reader: RunReader, worker: Any
) -> None:
    writer(worker.started())
    writer(worker.step(1))
    writer(worker.prompt(PROMPT, task="film"))
    pages = writer._db.execute("PRAGMA page_count").fetchone()[0]
    writer._db.execute(f"PRAGMA max_page_count = {pages}")
    writer(worker.step(2))
    event = worker.prompt(PROMPT)
    with pytest.raises(StoreError, match=r"disk is full: the store '.*' could not take new"):
        writer(event)
    assert integrity_problems(path) == ()
    assert reader.metrics("run-1")["tune/loss"][0] == [1]
    assert [prompt.task for prompt in reader.prompts("run-1")] == ["film"]
    assert (spool / event.blob.name).exists()

    with pytest.raises(StoreError, match="disk is full"):
        writer.flush()

    writer._db.execute("PRAGMA max_page_count = 1000000")
    writer(worker.ended())
    assert reader.metrics("run-1")["tune/loss"][0] == [1, 2]
    assert [prompt.task for prompt in reader.prompts("run-1")] == ["film", "food"]
    assert reader.run("run-1").status is Status.FINISHED
    assert list(spool.iterdir()) == []


def test_store_held_by_another_program_is_told(writer: RunWriter, path: Path, worker: Any) -> None:
    writer._db.execute("PRAGMA busy_timeout = 1")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="held by another program"):
            writer(worker.started())
    writer.flush()
    with RunReader(path) as reader:
        assert reader.run("run-1").status is Status.RUNNING


def test_a_store_that_was_deleted_while_open_is_told(
    writer: RunWriter, path: Path, worker: Any, study: Any
) -> None:
    """Otherwise all goes into a file without a name, and is lost at the end without a word."""
    writer(worker.started())
    away = path.rename(path.with_suffix(".away"))
    wanted = "was moved or deleted while it was open. Put it back, or start PromptStudio again"
    with pytest.raises(StoreError, match=wanted):
        writer(worker.checkpoint(1, b"state"))
    with pytest.raises(StoreError, match=wanted):
        writer.add_study("study-2", study, [])
    away.rename(path)
    writer.flush()
    with RunReader(path) as reader:
        assert reader.checkpoint("run-1") is not None
