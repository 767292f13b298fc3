"""Forks: what the dialog asks, and where a fork is drawn, also after a restart."""

import dataclasses
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from promptstudio.core.events import RunEnded, Status
from promptstudio.core.spec import MethodSpec, StudySpec
from promptstudio.gui.live.fork_dialog import ForkDialog, changes_between, more_steps
from promptstudio.gui.live.page import LivePage
from promptstudio.gui.parts.theme import themes
from promptstudio.gui.services import Services

NOON = datetime(2026, 1, 2, 12, 0, tzinfo=UTC)
ONE = StudySpec(
    name="One", target_tasks=("film_sentiment",), methods=(MethodSpec(key="plain"),), seeds=(0,)
)


@pytest.fixture
def page(qtbot: QtBot, services: Services) -> LivePage:
    return opened(qtbot, services)


def opened(qtbot: QtBot, services: Services) -> LivePage:
    page = LivePage(services, themes()[0])
    qtbot.addWidget(page, before_close_func=lambda p: p.rest())
    page.panel.build_charts()
    page.show()
    page.arrive()
    return page


def stored_run(controller: Any, job_id: str = "", **changes: Any) -> str:
    """Store a finished run in a study of its own, with a curve; return its identity."""
    study_id = controller.submit(ONE)
    rows = controller.reader.rows
    (job,) = controller.jobs
    row = dataclasses.replace(rows.pop(job.job_id), status=Status.FINISHED, **changes)
    name = job_id or row.job_id
    rows[name] = dataclasses.replace(row, job_id=name)
    controller.reader.curves[name] = {"tune/loss": ([1, 2, 3], [3.0, 2.0, 1.0])}
    controller.reader.kept.append(SimpleNamespace(study_id=study_id, name=name, created=NOON))
    return name


def forked(controller: Any, origin: str, job_id: str) -> str:
    """Store a fork of a run, as an earlier session would."""
    at = SimpleNamespace(job_id=origin, stage="tune", step=2)
    stored_run(controller, job_id, forked_from=at, label=f"Prompt tuning, {job_id}")
    rows, related = controller.reader.rows, controller.reader.related
    family = [row.study_id for row in rows.values()]
    for name in family:
        related[name] = [other for other in family if other != name]
    return job_id


def ended(job_id: str, status: Status) -> RunEnded:
    return RunEnded(job_id=job_id, attempt=0, seq=0, time=0.0, status=status)


def chosen(page: LivePage) -> set[str]:
    return {row.job_id for row in page.selected_runs()}


def dialog_of(page: LivePage, job_id: str) -> ForkDialog:
    page.jobs.table.select([job_id])
    page.actions_["fork"].trigger()
    (dialog,) = page.findChildren(ForkDialog)
    assert not dialog.isModal()
    return dialog


def test_a_fork_changes_a_value_and_both_curves_are_chosen(
    qtbot: QtBot, page: LivePage, controller: Any
) -> None:
    page.run(ONE)
    (job,) = controller.jobs
    controller.reader.places[job.job_id] = ("tune", 100)
    controller.tell(ended(job.job_id, Status.INTERRUPTED))
    qtbot.waitUntil(lambda: page.jobs.table.visible_runs()[0].status is Status.INTERRUPTED)
    dialog = dialog_of(page, job.job_id)
    assert not dialog.agree.isEnabled()
    dialog.form.editor("lr").set_value(0.5)
    assert dialog.note.text() == "lr = 0.5"
    dialog.form.editor("lr").set_value([0.5, 0.7])
    assert dialog.note.text() == "A fork takes one value of 'lr', not several."
    assert not dialog.agree.isEnabled()
    dialog.form.editor("lr").set_value(0.5)
    dialog.agree.click()
    assert controller.calls[-1] == ("fork", job.job_id, {"lr": 0.5})
    rows = controller.reader.rows
    at = SimpleNamespace(job_id=job.job_id, stage="tune", step=100)
    rows["run-fork"] = dataclasses.replace(
        rows[job.job_id], job_id="run-fork", study_id="study-fork", forked_from=at
    )
    qtbot.waitUntil(lambda: chosen(page) == {job.job_id, "run-fork"})


def test_a_fork_of_a_finished_run_gets_more_steps(page: LivePage, controller: Any) -> None:
    job_id = stored_run(controller)
    controller.reader.places[job_id] = ("tune", 400)
    page.arrive()
    page.jobs.show_study(controller.reader.rows[job_id].study_id)
    dialog = dialog_of(page, job_id)
    assert dialog.note.text() == "steps = 800"
    assert dialog.agree.isEnabled()
    dialog.form.editor("steps").set_value(400)
    dialog.form.editor("lr").set_value(0.5)
    assert dialog.note.text() == (
        "All steps are done. Give 'steps' a larger value, so that the fork goes on."
    )
    assert not dialog.agree.isEnabled()
    dialog.form.editor("steps").set_value(500)
    dialog.agree.click()
    assert controller.calls[-1] == ("fork", job_id, {"steps": 500, "lr": 0.5})


