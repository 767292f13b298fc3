"""The page against a fake engine and a fake store."""

from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from promptstudio.core.errors import StoreError
from promptstudio.core.events import Evaluated, Message, RunEnded, RunStarted, Status, StatusChanged
from promptstudio.core.spec import StudySpec
from promptstudio.core.tables import Table
from promptstudio.gui.live.page import LivePage
from promptstudio.gui.parts.theme import themes
from promptstudio.gui.services import Services

Tell = Callable[..., None]

NOON = datetime(2026, 1, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def page(qtbot: QtBot, services: Services, fakes: SimpleNamespace) -> LivePage:
    page = LivePage(services, themes()[0])
    qtbot.addWidget(page, before_close_func=lambda p: p.rest())
    page.panel.build_charts()
    page.jobs.offer((), ())
    page.resize(1100, 700)
    page.show()
    return page


@pytest.fixture
def started(page: LivePage, fakes: SimpleNamespace) -> LivePage:
    page.run(fakes.study)
    return page


def store_study(controller: Any, study: StudySpec) -> list[str]:
    """Put a study with its finished runs into the store, as an earlier session would."""
    study_id = controller.submit(study)
    controller.reader.kept.append(SimpleNamespace(study_id=study_id, name="Old", created=NOON))
    for job in controller.jobs:
        controller.reader.take(ended(job.job_id, Status.FINISHED))
    return [job.job_id for job in controller.jobs]


def ended(job_id: str, status: Status, **values: Any) -> RunEnded:
    return RunEnded(job_id=job_id, attempt=0, seq=0, time=0.0, status=status, **values)


def run_of(controller: Any, key: str = "plain") -> Any:
    return next(j for j in controller.jobs if j.spec.kind == "run" and j.spec.method == key)


def choose(qtbot: QtBot, page: LivePage, job_id: str, status: Status) -> None:
    """Wait until the table shows a status, then select the job."""
    jobs = page.jobs.table.visible_jobs
    qtbot.waitUntil(lambda: any(r.job_id == job_id and r.status is status for r in jobs()))
    page.jobs.table.select([job_id])


def test_an_empty_page_says_what_to_do_next(qtbot: QtBot, page: LivePage) -> None:
    page.arrive()
    chart = page.panel.chart
    assert chart is not None
    wanted = "Nothing to draw yet. Set up a study and press Run (Ctrl+Enter)."
    qtbot.waitUntil(lambda: chart._hint.text() == wanted)
    assert page.panel.overall.text() == "Nothing is running."


def test_the_focus_goes_from_left_to_right_and_down(qtbot: QtBot, page: LivePage) -> None:
    page.jobs.offer((), (page.actions_["copy"],))
    area, jobs = page.panel.area, page.jobs
    wanted = [page.panel.tabs, area.modes, area.smoothing, area.log, area.twin.as_table]
    wanted += [area.chart, area.legend, jobs.tabs.tabBar(), jobs._scope, jobs._search, jobs.table]
    chain, at = [], page.nextInFocusChain()
    while at is not page:
        chain.append(at)
        at = at.nextInFocusChain()
    places = [chain.index(widget) for widget in wanted]
    assert places == sorted(places)
    assert all(widget.accessibleName() or widget.text() for widget in wanted)


def test_the_queue_holds_shared_stages_and_runs(started: LivePage, controller: Any) -> None:
    assert {r.job_id for r in started.jobs.table.visible_jobs()} == {
        job.job_id for job in controller.jobs
    }
    kinds = {row.kind for row in started.jobs.table.visible_jobs()}
    assert kinds == {"run", "stage"}


def test_what_runs_stands_at_the_top_and_what_ended_at_the_bottom(
    qtbot: QtBot, started: LivePage, controller: Any
) -> None:
    first, second, last = controller.jobs[0], controller.jobs[1], controller.jobs[-1]
    begin = {"device": "cpu", "backbone": "b", "backbone_sha256": "", "versions": {}}
    controller.tell(
        RunStarted(job_id=last.job_id, attempt=0, seq=0, time=0.0, sharing="packed", **begin),
        ended(first.job_id, Status.FINISHED),
    )
    rows = started.jobs.table.visible_jobs
    qtbot.waitUntil(lambda: rows()[0].job_id == last.job_id)
    assert rows()[1].job_id == second.job_id
    assert rows()[-1].job_id == first.job_id


def test_progress_tells_jobs_time_and_throughput(
    qtbot: QtBot, started: LivePage, controller: Any, tell_story: Tell
) -> None:
    tell_story(controller.jobs[0], 0.5)
    total = len(controller.jobs)
    label = started.panel.overall
    qtbot.waitUntil(lambda: "rows/s" in label.text())
    assert label.text().startswith(f"0 of {total} jobs ended")
    assert "320 rows/s" in label.text()


def test_what_is_used_is_looked_at_only_while_something_runs(
    qtbot: QtBot, started: LivePage, controller: Any, tell_story: Tell
) -> None:
    timer = started.panel.watch._timer
    assert not timer.isActive()
    job = controller.jobs[0]
    tell_story(job, 0.5)
    qtbot.waitUntil(timer.isActive)
    qtbot.waitUntil(lambda: "CPU" in started.panel.usage.text())
    controller.tell(ended(job.job_id, Status.FINISHED))
    qtbot.waitUntil(lambda: not timer.isActive())
    assert started.panel.usage.text() == ""


def test_metrics_get_tabs_as_they_are_reported(
    qtbot: QtBot, started: LivePage, controller: Any, tell_story: Tell
) -> None:
    assert started.panel.metrics == ("loss", "diagnostics")
    tell_story(run_of(controller), 0.5)
    wanted = ("loss", "validation/accuracy", "validation/loss", "diagnostics")
    qtbot.waitUntil(lambda: started.panel.metrics == wanted)
    started.panel.show_metric("validation/loss")
    chart = started.panel.chart
    assert chart is not None
    qtbot.waitUntil(lambda: chart.names == {run_of(controller).job_id})
    assert chart.getPlotItem().getAxis("left").labelText == "Validation loss"
    assert chart.accessibleName() == "Validation loss over steps"


def test_jobs_of_an_old_study_are_drawn_from_the_store(
    qtbot: QtBot, services: Services, controller: Any, reader: Any, fakes: SimpleNamespace
) -> None:
    for number, job_id in enumerate(store_study(controller, fakes.study)):
        reader.curves[job_id] = {"tune/loss": ([1, 2], [0.5, float(number)])}
    page = LivePage(services, themes()[0])
    qtbot.addWidget(page, before_close_func=lambda p: p.rest())
    page.panel.build_charts()
    page.show()
    page.arrive()
    chart = page.panel.chart
    assert chart is not None
    qtbot.waitUntil(lambda: len(chart.names) == len(controller.jobs))
    total = len(controller.jobs)
    assert page.panel.overall.text() == "Nothing is running."
    assert page.panel.area.legend.count() == total


def test_a_study_of_the_store_is_chosen(
    qtbot: QtBot, page: LivePage, controller: Any, fakes: SimpleNamespace
) -> None:
    old = {name for name in store_study(controller, fakes.study) if name.startswith("run")}
    page.run(fakes.study)
    new = {job.job_id for job in controller.jobs if job.spec.kind == "run"}
    shown = page.jobs.table.visible_runs
    assert {row.job_id for row in shown()} == new
    page.jobs.show_study("study-1")
    assert {row.job_id for row in shown()} == old
    page.jobs.show_study("")
    assert {row.job_id for row in shown()} == new
    assert page.can_stop


def test_actions_are_offered_where_they_are_possible(
    qtbot: QtBot, started: LivePage, controller: Any
) -> None:
    act, job = started.actions_, run_of(controller)

    def possible() -> set[str]:
        return {name for name, action in act.all().items() if action.isEnabled()}

    started.jobs.clear_selection()
    assert possible() == set()
    started.jobs.table.select([job.job_id])
    moves = {"first", "earlier", "later"}
    assert possible() == {"pause", "duplicate", "edit", "copy"} | moves
    controller.tell(ended(job.job_id, Status.FAILED))
    choose(qtbot, started, job.job_id, Status.FAILED)
    assert possible() == {"retry", "duplicate", "fork", "copy"}


def test_pause_proceed_and_retry_reach_the_engine(
    qtbot: QtBot, started: LivePage, controller: Any
) -> None:
    job_id = run_of(controller).job_id
    started.jobs.table.select([job_id])
    started.actions_["pause"].trigger()
    assert controller.calls[-1] == ("pause", job_id)
    held = StatusChanged(job_id=job_id, attempt=0, seq=0, time=0.0, status=Status.PAUSED)
    set_status(controller, job_id, Status.PAUSED)
    controller.tell(held)
    choose(qtbot, started, job_id, Status.PAUSED)
    started.actions_["proceed"].trigger()
    assert controller.calls[-1] == ("proceed", job_id)
    controller.tell(ended(job_id, Status.CANCELLED))
    choose(qtbot, started, job_id, Status.CANCELLED)
    started.actions_["retry"].trigger()
    assert controller.calls[-1] == ("retry", job_id)


def set_status(controller: Any, job_id: str, status: Status) -> None:
    controller.reader.take(ended(job_id, status))


def test_the_queue_is_put_into_another_order(started: LivePage, controller: Any) -> None:
    order = [row.job_id for row in started.jobs.table.visible_jobs()]
    started.jobs.table.select([order[-1]])
    started.actions_["first"].trigger()
    assert controller.calls[-1] == ("reorder", order[-1], *order[:-1])


def test_rows_are_copied(started: LivePage, controller: Any) -> None:
    started.jobs.table.select([run_of(controller).job_id])
    started.actions_["copy"].trigger()
    assert "Prompt tuning\tFilm sentiment\t0\t○ queued" in QGuiApplication.clipboard().text()


def test_duplicate_and_edit_put_the_run_into_the_form(
    qtbot: QtBot, started: LivePage, controller: Any
) -> None:
    job_id = run_of(controller).job_id
    started.jobs.table.select([job_id])
    with qtbot.waitSignal(started.study_wanted) as wanted:
        started.actions_["duplicate"].trigger()
    assert wanted.args is not None
    assert wanted.args[0].name == f"only {job_id}"
    assert not controller.calls
    with qtbot.waitSignal(started.study_wanted):
        started.actions_["edit"].trigger()
    assert controller.calls == [("cancel", job_id)]


def evaluated(job_id: str, step: int, accuracy: float = 0.5) -> Evaluated:
    return Evaluated(
        job_id=job_id,
        attempt=0,
        seq=0,
        time=0.0,
        stage="tune",
        step=step,
        task="film_sentiment",
        split="validation",
        metrics={"accuracy": accuracy},
        rows=32,
    )


def test_a_run_that_does_not_learn_is_told_with_the_change_to_try(
    qtbot: QtBot, started: LivePage, controller: Any
) -> None:
    job = run_of(controller)
    controller.tell(*(evaluated(job.job_id, step) for step in range(1, 7)))
    strip = started.strip
    qtbot.waitUntil(strip.isVisible)
    assert strip.text.startswith(f"{job.title}: The validation accuracy stays at 0.500")
    assert "Raise 'Learning rate'" in strip.text
    with qtbot.waitSignal(started.study_wanted) as wanted:
        strip.apply.click()
    assert wanted.args is not None
    study: StudySpec = wanted.args[0]
    assert study.methods[0].config == {"lr": 0.3}
    strip.dismiss.click()
    assert not strip.isVisible()
    controller.tell(evaluated(job.job_id, 7))
    qtbot.waitUntil(lambda: not started.alarms._waiting)
    assert not strip.isVisible()


def test_several_alarms_are_looked_through(
    qtbot: QtBot, started: LivePage, controller: Any
) -> None:
    runs = [j for j in controller.jobs if j.spec.kind == "run" and j.spec.method == "plain"][:2]
    for job in runs:
        controller.tell(*(evaluated(job.job_id, step) for step in range(1, 7)))
    strip = started.strip
    qtbot.waitUntil(lambda: strip.isVisible() and strip.next.isVisible())
    seen = {strip.text}
    strip.next.click()
    seen.add(strip.text)
    assert len(seen) == 2
    started.jobs.table.select([runs[0].job_id])
    assert strip.text.startswith(f"{runs[0].title}:")
    assert not strip.next.isVisible()


def test_harm_is_told_when_a_study_has_ended(
    qtbot: QtBot, started: LivePage, controller: Any, comparisons: Any
) -> None:
    comparisons.tables = [
        Table(
            key="negative-transfer",
            title="t",
            columns=("method", "target", "finding", "in words"),
            rows=(
                ("SVGD", "film", "negative transfer", "Negative transfer: worse by 3 points."),
                ("SPoT", "film", "no harm shown", "No harm shown."),
            ),
        )
    ]
    comparisons.of_study = lambda study_id: comparisons.tables
    controller.tell(*(ended(job.job_id, Status.FINISHED) for job in controller.jobs))
    qtbot.waitUntil(started.strip.isVisible)
    assert started.strip.text == "This study: Negative transfer: worse by 3 points."
    assert not started.strip.apply.isVisible()


def test_the_stored_log_of_an_old_run_is_shown_when_it_is_chosen(
    qtbot: QtBot, started: LivePage, controller: Any, reader: Any
) -> None:
    job = run_of(controller)
    controller.reader.take(ended(job.job_id, Status.FAILED, reason="no memory", seconds=3.0))
    reader.logs[job.job_id] = [SimpleNamespace(time=NOON, level="warning", text="Labels cut.")]
    started.refresh()
    other = controller.jobs[-1]
    controller.tell(
        Message(job_id=other.job_id, attempt=0, seq=0, time=0.0, level="info", text="x")
    )
    started.jobs.table.select([job.job_id])
    text = started.jobs.log.text.toPlainText()
    assert f"WARNING {job.title}: Labels cut." in text
    assert f"ERROR {job.title}: failed after 3.0 s of work: no memory" in text
    assert other.title not in text


def test_jobs_begun_elsewhere_are_followed(
    qtbot: QtBot, page: LivePage, controller: Any, fakes: SimpleNamespace
) -> None:
    controller.submit(fakes.study)
    job = controller.jobs[0]
    controller.jobs_changed.emit([job.job_id])
    qtbot.waitUntil(lambda: job.job_id in page.book.jobs)
    assert page.can_stop


def test_all_actions_have_names_for_palette_and_keys(page: LivePage) -> None:
    offered = page.offers()
    assert {"queue_pause", "queue_fork", "queue_copy"} <= offered.keys()
    assert all(action.text() and action.shortcut() for action in offered.values())


def test_a_study_that_can_not_be_queued_is_not_waited_for(
    qtbot: QtBot, page: LivePage, controller: Any, fakes: SimpleNamespace
) -> None:
    store_study(controller, fakes.study)
    page.arrive()
    controller.submit = lambda study: "study-lost"
    page.run(fakes.study)
    assert page._refresh.isActive()
    controller.failed.emit("The model is not there.", "")
    qtbot.waitUntil(lambda: not page._refresh.isActive())
    assert page.study_id == "study-1"
    assert page.jobs.study_id == "study-1"


def test_curves_that_can_not_be_read_are_told_once(
    qtbot: QtBot, page: LivePage, controller: Any, services: Services, fakes: SimpleNamespace
) -> None:
    told: list[str] = []
    page.failed.connect(lambda sentence, _: told.append(sentence))

    def broken(job_id: str) -> Any:
        raise StoreError("The store can not be read.")

    services.results.history = broken  # type: ignore[method-assign]
    store_study(controller, fakes.study)
    page.arrive()
    page.jobs.show_study("study-1")
    qtbot.waitUntil(lambda: bool(told))
    page.panel.touch()
    qtbot.waitUntil(lambda: not page.panel._timer.isActive())
    assert told == ["The store can not be read."]


def test_a_store_that_fails_while_events_come_is_told(
    qtbot: QtBot, page: LivePage, controller: Any, reader: Any
) -> None:
    def broken(job_ids: Any) -> Any:
        raise StoreError("The store can not be read.")

    reader.studies_of = broken
    with qtbot.waitSignal(page.failed) as told:
        controller.jobs_changed.emit(["run-x"])
    assert told.args == ["The store can not be read.", ""]


def test_means_are_made_when_they_are_looked_at(
    started: LivePage, controller: Any, fakes: SimpleNamespace
) -> None:
    assert started.jobs.summary.rowCount() == 0
    started.jobs.tabs.setCurrentWidget(started.jobs.summary)
    runs = {(j.label, j.spec.target_task) for j in controller.jobs if j.spec.kind == "run"}
    assert started.jobs.summary.rowCount() == len(runs)
