"""The engine's queue on a fake oracle: what begins, what waits, what ends how."""

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from promptstudio.backbones.oracle import NoRoomError
from promptstudio.backbones.pending import Ticket
from promptstudio.core.commands import JobStart, Submit
from promptstudio.core.errors import TaskError
from promptstudio.core.events import Event, Message, RunEnded, RunStarted, Status, StatusChanged
from promptstudio.core.spec import BackboneSpec, EvaluationSpec, Job, JobSpec
from promptstudio.engine import engine as module
from promptstudio.engine.engine import Engine
from promptstudio.engine.spool import Spool


@dataclass
class FakeOracle:
    """Answers every request in the next round."""

    mode: str = "packed"
    asked: list[tuple[Any, str]] = field(default_factory=list)

    @property
    def pending(self) -> int:
        return len(self.asked)

    def submit(self, request: Any, owner: str) -> None:
        self.asked.append((request, owner))

    def cancel(self, owner: str) -> None:
        self.asked = [pair for pair in self.asked if pair[1] != owner]

    def work(self, interrupted: Any) -> list[tuple[Any, Any]]:
        del interrupted
        answered, self.asked = self.asked, []
        return [(SimpleNamespace(owner=owner), request) for request, owner in answered]


@dataclass
class FakeSession:
    """Asks ``count`` questions; fails or raises where it is told to."""

    count: int
    error: Exception | None = None
    progress: None = None
    in_stage: bool = True
    stopped: bool = False
    rows: int = 0
    seconds: float = 0.0
    state: dict[str, Any] = field(default_factory=dict)

    def run(self) -> Generator[Any, Any, None]:
        for number in range(self.count):
            assert (yield number) == number
        if self.error is not None:
            raise self.error


class FakeResources:
    def __init__(self) -> None:
        backbone = SimpleNamespace(device="cpu", name="fake", sha256="0")
        self.machine = SimpleNamespace(spec=BackboneSpec(), backbone=backbone, oracle=FakeOracle())
        self.versions: dict[str, str] = {}
        self.sharing: list[str] = []
        self.tells: list[str] = []

    def add_cards(self, cards: Any) -> None:
        del cards

    def has(self, job: JobSpec) -> bool:
        return job.backbone == self.machine.spec

    def use(
        self, job: JobSpec, *, sharing: str, may_change: bool, tell: Callable[[str], None]
    ) -> Any:
        del job, may_change
        for sentence in self.tells:
            tell(sentence)
        self.sharing.append(sharing)
        return self.machine


def job(name: str, *, kind: str = "run", needs: str | None = None) -> Job:
    spec = JobSpec(
        kind=kind,
        method=name,
        config={},
        stages=("source",),
        needs=needs,
        backbone=BackboneSpec(),
        source_tasks=(),
        joint_tasks=(),
        target_task="t",
        tasks={},
        seed=0,
        split_seed=0,
        shots=None,
        source_shots=None,
        evaluation=EvaluationSpec(),
        budget_rows=None,
    )
    job_id = f"stage-{spec.digest}" if kind == "stage" else f"run-{name}"
    return Job(job_id=job_id, study_id="s", title=name, label=name, spec=spec)