def test_settings_that_count_no_more_are_not_offered(qtbot: QtBot, fakes: SimpleNamespace) -> None:
    info = fakes.methods["particles"]
    config = {"particles": 5, "source_steps": 30, "target_steps": 100}
    for stage, offered in (
        ("target", ("adapt", "target_steps", "lr")),
        (
            "source",
            ("source_steps", "particles", "bandwidth", "adapt", "target_steps", "lr"),
        ),
    ):
        dialog = ForkDialog("run-1", "A run", info, config, stage, 10)
        qtbot.addWidget(dialog)
        assert dialog.form.visible_names() == offered
        labels = [label for label in dialog.findChildren(QLabel) if not label.isHidden()]
        texts = " ".join(label.text() for label in labels)
        assert ("count no more" in texts) == (stage == "target")
        assert ("SOURCE PARTICLES" in texts) == (stage == "source")
        dialog.form.editor("target_steps").set_value(150)
        assert dialog.changes() == {"target_steps": 150}
        assert dialog.form.values()["particles"] == 5


def test_one_fork_is_set_up_at_a_time(qtbot: QtBot, page: LivePage, controller: Any) -> None:
    job_id = stored_run(controller)
    controller.reader.places[job_id] = ("tune", 400)
    page.arrive()
    page.jobs.show_study(controller.reader.rows[job_id].study_id)
    first = dialog_of(page, job_id)
    page.actions_["fork"].trigger()
    assert not first.isVisible()
    qtbot.waitUntil(lambda: len(page.findChildren(ForkDialog)) == 1)
    page.findChildren(ForkDialog)[0].close()


def test_the_dialog_fits_on_the_screen_at_any_size_of_texts(
    page: LivePage, controller: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("promptstudio.gui.live.fork_dialog._LINES", 1000)
    job_id = stored_run(controller)
    controller.reader.places[job_id] = ("tune", 400)
    page.arrive()
    page.jobs.show_study(controller.reader.rows[job_id].study_id)
    dialog = dialog_of(page, job_id)
    assert dialog.height() <= dialog.screen().availableSize().height()
    dialog.close()


def test_a_run_without_checkpoint_is_told_before_anything_is_asked(
    qtbot: QtBot, page: LivePage, controller: Any
) -> None:
    job_id = stored_run(controller)
    page.arrive()
    page.jobs.show_study(controller.reader.rows[job_id].study_id)
    page.jobs.table.select([job_id])
    with qtbot.waitSignal(page.failed) as told:
        page.actions_["fork"].trigger()
    assert told.args is not None
    assert "has no checkpoint to fork from" in told.args[0]
    assert not page.findChildren(ForkDialog)


def test_after_a_restart_a_fork_is_drawn_with_what_it_began_from(
    qtbot: QtBot, services: Services, controller: Any
) -> None:
    origin = stored_run(controller)
    stored_run(controller, "run-other")
    fork = forked(controller, origin, "run-fork")
    page = opened(qtbot, services)  # on the newest study, the fork's
    assert {row.job_id for row in page.jobs.table.visible_runs()} == {origin, fork}
    page.jobs.table.select([fork])
    chart = page.panel.chart
    assert chart is not None
    qtbot.waitUntil(lambda: chart.names == {origin, fork})


def test_all_generations_of_forks_stand_beside_their_origin(
    qtbot: QtBot, services: Services, controller: Any
) -> None:
    origin = stored_run(controller)
    first = forked(controller, origin, "run-first")
    second = forked(controller, first, "run-second")
    sibling = forked(controller, origin, "run-sibling")
    page = opened(qtbot, services)
    shown = page.jobs.table.visible_runs
    assert {row.job_id for row in shown()} == {origin, sibling}
    page.jobs.show_study(controller.reader.rows[second].study_id)
    assert {row.job_id for row in shown()} == {origin, first, second}
    page.jobs.show_study(controller.reader.rows[origin].study_id)
    assert {row.job_id for row in shown()} == {origin, first, second, sibling}


def test_changes_are_those_values_that_differ(fakes: SimpleNamespace) -> None:
    info = fakes.methods["plain"]
    found = changes_between(info, {"lr": 0.5, "steps": 7}, {"steps": 7, "init": "text"})
    assert found == {"lr": 0.1, "init": "text"}
    assert changes_between(info, {"lr": 0.1}, {}) == {}


@pytest.mark.parametrize(
    ("config", "stage", "step", "wanted"),
    [
        ({}, "tune", 400, {"steps": 800}),
        ({}, "tune", 399, {}),
        ({"steps": 300}, "tune", 300, {"steps": 600}),
        ({"steps": 90_000}, "tune", 90_000, {"steps": 100_000}),
        ({}, "of another version", 400, {}),
    ],
)
def test_more_steps_are_proposed_where_none_are_left(
    fakes: SimpleNamespace, config: dict[str, Any], stage: str, step: int, wanted: dict[str, int]
) -> None:
    assert more_steps(fakes.methods["plain"], config, stage, step) == wanted
