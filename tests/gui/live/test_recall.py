"""Runs that go on: their earlier curves are read beside the window, and events wait for them."""

import threading
from types import SimpleNamespace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from promptstudio.core.errors import StoreError
from promptstudio.core.events import (
    Evaluated,
    Event,
    RunEnded,
    RunStarted,
    StageStarted,
    Status,
    StepDone,
)
from promptstudio.core.spec import MethodSpec, StudySpec
from promptstudio.gui.live.page import LivePage
from promptstudio.gui.parts.theme import themes
from promptstudio.gui.services import Services

TWO = StudySpec(
    name="Two", target_tasks=("film_sentiment",), methods=(MethodSpec(key="plain"),), seeds=(0, 1)
)


class Gate:
    """Lets reading begin, and holds it until it is opened."""

    def __init__(self, results: Any) -> None:
        self._history = results.history
        self._open = threading.Event()
        self.begun: list[str] = []
        self.error: StoreError | None = None

    def history(self, job_id: str) -> Any:
        self.begun.append(job_id)
        assert self._open.wait(10)
        if self.error is not None:
            raise self.error
        return self._history(job_id)

    def open(self) -> None:
        self._open.set()


@pytest.fixture
def gate(services: Services, monkeypatch: pytest.MonkeyPatch) -> Gate:
    gate = Gate(services.results)
    monkeypatch.setattr(services.results, "history", gate.history)
    return gate


@pytest.fixture
def page(qtbot: QtBot, services: Services, gate: Gate) -> LivePage:
    page = LivePage(services, themes()[0])
    qtbot.addWidget(page, before_close_func=lambda p: (gate.open(), p.rest()))
    page.run(TWO)
    return page


@pytest.fixture
def runs(page: LivePage, controller: Any) -> list[str]:
    """Two runs with three stored steps each, of which nothing was heard."""
    names = [job.job_id for job in controller.jobs]
    for name in names:
        controller.reader.curves[name] = {"tune/loss": ([1, 2, 3], [9.0, 8.0, 7.0])}
        score = SimpleNamespace(
            stage="tune", step=2, split="validation", rows=5, metrics={"accuracy": 0.5}
        )
        controller.reader.scores[name] = [score]
    assert page.book.live.jobs == {}
    return names


def told(job_id: str, kind: Any, **values: Any) -> Event:
    event: Event = kind(job_id=job_id, attempt=1, seq=0, time=0.0, **values)
    return event


def going_on(job_id: str, after: int) -> list[Event]:
    """The first words of a run that continues after a step, and what it does next."""
    facts: dict[str, Any] = {"device": "cpu", "backbone": "sandbox", "backbone_sha256": "0"}
    at = ("tune", after)
    return [
        told(job_id, RunStarted, **facts, sharing="packed", versions={}, resumed_at=at),
        told(job_id, StageStarted, stage="tune", title="Tuning", steps=400, first_step=after),
        step(job_id, after + 1),
    ]


def step(job_id: str, number: int) -> Event:
    metrics = {"loss": 10.0 - number}
    facts: dict[str, Any] = {"rows": 4 * number, "seconds": 1.0}
    return told(job_id, StepDone, stage="tune", step=number, metrics=metrics, **facts)


def points(page: LivePage, job_id: str) -> tuple[list[float], list[float]]:
    loss = page.book.live.jobs[job_id].numbers["loss"]
    return loss.x.tolist(), loss.y.tolist()


def test_what_is_heard_while_the_earlier_curve_is_read_comes_after_it_once(
    qtbot: QtBot, page: LivePage, runs: list[str], controller: Any, services: Services, gate: Gate
) -> None:
    """The step after the checkpoint is stored already when it is heard, as the engine does."""
    first, second = runs
    controller.tell(*going_on(first, after=2))
    qtbot.waitUntil(lambda: gate.begun == [first])
    assert first not in page.book.live.jobs
    score = {"task": "film_sentiment", "split": "validation", "metrics": {"accuracy": 0.75}}
    controller.tell(
        step(first, 4),
        told(first, Evaluated, stage="tune", step=4, rows=5, **score),
        step(first, 5),
        *going_on(second, after=3),
        told(second, RunEnded, status=Status.CANCELLED),
    )
    assert page.book.live.jobs == {}
    gate.open()
    qtbot.waitUntil(lambda: len(page.book.live.jobs) == 2)
    assert points(page, first) == ([1, 2, 3, 4, 5], [9.0, 8.0, 7.0, 6.0, 5.0])
    assert points(page, second) == ([1, 2, 3, 4], [9.0, 8.0, 7.0, 6.0])
    job = page.book.live.jobs[first]
    assert (job.status, job.step, job.steps) == (Status.RUNNING, 5, 400)
    assert job.validation["accuracy"].x.tolist() == [2, 4]
    assert job.validation["accuracy"].y.tolist() == [0.5, 0.75]
    assert page.book.live.jobs[second].status is Status.CANCELLED
    assert gate.begun == [first, second]
    assert threading.get_ident() not in services.results.threads  # type: ignore[attr-defined]
    controller.tell(step(first, 6))
    assert points(page, first)[0] == [1, 2, 3, 4, 5, 6]


def test_runs_that_are_not_drawn_wait_no_longer(
    qtbot: QtBot, page: LivePage, runs: list[str], controller: Any, gate: Gate
) -> None:
    page.panel._recall = lambda rows: None  # what is drawn has its curves read anyway
    controller.tell(*going_on(runs[0], after=2))
    qtbot.waitUntil(lambda: gate.begun == [runs[0]])
    controller.tell(*going_on(runs[1], after=2))
    gate.open()
    qtbot.waitUntil(lambda: page.book.live.jobs.keys() == set(runs))
    assert page.book.awaited == ()


def test_signs_are_looked_for_when_the_whole_curve_is_there(
    qtbot: QtBot, page: LivePage, runs: list[str], controller: Any, gate: Gate
) -> None:
    looked: list[str] = []
    page.alarms._signs = lambda row: looked.append(row.job_id) or ()  # type: ignore[method-assign, func-returns-value]
    score = {"task": "film_sentiment", "split": "validation", "metrics": {"accuracy": 0.75}}
    scored = told(runs[0], Evaluated, stage="tune", step=3, rows=5, **score)
    controller.tell(*going_on(runs[0], after=2), scored)
    page.alarms._on_due()
    assert looked == []
    gate.open()
    qtbot.waitUntil(lambda: looked == [runs[0]])


def test_a_curve_that_can_not_be_read_begins_where_the_run_goes_on(
    qtbot: QtBot, page: LivePage, runs: list[str], controller: Any, gate: Gate
) -> None:
    gate.error = StoreError("The store is gone.")
    heard: list[str] = []
    page.failed.connect(lambda sentence, report: heard.append(sentence))
    controller.tell(*going_on(runs[0], after=2))
    gate.open()
    qtbot.waitUntil(lambda: runs[0] in page.book.live.jobs)
    assert heard == ["The store is gone."]
    assert points(page, runs[0]) == ([3], [7.0])


def test_a_run_of_which_was_heard_before_waits_for_nothing(
    page: LivePage, runs: list[str], controller: Any, gate: Gate
) -> None:
    controller.tell(*going_on(runs[0], after=0)[1:], step(runs[0], 2))
    controller.tell(*going_on(runs[0], after=1))
    assert points(page, runs[0]) == ([1, 2], [9.0, 8.0])
    assert runs[0] not in gate.begun
