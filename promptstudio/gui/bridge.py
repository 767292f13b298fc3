"""The one door between the window and the engine.

`EngineThread` is a permanent thread that supervises the worker and feeds the store;
`RunController` is what the window talks to. Requests cross as callables in a queue, events
come back through a mailbox whose wake-up signal carries nothing.
"""

import contextlib
import queue
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal, Slot

from promptstudio.core.commands import Refused
from promptstudio.core.errors import told
from promptstudio.core.ids import new_id
from promptstudio.core.marks import MarkChange
from promptstudio.core.phrases import Phrase
from promptstudio.core.questions import Question
from promptstudio.core.spec import StudySpec
from promptstudio.engine.mailbox import Mailbox
from promptstudio.engine.runner import Runner
from promptstudio.planning import prepare
from promptstudio.prompts import StoredPrompts, combine, take_in
from promptstudio.store.prompt_library import RemovedPrompt
from promptstudio.supervisor import SPOOL_NAME, STORE_NAME, Supervisor

Request = Callable[[Supervisor], None]

PUMP_S = 0.25
"""Longest wait for the worker's words; a request wakes the thread at once."""

_PAINT_MS = 200
"""Beside a thread that starts, the window takes a fifth longer to be painted first."""

MAIL_MS = 50
"""Shortest time between two deliveries of events to the window."""


@dataclass(frozen=True, slots=True)
class _Asking:
    """The request that puts a question to the worker."""

    question: Question

    def __call__(self, supervisor: Supervisor) -> None:
        supervisor.ask(self.question)


class EngineThread(QThread):
    """Supervises one worker; everything that touches the store's writer happens here."""

    mail = Signal()
    worker_state = Signal(str)
    devices_known = Signal(object)
    failed = Signal(str, str)
    exported = Signal(str, str)
    export_done = Signal(str, object, object)
    answered = Signal(object)
    prompts_changed = Signal(list)
    jobs_changed = Signal(list)

    def __init__(self, workspace: Path, runner: Runner) -> None:
        super().__init__()
        self.setObjectName("engine")
        self.mailbox = Mailbox(self.mail.emit)
        self._workspace = workspace
        self._runner = runner
        self._requests: queue.SimpleQueue[Request] = queue.SimpleQueue()
        self._ending: str | None = None
        self._state = ""

    def post(self, request: Request) -> None:
        """Have a request carried out in this thread, soon. Any thread may call it.

        After the thread has ended on an error, ``failed`` tells so.
        """
        self._requests.put(request)
        self._runner.wake()
        self._refuse()

    def end(self) -> None:
        """Ask the thread to close the store and end."""
        self.requestInterruption()
        self._runner.wake()

    def run(self) -> None:
        """Open, pump until asked to end, close."""
        supervisor = Supervisor(
            self._workspace,
            self._runner,
            sinks=[self.mailbox],
            on_failed=self.failed.emit,
            on_state=self._tell_state,
            on_ready=lambda ready: self.devices_known.emit(ready.devices),
            on_answered=self.answered.emit,
            on_changed=self.jobs_changed.emit,
        )
        ending = self._carry_out(supervisor, lambda s: s.open())
        if ending is None:
            ending = self._serve(supervisor)
            self._carry_out(supervisor, lambda s: s.close())
        if self._state != "locked":
            self._tell_state(Phrase("stopped"))
        self._ending = ending
        self._refuse()

    def _tell_state(self, state: str) -> None:
        self._state = state
        self.worker_state.emit(state)

    def _serve(self, supervisor: Supervisor) -> str | None:
        """Carry out requests and pump until asked to end; return the error that ended it."""
        while not self.isInterruptionRequested():
            self._work_off(supervisor)
            ending = self._carry_out(supervisor, lambda s: s.pump(PUMP_S))
            if ending is not None:
                return ending
        self._work_off(supervisor)  # what was asked just before the end counts too
        return None

    def _work_off(self, supervisor: Supervisor) -> None:
        while not self._requests.empty():
            self._carry_out(supervisor, self._requests.get())

    def _carry_out(self, supervisor: Supervisor, request: Request) -> str | None:
        """Carry out a request; return what was told where it failed."""
        try:
            request(supervisor)
        except Exception as error:  # noqa: BLE001 - an exception may not leave a thread unseen
            sentence, report = told(error)
            self.failed.emit(sentence, report)
            return sentence
        return None

    def _refuse(self) -> None:
        """Answer what comes after the thread ended on an error."""
        if self._ending is None:
            return
        with contextlib.suppress(queue.Empty):
            while True:
                request = self._requests.get_nowait()
                sentence = (
                    "Nothing more can be carried out until PromptStudio is started again, because "
                    f"of an error: {self._ending}"
                )
                if isinstance(request, _Asking):
                    refused = Refused(request_id=request.question.request_id, reason=sentence)
                    self.answered.emit(refused)
                else:
                    self.failed.emit(sentence, "")


