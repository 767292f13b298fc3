"""Data are looked at first, and kept only when told to."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from promptstudio.core.errors import TaskError
from promptstudio.gui.data.import_panel import ImportPanel
from promptstudio.gui.data.importer import DataImporter
from promptstudio.gui.shell.main_window import MainWindow
from promptstudio.tasks.cards import TaskCard
from tests.gui.imports import FakeImporter


@pytest.fixture
def dialog(qtbot: QtBot, importer: FakeImporter) -> ImportPanel:
    dialog = ImportPanel(importer)
    qtbot.addWidget(dialog, before_close_func=lambda widget: widget.rest())
    dialog.show()
    return dialog


def look(qtbot: QtBot, dialog: ImportPanel, path: str) -> None:
    dialog.show_path(path)
    qtbot.waitUntil(lambda: "Understood as" in dialog.text)


def test_looking_writes_nothing_and_fills_the_lines(
    qtbot: QtBot, dialog: ImportPanel, importer: FakeImporter
) -> None:
    assert not dialog.keep.isEnabled()
    look(qtbot, dialog, "reviews.csv")
    assert importer.asked == [("reviews.csv", "", {})]
    assert importer.keeps == []
    lines = (dialog.form.name.text(), dialog.form.template.text(), dialog.form.labels.text())
    assert lines == ("reviews", "text: {text}", "0=bad, 1=good")
    assert "2 inputs of train are there more than once" in dialog.text


def test_what_a_person_types_counts(
    qtbot: QtBot, dialog: ImportPanel, importer: FakeImporter
) -> None:
    look(qtbot, dialog, "reviews.csv")
    dialog.form.template.clear()
    qtbot.keyClicks(dialog.form.template, "say {text}")
    qtbot.keyClicks(dialog.form.name, "2")
    dialog.look.click()
    qtbot.waitUntil(lambda: len(importer.asked) == 2 and dialog.keep.isEnabled())
    assert importer.asked[1] == ("reviews.csv", "reviews2", {"template": "say {text}"})
    assert dialog.form.template.text() == "say {text}"


def test_another_answer_column_is_looked_at_again(
    qtbot: QtBot, dialog: ImportPanel, importer: FakeImporter
) -> None:
    look(qtbot, dialog, "reviews.csv")
    answer = dialog.form.answer
    assert answer.currentData() == "label"
    answer.setCurrentIndex(answer.findData("stars"))
    answer.activated.emit(answer.currentIndex())
    qtbot.waitUntil(lambda: len(importer.asked) == 2 and dialog.keep.isEnabled())
    assert importer.asked[1][2] == {"kind": "classification", "label_field": "stars"}
    dialog.form.kind.setCurrentIndex(dialog.form.kind.findData("regression"))
    dialog.form.kind.activated.emit(dialog.form.kind.currentIndex())
    qtbot.waitUntil(lambda: len(importer.asked) == 3 and dialog.keep.isEnabled())
    assert importer.asked[2][2] == {"kind": "regression", "answer_field": "label"}


def test_the_template_is_shown_on_a_row_while_it_is_typed(
    qtbot: QtBot, dialog: ImportPanel
) -> None:
    look(qtbot, dialog, "reviews.csv")
    form = dialog.form
    assert form.example.toPlainText() == "text: a fine film"
    form.template.setText("say ")
    next(b for b in form.findChildren(QPushButton) if b.text() == "{stars}").click()
    qtbot.waitUntil(lambda: form.example.toPlainText() == "say 5")
    form.row.setValue(2)
    assert form.example.toPlainText() == "say 1"
    form.template.setText("{nothing}")
    qtbot.waitUntil(lambda: "nothing" in form.example.toPlainText())


def test_other_data_forget_what_was_said(qtbot: QtBot, dialog: ImportPanel) -> None:
    look(qtbot, dialog, "reviews.csv")
    dialog.what.setText("other.csv")
    assert not dialog.keep.isEnabled()
    assert dialog.form.template.text() == ""


def test_what_is_not_there_is_told(qtbot: QtBot, dialog: ImportPanel) -> None:
    dialog.show_path("gone.csv")
    qtbot.waitUntil(lambda: dialog.text == "There is no file or folder 'gone.csv'.")
    assert not dialog.keep.isEnabled()


def test_a_dropped_file_is_looked_at(
    qtbot: QtBot, dialog: ImportPanel, importer: FakeImporter, tmp_path: Path
) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "dropped.csv"))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    dialog.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, buttons, keys))
    qtbot.waitUntil(lambda: dialog.keep.isEnabled())
    assert importer.asked[0][0] == str(tmp_path / "dropped.csv")


def test_a_kept_task_can_be_ticked(
    qtbot: QtBot, window: MainWindow, importer: FakeImporter
) -> None:
    window.commands.data_in.trigger()
    assert window.data.importing.isVisible()
    look(qtbot, window.data.importing, "reviews.csv")
    with qtbot.waitSignal(window.data.importing.kept):
        window.data.importing.keep.click()
    assert len(importer.keeps) == 1
    window.study.form.tasks.tick("reviews", source=False)
    assert "reviews" in window.study.form.study().target_tasks
    assert window.services.task_title("reviews") == "Reviews"
    assert "Kept" in window.data.importing.text


def test_a_removed_task_comes_back_by_undo(
    qtbot: QtBot, window: MainWindow, importer: FakeImporter
) -> None:
    window.show_page(window.data)
    assert window.data.own.empty.isVisible()
    look(qtbot, window.data.importing, "reviews.csv")
    with qtbot.waitSignal(window.data.kept):
        window.data.importing.keep.click()
    own = window.data.own
    assert [own.list.item(row).text() for row in range(own.list.count())] == ["Reviews"]
    own.list.setCurrentRow(0)
    own.remove.click()
    assert own.list.count() == 0
    assert "reviews" not in window.services.catalogue
    window.commands.undo.trigger()
    assert own.list.count() == 1
    assert "reviews" in window.services.catalogue


def test_real_rows_become_a_card_of_the_window(tmp_path: Path) -> None:
    path = tmp_path / "reviews.csv"
    path.write_text("text,label\n" + "\n".join(f"some words {n},{n % 2}" for n in range(8)))
    cards: dict[str, TaskCard] = {}
    importer = DataImporter(tmp_path / "work", cards)
    found = importer.look(str(path), "mine", {"labels": "0=bad, 1=good"})
    assert (found.labels, found.template) == ("0=bad, 1=good", "text: {text}")
    assert cards == {}
    assert (found.kind, found.answer, found.rows) == ("classification", "label", 3)
    assert found.columns[1] == ("label", "text, 8 filled", "0")
    assert found.rendered("<{text}>", 1) == "<some words 1>"
    with pytest.raises(TaskError, match="nothing"):
        found.rendered("{nothing}", 0)
    assert importer.keep(found) is cards["mine"]
    assert importer.own() == [cards["mine"]]
    importer.remove("mine")
    assert (list(importer.own()), cards) == ([], {})
    assert importer.restore("mine").key == "mine"
    assert (tmp_path / "work/tasks/mine.toml").is_file()
