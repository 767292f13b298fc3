"""The plan, its advice, undo, and the study as text or file."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from promptstudio.core.advice import Advice
from promptstudio.core.errors import ConfigError, StoreError
from promptstudio.core.spec import BackboneSpec, MethodSpec, StudySpec, dump_study, parse_study
from promptstudio.gui.parts.theme import themes
from promptstudio.gui.services import Services
from promptstudio.gui.study.forecast_dialog import ForecastDialog
from promptstudio.gui.study.page import StudyPage
from promptstudio.gui.study.undo import StudyUndo


@pytest.fixture
def page(qtbot: QtBot, services: Services, fakes: SimpleNamespace) -> Iterator[StudyPage]:
    page = StudyPage(services, fakes.study, themes()[0])
    qtbot.addWidget(page, before_close_func=lambda page: page.rest())
    page.resize(1188, 650)
    page.show()
    page.show_study(fakes.study)
    return page


@pytest.fixture
def troubles(page: StudyPage) -> list[str]:
    heard: list[str] = []
    page.failed.connect(lambda sentence, _: heard.append(sentence))
    return heard


def plan_of(page: StudyPage) -> tuple[str, bool]:
    """Return what the page last said of its plan."""
    heard: list[tuple[str, bool]] = []
    page.planned.connect(lambda *said: heard.append(said))
    page.form.changed.emit()
    return heard[-1]


# -- the plan ------------------------------------------------------------------------------


def test_the_plan_is_a_line_and_a_table(page: StudyPage) -> None:
    assert plan_of(page) == ("12 runs, 6 shared stages, 4,200 steps", True)
    table = page.plan.table.cells.table
    assert table is not None
    assert table.rows[0] == ("Prompt tuning", "film_sentiment", "2", "800")
    assert table.rows[-1] == ("CrossPT", "Joint training", "2", "600")
    assert page.bar.run.isEnabled()


def test_what_is_missing_stands_in_place_of_the_plan(page: StudyPage) -> None:
    page.form.tasks.set_selection(("topic_home",), ())
    assert plan_of(page) == ("Tick at least one target task.", False)
    assert not page.plan.table.isVisible()
    assert not page.bar.run.isEnabled()
    page.form.tasks.tick("film_sentiment", source=False)
    assert page.plan.table.isVisible()
    assert page.bar.run.isEnabled()


def test_a_study_that_can_not_be_expanded_says_why(page: StudyPage) -> None:
    page.form.tasks.set_selection((), ("film_sentiment",))
    sentence, can_run = plan_of(page)
    assert "'SVGD transfer' needs at least one source task" in sentence
    assert not can_run


def test_a_large_study_is_counted_beside_the_window(qtbot: QtBot, page: StudyPage) -> None:
    heard: list[str] = []
    page.planned.connect(lambda sentence, _: heard.append(sentence))
    page.form.setup.set_seeds("0-49")
    assert heard == []
    qtbot.waitUntil(lambda: heard == ["300 runs, 150 shared stages, 105,000 steps"])
    page.form.tasks.set_selection((), ("film_sentiment", "topic_home"))
    qtbot.waitUntil(lambda: "needs at least one source" in heard[-1])
    assert not page.bar.run.isEnabled()


def test_a_count_that_comes_late_is_not_shown(qtbot: QtBot, page: StudyPage) -> None:
    heard: list[str] = []
    page.planned.connect(lambda sentence, _: heard.append(sentence))
    with qtbot.waitSignal(page.plan._counter.made):
        page.form.setup.set_seeds("0-49")
        page.form.setup.set_seeds("0")
    assert heard == ["6 runs, 3 shared stages, 2,100 steps"]


def test_run_is_passed_on(qtbot: QtBot, page: StudyPage) -> None:
    with qtbot.waitSignal(page.run_wanted):
        page.bar.run.click()


# -- the forecast --------------------------------------------------------------------------


def shown_texts(page: StudyPage) -> str:
    labels = page.plan.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisible())


def test_the_forecast_comes_last_with_its_details(
    qtbot: QtBot, page: StudyPage, outlook: Any
) -> None:
    assert not page.plan.details.isVisible()
    qtbot.waitUntil(lambda: "2 seeds; about 2 min." in shown_texts(page))
    assert "Nothing was measured yet." in shown_texts(page)
    assert "Careful:" not in shown_texts(page)
    page.plan.details.click()
    (dialog,) = page.findChildren(ForecastDialog)
    assert not dialog.isModal()
    with qtbot.waitSignal(dialog.destroyed):
        dialog.close()
    outlook.fits = False
    page.form.setup.set_seeds("0-2")
    assert "about 2 min" not in shown_texts(page)
    assert not page.plan.details.isVisible()
    qtbot.waitUntil(lambda: "Careful:" in shown_texts(page))
    assert shown_texts(page).count("Nothing was measured yet.") == 1


@pytest.mark.parametrize("error", [ConfigError("No."), ZeroDivisionError("zero")])
def test_without_a_forecast_only_bugs_are_told(
    qtbot: QtBot, page: StudyPage, outlook: Any, troubles: list[str], error: Exception
) -> None:
    outlook.bug = error
    page.form.setup.set_seeds("0-2")
    with qtbot.waitSignal(page.plan._forecaster.failed):
        pass
    assert len(troubles) == isinstance(error, ZeroDivisionError)


# -- advice --------------------------------------------------------------------------------


def test_advice_comes_after_a_pause_and_its_fix_is_taken(
    qtbot: QtBot, page: StudyPage, outlook: Any, fakes: SimpleNamespace
) -> None:
    better = fakes.study.model_copy(update={"seeds": (0, 1, 2, 3)})
    outlook.says = (
        Advice("warning", "Only 2 seeds.", better, "Use 4 seeds"),
        Advice("note", "All < fine & well."),
    )
    page.form.changed.emit()
    qtbot.waitUntil(lambda: page.plan.advice.sentences() == ("Only 2 seeds.", "All < fine & well."))
    (fix,) = page.plan.advice.fixes
    assert fix.text() == "Use 4 seeds"
    outlook.says = ()
    fix.click()
    assert page.study() == better
    qtbot.waitUntil(lambda: page.plan.advice.sentences() == ())
    page.history.undo.trigger()
    assert page.study() == fakes.study


def test_a_fix_of_what_has_changed_meanwhile_is_not_taken(
    qtbot: QtBot, page: StudyPage, outlook: Any, fakes: SimpleNamespace
) -> None:
    outlook.says = (Advice("warning", "Too few.", fakes.study, "Mend"),)
    page.form.changed.emit()
    qtbot.waitUntil(lambda: len(page.plan.advice.fixes) == 1)
    page.form.setup.set_seeds("0-9")
    assert not page.plan.advice.fixes[0].isEnabled()
    asked = len(outlook.asked)
    qtbot.waitUntil(lambda: len(outlook.asked) > asked)
    qtbot.waitUntil(lambda: page.plan.advice.fixes[0].isEnabled())
    assert outlook.asked[-1] == page.study()


def test_quick_edits_ask_for_advice_once(qtbot: QtBot, page: StudyPage, outlook: Any) -> None:
    outlook.asked.clear()
    for seeds in ("0-2", "0-3", "0-4"):
        page.form.setup.set_seeds(seeds)
    qtbot.waitUntil(lambda: [study.seeds for study in outlook.asked] == [(0, 1, 2, 3, 4)])


def test_advice_comes_anew_once_the_devices_are_known(
    qtbot: QtBot, page: StudyPage, outlook: Any, controller: Any
) -> None:
    qtbot.waitUntil(lambda: outlook.asked == [page.study()])
    assert outlook.devices is None
    outlook.says = (Advice("stop", "There is no such device."),)
    controller.devices_known.emit(("cpu",))
    qtbot.waitUntil(lambda: page.plan.advice.sentences() == ("There is no such device.",))
    assert outlook.devices == ("cpu",)
    page.form.tasks.set_selection((), ())
    asked = len(outlook.asked)
    controller.devices_known.emit(("cpu", "cuda:0"))
    assert page.plan.advice.sentences() == ()
    page.form.tasks.tick("topic_home", source=False)
    qtbot.waitUntil(lambda: len(outlook.asked) == asked + 1)
    assert outlook.devices == ("cpu", "cuda:0")


def test_an_incomplete_study_gets_no_advice(qtbot: QtBot, page: StudyPage, outlook: Any) -> None:
    outlook.says = (Advice("note", "Well done."),)
    page.form.changed.emit()
    qtbot.waitUntil(lambda: page.plan.advice.sentences() == ("Well done.",))
    page.form.tasks.set_selection((), ())
    assert page.plan.advice.sentences() == ()


# -- undo ----------------------------------------------------------------------------------


def test_edits_are_undone_and_made_again(page: StudyPage, fakes: SimpleNamespace) -> None:
    assert not page.history.undo.isEnabled()
    page.form.tasks.tick("topic_home", source=False)
    page.form.methods.tick("router", ticked=False)
    page.form.methods.tick("plain")
    page.form.methods.current_form().editor("lr").set_value(0.5)
    last = page.study()
    for _ in range(3):
        page.history.undo.trigger()
    assert page.study() == fakes.study
    assert not page.history.undo.isEnabled()
    for _ in range(3):
        page.history.redo.trigger()
    assert page.study() == last
    assert not page.history.redo.isEnabled()


def test_undo_leaves_the_current_method_in_place(page: StudyPage) -> None:
    page.form.methods.tick("particles")
    form = page.form.methods.current_form()
    form.editor("particles").set_value(6)
    page.history.undo.trigger()
    assert page.form.methods.current_form() is form
    assert form.values() == {"particles": 5}


def test_undo_leads_back_from_what_is_no_study(page: StudyPage, fakes: SimpleNamespace) -> None:
    page.form.tasks.set_selection((), ())
    assert page.history.undo.isEnabled()
    page.history.undo.trigger()
    assert page.study() == fakes.study
    assert not page.history.undo.isEnabled()


def test_undo_passes_over_a_study_that_names_a_task_that_is_gone(
    page: StudyPage, fakes: SimpleNamespace, troubles: list[str]
) -> None:
    page.form.tasks.tick("topic_home", source=False)
    page.form.tasks.remove("topic_home")
    last = page.study()
    page.history.undo.trigger()
    assert "names what is not there: task 'topic_home'" in troubles[0]
    assert page.study() == last
    page.form.tasks.add(fakes.cards["topic_home"])
    page.history.undo.trigger()
    assert page.study() == fakes.study
    assert len(troubles) == 1


def test_a_page_that_can_not_show_its_first_study_says_what_is_missing(
    qtbot: QtBot, services: Services, fakes: SimpleNamespace
) -> None:
    study = fakes.study.model_copy(update={"methods": (MethodSpec(key="newest"),)})
    page = StudyPage(services, study, themes()[0])
    qtbot.addWidget(page, before_close_func=lambda p: p.rest())
    heard: list[tuple[str, bool]] = []
    page.planned.connect(lambda sentence, can_run: heard.append((sentence, can_run)))
    with qtbot.waitSignal(page.failed):
        page.show_study(study)
    assert heard == [("Tick at least one target task.", False)]
    assert not page.bar.run.isEnabled()


def test_typing_is_one_step(qtbot: QtBot, fakes: SimpleNamespace, page: StudyPage) -> None:
    now = [0.0]
    undo = StudyUndo(fakes.study, page, clock=lambda: now[0])
    heard: list[StudySpec] = []
    undo.wanted.connect(heard.append)
    for name in ("N", "Ne", "New"):
        now[0] += 0.2
        undo.take(fakes.study.model_copy(update={"name": name}))
    undo.undo.trigger()
    undo.redo.trigger()
    assert [study.name for study in heard] == ["Sandbox", "New"]


def test_the_page_offers_its_actions(page: StudyPage) -> None:
    names = {"undo", "redo", "copy_command", "copy_python", "copy_toml"}
    assert page.offers().keys() == names
    assert all(not action.shortcuts() for action in page.offers().values())


# -- as text and as file -------------------------------------------------------------------


def test_the_study_is_copied_as_text(page: StudyPage, services: Services) -> None:
    clipboard = QGuiApplication.clipboard()
    page.offers()["copy_toml"].trigger()
    assert parse_study(clipboard.text(), "The text") == page.study()
    page.offers()["copy_command"].trigger()
    assert clipboard.text().startswith("promptstudio run - --workspace ")
    assert str(services.preferences.workspace) in clipboard.text()
    page.offers()["copy_python"].trigger()
    assert "STUDY = StudySpec(" in clipboard.text()


def test_what_is_no_study_is_not_copied(page: StudyPage, troubles: list[str]) -> None:
    QGuiApplication.clipboard().setText("before")
    page.form.tasks.set_selection((), ())
    page.offers()["copy_python"].trigger()
    assert troubles == ["Tick at least one target task."]
    assert QGuiApplication.clipboard().text() == "before"


def test_a_file_is_saved_and_opened(
    page: StudyPage, fakes: SimpleNamespace, tmp_path: Path, troubles: list[str]
) -> None:
    page.form.setup.set_seeds("5")
    page.save_study(tmp_path / "study.toml")
    page.show_study(fakes.study)
    page.open_study(tmp_path / "study.toml")
    assert page.study().seeds == (5,)
    page.open_study(tmp_path / "none.toml")
    page.save_study(tmp_path / "none" / "study.toml")
    assert "There is no study file" in troubles[0]
    assert "can not be saved as" in troubles[1]


def stored(name: str, study: StudySpec | str) -> SimpleNamespace:
    spec = study if isinstance(study, str) else dump_study(study)
    created = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
    return SimpleNamespace(study_id=name, name=name, spec=spec, created=created, runs=4, finished=3)


def test_recent_studies_are_offered_newest_first(
    page: StudyPage, reader: Any, fakes: SimpleNamespace, troubles: list[str]
) -> None:
    one = fakes.study.model_copy(update={"seeds": (7,), "methods": (MethodSpec(key="plain"),)})
    reader.kept = [stored("broken", "name ="), stored("A & B", one)]
    page.bar.recent_menu.aboutToShow.emit()
    actions = [a for a in page.bar.recent_menu.actions() if not a.isSeparator()]
    texts = [action.text() for action in actions]
    assert texts == ["Study file…", "A && B, 2026-01-02 03:04", "broken, 2026-01-02 03:04"]
    assert actions[1].toolTip() == "3 of 4 runs finished"
    actions[1].trigger()
    assert page.study() == one
    actions[2].trigger()
    assert troubles[0].startswith("The stored study 'broken' is not valid TOML")


def test_without_stored_studies_the_menu_says_so(
    page: StudyPage, reader: Any, troubles: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    page.bar.recent_menu.aboutToShow.emit()
    assert page.bar.recent_menu.actions()[-1].text() == "None has run yet"

    def broken() -> list[SimpleNamespace]:
        raise StoreError("The store is gone.")

    monkeypatch.setattr(page.bar, "_recent", broken)
    page.bar.recent_menu.aboutToShow.emit()
    assert troubles == ["The store is gone."]


# -- the page as a whole -------------------------------------------------------------------


def test_the_slots_of_the_current_method_are_shown(
    qtbot: QtBot, page: StudyPage, facts: Any
) -> None:
    page.show_first_rows()
    page.task.tabs.setCurrentIndex(1)
    qtbot.waitUntil(lambda: bool(page.task.boxes.boxes))
    assert facts.asked[-1][0] in ("tokens", "overview")
    assert {entry[1] for entry in facts.asked} == {"film_sentiment"}


def scale(widget: QWidget, percent: int) -> None:
    font = widget.font()
    font.setPointSizeF(QApplication.font().pointSizeF() * percent / 100)
    widget.setFont(font)


@pytest.mark.parametrize("percent", [100, 200])
def test_columns_keep_room_for_their_texts(page: StudyPage, percent: int) -> None:
    scale(page.columns, percent)
    assert page.form.tasks.minimumWidth() == 18 * page.columns.fontMetrics().height()
    page.set_theme(themes()[2])
    page.grab()


def test_large_texts_have_one_part_at_a_time(page: StudyPage) -> None:
    tabs = page.columns.tabs
    assert not tabs.isVisible()
    scale(page.columns, 200)
    assert tabs.isVisible()
    parts = [page.form.tasks, page.form.settings, page.form.methods, page.plan, page.task]
    for place in range(tabs.count()):
        tabs.setCurrentIndex(place)
        assert [part.isVisible() for part in parts] == [n == place for n in range(5)]
        assert parts[place].minimumSizeHint().width() < page.width()
    page.reveal(page.form.methods.search)
    assert page.form.methods.isVisible()
    scale(page.columns, 100)
    assert not tabs.isVisible()
    assert all(part.isVisible() for part in parts)


def test_a_low_window_has_one_part_at_a_time(page: StudyPage) -> None:
    page.resize(1188, 300)
    assert page.columns.tabs.isVisible()
    page.resize(1188, 650)
    assert page.form.tasks.isVisible()
    assert page.plan.isVisible()


def test_lines_of_the_plan_grow_with_the_texts(page: StudyPage) -> None:
    scale(page.plan, 200)
    height = page.plan.table.verticalHeader().defaultSectionSize()
    assert height >= page.plan.fontMetrics().height() > 20


# -- studies from elsewhere ----------------------------------------------------------------


def test_a_study_brings_the_tasks_of_its_folders(
    page: StudyPage, outlook: Any, fakes: SimpleNamespace, troubles: list[str]
) -> None:
    card = replace(fakes.cards["film_sentiment"], key="own", title="My own")
    outlook.known["own"] = card
    study = fakes.study.model_copy(update={"target_tasks": ("own",), "task_folders": ("/cards",)})
    page.show_study(study)
    assert troubles == []
    assert page.study() == study
    page.form.tasks.show_rows("own")


def test_a_study_with_a_bad_setting_leaves_the_form_as_it_was(
    page: StudyPage, fakes: SimpleNamespace, troubles: list[str]
) -> None:
    before = page.study()
    bad = MethodSpec(key="plain", config={"steps": 0})
    page.show_study(before.model_copy(update={"name": "other", "seeds": (9,), "methods": (bad,)}))
    assert "steps = 0" in troubles[0]
    assert page.study() == before


def test_a_backbone_is_understood_before_the_study_is_complete(
    qtbot: QtBot, page: StudyPage, fakes: SimpleNamespace
) -> None:
    page.form.tasks.set_selection((), ())
    page.form.setup.set_study(
        fakes.study.model_copy(update={"backbone": BackboneSpec(source="owner/name")})
    )
    qtbot.waitUntil(lambda: page.form.setup.understood.text() == "understood: owner/name")
