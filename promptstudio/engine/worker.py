"""The worker process: JSON lines in, JSON lines out, no ports, no pickles.

Started as ``python -m promptstudio worker``. Standard output belongs to the protocol; what
libraries print goes to standard error. A worker whose parent is gone sees the end of its
input and ends by itself.
"""

import os
import queue
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from promptstudio.backbones.devices import devices
from promptstudio.core.commands import (
    COMMANDS,
    Command,
    Idle,
    Pause,
    Ready,
    Refused,
    Reorder,
    Said,
    Shutdown,
    Stop,
    Submit,
)
from promptstudio.core.errors import PromptStudioError, told
from promptstudio.core.events import Event
from promptstudio.core.pipes import take_standard_output
from promptstudio.core.questions import Finding, Neighbours, Question, ReadBack, Try, Verify
from promptstudio.engine.engine import Engine
from promptstudio.engine.questions import answer
from promptstudio.engine.resources import Resources
from promptstudio.engine.spool import Spool
from promptstudio.engine.verification import read_back
from promptstudio.tasks.cache import EncodedTasks

CACHE_NAME: Final = "cache"
"""Folder of encoded tasks, beside the spool."""

Say = Callable[[Said], None]


class WorkerCore:
    """Carries out commands on an engine; the same in a process and in a thread."""

    def __init__(self, spool: Path, say: Say) -> None:
        self._say = say
        self._resources = Resources(EncodedTasks(spool.parent / CACHE_NAME))
        self._engine = Engine(self._resources, self._report, Spool(spool))
        self._was_idle = True
        self.is_over = False

    def greet(self) -> None:
        """Say that the worker listens."""
        versions = self._resources.versions
        self._say(Ready(pid=os.getpid(), devices=devices(), versions=versions))

    def handle(self, command: Command) -> None:
        """Carry out one command; a failure is answered, never raised."""
        try:
            match command:
                case Submit():
                    self._engine.submit(command)
                case Stop():
                    self._engine.stop(command.job_ids, keep=command.keep)
                case Pause():
                    self._engine.pause(command.job_ids, paused=command.paused)
                case Reorder():
                    self._engine.reorder(command.job_ids)
                case Shutdown():
                    self._engine.interrupt()
                    self.is_over = True
                case Try() | Neighbours() | Verify() | ReadBack():
                    self._say(self._answer(command))
        except (PromptStudioError, ValidationError) as error:
            self._say(_refused(command, error))

    def work(self, interrupted: Callable[[], bool]) -> bool:
        """Do one round; say `Idle` once when the last job has ended."""
        worked = self._engine.work(interrupted)
        if self._engine.is_idle and not self._was_idle:
            self._say(Idle())
        self._was_idle = self._engine.is_idle
        return worked

    def _answer(self, question: Question) -> Finding | Refused:
        may_change = self._engine.is_idle
        try:
            if isinstance(question, ReadBack):
                return read_back(question)
            backbone = self._resources.lend(question.backbone, may_change=may_change)
            return answer(question, backbone)
        except Exception as error:  # noqa: BLE001 - a question may not end the jobs in flight
            reason, report = told(error)
            return Refused(request_id=question.request_id, reason=reason, report=report)

    def _report(self, event: Event) -> None:
        self._was_idle = False
        self._say(event)


def _refused(command: Command, error: Exception) -> Refused:
    reason, report = str(error), traceback.format_exc()
    if not isinstance(command, Submit):
        return Refused(request_id=command.type, reason=reason, report=report)
    job_ids = tuple(start.job.job_id for start in command.starts)
    return Refused(request_id=command.request_id, reason=reason, report=report, job_ids=job_ids)


def main(spool: Path) -> int:
    """Serve commands from standard input until it ends."""
    out = take_standard_output()
    commands: queue.SimpleQueue[Command] = queue.SimpleQueue()

    def say(said: Said) -> None:
        out.write(said.model_dump_json() + "\n")
        out.flush()

    core = WorkerCore(spool, say)
    threading.Thread(target=_listen, args=(commands,), daemon=True).start()
    try:
        core.greet()
        while not core.is_over:
            worked = core.work(lambda: not commands.empty())
            while not commands.empty():
                core.handle(commands.get())
                worked = True
            if not worked:
                core.handle(commands.get())
    except BrokenPipeError:  # the parent is gone: nobody to report to
        return 1
    return 0


def _listen(commands: "queue.SimpleQueue[Command]") -> None:
    try:
        for line in sys.stdin:
            commands.put(COMMANDS.validate_json(line))
    finally:
        commands.put(Shutdown())