class RunController(QObject):
    """What the window asks of the engine, and what it hears. All calls return at once."""

    events = Signal(list)
    worker_state = Signal(str)
    devices_known = Signal(object)
    failed = Signal(str, str)
    exported = Signal(str, str)
    export_done = Signal(str, object, object)
    answered = Signal(object)
    prompts_changed = Signal(list)
    jobs_changed = Signal(list)

    def __init__(self, workspace: Path, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._thread = EngineThread(workspace, runner)
        self._removed: dict[tuple[str, ...], list[RemovedPrompt]] = {}  # the thread's alone
        queued = Qt.ConnectionType.QueuedConnection
        self._thread.mail.connect(self._on_mail, queued)
        self._thread.worker_state.connect(self.worker_state, queued)
        self._thread.devices_known.connect(self.devices_known, queued)
        self._thread.failed.connect(self.failed, queued)
        self._thread.exported.connect(self.exported, queued)
        self._thread.export_done.connect(self.export_done, queued)
        self._thread.answered.connect(self.answered, queued)
        self._thread.prompts_changed.connect(self.prompts_changed, queued)
        self._thread.jobs_changed.connect(self.jobs_changed, queued)
        self._delivery = QTimer(self)
        self._delivery.setSingleShot(True)
        self._delivery.setInterval(MAIL_MS)
        self._delivery.timeout.connect(self._on_delivery)
        self._starter = QTimer(self)
        self._starter.setSingleShot(True)
        self._starter.setInterval(_PAINT_MS)
        self._starter.timeout.connect(self.start)

    @Slot()
    def start(self) -> None:
        """Start the engine's thread and its worker."""
        self._thread.start()

    def start_soon(self) -> None:
        """Start once the window has been painted; what is asked before waits for it."""
        self._starter.start()

    def submit(self, study: StudySpec) -> str:
        """Queue a study and return its identity; what is wrong with it comes as ``failed``."""
        study_id = new_id("study")
        workspace = self._workspace
        self._thread.post(lambda s: s.submit(prepare(study, workspace, study_id=study_id)))
        return study_id

    def stop_and_keep(self, job_ids: Sequence[str]) -> None:
        """End runs at once, keeping their best prompts."""
        names = tuple(job_ids)
        self._thread.post(lambda s: s.stop(names, keep=True))

    def cancel(self, job_ids: Sequence[str]) -> None:
        """End jobs without a result."""
        names = tuple(job_ids)
        self._thread.post(lambda s: s.stop(names, keep=False))

    def pause(self, job_ids: Sequence[str]) -> None:
        """Hold jobs: those at work between two steps, those in the queue before they begin."""
        names = tuple(job_ids)
        self._thread.post(lambda s: s.pause(names, paused=True))

    def proceed(self, job_ids: Sequence[str]) -> None:
        """Let held jobs continue."""
        names = tuple(job_ids)
        self._thread.post(lambda s: s.pause(names, paused=False))

    def reorder(self, job_ids: Sequence[str]) -> None:
        """Put these jobs of the queue first, in this order, each behind what it needs."""
        names = tuple(job_ids)
        self._thread.post(lambda s: s.reorder(names))

    def resume(self, job_id: str) -> None:
        """Continue a run that ended early from its last checkpoint, or from its beginning."""
        self._thread.post(lambda s: s.resume(job_id))

    def retry(self, job_id: str) -> None:
        """Run a run that ended early again from its beginning; of a fork, from its fork point."""
        self._thread.post(lambda s: s.resume(job_id, afresh=True))

    def fork(self, job_id: str, changes: Mapping[str, object]) -> str:
        """Begin a run from another one's last checkpoint with changed settings.

        Returns the identity of its study; what is wrong with it comes as ``failed``.
        """
        study_id, wanted = new_id("study"), dict(changes)
        self._thread.post(lambda s: s.fork(job_id, wanted, study_id=study_id))
        return study_id

    def mark(self, job_ids: Sequence[str], change: MarkChange) -> None:
        """Change tags, note and marks of runs; ``jobs_changed`` follows."""
        names = tuple(job_ids)
        self._thread.post(lambda s: s.mark(names, change))

    def export(self, run_id: str, form: str, to: Path, *, overwrite: bool = False) -> None:
        """Export a run's prompt; ``exported`` and ``export_done`` follow, or ``failed``."""

        def request(supervisor: Supervisor) -> None:
            from promptstudio.takeaway import take_away, verification  # loads numpy

            result = take_away(
                supervisor.reader,
                run_id,
                form,
                to,
                workspace=self._workspace,
                overwrite=overwrite,
            )
            self._thread.exported.emit(run_id, str(result.folder))
            library = _library(self._workspace)
            question = verification(supervisor.reader, run_id, result, file=library.file)
            self._thread.export_done.emit(run_id, result, question)

        self._thread.post(request)

    def export_prompt(
        self, prompt_id: str, form: str, to: Path, *, model: str = "", overwrite: bool = False
    ) -> None:
        """Export an imported prompt for its own model, or the one that is named.

        ``export_done`` follows, or ``failed``.
        """

        def request(_supervisor: Supervisor) -> None:
            from promptstudio.takeaway import prompt_verification, take_away_prompt  # loads numpy

            library = _library(self._workspace)
            entry = library.find(prompt_id)
            named = entry.for_model(model) if model else None
            result = take_away_prompt(
                entry, library.data(prompt_id), form, to, backbone=named, overwrite=overwrite
            )
            question = prompt_verification(entry, result, backbone=named, file=library.file)
            self._thread.export_done.emit(prompt_id, result, question)

        self._thread.post(request)

    def ask(self, question: Question) -> str:
        """Ask the worker something and return the question's identity.

        ``answered`` follows in every case, with the answer or with a `Refused`.
        """
        self._thread.post(_Asking(question))
        return question.request_id

    def import_prompts(self, path: Path) -> None:
        """Take in a prompt, or a folder of them; ``prompts_changed`` names the new ones."""
        self._thread.post(lambda s: self._thread.prompts_changed.emit(take_in(s.shelf, path)))

    def rename_prompt(self, prompt_id: str, name: str) -> None:
        """Give an imported prompt another name; ``prompts_changed`` follows."""

        def request(supervisor: Supervisor) -> None:
            supervisor.shelf.rename(prompt_id, name)
            self._thread.prompts_changed.emit([])

        self._thread.post(request)

    def remove_prompts(self, prompt_ids: Sequence[str]) -> None:
        """Delete imported prompts, all or none; ``prompts_changed`` follows."""
        names = tuple(prompt_ids)

        def request(supervisor: Supervisor) -> None:
            self._removed[names] = supervisor.shelf.remove(names)
            self._thread.prompts_changed.emit([])

        self._thread.post(request)

    def restore_prompts(self, prompt_ids: Sequence[str]) -> None:
        """Bring back what `remove_prompts` took away; ``prompts_changed`` follows."""
        names = tuple(prompt_ids)

        def request(supervisor: Supervisor) -> None:
            supervisor.shelf.put_back(self._removed.pop(names, []))
            self._thread.prompts_changed.emit([])

        self._thread.post(request)

    def combine_prompts(self, name: str, weights: Mapping[str, float], *, rescale: bool) -> None:
        """Keep a weighted sum of prompts as a new one, which ``prompts_changed`` names."""
        chosen, workspace = dict(weights), self._workspace

        def request(supervisor: Supervisor) -> None:
            library = _library(workspace)
            made = combine(supervisor.shelf, library, name, chosen, rescale=rescale)
            self._thread.prompts_changed.emit([made])

        self._thread.post(request)

    def shutdown(self, timeout_ms: int = 15_000) -> bool:
        """End the engine's thread; what runs is left interrupted. False if it did not end."""
        self._delivery.stop()
        if self._starter.isActive():  # what was asked is done all the same
            self._starter.stop()
            self.start()
        self._thread.end()
        return self._thread.wait(timeout_ms)

    @Slot()
    def _on_mail(self) -> None:
        if not self._delivery.isActive():
            self._delivery.start()

    @Slot()
    def _on_delivery(self) -> None:
        events = self._thread.mailbox.take()
        if events:
            self.events.emit(events)


def _library(workspace: Path) -> StoredPrompts:
    return StoredPrompts(workspace / STORE_NAME, workspace / SPOOL_NAME)
