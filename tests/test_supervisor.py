"""Between store and worker: what is handed over, what an error ends, what it can not lose."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from promptstudio.core.commands import Pause, Refused, Reorder, Said, Stop, Submit
from promptstudio.core.errors import StoreError, WorkerError
from promptstudio.core.events import RunEnded, Status
from promptstudio.core.marks import MarkChange
from promptstudio.core.questions import Try
from promptstudio.core.spec import BackboneSpec
from promptstudio.planning import Prepared, prepare
from promptstudio.supervisor import SPOOL_NAME, Supervisor
from tests.fakes import Attempt, FakeRunner
from tests.integration.conftest import Bench, quick_study

Open = Callable[..., Bench]
ROOMY = 10**9
"""More pages than any store has."""


@pytest.fixture
def open_bench(tmp_path: Path) -> Iterator[Open]:
    benches: list[Bench] = []

    def make(runner: FakeRunner) -> Bench:
        bench = Bench(tmp_path / "w", runner)
        benches.append(bench)
        return bench

    yield make
    for bench in benches:
        bench.supervisor.close()


def study_of(bench: Bench, runs: int = 2, **changes: object) -> Prepared:
    seeds = tuple(range(runs))
    targets = ("hotel_sentiment",)
    study = quick_study("prompt_tuning", target_tasks=targets, seeds=seeds, **changes)
    return prepare(study, bench.workspace)


def ends(bench: Bench) -> dict[str, tuple[Status, str]]:
    found = [event for event in bench.heard if isinstance(event, RunEnded)]
    assert len({event.job_id for event in found}) == len(found)
    return {event.job_id: (event.status, event.reason) for event in found}


def stored(bench: Bench, prepared: Prepared) -> list[tuple[Status, str]]:
    records = [bench.supervisor.reader.run(job.job_id) for job in prepared.jobs]
    return [(record.status, record.reason) for record in records]


def finishing(command: Submit) -> list[Said]:
    """A worker that finishes everything at once."""
    attempts = [Attempt(start) for start in command.starts]
    return [event for a in attempts for event in (a.started(), a.ended())]


# -- the worker ----------------------------------------------------------------------------


def test_what_every_worker_has_is_told(open_bench: Open) -> None:
    runner = FakeRunner()
    runner.devices = ("cpu", "cuda:0")
    bench = open_bench(runner)
    assert bench.greetings == []
    bench.supervisor.pump(0)
    runner.devices = ("cpu",)
    runner.ending = "The worker process ended unexpectedly (signal 9)."
    bench.supervisor.pump(0)
    bench.supervisor.pump(0)
    assert [ready.devices for ready in bench.greetings] == [("cpu", "cuda:0"), ("cpu",)]


# -- handing over --------------------------------------------------------------------------


def test_jobs_that_can_not_be_sent_are_interrupted_with_the_reason(open_bench: Open) -> None:
    runner = FakeRunner(finishing)
    bench = open_bench(runner)
    runner.is_gone = True
    prepared = study_of(bench)
    with pytest.raises(WorkerError, match="is gone"):
        bench.supervisor.submit(prepared)
    reason = "It could not be handed to the worker: The worker process is gone."
    assert stored(bench, prepared) == [(Status.INTERRUPTED, reason)] * 2
    assert set(ends(bench).values()) == {(Status.INTERRUPTED, reason)}
    assert bench.supervisor.is_idle
    assert "busy" not in bench.states

    runner.is_gone = False
    bench.supervisor.resume(prepared.jobs[0].job_id)
    bench.heard.clear()
    bench.finish()
    assert stored(bench, prepared)[0] == (Status.FINISHED, "")


def test_a_spool_that_can_not_be_written_is_told_and_the_run_stays_resumable(
    open_bench: Open,
) -> None:
    runner = FakeRunner()
    bench = open_bench(runner)
    spool = bench.workspace / SPOOL_NAME

    def interrupted(command: Submit) -> list[Said]:
        attempt = Attempt(command.starts[0])
        events = [attempt.started(), attempt.checkpoint(spool, 2, b"state")]
        return [*events, attempt.ended(Status.INTERRUPTED)]

    runner.on_submit = interrupted
    prepared = study_of(bench, 1)
    bench.supervisor.submit(prepared)
    bench.finish()
    spool.rmdir()
    spool.touch()
    bench.heard.clear()
    with pytest.raises(StoreError, match=r"'.*in-.*' for the worker can not be written: \w"):
        bench.supervisor.resume(prepared.jobs[0].job_id)
    ((status, reason),) = stored(bench, prepared)
    assert status is Status.INTERRUPTED
    assert "can not be written" in reason

    spool.unlink()
    bench.heard.clear()
    bench.supervisor.resume(prepared.jobs[0].job_id)
    sent = runner.submitted[-1]
    assert sent.attempt == 2
    assert sent.checkpoint is not None
    assert Path(sent.checkpoint).read_bytes() == b"state"
    bench.finish()


def test_a_refused_request_ends_its_jobs_with_the_reason(open_bench: Open) -> None:
    def refusing(command: Submit) -> list[Said]:
        names = tuple(start.job.job_id for start in command.starts)
        return [Refused(request_id=command.request_id, reason="The card is odd.", job_ids=names)]

    bench = open_bench(FakeRunner(refusing))
    prepared = study_of(bench)
    bench.supervisor.submit(prepared)
    bench.finish()
    assert stored(bench, prepared) == [(Status.FAILED, "The card is odd.")] * 2
    assert set(ends(bench).values()) == {(Status.FAILED, "The card is odd.")}
    assert bench.failures == ["The card is odd."]
    assert bench.states[-1] == "ready"


def test_every_job_keeps_the_terms_of_its_study(open_bench: Open) -> None:
    def terms() -> list[tuple[int, str]]:
        return [(start.in_flight, start.sharing) for start in runner.submitted]

    runner = FakeRunner()
    bench = open_bench(runner)
    first = study_of(bench, 1, in_flight=1, sharing="in_turn")
    second = study_of(bench, 1, in_flight=4, sharing="packed")
    bench.supervisor.submit(first)
    bench.supervisor.submit(second)
    bench.supervisor.pump(0.0)
    assert terms() == [(1, "in_turn"), (4, "packed")]

    runner.sent.clear()
    begun = bench.supervisor.reader.start(first.jobs[0].job_id)
    runner.said = [Attempt(begun).started()]
    bench.supervisor.pump(0.0)
    runner.ending = "It died."
    bench.supervisor.pump(0.0)
    assert stored(bench, first)[0][0] is Status.INTERRUPTED
    assert terms() == [(4, "packed")]
    bench.supervisor.resume(first.jobs[0].job_id)
    assert terms() == [(4, "packed"), (1, "in_turn")]


# -- order, marks, retry -----------------------------------------------------------------


def test_the_order_wanted_is_stored_sent_and_survives_the_worker(open_bench: Open) -> None:
    runner = FakeRunner()
    bench = open_bench(runner)
    bench.supervisor.pump(0.0)
    prepared = study_of(bench, 4)
    bench.supervisor.submit(prepared)
    a, b, c, d = (job.job_id for job in prepared.jobs)
    runner.said = [Attempt(runner.submitted[0]).started()]
    bench.supervisor.pump(0.0)
    bench.supervisor.reorder([d, a, "run-x", c])
    assert runner.sent[-1] == Reorder(job_ids=(d, c, b))
    assert bench.changed == [[d, c, b]]
    reader = bench.supervisor.reader
    assert [start.job.job_id for start in reader.pending_jobs()] == [d, c, b]
    assert reader.run(a).position == 0

    runner.ending = "It died."
    bench.supervisor.pump(0.0)
    assert [start.job.job_id for start in runner.submitted[4:]] == [d, c, b]


def test_a_job_held_in_the_queue_keeps_its_place_and_ends_with_the_worker(
    open_bench: Open,
) -> None:
    runner = FakeRunner()
    bench = open_bench(runner)
    bench.supervisor.pump(0.0)
    prepared = study_of(bench, 3)
    bench.supervisor.submit(prepared)
    a, b, c = (job.job_id for job in prepared.jobs)
    bench.supervisor.pause([a], paused=True)
    assert runner.sent[-1] == Pause(job_ids=(a,), paused=True)
    held = Attempt(runner.submitted[0])
    runner.said = [held.turned(Status.PAUSED)]
    bench.supervisor.pump(0.0)
    assert bench.supervisor.reader.run(a).status is Status.PAUSED
    bench.supervisor.reorder([b, c, a])
    assert runner.sent[-1] == Reorder(job_ids=(b, c, a))
    runner.ending = "It died."
    bench.supervisor.pump(0.0)
    assert stored(bench, prepared)[0] == (Status.INTERRUPTED, "It died.")
    assert [start.job.job_id for start in runner.submitted[3:]] == [b, c]


def test_retrying_begins_anew_where_resuming_continues(open_bench: Open) -> None:
    runner = FakeRunner()
    bench = open_bench(runner)
    spool = bench.workspace / SPOOL_NAME

    def failing(command: Submit) -> list[Said]:
        attempt = Attempt(command.starts[0])
        events = [attempt.started(), attempt.checkpoint(spool, 2, b"state")]
        return [*events, attempt.ended(Status.FAILED)]

    runner.on_submit = failing
    prepared = study_of(bench, 1)
    run = prepared.jobs[0].job_id
    bench.supervisor.submit(prepared)
    bench.finish()
    for afresh in (False, True, False):
        bench.supervisor.resume(run, afresh=afresh)
        bench.finish()
    continued = [start.checkpoint is not None for start in runner.submitted]
    assert continued == [False, True, False, True]
    assert not any(start.is_forked for start in runner.submitted)
    assert bench.changed == [[run]] * 3


def test_marks_are_stored_and_told(open_bench: Open) -> None:
    bench = open_bench(FakeRunner())
    prepared = study_of(bench)
    bench.supervisor.submit(prepared)
    names = [job.job_id for job in prepared.jobs]
    bench.supervisor.mark(names, MarkChange(add_tags=("paper",)))
    assert {bench.supervisor.reader.run(name).tags for name in names} == {("paper",)}
    assert bench.changed == [names]
    with pytest.raises(StoreError, match="'run-x' can not be marked"):
        bench.supervisor.mark(["run-x"], MarkChange(note="?"))


# -- a worker that dies --------------------------------------------------------------------


def test_a_job_that_kills_its_worker_is_tried_once(open_bench: Open) -> None:
    """Every worker dies of the jobs that it is given, before one begins: each costs one job."""
    runner = FakeRunner()

    def deadly(command: Submit) -> list[Said]:
        del command
        runner.ending = "The worker died."
        return []

    runner.on_submit = deadly
    bench = open_bench(runner)
    bench.supervisor.pump(0.0)
    prepared = study_of(bench, 3)
    bench.supervisor.submit(prepared)
    bench.pump_until(lambda: bench.supervisor.is_idle, rounds=10)
    assert stored(bench, prepared) == [(Status.INTERRUPTED, "The worker died.")] * 3
    tried = [start.job.job_id for start in runner.submitted]
    first, second, third = (job.job_id for job in prepared.jobs)
    assert tried == [first, second, third, second, third, third]
    assert runner.starts == 4


def test_a_worker_that_never_listened_is_not_started_again(open_bench: Open) -> None:
    runner = FakeRunner()
    bench = open_bench(runner)
    runner.said, runner.ending = [], "It has no torch."
    prepared = study_of(bench)
    bench.supervisor.submit(prepared)
    with pytest.raises(WorkerError, match="It has no torch"):
        bench.supervisor.pump(0.0)
    assert stored(bench, prepared) == [(Status.INTERRUPTED, "It has no torch.")] * 2
    assert runner.starts == 1
    runner.ending = None


def test_data_that_changed_meanwhile_ends_the_jobs_and_not_the_supervisor(
    open_bench: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    runner = FakeRunner()
    bench = open_bench(runner)
    bench.supervisor.pump(0.0)
    prepared = study_of(bench)
    bench.supervisor.submit(prepared)
    monkeypatch.setattr("promptstudio.handover.fingerprint", lambda card: "other")
    runner.ending = "It died."
    bench.supervisor.pump(0.0)
    assert "has changed" in stored(bench, prepared)[1][1]
    assert "has changed" in bench.failures[-1]
    assert bench.supervisor.is_idle
    runner.ending = None


# -- opening -------------------------------------------------------------------------------


def test_a_worker_that_can_not_start_leaves_the_store_to_others(
    tmp_path: Path, open_bench: Open
) -> None:
    broken = FakeRunner()
    broken.start_error = WorkerError("The worker process can not be started: no memory.")
    with pytest.raises(WorkerError, match="no memory"):
        Supervisor(tmp_path / "w", broken).open()
    bench = open_bench(FakeRunner(finishing))
    prepared = study_of(bench, 1)
    bench.supervisor.submit(prepared)
    bench.finish()
    assert stored(bench, prepared) == [(Status.FINISHED, "")]


# -- a store that can not take more --------------------------------------------------------


def fill_disk(bench: Bench, room: int | None = None) -> None:
    """Leave a store no page more than it has, or ``room`` pages in all."""
    database = bench.supervisor._writer._db
    (pages,) = database.execute("PRAGMA page_count").fetchone()
    database.execute(f"PRAGMA max_page_count = {room or pages}")


def full_store(open_bench: Open) -> tuple[Bench, FakeRunner, Prepared]:
    """A study of two runs of which the first broke the store with its checkpoint."""
    runner = FakeRunner()
    bench = open_bench(runner)
    bench.supervisor.pump(0.0)
    prepared = study_of(bench)
    bench.supervisor.submit(prepared)
    attempt = Attempt(runner.submitted[0])
    runner.said = [attempt.started()]
    bench.supervisor.pump(0.0)
    bench.supervisor.pump(0.0)
    fill_disk(bench)
    saved = attempt.checkpoint(bench.workspace / SPOOL_NAME, 2, bytes(100_000))
    runner.said = [saved]
    bench.supervisor.pump(0.0)
    assert bench.supervisor.store_error is not None
    return bench, runner, prepared


def cancel_all(bench: Bench, runner: FakeRunner) -> None:
    """Answer the stop that a store error sends, as a worker does."""
    (stop,) = [command for command in runner.sent if isinstance(command, Stop)]
    first, second = runner.submitted
    assert len(stop.job_ids) == 2
    runner.said = [
        Attempt(first, seq=2).ended(Status.CANCELLED),
        Attempt(second).ended(Status.CANCELLED),
    ]
    bench.supervisor.pump(0.0)


def test_after_a_full_disk_no_run_is_told_finished_that_is_not_stored(open_bench: Open) -> None:
    bench, runner, _ = full_store(open_bench)
    first, second = Attempt(runner.submitted[0], seq=2), Attempt(runner.submitted[1])
    runner.said = [first.ended(), second.started(), second.ended()]
    bench.supervisor.pump(0.0)
    assert {status for status, _ in ends(bench).values()} == {Status.INTERRUPTED}
    assert {reason for _, reason in ends(bench).values()} == {bench.supervisor.store_error}
    fill_disk(bench, ROOMY)


def test_a_store_that_is_still_full_refuses_new_work_in_one_sentence(open_bench: Open) -> None:
    bench, runner, prepared = full_store(open_bench)
    cancel_all(bench, runner)
    for act in (
        lambda: bench.supervisor.submit(study_of(bench)),
        lambda: bench.supervisor.resume(prepared.jobs[0].job_id),
    ):
        with pytest.raises(StoreError, match=r"^Nothing was queued, as .* The disk is full"):
            act()
    assert len(bench.supervisor.reader.studies()) == 1
    assert len(bench.failures) == 1
    fill_disk(bench, ROOMY)


def test_what_waited_to_be_written_is_written_before_new_work(open_bench: Open) -> None:
    """Steps wait; the disk fills before they are written, and no event is lost."""
    runner = FakeRunner()
    bench = open_bench(runner)
    bench.supervisor.pump(0.0)
    prepared = study_of(bench, 1)
    bench.supervisor.submit(prepared)
    attempt = Attempt(runner.submitted[0])
    many = {f"gate/{number}": 0.5 for number in range(3000)}
    runner.said = [attempt.started(), attempt.step(1, many)]
    bench.supervisor.pump(0.0)
    fill_disk(bench)
    bench.supervisor.pump(0.0)
    assert "full" in str(bench.supervisor.store_error)
    with pytest.raises(StoreError, match=r"^Nothing was queued, as .* The disk is full"):
        bench.supervisor.submit(study_of(bench))
    fill_disk(bench, ROOMY)
    bench.supervisor.submit(study_of(bench))
    assert len(bench.supervisor.reader.metrics(prepared.jobs[0].job_id)) == 3000
    runner.said = [attempt.ended(Status.CANCELLED)]
    bench.supervisor.pump(0.0)
    assert stored(bench, prepared) == [(Status.CANCELLED, "")]


def test_work_goes_on_when_the_store_can_be_written_again(open_bench: Open) -> None:
    bench, runner, prepared = full_store(open_bench)
    cancel_all(bench, runner)
    error = bench.supervisor.store_error
    fill_disk(bench, ROOMY)
    runner.on_submit = finishing
    again = study_of(bench)
    bench.supervisor.submit(again)
    assert bench.supervisor.store_error is None
    assert stored(bench, prepared) == [(Status.INTERRUPTED, error)] * 2
    found = bench.supervisor.reader.checkpoint(prepared.jobs[0].job_id)
    assert found is not None, "what was pending is written"
    bench.finish()
    assert stored(bench, again) == [(Status.FINISHED, "")] * 2

    bench.heard.clear()
    bench.supervisor.resume(prepared.jobs[0].job_id)
    bench.finish()
    assert stored(bench, prepared)[0] == (Status.FINISHED, "")


def test_runs_that_are_still_ending_are_waited_for(open_bench: Open) -> None:
    bench, runner, _ = full_store(open_bench)
    fill_disk(bench, ROOMY)
    with pytest.raises(StoreError, match=r"still ending. Try again in a moment\.$"):
        bench.supervisor.submit(study_of(bench))
    cancel_all(bench, runner)
    runner.on_submit = finishing
    bench.supervisor.submit(study_of(bench))
    assert bench.supervisor.store_error is None
    bench.finish()


def test_a_worker_that_dies_while_nothing_can_be_stored_gets_no_more_work(
    open_bench: Open,
) -> None:
    bench, runner, _ = full_store(open_bench)
    runner.ending = "It died."
    bench.supervisor.pump(0.0)
    assert len(runner.submitted) == 2
    assert bench.supervisor.is_idle
    assert {status for status, _ in ends(bench).values()} == {Status.INTERRUPTED}
    fill_disk(bench, ROOMY)


# -- questions -----------------------------------------------------------------------------


def question() -> Try:
    return Try(backbone=BackboneSpec(), prompts={"none": ""}, text="food")


def test_a_refused_question_is_answered_and_is_no_failure(open_bench: Open) -> None:
    bench = open_bench(FakeRunner())
    first, second = question(), question()
    for asked in (first, second):
        bench.supervisor.ask(asked)
    bench.runner.said += [
        Refused(request_id=first.request_id, reason="Too wide."),
        Refused(request_id=second.request_id, reason="KeyError: 1", report="Traceback"),
    ]
    bench.supervisor.pump(0)
    assert [answer.request_id for answer in bench.answers] == [first.request_id, second.request_id]
    assert bench.failures == ["KeyError: 1Traceback"], "a bug is told, a refusal is not"


def test_questions_to_a_worker_that_is_gone_or_goes_are_answered(open_bench: Open) -> None:
    runner = FakeRunner()
    bench = open_bench(runner)
    runner.is_gone = True
    bench.supervisor.ask(question())
    assert [answer.reason for answer in bench.answers] == ["The worker process is gone."]
    runner.is_gone = False
    bench.supervisor.pump(0)
    bench.supervisor.ask(question())
    runner.ending = "The worker process ended unexpectedly (signal 9)."
    bench.supervisor.pump(0)
    bench.supervisor.ask(question())
    bench.supervisor.close()
    assert [answer.reason for answer in bench.answers[1:]] == [
        "The worker process ended unexpectedly (signal 9).",
        "PromptStudio was closed.",
    ]
