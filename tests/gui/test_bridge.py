"""The engine's thread: what a click gets to hear after it ended."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from safetensors.numpy import save_file

from promptstudio.core.commands import Command, Pause, Refused, Reorder
from promptstudio.core.errors import WorkerError
from promptstudio.core.marks import MarkChange
from promptstudio.core.questions import ReadBack, Try, Verify
from promptstudio.core.spec import BackboneSpec
from promptstudio.gui.bridge import EngineThread, RunController
from promptstudio.prompts import StoredPrompts
from promptstudio.store.queries import RunReader
from promptstudio.store.writer import RunWriter
from promptstudio.supervisor import SPOOL_NAME, STORE_NAME
from tests.fakes import FakeRunner
from tests.integration.conftest import quick_study

OVER = "Nothing more can be carried out until PromptStudio is started again"
WAIT_MS = 10_000


class Heard:
    """A controller with all that it told, in order."""

    def __init__(self, qtbot: QtBot, workspace: Path, runner: FakeRunner) -> None:
        self._qtbot = qtbot
        self.told: list[str] = []
        self.controller = RunController(workspace, runner)
        self.controller.failed.connect(lambda sentence, report: self.told.append(sentence))
        self.controller.worker_state.connect(self.told.append)

    def wait_for(self, count: int) -> list[str]:
        self._qtbot.waitUntil(lambda: len(self.told) >= count, timeout=WAIT_MS)
        found, self.told[:] = self.told[:], []
        return found

    def end(self) -> None:
        assert self.controller.shutdown()


def test_a_store_in_use_is_told_last_and_every_click_after_it_is_answered(
    qtbot: QtBot, tmp_path: Path
) -> None:
    heard = Heard(qtbot, tmp_path, FakeRunner())
    with RunWriter(tmp_path / STORE_NAME, tmp_path / SPOOL_NAME):
        heard.controller.start()
        told = heard.wait_for(2)
    reason = f"Another PromptStudio is writing to the store '{tmp_path / STORE_NAME}'."
    assert told[0] == "locked"
    assert told[1].startswith(reason)
    heard.controller.submit(quick_study("prompt_tuning"))
    heard.controller.cancel(["run-1"])
    for sentence in heard.wait_for(2):
        assert sentence.startswith(f"{OVER}, because of an error: {reason}")
    heard.end()


def test_the_verbs_for_jobs_reach_worker_and_store(qtbot: QtBot, tmp_path: Path) -> None:
    runner = FakeRunner()
    heard = Heard(qtbot, tmp_path, runner)
    changed: list[list[str]] = []
    controller = heard.controller
    controller.jobs_changed.connect(changed.append)
    controller.start()
    study = quick_study("prompt_tuning", target_tasks=("hotel_sentiment",), seeds=(0, 1))
    controller.submit(study)
    qtbot.waitUntil(lambda: len(runner.submitted) == 2, timeout=WAIT_MS)
    first, second = (start.job.job_id for start in runner.submitted)
    controller.pause([first])
    controller.proceed([first])
    controller.reorder([second])
    controller.mark([first, second], MarkChange(add_tags=("paper",)))
    qtbot.waitUntil(lambda: len(changed) == 2, timeout=WAIT_MS)
    assert runner.sent[1:] == [
        Pause(job_ids=(first,), paused=True),
        Pause(job_ids=(first,), paused=False),
        Reorder(job_ids=(second, first)),
    ]
    assert changed == [[second, first], [first, second]]
    heard.told.clear()
    controller.retry(first)
    controller.fork(second, {"steps": 9})
    told = heard.wait_for(2)
    assert told[0] == f"The job '{first}' is queued; there is nothing to resume."
    assert "has no checkpoint to fork from" in told[1]
    heard.end()
    with RunReader(tmp_path / STORE_NAME) as reader:
        assert [run.tags for run in reader.runs()] == [("paper",)] * 2


def test_the_devices_of_the_worker_are_told(qtbot: QtBot, tmp_path: Path) -> None:
    runner = FakeRunner()
    runner.devices = ("cpu", "cuda:0")
    heard = Heard(qtbot, tmp_path, runner)
    with qtbot.waitSignal(heard.controller.devices_known, timeout=WAIT_MS) as known:
        heard.controller.start()
    assert known.args == [("cpu", "cuda:0")]
    heard.end()


def test_a_worker_that_can_not_start_leaves_the_store_free(qtbot: QtBot, tmp_path: Path) -> None:
    runner = FakeRunner()
    runner.start_error = WorkerError("There is no memory.")
    heard = Heard(qtbot, tmp_path, runner)
    heard.controller.start()
    assert heard.wait_for(3) == ["starting", "There is no memory.", "stopped"]
    with RunWriter(tmp_path / STORE_NAME, tmp_path / SPOOL_NAME):
        pass
    heard.end()


def test_requests_that_waited_when_the_thread_ended_are_answered_too(
    qtbot: QtBot, tmp_path: Path
) -> None:
    thread = EngineThread(tmp_path, FakeRunner())
    told: list[str] = []
    direct = Qt.ConnectionType.DirectConnection
    thread.failed.connect(lambda sentence, report: told.append(sentence), direct)
    thread.post(lambda supervisor: pytest.fail("the store is not open"))
    with RunWriter(tmp_path / STORE_NAME, tmp_path / SPOOL_NAME):
        thread.start()
        assert thread.wait(WAIT_MS)
    assert len(told) == 2
    assert told[1].startswith(OVER)


def test_a_thread_that_was_asked_to_end_is_silent(qtbot: QtBot, tmp_path: Path) -> None:
    runner = FakeRunner()
    heard = Heard(qtbot, tmp_path, runner)
    heard.controller.start()
    heard.wait_for(2)
    heard.end()
    heard.controller.cancel(["run-1"])
    qtbot.waitUntil(lambda: "stopped" in heard.told, timeout=WAIT_MS)
    assert not [sentence for sentence in heard.told if sentence.startswith(OVER)]


# -- questions and prompts -----------------------------------------------------------------


class Answering(FakeRunner):
    """Refuses every question at once."""

    def send(self, command: Command) -> None:
        super().send(command)
        if isinstance(command, Try):
            self.said.append(Refused(request_id=command.request_id, reason="Too wide."))


def question() -> Try:
    return Try(backbone=BackboneSpec(), prompts={"none": ""}, text="food")


def test_a_question_is_answered_by_its_identity(qtbot: QtBot, tmp_path: Path) -> None:
    heard = Heard(qtbot, tmp_path, Answering())
    heard.controller.start()
    with qtbot.waitSignal(heard.controller.answered, timeout=WAIT_MS) as caught:
        request_id = heard.controller.ask(question())
    assert caught.args == [Refused(request_id=request_id, reason="Too wide.")]
    heard.end()
    assert "Too wide." not in heard.told


def test_a_question_after_the_thread_ended_is_answered_too(qtbot: QtBot, tmp_path: Path) -> None:
    runner = FakeRunner()
    runner.start_error = WorkerError("There is no memory.")
    heard = Heard(qtbot, tmp_path, runner)
    heard.controller.start()
    heard.wait_for(3)
    with qtbot.waitSignal(heard.controller.answered, timeout=WAIT_MS) as caught:
        request_id = heard.controller.ask(question())
    (refused,) = caught.args
    assert refused.request_id == request_id
    assert refused.reason == f"{OVER}, because of an error: There is no memory."
    heard.end()


def test_prompts_are_taken_in_changed_and_combined(qtbot: QtBot, tmp_path: Path) -> None:
    folder, workspace = tmp_path / "mine", tmp_path / "w"
    folder.mkdir()
    for name in ("a", "b"):
        array = np.full((2, 3), len(name), np.float32)
        save_file({"prompt_embeddings": array}, folder / f"{name}.safetensors")
    heard = Heard(qtbot, workspace, FakeRunner())
    controller = heard.controller
    controller.start()
    library = StoredPrompts(workspace / STORE_NAME, workspace / SPOOL_NAME)

    def changed(change: Callable[[], None]) -> tuple[list[str], list[str]]:
        """Return the identities that the signal brings and the names that are there then."""
        with qtbot.waitSignal(controller.prompts_changed, timeout=WAIT_MS) as caught:
            change()
        (names,) = caught.args
        return names, [entry.name for entry in library.entries()]

    (first, second), names = changed(lambda: controller.import_prompts(folder))
    assert names == ["a", "b"]
    assert changed(lambda: controller.rename_prompt(first, "c")) == ([], ["c", "b"])
    weights = {first: 0.5, second: 0.5}
    (made,), names = changed(lambda: controller.combine_prompts("mean", weights, rescale=False))
    assert names == ["c", "b", "mean"]
    assert library.find("mean").prompt_id == made
    assert changed(lambda: controller.remove_prompts([first, made])) == ([], ["b"])
    new, names = changed(lambda: controller.restore_prompts([first, made]))
    assert (new, sorted(names)) == ([], ["b", "c", "mean"])
    heard.told.clear()
    controller.import_prompts(tmp_path / "nothing")
    assert heard.wait_for(1) == [f"There is no file or folder '{tmp_path / 'nothing'}'."]
    heard.end()


def test_an_imported_prompt_is_exported_and_asked_back(qtbot: QtBot, tmp_path: Path) -> None:
    workspace, to = tmp_path / "w", tmp_path / "out"
    save_file({"prompt_embeddings": np.ones((2, 128), np.float32)}, tmp_path / "a.safetensors")
    heard = Heard(qtbot, workspace, FakeRunner())
    controller = heard.controller
    controller.start()
    with qtbot.waitSignal(controller.prompts_changed, timeout=WAIT_MS) as caught:
        controller.import_prompts(tmp_path / "a.safetensors")
    ((name,),) = caught.args
    for model, kind in (("", ReadBack), ("sandbox", Verify)):
        with qtbot.waitSignal(controller.export_done, timeout=WAIT_MS) as caught:
            controller.export_prompt(name, "npz", to, model=model, overwrite=bool(model))
        whose, result, question = caught.args
        assert (whose, result.folder) == (name, to)
        assert isinstance(question, kind)
        assert Path(question.prompt).parent == (workspace / SPOOL_NAME).resolve()
    with qtbot.waitSignal(controller.failed, timeout=WAIT_MS) as caught:
        controller.export_prompt(name, "peft", tmp_path / "peft")
    assert "which has to name its model" in caught.args[0]
    heard.end()


def test_an_engine_that_starts_soon_does_what_was_asked_before(
    qtbot: QtBot, tmp_path: Path
) -> None:
    heard = Heard(qtbot, tmp_path, FakeRunner())
    study_id = heard.controller.submit(quick_study("prompt_tuning"))
    heard.controller.start_soon()
    assert heard.told == []
    heard.wait_for(1)
    heard.end()
    with RunReader(tmp_path / STORE_NAME) as reader:
        assert {run.study_id for run in reader.runs()} == {study_id}


def test_a_study_is_kept_though_the_window_is_closed_at_once(qtbot: QtBot, tmp_path: Path) -> None:
    heard = Heard(qtbot, tmp_path, FakeRunner())
    heard.controller.start_soon()
    study_id = heard.controller.submit(quick_study("prompt_tuning"))
    heard.end()
    with RunReader(tmp_path / STORE_NAME) as reader:
        assert {run.study_id for run in reader.runs()} == {study_id}
