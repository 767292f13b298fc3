"""Prompts are found, looked into, tried, combined and taken away."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHeaderView, QInputDialog, QProgressBar, QPushButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from promptstudio.core.commands import Refused
from promptstudio.core.errors import TaskError
from promptstudio.core.questions import (
    Neighbour,
    Neighbours,
    NeighboursFound,
    NormRange,
    Outcome,
    Tried,
    Try,
)
from promptstudio.gui.parts.export_dialog import ExportDialog
from promptstudio.gui.parts.heat_map import HeatMap
from promptstudio.gui.parts.theme import themes
from promptstudio.gui.prompts.combine_dialog import CombineDialog
from promptstudio.gui.prompts.page import PromptsPage
from promptstudio.gui.prompts.playground import Playground
from promptstudio.gui.prompts.prompt_map import PromptMap
from promptstudio.gui.prompts.prompt_table import PromptModel
from promptstudio.gui.shell.main_window import MainWindow
from tests.gui.library import FakeLibrary, entry_of


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow, library: FakeLibrary) -> PromptsPage:
    library.known = [
        entry_of("mnli"),
        entry_of("sst2"),
        entry_of("qnli", imported=True),
        entry_of("wide", imported=True, width=6),
    ]
    window.show_page(window.prompts)
    qtbot.waitUntil(lambda: len(window.prompts.library.table.shown()) == 4)
    return window.prompts


def choose(page: PromptsPage, *names: str) -> None:
    page.library.table.choose({f"prompt-{name}" for name in names})


def asked(controller: Any, kind: type) -> Any:
    questions = [call[1] for call in controller.calls if call[0] == "ask"]
    return next((one for one in reversed(questions) if isinstance(one, kind)), None)


def found(question: Neighbours, token: str) -> NeighboursFound:
    return NeighboursFound(
        request_id=question.request_id,
        tokens=((Neighbour(token=token, similarity=0.5),),),
        norms=(2.0,),
        vocabulary=NormRange(low=1.0, median=2.0, high=3.0),
    )


def test_the_model_keeps_qts_rules(qtmodeltester: ModelTester) -> None:
    model = PromptModel()
    model.show_entries([entry_of("a"), entry_of("b", imported=True)])
    qtmodeltester.check(model)


def test_an_empty_library_says_what_to_do(qtbot: QtBot, window: MainWindow) -> None:
    window.show_page(window.prompts)
    qtbot.waitUntil(lambda: window.prompts.library.empty.isVisible())
    assert "Run a study" in window.prompts.library.empty.text()


def test_search_and_kind_narrow_the_list(page: PromptsPage) -> None:
    names = lambda: {entry.name for entry in page.library.table.shown()}  # noqa: E731
    page.library.search.setText("film SST")
    assert names() == {"sst2"}
    page.library.search.clear()
    page.library.kind.setCurrentIndex(2)
    assert names() == {"qnli", "wide"}
    assert page.library.empty.isHidden()
    page.library.kind.setCurrentIndex(1)
    assert names() == {"mnli", "sst2"}
    page.library.search.setText("PROMPT TUNING")
    assert names() == {"mnli", "sst2"}
    page.library.search.setText("nothing such")
    assert page.library.empty.isVisible()
    assert page.library.empty.text().startswith("No prompt fits.")


def test_what_is_possible_depends_on_the_choice(page: PromptsPage) -> None:
    actions = page.library.actions_
    choose(page, "mnli")
    assert actions["export_prompt"].isEnabled()
    assert not actions["rename_prompt"].isEnabled()
    choose(page, "qnli")
    assert actions["export_prompt"].isEnabled()
    assert actions["rename_prompt"].isEnabled()
    choose(page, "qnli", "mnli")
    assert not actions["export_prompt"].isEnabled()
    assert not actions["remove_prompt"].isEnabled()
    assert actions["combine_prompts"].isEnabled()


def test_provenance_and_checksum(page: PromptsPage) -> None:
    choose(page, "mnli")
    assert page.library.about.text() == (
        f"Tuned on 'film_sentiment'.\nBackbone: sandbox\nSHA-256: {'ab' * 8}…"
    )
    assert page.library.about.toolTip() == f"SHA-256: {'ab' * 32}"
    page.library.actions_["copy_checksum"].trigger()
    assert QGuiApplication.clipboard().text() == "ab" * 32


def test_a_name_is_changed_and_changed_back(
    qtbot: QtBot, page: PromptsPage, controller: Any
) -> None:
    choose(page, "qnli")
    page.library.actions_["rename_prompt"].trigger()
    dialog = page.findChild(QInputDialog)
    assert dialog.textValue() == "qnli"
    dialog.setTextValue("better")
    dialog.accept()
    assert controller.calls[-1] == ("rename_prompt", "prompt-qnli", "better")
    page.offers()["undo"].trigger()
    assert controller.calls[-1] == ("rename_prompt", "prompt-qnli", "qnli")


def test_a_name_that_stays_is_no_change(page: PromptsPage, controller: Any) -> None:
    choose(page, "qnli")
    page.library.actions_["rename_prompt"].trigger()
    page.findChild(QInputDialog).accept()
    assert not page.offers()["undo"].isEnabled()


def test_removed_prompts_come_back_by_undo(
    qtbot: QtBot, page: PromptsPage, controller: Any
) -> None:
    choose(page, "qnli", "wide")
    page.library.table.setFocus()
    first, second = (entry.prompt_id for entry in page.library.table.chosen())
    with qtbot.waitSignal(page.said) as heard:
        qtbot.keyClick(page.library.table, Qt.Key.Key_Delete)
    assert heard.args == ["Prompts removed: 2. Undo brings them back."]
    qtbot.keyClick(page.library.table, Qt.Key.Key_Delete)
    assert [call[0] for call in controller.calls].count("remove_prompts") == 1
    assert controller.calls[-1] == ("remove_prompts", first, second)
    assert {first, second} == {"prompt-qnli", "prompt-wide"}
    page.offers()["undo"].trigger()
    assert controller.calls[-1] == ("restore_prompts", first, second)
    page.offers()["redo"].trigger()
    assert controller.calls[-1] == ("remove_prompts", first, second)


def test_a_key_removes_no_prompt_of_a_run(qtbot: QtBot, page: PromptsPage, controller: Any) -> None:
    choose(page, "mnli")
    page.library.table.setFocus()
    qtbot.keyClick(page.library.table, Qt.Key.Key_Delete)
    assert not [call for call in controller.calls if call[0] == "remove_prompts"]


def test_many_prompts_are_chosen_in_one_go(
    qtbot: QtBot, page: PromptsPage, library: FakeLibrary, controller: Any
) -> None:
    """Every change of the choice has prompts compared; the lines are not measured one by one."""
    library.known = [entry_of(f"p{at}", imported=True) for at in range(300)]
    controller.prompts_changed.emit([])
    table = page.library.table
    qtbot.waitUntil(lambda: len(table.shown()) == 300)
    assert table.verticalHeader().sectionResizeMode(0) is QHeaderView.ResizeMode.Fixed
    heard: list[int] = []
    table.selected.connect(lambda: heard.append(len(table.chosen())))
    choose(page, *(f"p{at}" for at in range(0, 300, 2)))
    assert heard == [150]
    library.known.append(entry_of("new", imported=True))
    controller.prompts_changed.emit([])
    qtbot.waitUntil(lambda: len(table.shown()) == 301)
    assert heard == [150, 150]


def test_new_prompts_are_chosen(
    qtbot: QtBot, page: PromptsPage, controller: Any, library: FakeLibrary, tmp_path: Path
) -> None:
    page.take(tmp_path)
    assert controller.calls[-1] == ("import_prompts", tmp_path)
    library.known.append(entry_of("new", imported=True))
    controller.prompts_changed.emit(["prompt-new"])
    qtbot.waitUntil(lambda: [e.name for e in page.library.table.chosen()] == ["new"])


def test_a_sum_of_prompts(page: PromptsPage, controller: Any) -> None:
    choose(page, "mnli", "sst2")
    page.library.actions_["combine_prompts"].trigger()
    dialog = page.findChild(CombineDialog)
    assert not dialog.make.isEnabled()
    dialog.name.setText("difference")
    dialog.weights[0].setValue(1)
    dialog.weights[1].setValue(-1)
    first, second = page.library.table.chosen()
    assert dialog.sum.text() == f"{first.name} - {second.name}"
    dialog.make.click()
    weights = {first.prompt_id: 1.0, second.prompt_id: -1.0}
    assert controller.calls[-1] == ("combine_prompts", "difference", weights, False)


def test_a_sum_of_too_many_prompts_tells_what_is_left_out(qtbot: QtBot) -> None:
    dialog = CombineDialog([entry_of(str(at)) for at in range(11)])
    qtbot.addWidget(dialog)
    assert len(dialog.weights) == 8
    assert dialog.left_out.text() == "Of 11 chosen prompts, the first 8 can be combined."


def test_a_trained_prompt_is_exported(
    qtbot: QtBot, page: PromptsPage, controller: Any, tmp_path: Path
) -> None:
    choose(page, "mnli")
    page.library.actions_["export_prompt"].trigger()
    dialog = page.findChild(ExportDialog)
    dialog.folder.setText(str(tmp_path))
    button = next(b for b in dialog.findChildren(QPushButton) if "Export" in b.text())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert controller.calls[-1] == ("export", "run-mnli", "peft", tmp_path)
    dialog.close()


def test_nearest_tokens_are_asked_of_the_model_once(
    qtbot: QtBot, page: PromptsPage, controller: Any
) -> None:
    choose(page, "mnli")
    qtbot.waitUntil(lambda: asked(controller, Neighbours) is not None)
    question = asked(controller, Neighbours)
    assert question.prompt == "/nowhere/prompt-mnli.safetensors"
    assert page.lens.tokens.note.text() == "Asking the model…"
    controller.answered.emit(found(question, "▁good"))
    cells = page.lens.tokens.table.cells
    assert cells.index(0, 2).data() == "▁good  0.50"
    count = len(controller.calls)
    choose(page, "qnli")
    choose(page, "mnli")
    assert cells.index(0, 2).data() == "▁good  0.50"
    qtbot.waitUntil(lambda: len(controller.calls) >= count)


def test_a_question_that_is_refused_says_why(
    qtbot: QtBot, page: PromptsPage, controller: Any
) -> None:
    choose(page, "wide")
    qtbot.waitUntil(lambda: asked(controller, Neighbours) is not None)
    request = asked(controller, Neighbours).request_id
    controller.answered.emit(Refused(request_id=request, reason="The widths differ."))
    note = page.lens.tokens.note.text()
    assert note == "The widths differ. Another model can be named above, as backbone."


def test_an_answer_stays_with_the_prompt_that_was_asked_for(
    qtbot: QtBot, page: PromptsPage, controller: Any
) -> None:
    choose(page, "mnli")
    qtbot.waitUntil(lambda: asked(controller, Neighbours) is not None)
    first = asked(controller, Neighbours)
    choose(page, "sst2")
    controller.answered.emit(found(first, "▁mnli"))
    assert page.lens.tokens.table.cells.table is None
    qtbot.waitUntil(lambda: asked(controller, Neighbours) is not first)
    controller.answered.emit(found(asked(controller, Neighbours), "▁sst2"))
    cells = page.lens.tokens.table.cells
    assert cells.index(0, 2).data() == "▁sst2  0.50"
    choose(page, "mnli")
    assert cells.index(0, 2).data() == "▁mnli  0.50"


def test_the_model_is_asked_only_while_tokens_are_looked_at(
    qtbot: QtBot, page: PromptsPage, controller: Any, library: FakeLibrary
) -> None:
    written: list[str] = []
    real = library.file
    library.file = lambda name: written.append(name) or real(name)  # type: ignore[func-returns-value, method-assign]
    page.tabs.setCurrentIndex(1)
    choose(page, "mnli")
    page.lens.tokens.rest()
    assert written == []
    page.tabs.setCurrentIndex(0)
    qtbot.waitUntil(lambda: asked(controller, Neighbours) is not None)
    assert written == ["prompt-mnli"]


def test_similarity_and_map_compare_prompts_of_one_width(qtbot: QtBot, page: PromptsPage) -> None:
    choose(page, "mnli")
    lens = page.lens
    lens.tabs.setCurrentIndex(1)
    qtbot.waitUntil(lambda: isinstance(lens.alike.chart, HeatMap))
    heat = lens.alike.chart
    assert isinstance(heat, HeatMap)
    assert heat.grid is not None
    assert heat.grid.values.shape == (3, 3)
    assert heat.grid.rows[0].endswith("mnli")
    assert len(lens.alike.table.cells.table.rows) == 3
    assert lens.alike.note.text().endswith("Left out, because of another width: 1.")
    lens.tabs.setCurrentIndex(2)
    qtbot.waitUntil(lambda: isinstance(lens.places.chart, PromptMap))
    chart = lens.places.chart
    assert isinstance(chart, PromptMap)
    assert (chart.count, chart.marked) == (3, 1)
    assert set(chart.legend) == {"Prompt tuning", "imported"}
    assert set(chart.names) == {"mnli", "sst2", "qnli"}
    lens.places.as_table.setChecked(True)
    assert lens.places.table.isVisible()
    assert lens.places.table.cells.rowCount() == 3


def test_names_on_the_map_do_not_cover_each_other(qtbot: QtBot) -> None:
    chart = PromptMap("Map", themes()[0])
    qtbot.addWidget(chart)
    chart.resize(600, 400)
    chart.show()
    chart.draw(["first", "second", "third"], ["a", "a", "b"], [(0, 0), (0.001, 0), (1, 1)])
    qtbot.waitUntil(lambda: chart.names == ("first", "third"))
    chart.getViewBox().setRange(xRange=(0, 0.001), yRange=(0, 1), padding=0.3)
    qtbot.waitUntil(lambda: set(chart.names) == {"first", "second", "third"})


def test_pictures_of_other_prompts_are_not_shown(
    qtbot: QtBot, page: PromptsPage, library: FakeLibrary
) -> None:
    page.lens.tabs.setCurrentIndex(2)
    choose(page, "mnli", "sst2")
    gate = threading.Event()
    real = library.map

    def slow(prompt_ids: Sequence[str]) -> Any:
        assert gate.wait(10)
        return real(prompt_ids)

    qtbot.waitUntil(lambda: page.lens.places.table.cells.rowCount() == 2)
    library.map = slow  # type: ignore[method-assign]
    choose(page, "mnli", "qnli")
    choose(page, "sst2", "qnli")
    names: list[list[str]] = []
    cells = page.lens.places.table.cells
    cells.modelReset.connect(lambda: names.append([row[0] for row in cells.table.rows]))
    gate.set()
    qtbot.waitUntil(lambda: bool(names))
    assert [sorted(shown) for shown in names] == [["qnli", "sst2"]]


def test_what_is_drawn_is_not_drawn_again(
    qtbot: QtBot, page: PromptsPage, library: FakeLibrary
) -> None:
    page.lens.tabs.setCurrentIndex(2)
    choose(page, "mnli", "sst2")
    qtbot.waitUntil(lambda: page.lens.places.table.cells.rowCount() == 2)
    made: list[Sequence[str]] = []
    real = library.map
    library.map = lambda names: made.append(names) or real(names)  # type: ignore[func-returns-value, method-assign]
    page.tabs.setCurrentIndex(1)
    page.tabs.setCurrentIndex(0)
    page.lens.rest()
    assert made == []


def test_a_picture_and_its_data_can_be_saved(
    qtbot: QtBot, page: PromptsPage, tmp_path: Path
) -> None:
    page.lens.tabs.setCurrentIndex(1)
    choose(page, "mnli", "sst2")
    figure = page.lens.alike
    qtbot.waitUntil(lambda: figure.chart is not None)
    with qtbot.waitSignal(page.said):
        figure.write_picture(tmp_path / "alike.svg")
    assert (tmp_path / "alike.svg").read_text().startswith("<?xml")
    with qtbot.waitSignal(page.failed):
        figure.table.write(tmp_path / "alike.xls")


def test_one_prompt_alone_can_not_be_compared(qtbot: QtBot, page: PromptsPage) -> None:
    choose(page, "wide")
    page.lens.tabs.setCurrentIndex(2)
    assert page.lens.places.note.text().startswith("Two prompts of equal width")


def test_the_playground_sets_prompts_side_by_side(
    qtbot: QtBot, page: PromptsPage, controller: Any
) -> None:
    choose(page, "mnli", "sst2")
    page.tabs.setCurrentIndex(1)
    play = page.playground
    play.text.setPlainText("a fine film")
    play.labels.setText("good, bad, good")
    qtbot.keyClick(play.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not play.ask.isEnabled()
    qtbot.waitUntil(lambda: asked(controller, Try) is not None)
    question = asked(controller, Try)
    assert question.labels == ("good", "bad")
    assert question.text == "a fine film"
    assert set(question.prompts) == {"", "mnli", "sst2"}
    outcomes = {
        "": Outcome(probabilities={"good": 0.5, "bad": 0.5}, text="well"),
        "mnli": Outcome(probabilities={"good": 0.9, "bad": 0.1}, text="good"),
        "sst2": Outcome(probabilities={"good": 0.2, "bad": 0.8}, text="bad"),
    }
    controller.answered.emit(Tried(request_id=question.request_id, outcomes=outcomes, cut=True))
    assert [view.best for view in play.views] == ["good", "good", "bad"]
    orders = [[bar.accessibleName() for bar in v.findChildren(QProgressBar)] for v in play.views]
    assert orders == [["good", "bad"]] * 3
    assert play.note.text() == "The text was too long and has been cut."
    assert play.ask.isEnabled()


def test_a_choice_made_while_files_are_written_changes_nothing(
    qtbot: QtBot, page: PromptsPage, controller: Any
) -> None:
    choose(page, "mnli")
    page.tabs.setCurrentIndex(1)
    page.playground.text.setPlainText("a fine film")
    page.playground.ask.click()
    choose(page, "sst2")
    qtbot.waitUntil(lambda: asked(controller, Try) is not None)
    assert set(asked(controller, Try).prompts) == {"", "mnli"}
    assert page.playground.note.text() == "Asking the model…"
    assert page.playground.prompts.text() == "sst2, and none"


def test_a_row_of_a_task_fills_the_playground(qtbot: QtBot, page: PromptsPage) -> None:
    threads: set[int] = set()

    def rows(key: str) -> list[tuple[str, str]]:
        threads.add(threading.get_ident())
        if key == "topic_home":
            raise TaskError("The file of the task is gone.")
        return [(f"{key} 1", "good"), (f"{key} 2", "bad")]

    play = page.playground
    play._previews = rows
    assert not play.row.isEnabled()
    take_task(play, "film_sentiment")
    qtbot.waitUntil(lambda: play.text.toPlainText() == "film_sentiment 1")
    assert play.note.text() == "The right answer is 'good'."
    assert play.row.maximum() == 2
    play.row.setValue(2)
    qtbot.waitUntil(lambda: play.text.toPlainText() == "film_sentiment 2")
    take_task(play, "topic_home")
    qtbot.waitUntil(lambda: play.note.text() == "The file of the task is gone.")
    assert threading.get_ident() not in threads


def take_task(play: Playground, key: str) -> None:
    play.task.setCurrentIndex(play.task.findData(key))
    play.task.activated.emit(play.task.currentIndex())


def test_nothing_typed_asks_nothing(page: PromptsPage, controller: Any) -> None:
    page.playground.ask.click()
    assert page.playground.note.text() == "Type a text, or choose a task."
    assert asked(controller, Try) is None
