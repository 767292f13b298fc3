"""Studies, jobs and events to fill a store with."""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save

from promptstudio.core.events import (
    Blob,
    CheckpointSaved,
    Cost,
    Evaluated,
    Event,
    Message,
    PromptSaved,
    RunEnded,
    RunStarted,
    StageEnded,
    StageStarted,
    Status,
    StatusChanged,
    StepDone,
)
from promptstudio.core.spec import BackboneSpec, EvaluationSpec, Job, JobSpec, StudySpec, stage_id
from promptstudio.store.queries import RunReader
from promptstudio.store.writer import RunWriter

STUDY = StudySpec.model_validate(
    {
        "name": "film to food",
        "source_tasks": ["film", "book"],
        "target_tasks": ["food"],
        "methods": [{"key": "prompt_tuning"}],
    }
)


def job_spec(**changes: Any) -> JobSpec:
    values: dict[str, Any] = {
        "kind": "run",
        "method": "prompt_tuning",
        "config": {"lr": 0.3, "init": "text", "steps": 100, "frozen": True, "bandwidth": None},
        "stages": ("tune",),
        "needs": None,
        "backbone": BackboneSpec(),
        "source_tasks": ("film", "book"),
        "joint_tasks": (),
        "target_task": "food",
        "tasks": {"film": "a1", "food": "b2"},
        "seed": 3,
        "split_seed": 3,
        "shots": 16,
        "source_shots": None,
        "evaluation": EvaluationSpec(),
        "budget_rows": None,
    }
    return JobSpec(**(values | changes))


def make_run(name: str = "run-1", study: str = "study-1", **changes: Any) -> Job:
    spec = job_spec(**changes)
    title = f"Prompt tuning: {spec.target_task}, seed {spec.seed}"
    return Job(job_id=name, study_id=study, title=title, label="Prompt tuning", spec=spec)


def make_stage(study: str = "study-1", **changes: Any) -> Job:
    spec = job_spec(kind="stage", target_task=None, **{"stages": ("sources",), **changes})
    return Job(
        job_id=stage_id(spec.digest), study_id=study, title="Sources", label="Sources", spec=spec
    )


class Worker:
    """Makes the events of one attempt, with blobs in the spool folder."""

    def __init__(self, spool: Path, job_id: str = "run-1", attempt: int = 0) -> None:
        self.spool, self.job_id, self.attempt, self.seq = spool, job_id, attempt, 0

    def make(self, event_type: Callable[..., Event], /, **fields: Any) -> Event:
        event = event_type(
            job_id=self.job_id,
            attempt=self.attempt,
            seq=self.seq,
            time=1_700_000_000.5 + self.seq,
            **fields,
        )
        self.seq += 1
        return event

    def started(self, resumed_at: tuple[str, int] | None = None) -> Event:
        return self.make(
            RunStarted,
            device="cpu",
            backbone="sandbox",
            backbone_sha256="ab" * 32,
            sharing="in_turn",
            versions={"torch": "2.13.0"},
            resumed_at=resumed_at,
        )

    def stage(self, stage: str = "tune", first_step: int = 0) -> Event:
        return self.make(StageStarted, stage=stage, title="Tune", steps=100, first_step=first_step)

    def step(self, step: int, stage: str = "tune", **metrics: float) -> Event:
        return self.make(
            StepDone,
            stage=stage,
            step=step,
            metrics=metrics or {"loss": 1 / step},
            rows=8 * step,
            seconds=0.5 * step,
        )

    def scored(self, step: int, value: float, split: str = "validation", **fields: Any) -> Event:
        values: dict[str, Any] = {
            "stage": "tune",
            "task": "food",
            "metrics": {"accuracy": value, "loss": 0.7},
            "rows": 40,
            "is_best": split == "validation",
        }
        return self.make(Evaluated, step=step, split=split, **(values | fields))

    def blob(self, data: bytes) -> Blob:
        self.spool.mkdir(exist_ok=True)
        checksum = hashlib.sha256(data).hexdigest()
        name = f"{checksum[:16]}.safetensors"
        (self.spool / name).write_bytes(data)
        return Blob(name=name, size=len(data), sha256=checksum)

    def prompt(self, prompt: np.ndarray, task: str = "food", **fields: Any) -> Event:
        values: dict[str, Any] = {
            "kind": "plain",
            "num_virtual_tokens": prompt.shape[0],
            "token_dim": prompt.shape[1],
            "blob": self.blob(save({"prompt_embeddings": prompt})),
        }
        return self.make(PromptSaved, task=task, **(values | fields))

    def checkpoint(
        self, step: int, data: bytes, *, stage: str = "tune", is_final: bool = False
    ) -> Event:
        return self.make(
            CheckpointSaved, stage=stage, step=step, is_final=is_final, blob=self.blob(data)
        )

    def stage_ended(self, step: int = 100, stage: str = "tune", **cost: Any) -> Event:
        return self.make(StageEnded, stage=stage, step=step, cost=Cost(**cost))

    def says(self, text: str) -> Event:
        return self.make(Message, level="warning", text=text)

    def turned(self, status: Status) -> Event:
        return self.make(StatusChanged, status=status)

    def ended(self, status: Status = Status.FINISHED, **fields: Any) -> Event:
        return self.make(RunEnded, status=status, **fields)


def count(path: Path, table: str) -> int:
    """Return how many rows a table has, seen through a connection of its own."""
    with closing(sqlite3.connect(path)) as connection:
        (number,) = connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()  # noqa: S608
    return int(number)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "workspace" / "promptstudio.db"


@pytest.fixture
def spool(tmp_path: Path) -> Path:
    folder = tmp_path / "spool"
    folder.mkdir()
    return folder


@pytest.fixture
def writer(path: Path, spool: Path) -> Iterator[RunWriter]:
    """A writer whose clock stands still, with one study of one run."""
    with RunWriter(path, spool, clock=lambda: 0.0) as writer:
        writer.add_study("study-1", STUDY, [make_run()])
        yield writer


@pytest.fixture
def reader(writer: RunWriter, path: Path) -> Iterator[RunReader]:
    with RunReader(path) as reader:
        yield reader


@pytest.fixture
def worker(spool: Path) -> Worker:
    return Worker(spool)


@pytest.fixture
def study() -> StudySpec:
    return STUDY


@pytest.fixture
def run_job() -> Callable[..., Job]:
    return make_run


@pytest.fixture
def stage_job() -> Callable[..., Job]:
    return make_stage


@pytest.fixture
def new_worker() -> type[Worker]:
    return Worker
