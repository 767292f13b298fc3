"""The dialog of an export: asks, stays open, and shows what was written and verified."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from pytestqt.qtbot import QtBot

from promptstudio.core.commands import Refused
from promptstudio.core.questions import Verified, Verify
from promptstudio.core.spec import BackboneSpec
from promptstudio.export.context import ExportResult
from promptstudio.gui.parts.export_dialog import ExportDialog

RUN = "run-1"


@pytest.fixture
def result(tmp_path: Path) -> ExportResult:
    files = tuple(tmp_path / name for name in ("README.md", "prompt.npz"))
    return ExportResult(
        folder=tmp_path,
        files=files,
        format="npz",
        prompt_sha256="ab" * 32,
        template="review: {text}",
        snippet="import numpy as np\nprint(1)",
    )


@pytest.fixture
def question(tmp_path: Path) -> Verify:
    return Verify(
        backbone=BackboneSpec(), folder=str(tmp_path), prompt="p", sha256="ab" * 32, text="a"
    )


@pytest.fixture
def dialog(qtbot: QtBot, controller: Any, tmp_path: Path) -> Iterator[ExportDialog]:
    made = ExportDialog(RUN, "prompt tuning", tmp_path, controller)
    made.show()
    yield made
    made.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def verdict(question: Verify, *, matches: bool, sentence: str = "Read back.") -> Verified:
    return Verified(
        request_id=question.request_id,
        matches=matches,
        difference=0.0,
        by="reload",
        sha256="ab" * 32,
        sentence=sentence,
    )


def test_it_asks_for_format_and_a_new_folder(
    dialog: ExportDialog, controller: Any, tmp_path: Path
) -> None:
    assert not dialog.isModal()
    assert dialog.outcome.isHidden()
    dialog.format.setCurrentIndex(2)
    dialog.export.click()
    assert controller.calls == [("export", RUN, "npz", tmp_path / "prompt-run-1")]
    assert dialog.isVisible()
    assert dialog.note.text() == "Exporting…"
    assert not dialog.export.isEnabled()


def test_an_earlier_export_is_replaced_only_when_that_is_ticked(
    dialog: ExportDialog, controller: Any, tmp_path: Path
) -> None:
    dialog.folder.setText(str(tmp_path))
    dialog.replace.click()
    dialog.export.click()
    assert controller.calls == [("export", RUN, "peft", tmp_path, "overwrite")]


def test_a_tilde_is_the_home_folder(dialog: ExportDialog, controller: Any) -> None:
    dialog.folder.setText("~/mine")
    dialog.export.click()
    assert controller.calls == [("export", RUN, "peft", Path.home() / "mine")]


def test_nothing_is_asked_without_a_folder(dialog: ExportDialog, controller: Any) -> None:
    dialog.folder.setText("  ")
    dialog.export.click()
    assert controller.calls == []
    assert dialog.export.isEnabled()


def test_it_shows_what_was_written_and_has_it_verified(
    dialog: ExportDialog, controller: Any, result: ExportResult, question: Verify
) -> None:
    dialog.export.click()
    controller.export_done.emit("another run", result, question)
    assert dialog.outcome.isHidden()
    controller.export_done.emit(RUN, result, question)
    shown = dialog.outcome
    assert shown.isVisible()
    assert dialog.note.isHidden()
    assert dialog.export.isEnabled()
    assert shown.folder.text() == str(result.folder)
    assert shown.files.text() == "README.md, prompt.npz"
    assert shown.checksum.text() == "ab" * 32
    assert controller.calls[-1] == ("ask", question)
    assert shown.verdict.text() == "Reading it back and asking the model…"
    assert not shown.again.isEnabled()
    controller.answered.emit(Refused(request_id="another question", reason="no"))
    assert not shown.again.isEnabled()
    controller.answered.emit(verdict(question, matches=True))
    assert shown.verdict.text() == "✓ Read back."
    assert shown.again.isEnabled()


def test_a_mismatch_and_a_refusal_are_told_and_can_be_asked_again(
    dialog: ExportDialog, controller: Any, result: ExportResult, question: Verify
) -> None:
    dialog.export.click()
    controller.export_done.emit(RUN, result, question)
    controller.answered.emit(Refused(request_id=question.request_id, reason="Runs use it."))
    assert dialog.outcome.verdict.text() == "Not verified: Runs use it."
    dialog.outcome.again.click()
    assert [call for call in controller.calls if call[0] == "ask"] == [("ask", question)] * 2
    controller.answered.emit(verdict(question, matches=False))
    assert dialog.outcome.verdict.text() == "✗ Read back."


def test_the_snippet_is_copied_and_the_folder_opened(
    dialog: ExportDialog,
    controller: Any,
    result: ExportResult,
    question: Verify,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    dialog.export.click()
    controller.export_done.emit(RUN, result, question)
    assert dialog.outcome.snippet.isReadOnly()
    dialog.outcome.copy.click()
    assert QGuiApplication.clipboard().text() == result.snippet
    dialog.outcome.open.click()
    assert opened == [QUrl.fromLocalFile(str(result.folder))]


def test_a_failure_gives_the_form_back(
    dialog: ExportDialog, controller: Any, result: ExportResult, question: Verify
) -> None:
    controller.failed.emit("Of something before.", "")
    assert dialog.note.isHidden()
    dialog.export.click()
    controller.failed.emit("The folder is not empty.", "")
    assert dialog.note.text() == "The folder is not empty."
    assert dialog.export.isEnabled()
    dialog.export.click()
    controller.export_done.emit(RUN, result, question)
    controller.failed.emit("Of something behind.", "")
    assert dialog.note.isHidden()
    assert dialog.outcome.isVisible()


def test_an_export_of_another_dialog_is_not_shown(
    dialog: ExportDialog, controller: Any, result: ExportResult, question: Verify
) -> None:
    controller.export_done.emit(RUN, result, question)
    assert dialog.outcome.isHidden()
    assert controller.calls == []


def test_large_texts_fit_the_small_window(
    qtbot: QtBot, dialog: ExportDialog, controller: Any, result: ExportResult, question: Verify
) -> None:
    font = dialog.font()
    font.setPointSizeF(2 * font.pointSizeF())
    dialog.setFont(font)
    dialog.export.click()
    controller.export_done.emit(RUN, result, question)
    controller.answered.emit(verdict(question, matches=True, sentence="It is the same. " * 12))
    for label in (dialog.outcome.files, dialog.outcome.verdict):
        qtbot.waitUntil(lambda label=label: label.height() >= label.heightForWidth(label.width()))
    assert dialog.width() <= 1280
    assert dialog.height() <= 720
