from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from promptstudio.analysis.lines import Line, LineBook
from promptstudio.analysis.live import JobState, LiveJobs, restored
from promptstudio.analysis.overall import Overall, Throughput, fraction, throughput
from promptstudio.core.events import (
    Evaluated,
    RunEnded,
    RunStarted,
    StageStarted,
    Status,
    StatusChanged,
    StepDone,
)


def event(kind: Callable[..., Any], job_id: str = "run-1", time: float = 0.0, **values: Any) -> Any:
    return kind(job_id=job_id, attempt=0, seq=0, time=time, **values)


STARTED = {
    "device": "cpu",
    "backbone": "b",
    "backbone_sha256": "",
    "versions": {},
    "sharing": "packed",
}


def started(**values: Any) -> Any:
    return event(RunStarted, **STARTED, **values)


def stage(key: str, steps: int, first: int = 0, **values: Any) -> Any:
    facts = {"stage": key, "title": key, "steps": steps, "first_step": first}
    return event(StageStarted, **facts, **values)


def step(key: str, number: int, time: float = 0.0, **metrics: float) -> Any:
    facts = {"stage": key, "step": number, "metrics": metrics, "rows": 0, "seconds": 0.0}
    return event(StepDone, time=time, **facts)


def told(*events: Any) -> LiveJobs:
    live = LiveJobs()
    for each in events:
        live.apply(each)
    return live


def test_stages_follow_one_another_on_one_axis() -> None:
    live = told(
        started(),
        stage("first", 10),
        step("first", 10, loss=1.0),
        stage("second", 5),
        step("second", 2, loss=0.5),
    )
    job = live.jobs["run-1"]
    np.testing.assert_array_equal(job.numbers["loss"].x, [10, 12])
    assert (job.stage, job.step, job.steps, job.total_done) == ("second", 2, 5, 12)


def test_a_second_attempt_replaces_what_it_repeats() -> None:
    live = told(started(), stage("s", 10), *(step("s", n, loss=n) for n in range(1, 9)))
    for each in (started(), stage("s", 10, first=4), step("s", 5, loss=50.0)):
        live.apply(each)
    np.testing.assert_array_equal(live.jobs["run-1"].numbers["loss"].y, [1, 2, 3, 4, 50])
    assert live.jobs["run-1"].step == 5


def test_scores_go_to_curves_and_test_scores_do_not() -> None:
    facts = {"stage": "s", "step": 3, "task": "film", "rows": 9}
    live = told(
        stage("s", 5),
        event(Evaluated, split="validation", metrics={"accuracy": 0.7}, **facts),
        event(Evaluated, split="test", metrics={"accuracy": 0.6}, **facts),
    )
    job = live.jobs["run-1"]
    np.testing.assert_array_equal(job.validation["accuracy"].y, [0.7])
    assert job.test == {"accuracy": 0.6}


def test_time_left_is_known_while_running_only() -> None:
    live = told(started(), stage("s", 10), *(step("s", n, time=3.0 * n) for n in range(1, 5)))
    job = live.jobs["run-1"]
    assert job.left_s == pytest.approx(18.0)
    live.apply(event(StatusChanged, status=Status.PAUSED))
    assert job.left_s is None
    live.apply(event(RunEnded, status=Status.FAILED, reason="no"))
    assert (job.status, job.reason, job.left_s) == (Status.FAILED, "no", None)


def test_metrics_are_found_by_their_first_part() -> None:
    job = told(stage("s", 2), step("s", 1, **{"query/after": 1.0, "query": 2.0, "queryx": 3.0}))
    assert job.jobs["run-1"].values_at("query") == {"query/after": 1.0, "query": 2.0}


def test_metrics_are_told_as_they_were_at_a_step() -> None:
    live = told(stage("s", 9), step("s", 2, a=1.0), step("s", 5, a=2.0), step("s", 6, b=3.0))
    job = live.jobs["run-1"]
    assert job.values_at("a", 4) == {"a": 1.0}
    assert np.isnan(job.values_at("b", 4)["b"])
    assert (job.last_step("a"), job.last_step("b"), job.last_step("c")) == (5, 6, 0)


