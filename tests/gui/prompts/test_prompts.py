"""Prompts are found, looked into, tried, combined and taken away."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QInputDialog, QPushButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from promptstudio.core.commands import Refused
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
from promptstudio.gui.prompts.combine_dialog import CombineDialog
from promptstudio.gui.prompts.page import PromptsPage
from promptstudio.gui.prompts.prompt_table import PromptModel
from promptstudio.gui.shell.main_window import MainWindow
from tests.gui.library import FakeLibrary, entry_of

Choose = Callable[..., None]


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
    page.library.kind.setCurrentIndex(1)
    assert names() == {"mnli", "sst2"}


def test_what_is_possible_depends_on_the_choice(page: PromptsPage) -> None:
    actions = page.library.actions_
    choose(page, "mnli")
    assert actions["export_prompt"].isEnabled()
    assert not actions["rename_prompt"].isEnabled()
    choose(page, "qnli")
    assert not actions["export_prompt"].isEnabled()
    assert actions["rename_prompt"].isEnabled()
    choose(page, "qnli", "mnli")
    assert not actions["remove_prompt"].isEnabled()
    assert actions["combine_prompts"].isEnabled()


def test_provenance_and_checksum(page: PromptsPage) -> None:
    choose(page, "mnli")
    assert page.library.about.text() == (
        f"run run-mnli\nTuned on 'film_sentiment'.\nsandbox\nSHA-256 {'ab' * 32}"
    )
    page.library.actions_["copy_checksum"].trigger()
    assert QGuiApplication.clipboard().text() == "ab" * 32


def test_rename_and_remove(qtbot: QtBot, page: PromptsPage, controller: Any) -> None:
    choose(page, "qnli")
    page.library.actions_["rename_prompt"].trigger()
    dialog = page.findChild(QInputDialog)
    assert dialog.textValue() == "qnli"
    dialog.setTextValue("better")
    dialog.accept()
    assert controller.calls[-1] == ("rename_prompt", "prompt-qnli", "better")
    page.library.actions_["remove_prompt"].trigger()
    assert controller.calls[-1] == ("remove_prompt", "prompt-qnli")


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
    controller.answered.emit(
        NeighboursFound(
            request_id=question.request_id,
            tokens=((Neighbour(token="▁good", similarity=0.5),),),
            norms=(2.0,),
            vocabulary=NormRange(low=1.0, median=2.0, high=3.0),
        )
    )
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
    assert page.lens.tokens.note.text() == "The widths differ."


def test_similarity_and_map_compare_prompts_of_one_width(qtbot: QtBot, page: PromptsPage) -> None:
    choose(page, "mnli")
    page.lens.tabs.setCurrentIndex(1)
    qtbot.waitUntil(lambda: page.lens.heat_chart is not None)
    heat = page.lens.heat_chart
    assert heat is not None
    qtbot.waitUntil(lambda: heat.grid is not None)
    assert heat.grid is not None
    assert heat.grid.values.shape == (3, 3)
    assert len(page.lens.alike.table.cells.table.rows) == 3
    page.lens.tabs.setCurrentIndex(2)
    chart = page.lens.map_chart
    assert chart is not None
    qtbot.waitUntil(lambda: chart.count == 3)
    page.lens.places.as_table.setChecked(True)
    assert page.lens.places.table.isVisible()
    assert page.lens.places.table.cells.rowCount() == 3


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
    assert play.note.text() == "The text was too long and has been cut."
    assert play.ask.isEnabled()


def test_a_row_of_a_task_fills_the_playground(page: PromptsPage) -> None:
    play = page.playground
    play.task.setCurrentIndex(play.task.findData("film_sentiment"))
    play.task.activated.emit(play.task.currentIndex())
    assert play.text.toPlainText()
    assert play.note.text().startswith("The right answer is")


def test_nothing_typed_asks_nothing(page: PromptsPage, controller: Any) -> None:
    page.playground.ask.click()
    assert page.playground.note.text() == "Type a text, or choose a task."
    assert asked(controller, Try) is None
