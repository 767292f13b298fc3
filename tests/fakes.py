"""A worker that does what a test tells it to, for those who supervise one."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from promptstudio.core.commands import Command, JobStart, Ready, Said, Submit
from promptstudio.core.errors import WorkerError
from promptstudio.core.events import (
    Blob,
    CheckpointSaved,
    Event,
    RunEnded,
    RunStarted,
    Status,
    StatusChanged,
    StepDone,
)


class FakeRunner:
    """Says `Ready` when it starts, and what ``on_submit`` returns when jobs are handed over.

    ``ending`` is how the worker ended; ``is_gone`` refuses commands.
    """

    def __init__(self, on_submit: Callable[[Submit], list[Said]] = lambda command: []) -> None:
        self.on_submit = on_submit
        self.starts = 0
        self.closed = 0
        self.sent: list[Command] = []
        self.said: list[Said] = []
        self.ending: str | None = None
        self.is_gone = False
        self.start_error: Exception | None = None
        self.devices: tuple[str, ...] = ("cpu",)

    @property
    def submitted(self) -> list[JobStart]:
        """All jobs that were handed over, in order."""
        return [s for c in self.sent if isinstance(c, Submit) for s in c.starts]

    def start(self) -> None:
        if self.start_error is not None:
            raise self.start_error
        self.starts += 1
        self.ending = None
        self.said = [Ready(pid=1, devices=self.devices, versions={})]

    def send(self, command: Command) -> None:
        if self.is_gone:
            raise WorkerError("The worker process is gone.")
        self.sent.append(command)
        if isinstance(command, Submit):
            self.said += self.on_submit(command)

    def receive(self, timeout: float) -> list[Said]:
        del timeout
        found, self.said = self.said, []
        return found

    @property
    def exit_text(self) -> str | None:
        return self.ending

    def close(self, timeout: float) -> list[Said]:
        del timeout
        self.closed += 1
        return self.receive(0)

    def wake(self) -> None:
        """Nothing waits."""


class Attempt:
    """Makes the events of one attempt of a job, from number ``seq`` on."""

    def __init__(self, start: JobStart, seq: int = 0) -> None:
        self._start = start
        self._seq = seq

    def _make(self, kind: Callable[..., Event], **fields: Any) -> Event:
        job_id, attempt = self._start.job.job_id, self._start.attempt
        event = kind(job_id=job_id, attempt=attempt, seq=self._seq, time=1.7e9, **fields)
        self._seq += 1
        return event

    def started(self) -> Event:
        facts: dict[str, Any] = {"device": "cpu", "backbone": "sandbox", "backbone_sha256": "0"}
        return self._make(RunStarted, **facts, sharing="in_turn", versions={})

    def step(self, step: int, metrics: dict[str, float]) -> Event:
        return self._make(
            StepDone, stage="tune", step=step, metrics=metrics, rows=4 * step, seconds=0.1 * step
        )

    def checkpoint(self, spool: Path, step: int, data: bytes) -> Event:
        name = f"{self._start.job.job_id}-{step}.safetensors"
        spool.mkdir(exist_ok=True)
        (spool / name).write_bytes(data)
        blob = Blob(name=name, size=len(data), sha256=hashlib.sha256(data).hexdigest())
        return self._make(CheckpointSaved, stage="tune", step=step, is_final=False, blob=blob)

    def turned(self, status: Status) -> Event:
        return self._make(StatusChanged, status=status)

    def ended(self, status: Status = Status.FINISHED, reason: str = "") -> Event:
        return self._make(RunEnded, status=status, reason=reason)