def test_throughput_adds_up_the_jobs_at_work() -> None:
    live = LiveJobs()
    assert throughput(live) == Throughput(None, None)
    for name, rows, tokens in (("a", 16, 800), ("b", 4, 0)):
        live.apply(event(RunStarted, name, **STARTED))
        for n in range(1, 4):
            numbers = {"metrics": {}, "rows": rows * n, "tokens": tokens * n, "seconds": 0.0}
            live.apply(event(StepDone, name, 2.0 * n, stage="s", step=n, **numbers))
    assert throughput(live) == Throughput(10.0, 400.0)
    live.apply(event(StatusChanged, "a", status=Status.PAUSED))
    assert throughput(live) == Throughput(2.0, None)


def test_a_validation_score_tells_its_rows() -> None:
    scored = {"task": "t", "split": "validation", "metrics": {"accuracy": 0.5}, "rows": 32}
    live = told(started(), stage("s", 4), event(Evaluated, stage="s", step=2, **scored))
    assert live.jobs["run-1"].validation_rows == 32


def test_every_event_changes_the_version() -> None:
    assert told(started(), stage("s", 1), step("s", 1)).version == 3


def test_stored_curves_come_back_as_they_were_heard() -> None:
    heard = told(
        stage("b_first", 2),
        step("b_first", 1, loss=1.0),
        step("b_first", 2, loss=0.9),
        stage("a_second", 2),
        step("a_second", 2, loss=0.5),
    ).jobs["run-1"]
    stored = restored(
        "run-1",
        Status.FINISHED,
        ["b_first", "a_second"],
        {"a_second/loss": ([2], [0.5]), "b_first/loss": ([1, 2], [1.0, 0.9])},
        [("a_second", 1, {"accuracy": 0.6}), ("b_first", 2, {"accuracy": 0.5})],
    )
    np.testing.assert_array_equal(stored.numbers["loss"].x, heard.numbers["loss"].x)
    np.testing.assert_array_equal(stored.numbers["loss"].y, heard.numbers["loss"].y)
    np.testing.assert_array_equal(stored.validation["accuracy"].x, [2, 3])


def test_fraction_of_a_job() -> None:
    assert fraction(None) == 0.0
    assert fraction(JobState("j")) == 0.0
    assert fraction(JobState("j", step=1, steps=4)) == 0.25
    assert fraction(JobState("j", status=Status.CANCELLED, step=1, steps=4)) == 1.0


def test_the_whole_study_has_a_time_left() -> None:
    live, overall = told(started(), stage("s", 10)), Overall()
    jobs = ("run-1", "run-2")
    assert overall.update(live, jobs, 0.0).left_s is None
    live.apply(step("s", 5))
    state = overall.update(live, jobs, 10.0)
    assert (state.done, state.total) == (0, 2)
    assert state.left_s == pytest.approx(30.0)
    live.apply(event(RunEnded, status=Status.FINISHED))
    live.apply(event(RunEnded, job_id="run-2", status=Status.FINISHED))
    assert overall.update(live, jobs, 20.0).left_s is None


def test_lines_share_colours_by_method_and_target_and_dashes_by_seed() -> None:
    book = LineBook()
    assert book.add("r1", "A", "film", 0) == Line(0, 0)
    assert book.add("r2", "A", "film", 7) == Line(0, 1)
    assert book.add("r3", "A", "hotel", 7) == Line(1, 1)
    assert book.add("r1", "A", "film", 0) == Line(0, 0)
    assert book.line("r9") is None
    assert book.legend(["r3", "r9"]) == [(1, "A", "hotel")]


def test_jobs_that_ended_before_count_without_being_heard_of() -> None:
    live = told(started(), stage("s", 10), step("s", 5))
    state = Overall().update(live, ["run-1", "old", "next"], 0.0, ended={"old"})
    assert (state.done, state.total) == (1, 3)
