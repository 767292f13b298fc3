"""Which model prompts are asked of, and for which model they are exported."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from pytestqt.qtbot import QtBot

from promptstudio.core.commands import Refused
from promptstudio.core.preferences import load_preferences
from promptstudio.core.questions import Neighbours, NeighboursFound, NormRange, ReadBack, Try
from promptstudio.core.spec import BackboneSpec
from promptstudio.export.context import ExportResult
from promptstudio.gui.parts.export_dialog import ExportDialog
from promptstudio.gui.prompts.export_dialog import PromptExportDialog
from promptstudio.gui.prompts.page import PromptsPage
from promptstudio.gui.services import Services
from promptstudio.gui.shell.main_window import MainWindow
from tests.gui.library import FakeLibrary, entry_of

OWN = BackboneSpec(source="owner/name")


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow, library: FakeLibrary) -> PromptsPage:
    library.known = [
        entry_of("run"),
        replace(entry_of("other"), backbone=BackboneSpec(source="owner/other")),
        entry_of("free", imported=True),
        replace(entry_of("behind", imported=True), position="append"),
        replace(entry_of("named", imported=True), backbone=OWN),
    ]
    window.show_page(window.prompts)
    qtbot.waitUntil(lambda: len(window.prompts.library.table.shown()) == 5)
    return window.prompts


def choose(page: PromptsPage, *names: str) -> None:
    page.library.table.choose({f"prompt-{name}" for name in names})


def name_model(qtbot: QtBot, page: PromptsPage, source: str) -> None:
    line = page.backbone.line.line
    line.setText(source)
    qtbot.keyClick(line, Qt.Key.Key_Return)


def questions(controller: Any, kind: type) -> list[Any]:
    asked = [call[1] for call in controller.calls if call[0] == "ask"]
    return [one for one in asked if isinstance(one, kind)]


def test_a_prompt_of_no_known_model_is_asked_of_the_one_that_is_named(
    qtbot: QtBot, page: PromptsPage, controller: Any
) -> None:
    choose(page, "free")
    qtbot.waitUntil(lambda: len(questions(controller, Neighbours)) == 1)
    first = questions(controller, Neighbours)[0]
    assert first.backbone == BackboneSpec()
    name_model(qtbot, page, " folder ")
    qtbot.waitUntil(lambda: len(questions(controller, Neighbours)) == 2)
    second = questions(controller, Neighbours)[1]
    assert second.backbone == BackboneSpec(source="folder")
    norms = NormRange(low=1.0, median=2.0, high=3.0)
    answer = NeighboursFound(request_id="", tokens=((),), norms=(2.0,), vocabulary=norms)
    controller.answered.emit(answer.model_copy(update={"request_id": first.request_id}))
    assert page.lens.tokens.table.cells.table is None
    controller.answered.emit(answer.model_copy(update={"request_id": second.request_id}))
    assert page.lens.tokens.table.cells.table is not None
    name_model(qtbot, page, "")
    assert page.lens.tokens.table.cells.table is not None
    page.lens.tokens.rest()
    assert len(questions(controller, Neighbours)) == 2


def test_prompts_with_a_model_of_their_own_keep_it(
    qtbot: QtBot, page: PromptsPage, controller: Any
) -> None:
    name_model(qtbot, page, "folder")
    for count, (name, source) in enumerate((("run", "sandbox"), ("named", "owner/name")), 1):
        choose(page, name)
        qtbot.waitUntil(lambda count=count: len(questions(controller, Neighbours)) == count)
        assert questions(controller, Neighbours)[-1].backbone.source == source
        sentence = f"The chosen prompts have their own: {source}."
        assert page.backbone.line.understood.text() == sentence
    choose(page, "named", "free")
    qtbot.waitUntil(lambda: page.backbone.line.understood.text() == "understood: folder")


def test_the_model_is_remembered_and_no_setting(
    qtbot: QtBot, page: PromptsPage, services: Services
) -> None:
    name_model(qtbot, page, "folder")
    keeper = services.preferences
    assert load_preferences(keeper.workspace).prompt_backbone == "folder"
    keeper.reset()
    assert load_preferences(keeper.workspace).prompt_backbone == "folder"
    again = PromptsPage(services, page.lens._theme)
    qtbot.addWidget(again, before_close_func=lambda w: w.rest())
    assert again.backbone.source == "folder"


def try_text(qtbot: QtBot, page: PromptsPage, controller: Any, *names: str) -> Try | None:
    choose(page, *names)
    page.playground.text.setPlainText("a fine film")
    before = len(questions(controller, Try))
    page.playground.ask.click()
    if page.playground.ask.isEnabled():
        return None
    qtbot.waitUntil(lambda: len(questions(controller, Try)) == before + 1)
    question: Try = questions(controller, Try)[-1]
    controller.answered.emit(Refused(request_id=question.request_id, reason="No."))
    return question


def test_the_playground_asks_the_model_of_the_prompts(
    qtbot: QtBot, page: PromptsPage, controller: Any
) -> None:
    page.tabs.setCurrentIndex(1)
    name_model(qtbot, page, "folder")
    play = page.playground
    cases = (
        ((), "folder", "No. Another model can be named above, as backbone."),
        (("free",), "folder", "No. Another model can be named above, as backbone."),
        (("run", "free"), "sandbox", "No. Another model can be named above, as backbone."),
        (("named",), "owner/name", "No."),
    )
    for names, source, note in cases:
        question = try_text(qtbot, page, controller, *names)
        assert question is not None
        assert question.backbone.source == source
        assert play.note.text() == note
    question = try_text(qtbot, page, controller, "behind")
    assert question is not None
    assert question.backbone == BackboneSpec(source="folder", prompt_position="append")


def test_prompts_of_different_models_are_not_asked_together(
    qtbot: QtBot, page: PromptsPage, controller: Any
) -> None:
    page.tabs.setCurrentIndex(1)
    assert try_text(qtbot, page, controller, "other", "named") is None
    assert page.playground.note.text() == (
        "The prompts belong to different models: owner/name, owner/other. Choose those of one."
    )
    assert questions(controller, Try) == []


def exported(page: PromptsPage, name: str) -> Any:
    choose(page, name)
    page.library.actions_["export_prompt"].trigger()
    return page.findChild(ExportDialog)


def shut(dialog: ExportDialog) -> None:
    dialog.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_a_prompt_of_no_known_model_is_exported_without_one(
    qtbot: QtBot, page: PromptsPage, controller: Any, tmp_path: Path
) -> None:
    dialog = exported(page, "free")
    assert isinstance(dialog, PromptExportDialog)
    assert dialog.folder.text() == str(Path.home() / "prompt-free")
    assert dialog.format.currentData() == "safetensors"
    assert dialog.backbone.understood.text().startswith("Not known: a PEFT folder has to name it")
    dialog.folder.setText(str(tmp_path))
    dialog.export.click()
    assert controller.calls[-1] == (
        "export_prompt",
        "prompt-free",
        "safetensors",
        tmp_path,
        "",
        False,
    )
    question = ReadBack(folder=str(tmp_path), prompt="p", sha256="ab" * 32)
    result = ExportResult(
        folder=tmp_path,
        files=(),
        format="safetensors",
        prompt_sha256="ab" * 32,
        template="",
        snippet="",
    )
    controller.export_done.emit("prompt-free", result, question)
    assert dialog.outcome.isVisible()
    assert dialog.outcome.verdict.text() == "Reading it back…"
    assert controller.calls[-1] == ("ask", question)
    shut(dialog)


def test_the_model_that_is_named_is_offered_for_an_export(
    qtbot: QtBot, page: PromptsPage, controller: Any, tmp_path: Path
) -> None:
    name_model(qtbot, page, "folder")
    dialog = exported(page, "free")
    assert (dialog.backbone.source, dialog.format.currentData()) == ("folder", "peft")
    qtbot.waitUntil(lambda: dialog.backbone.understood.text() == "understood: folder")
    dialog.folder.setText(str(tmp_path))
    dialog.replace.click()
    dialog.export.click()
    assert controller.calls[-1] == (
        "export_prompt",
        "prompt-free",
        "peft",
        tmp_path,
        "folder",
        True,
    )
    shut(dialog)


def test_an_export_for_the_prompts_own_model_names_no_other(
    page: PromptsPage, controller: Any, tmp_path: Path
) -> None:
    dialog = exported(page, "named")
    assert (dialog.backbone.source, dialog.format.currentData()) == ("owner/name", "peft")
    dialog.folder.setText(str(tmp_path))
    dialog.export.click()
    assert controller.calls[-1] == ("export_prompt", "prompt-named", "peft", tmp_path, "", False)
    shut(dialog)