class Bench:
    def __init__(self, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        self.heard: list[Event] = []
        self.sessions: dict[str, FakeSession] = {}
        self.resources = FakeResources()
        self.engine = Engine(self.resources, self.heard.append, Spool(folder))
        monkeypatch.setattr(Engine, "_session", lambda _, start, emit, machine: self.session(start))

    def session(self, start: JobStart) -> FakeSession:
        found = self.sessions.get(start.job.title, FakeSession(3))
        if found.error is not None and found.count == 0:
            raise found.error
        return found

    def submit(self, *jobs: Job, in_flight: int = 2, sharing: str = "packed") -> None:
        starts = tuple(JobStart(job=each, in_flight=in_flight, sharing=sharing) for each in jobs)
        self.engine.submit(Submit(request_id="r", starts=starts, cards={}, results={}))

    def finish(self) -> dict[str, tuple[Status, str]]:
        for _ in range(200):
            self.engine.work()
            if self.engine.is_idle:
                break
        ends = [e for e in self.heard if isinstance(e, RunEnded)]
        assert len({e.job_id for e in ends}) == len(ends)
        return {e.job_id: (e.status, e.reason) for e in ends}

    def running(self) -> list[str]:
        begun = [e.job_id for e in self.heard if isinstance(e, RunStarted)]
        ended = {e.job_id for e in self.heard if isinstance(e, RunEnded)}
        return [name for name in begun if name not in ended]


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Bench:
    return Bench(monkeypatch, tmp_path)


def test_what_is_told_while_a_model_is_loaded_is_a_message_of_the_job(bench: Bench) -> None:
    bench.resources.tells = ["Downloading: 1 of 2 MiB."]
    bench.submit(job("a"))
    assert bench.finish() == {"run-a": (Status.FINISHED, "")}
    first, second, *_ = bench.heard
    assert isinstance(first, Message)
    assert (first.job_id, first.seq, first.text) == ("run-a", 0, "Downloading: 1 of 2 MiB.")
    assert isinstance(second, RunStarted)


def test_no_more_jobs_begin_than_may_be_in_flight_and_the_oldest_goes_first(bench: Bench) -> None:
    bench.submit(job("a"), job("b"), job("c"))
    bench.engine.work()
    assert bench.running() == ["run-a", "run-b"]
    assert {status for status, _ in bench.finish().values()} == {Status.FINISHED}


def test_in_turn_one_job_is_in_flight(bench: Bench) -> None:
    bench.resources.machine.oracle.mode = "in_turn"
    bench.submit(job("a"), job("b"), in_flight=5)
    bench.engine.work()
    assert bench.running() == ["run-a"]


def test_a_later_request_leaves_the_terms_of_earlier_jobs_alone(bench: Bench) -> None:
    bench.submit(job("a"), job("b"), in_flight=1, sharing="in_turn")
    bench.submit(job("c"), job("d"), in_flight=2, sharing="packed")
    bench.engine.work()
    assert bench.running() == ["run-a"]
    assert {status for status, _ in bench.finish().values()} == {Status.FINISHED}
    assert bench.resources.sharing == ["in_turn", "in_turn", "packed", "packed"]


def test_a_job_that_shall_run_alone_waits_for_the_others_and_holds_up_later_ones(
    bench: Bench,
) -> None:
    bench.submit(job("a"), job("b"), in_flight=3)
    bench.submit(job("alone"), in_flight=1)
    bench.submit(job("c"), in_flight=3)
    crowds: set[tuple[str, ...]] = set()
    for _ in range(50):
        bench.engine.work()
        crowds.add(tuple(bench.running()))
    assert crowds == {("run-a", "run-b"), ("run-alone",), ("run-c",), ()}


def test_a_job_that_shall_run_alone_is_not_joined(bench: Bench) -> None:
    bench.submit(job("alone"), in_flight=1)
    bench.submit(job("c"), in_flight=3)
    bench.engine.work()
    assert bench.running() == ["run-alone"]
    assert bench.finish()["run-c"][0] is Status.FINISHED


def test_jobs_that_share_batches_otherwise_are_not_mixed(bench: Bench) -> None:
    bench.submit(job("a"), in_flight=3, sharing="packed")
    bench.submit(job("b"), in_flight=3, sharing="in_turn")
    bench.engine.work()
    assert bench.running() == ["run-a"]
    assert bench.finish()["run-b"][0] is Status.FINISHED
    assert bench.resources.sharing == ["packed", "in_turn"]


def test_a_run_waits_for_its_shared_stage(bench: Bench) -> None:
    stage = job("stage", kind="stage")
    bench.submit(stage, job("a", needs=stage.spec.digest))
    bench.engine.work()
    assert bench.running() == [stage.job_id]
    assert bench.finish()["run-a"] == (Status.FINISHED, "")


def test_a_failed_stage_fails_the_runs_that_need_it_with_its_reason(bench: Bench) -> None:
    stage = job("stage", kind="stage")
    bench.sessions["stage"] = FakeSession(1, TaskError("The data is odd."))
    bench.submit(stage, job("a", needs=stage.spec.digest), job("b"))
    ends = bench.finish()
    assert ends[stage.job_id] == (Status.FAILED, "The data is odd.")
    assert ends["run-a"][0] is Status.FAILED
    assert "ended as failed: The data is odd." in ends["run-a"][1]
    assert ends["run-b"] == (Status.FINISHED, "")


def test_a_stage_that_can_not_begin_gives_its_runs_the_reason(bench: Bench) -> None:
    stage = job("stage", kind="stage")
    bench.sessions["stage"] = FakeSession(0, TaskError("Row 3 is broken."))
    bench.submit(stage, job("a", needs=stage.spec.digest))
    assert "Row 3 is broken." in bench.finish()["run-a"][1]


def test_a_cancelled_stage_that_is_queued_again_serves_its_runs(bench: Bench) -> None:
    stage = job("stage", kind="stage")
    bench.submit(stage, job("a", needs=stage.spec.digest))
    bench.engine.work()
    bench.engine.stop((stage.job_id,), keep=False)
    assert bench.finish()["run-a"][0] is Status.CANCELLED
    bench.heard.clear()
    bench.submit(stage, job("b", needs=stage.spec.digest))
    assert bench.finish()["run-b"] == (Status.FINISHED, "")


def test_a_bug_at_the_start_of_a_job_ends_that_job_alone(bench: Bench) -> None:
    bench.sessions["a"] = FakeSession(0, KeyError("odd"))
    bench.submit(job("a"), job("b"))
    ends = bench.finish()
    assert ends["run-a"] == (Status.FAILED, "KeyError: 'odd'")
    assert ends["run-b"][0] is Status.FINISHED


def test_a_run_whose_stage_nobody_sent_fails(bench: Bench) -> None:
    bench.submit(job("a", needs="0123456789ab"))
    assert bench.finish()["run-a"] == (Status.FAILED, "The shared stage it needs is not there.")


def test_bad_data_ends_a_run_before_it_begins(bench: Bench) -> None:
    bench.sessions["a"] = FakeSession(0, TaskError("Row 3 is broken."))
    bench.submit(job("a"), job("b"))
    ends = bench.finish()
    assert ends["run-a"] == (Status.FAILED, "Row 3 is broken.")
    assert ends["run-b"][0] is Status.FINISHED


def test_a_bug_ends_its_run_with_a_report_and_no_other(bench: Bench) -> None:
    bench.sessions["a"] = FakeSession(1, ZeroDivisionError("oops"))
    bench.submit(job("a"), job("b"))
    ends = bench.finish()
    assert ends["run-a"] == (Status.FAILED, "ZeroDivisionError: oops")
    (end,) = [e for e in bench.heard if isinstance(e, RunEnded) and e.job_id == "run-a"]
    assert "Traceback" in end.report
    assert ends["run-b"][0] is Status.FINISHED


def test_a_fault_of_the_oracle_ends_what_is_in_flight_and_the_queue_goes_on(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.submit(job("a"), job("b"), in_flight=1)
    honest = FakeOracle.work

    def broken(self: FakeOracle, interrupted: Any) -> Any:
        monkeypatch.setattr(FakeOracle, "work", honest)
        raise RuntimeError("the device is gone")

    monkeypatch.setattr(FakeOracle, "work", broken)
    ends = bench.finish()
    assert ends["run-a"] == (Status.FAILED, "RuntimeError: the device is gone")
    assert ends["run-b"][0] is Status.FINISHED


def test_a_request_that_does_not_fit_ends_its_run_alone(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.submit(job("a"), job("b"))
    honest = FakeOracle.work

    def full(self: FakeOracle, interrupted: Any) -> Any:
        monkeypatch.setattr(FakeOracle, "work", honest)
        self.cancel("run-a")
        raise NoRoomError("The row does not fit.", Ticket(0, "run-a"))

    monkeypatch.setattr(FakeOracle, "work", full)
    ends = bench.finish()
    assert ends["run-a"] == (Status.FAILED, "The row does not fit.")
    assert ends["run-b"][0] is Status.FINISHED


def test_cancelling_what_runs_and_what_waits(bench: Bench) -> None:
    bench.submit(job("a"), job("b"), job("c"))
    bench.engine.work()
    bench.engine.stop(("run-a", "run-c"), keep=False)
    ends = bench.finish()
    assert ends["run-a"] == (Status.CANCELLED, "Cancelled.")
    assert ends["run-c"] == (Status.CANCELLED, "Cancelled before it began.")
    assert ends["run-b"][0] is Status.FINISHED


def test_a_stage_that_nobody_needs_any_more_is_cancelled(bench: Bench) -> None:
    first, second = job("one", kind="stage"), job("two", kind="stage")
    bench.submit(
        first, second, job("a", needs=first.spec.digest), job("b", needs=second.spec.digest)
    )
    bench.engine.work()
    bench.engine.stop(("run-a",), keep=False)
    ends = bench.finish()
    assert ends[first.job_id][0] is Status.CANCELLED
    assert ends["run-b"][0] is Status.FINISHED


def test_a_paused_job_holds_its_answer(bench: Bench) -> None:
    bench.submit(job("a"))
    bench.engine.work()
    bench.engine.pause(("run-a",), paused=True)
    for _ in range(10):
        bench.engine.work()
    assert bench.running() == ["run-a"]
    bench.engine.pause(("run-a",), paused=False)
    assert bench.finish()["run-a"][0] is Status.FINISHED


def changes(bench: Bench) -> list[tuple[str, Status, int]]:
    found = [e for e in bench.heard if isinstance(e, StatusChanged)]
    return [(e.job_id, e.status, e.seq) for e in found]


def test_a_job_that_is_held_in_the_queue_does_not_begin(bench: Bench) -> None:
    bench.submit(job("a"), job("b"))
    bench.engine.pause(("run-a", "run-x"), paused=True)
    bench.engine.pause(("run-a",), paused=True)
    for _ in range(10):
        bench.engine.work()
    assert changes(bench) == [("run-a", Status.PAUSED, 0)]
    ends = [e.job_id for e in bench.heard if isinstance(e, RunEnded)]
    assert ends == ["run-b"]
    assert not bench.engine.is_idle
    bench.engine.pause(("run-a",), paused=False)
    assert bench.finish()["run-a"] == (Status.FINISHED, "")
    assert changes(bench) == [("run-a", Status.PAUSED, 0), ("run-a", Status.QUEUED, 1)]
    assert [e.seq for e in bench.heard if e.job_id == "run-a"] == [0, 1, 2, 3]


def test_a_held_stage_holds_its_runs_and_no_others(bench: Bench) -> None:
    stage = job("stage", kind="stage")
    bench.submit(stage, job("a", needs=stage.spec.digest), job("b"), job("c", needs="0" * 12))
    bench.engine.pause((stage.job_id,), paused=True)
    for _ in range(10):
        bench.engine.work()
    ends = {e.job_id: e.status for e in bench.heard if isinstance(e, RunEnded)}
    assert ends == {"run-b": Status.FINISHED, "run-c": Status.FAILED}
    bench.engine.pause((stage.job_id,), paused=False)
    assert bench.finish()["run-a"] == (Status.FINISHED, "")


def test_a_held_job_can_be_cancelled(bench: Bench) -> None:
    bench.submit(job("a"))
    bench.engine.pause(("run-a",), paused=True)
    bench.engine.stop(("run-a",), keep=False)
    assert bench.finish() == {"run-a": (Status.CANCELLED, "Cancelled before it began.")}


@pytest.mark.parametrize("mode", ["packed", "in_turn"])
def test_a_paused_job_makes_room_for_the_next_one(bench: Bench, mode: str) -> None:
    bench.resources.machine.oracle.mode = mode
    bench.submit(job("a"), job("b"), in_flight=1)
    bench.engine.work()
    bench.engine.pause(("run-a",), paused=True)
    bench.engine.work()
    assert bench.running() == ["run-a", "run-b"]
    bench.engine.pause(("run-a",), paused=False)
    assert {status for status, _ in bench.finish().values()} == {Status.FINISHED}


def test_a_paused_job_keeps_jobs_with_other_sharing_waiting(bench: Bench) -> None:
    bench.submit(job("a"), sharing="packed")
    bench.submit(job("b"), sharing="in_turn")
    bench.engine.work()
    bench.engine.pause(("run-a",), paused=True)
    bench.engine.work()
    assert bench.running() == ["run-a"]
    bench.engine.pause(("run-a",), paused=False)
    assert len(bench.finish()) == 2


def test_the_queue_runs_in_the_order_wanted_stages_first(bench: Bench) -> None:
    stage = job("stage", kind="stage")
    jobs = (job("a"), job("b"), stage, job("c", needs=stage.spec.digest), job("d"))
    bench.submit(*jobs, in_flight=1)
    bench.engine.work()
    bench.engine.reorder(("run-d", "run-c", "run-a", "run-x"))
    bench.finish()
    begun = [e.job_id for e in bench.heard if isinstance(e, RunStarted)]
    assert begun == ["run-a", "run-d", stage.job_id, "run-c", "run-b"]


def test_interrupting_ends_what_is_in_flight(bench: Bench) -> None:
    bench.submit(job("a"), job("b"), in_flight=1)
    bench.engine.work()
    bench.engine.interrupt()
    assert bench.engine.is_idle
    ends = [(e.job_id, e.status) for e in bench.heard if isinstance(e, RunEnded)]
    assert ends == [("run-a", Status.INTERRUPTED)]


def test_the_module_has_one_broad_door_for_bugs() -> None:
    """Three may catch everything: a job's start, a session's move and the oracle's round."""
    text = Path(module.__file__).read_text(encoding="utf-8")
    assert text.count("except Exception") == 3
