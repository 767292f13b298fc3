"""Pick, run, watch, find, export: the window against a fake engine with real events."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from promptstudio.core.events import RunEnded, Status
from promptstudio.core.spec import load_study
from promptstudio.gui.app import screenshot
from promptstudio.gui.parts.charts import CurveChart
from promptstudio.gui.parts.export_dialog import ExportDialog
from promptstudio.gui.parts.heat_map import HeatMap
from promptstudio.gui.shell.main_window import MainWindow

Tell = Callable[..., None]


def press(qtbot: QtBot, window: MainWindow, keys: str) -> None:
    action = next(
        a for a in window.findChildren(type(window.commands.run)) if keys in shortcuts_of(a)
    )
    action.trigger()


def shortcuts_of(action: Any) -> list[str]:
    if action.shortcutContext() is Qt.ShortcutContext.WidgetShortcut:
        return []  # of one table alone, as Ctrl+C is
    return [shortcut.toString() for shortcut in action.shortcuts()]


def test_pick_run_watch_export(
    qtbot: QtBot, window: MainWindow, controller: Any, tell_story: Tell, tmp_path: Path
) -> None:
    window.study.form.tasks.set_selection(("hotel_sentiment",), ())
    assert window.plan_text == "Tick at least one target task."
    assert not window.commands.run.isEnabled()
    window.study.form.tasks.tick("film_sentiment", source=False)
    window.study.form.methods.tick("router", ticked=False)
    window.study.form.methods.tick("plain")
    window.study.form.methods.current_form().set_values({"steps": 60})
    assert window.plan_text == "4 runs, 2 shared stages, 1,120 steps"

    press(qtbot, window, "Ctrl+R")
    (study,) = controller.studies
    assert study.target_tasks == ("film_sentiment",)
    assert {m.key: m.config for m in study.methods} == {
        "plain": {"steps": 60},
        "particles": {"particles": 5},
    }
    assert len(window.live.jobs.table.visible_runs()) == 4
    first = controller.jobs[0]
    tell_story(first, 0.5)
    chart = window.live.panel.chart
    assert chart is not None
    qtbot.waitUntil(lambda: first.job_id in chart.names)
    assert len(chart.points(first.job_id)[0]) == 30
    (row,) = (
        n for n, r in enumerate(window.live.jobs.table.visible_jobs()) if r.job_id == first.job_id
    )
    qtbot.waitUntil(lambda: window.live.jobs.table.model().index(row, 5).data() == "30 / 60")

    for job in controller.jobs:
        tell_story(job)
    qtbot.waitUntil(
        lambda: {r.status for r in window.live.jobs.table.visible_runs()} == {Status.FINISHED}
    )
    window.live.panel.show_metric("validation/accuracy")
    runs = {run.job_id for run in window.live.jobs.table.visible_runs()}
    qtbot.waitUntil(lambda: chart.names == runs)
    window.live.jobs.tabs.setCurrentWidget(window.live.jobs.summary)
    assert window.live.jobs.summary.rowCount() == 2
    assert window.live.jobs.summary.item(0, 2).text() == "2 / 2"
    window.live.jobs.tabs.setCurrentWidget(window.live.jobs.table)

    run = window.live.jobs.table.visible_runs()[0]
    assert not window.commands.export.isEnabled()
    window.live.jobs.table.select([run.job_id])
    press(qtbot, window, "Ctrl+E")
    dialog = window.findChild(ExportDialog)
    assert not dialog.isModal()
    dialog.folder.setText(str(tmp_path))
    button = next(b for b in dialog.findChildren(QPushButton) if "Export" in b.text())
    with qtbot.waitSignal(controller.exported):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert controller.calls[-1] == ("export", run.job_id, "peft", tmp_path)
    assert f"to {tmp_path / 'prompt'}" in window.statusBar().currentMessage()
    dialog.close()


def test_selection_filters_charts_and_brings_the_shared_stages(
    qtbot: QtBot, window: MainWindow, controller: Any, tell_story: Tell
) -> None:
    window.start()
    for job in controller.jobs:
        tell_story(job, 0.2)
    chart = window.live.panel.chart
    assert chart is not None
    qtbot.waitUntil(lambda: len(chart.names) == len(controller.jobs))
    run = next(job for job in controller.jobs if job.spec.needs and job.spec.kind == "run")
    window.live.jobs.table.select([run.job_id])
    qtbot.waitUntil(lambda: chart.names == {run.job_id, run.spec.needs_id})
    window.live.jobs.clear_selection()
    qtbot.waitUntil(lambda: len(chart.names) == len(controller.jobs))


def test_an_old_run_is_drawn_from_the_store(
    qtbot: QtBot, window: MainWindow, controller: Any, reader: Any
) -> None:
    window.start()
    job = controller.jobs[0]
    reader.curves[job.job_id] = {"tune/loss": ([1, 2], [0.5, 0.25])}
    window.live.jobs.table.select([job.job_id])
    chart = window.live.panel.chart
    assert chart is not None
    qtbot.waitUntil(lambda: chart.names == {job.job_id})
    assert list(chart.points(job.job_id)[0]) == [1, 2]


def test_diagnostics_are_curves_and_heat_maps(
    qtbot: QtBot, window: MainWindow, controller: Any, tell_story: Tell
) -> None:
    window.start()
    for job in controller.jobs:
        tell_story(job, 0.2)
    window.live.panel.show_metric("diagnostics")
    view = window.live.panel.diagnostics
    assert view is not None
    qtbot.waitUntil(lambda: isinstance(view.chart("force_ratio"), CurveChart))
    view.show_method("router")
    qtbot.waitUntil(lambda: isinstance(view.chart("router"), HeatMap))
    heat = view.chart("router")
    assert isinstance(heat, HeatMap)
    assert heat.grid is not None
    assert heat.grid.rows == ("Film sentiment", "Gadget sentiment")
    assert heat.grid.columns == ("Entailment at work", "Hotel sentiment", "Topic at home")
    assert heat.grid.values.sum() == pytest.approx(2.0)


def test_stop_and_cancel_take_the_selection_or_all(
    window: MainWindow, controller: Any, tell_story: Tell
) -> None:
    window.start()
    every = {job.job_id for job in controller.jobs}
    window.commands.keep.trigger()
    assert set(controller.calls[-1][1:]) == every
    chosen = controller.jobs[0].job_id
    window.live.jobs.table.select([chosen])
    window.commands.cancel.trigger()
    assert controller.calls[-1] == ("cancel", chosen)


def test_only_what_has_not_ended_can_be_stopped(
    qtbot: QtBot, window: MainWindow, controller: Any, tell_story: Tell
) -> None:
    assert not window.commands.keep.isEnabled()
    window.start()
    assert window.commands.keep.isEnabled()
    for job in controller.jobs:
        tell_story(job)
    qtbot.waitUntil(lambda: not window.commands.keep.isEnabled())


def test_an_interrupted_run_can_be_resumed(
    qtbot: QtBot, window: MainWindow, controller: Any
) -> None:
    window.start()
    job_id = controller.jobs[0].job_id
    controller.tell(RunEnded(job_id=job_id, attempt=0, seq=0, time=0.0, status=Status.INTERRUPTED))
    window.live.jobs.table.select([job_id])
    qtbot.waitUntil(lambda: window.commands.resume.isEnabled())
    assert not window.commands.export.isEnabled()
    window.commands.resume.trigger()
    assert controller.calls[-1] == ("resume", job_id)


def test_a_failed_run_shows_a_banner_with_a_report(
    qtbot: QtBot, window: MainWindow, controller: Any
) -> None:
    window.start()
    job = controller.jobs[0]
    facts = {"status": Status.FAILED, "reason": "The loss is not finite.", "report": "trace"}
    controller.tell(RunEnded(job_id=job.job_id, attempt=0, seq=0, time=0.0, **facts))
    assert window.banner.isVisible()
    assert window.banner.text == f"{job.title} failed: The loss is not finite."
    copy = next(b for b in window.banner.findChildren(QPushButton) if b.text() == "Copy report")
    copy.click()
    assert QGuiApplication.clipboard().text().endswith("trace")
    assert (
        "failed after 0.0 s of work: The loss is not finite."
        in window.live.jobs.log.text.toPlainText()
    )


def test_errors_of_the_engine_are_banners(window: MainWindow, controller: Any) -> None:
    controller.worker_state.emit("failed: no memory")
    assert window.banner.text == "The worker process failed: no memory"
    controller.failed.emit("The disk is full.", "")
    assert window.banner.text == "The disk is full."
    copy = next(b for b in window.banner.findChildren(QPushButton) if b.text() == "Copy report")
    assert not copy.isVisible()
    assert QGuiApplication.modalWindow() is None


def test_a_study_is_saved_and_opened(
    window: MainWindow, fakes: SimpleNamespace, tmp_path: Path
) -> None:
    path = tmp_path / "study.toml"
    window.study.save_study(path)
    assert load_study(path) == fakes.study
    window.study.form.tasks.set_selection((), ())
    window.study.open_study(path)
    assert window.study.form.study() == fakes.study


def test_a_study_that_can_not_be_opened_or_saved_says_why(
    window: MainWindow, tmp_path: Path
) -> None:
    window.study.open_study(tmp_path / "none.toml")
    assert "There is no study file" in window.banner.text
    window.study.save_study(tmp_path / "no" / "folder.toml")
    assert "can not be saved" in window.banner.text
    assert "No such file or directory" in window.banner.text


def test_help_tells_of_every_setting(qtbot: QtBot, window: MainWindow) -> None:
    window.study.form.methods.tick("particles")
    press(qtbot, window, "F1")
    for word in ("Lee et al. 2023", "Source particles", "Bandwidth", "1e-06 to 1e+06"):
        assert word in window.help.text
    window.help.close()


def test_shortcuts_are_there_and_each_but_once(window: MainWindow) -> None:
    actions = window.findChildren(type(window.commands.run))
    keys = [key for action in actions for key in shortcuts_of(action)]
    assert {"Ctrl+R", "Ctrl+Return", "Ctrl+E", "Ctrl+O", "Ctrl+S", "F1"} <= set(keys)
    assert len(keys) == len(set(keys))


def test_the_theme_can_be_switched(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.themes.changed):
        window.commands.dark.trigger()
    theme = window.themes.theme
    assert theme.is_dark
    assert window.palette().window().color().name() == theme.window
    chart = window.live.panel.chart
    assert chart is not None
    assert chart.backgroundBrush().color().name() == theme.base
    with qtbot.waitSignal(window.themes.changed):
        window.commands.system.trigger()
    assert not window.themes.theme.is_dark


def test_the_window_draws_nothing_while_nothing_changes(
    qtbot: QtBot, window: MainWindow, controller: Any, tell_story: Tell
) -> None:
    timer = window.live.panel._timer
    qtbot.waitUntil(lambda: not timer.isActive(), timeout=10_000)
    window.start()
    tell_story(controller.jobs[0], 0.1)
    assert timer.isActive()


@pytest.mark.parametrize("size", [(1280, 720), (1600, 1000)])
def test_nothing_is_cut_off(
    qtbot: QtBot, window: MainWindow, size: tuple[int, int], tmp_path: Path
) -> None:
    window.resize(*size)
    assert (window.width(), window.height()) == size
    assert window.minimumSizeHint().width() <= 1280
    assert window.minimumSizeHint().height() <= 720
    path = tmp_path / "window.png"
    screenshot(window, path)
    assert path.stat().st_size > 10_000


def test_closing_ends_the_engine(window: MainWindow, controller: Any) -> None:
    window.close()
    assert controller.calls == [("shutdown",)]


def test_everything_that_takes_the_focus_has_a_name(window: MainWindow) -> None:
    nameless = [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not (widget.accessibleName() or getattr(widget, "text", str)())
        and not widget.parent().accessibleName()
    ]
    assert not [f"{type(w).__name__} in {type(w.parent()).__name__}" for w in nameless]
