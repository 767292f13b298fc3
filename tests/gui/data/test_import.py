"""Data are looked at first, and kept only when told to."""

import dataclasses
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from promptstudio.core.errors import TaskError
from promptstudio.gui.data.import_panel import ImportPanel
from promptstudio.gui.data.importer import DataImporter
from promptstudio.gui.shell.main_window import MainWindow
from promptstudio.tasks.cards import TaskCard, load_catalogue
from promptstudio.tasks.importing.messages import Understood
from promptstudio.tasks.importing.process import Watch
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


def test_the_next_data_fill_the_lines_anew(
    qtbot: QtBot, dialog: ImportPanel, importer: FakeImporter
) -> None:
    form = dialog.form
    look(qtbot, dialog, "reviews.csv")
    importer.card = dataclasses.replace(importer.card, key="other")
    look(qtbot, dialog, "other.csv")
    lines = (form.name.text(), form.template.text(), form.labels.text())
    assert lines == ("other", "text: {text}", "0=bad, 1=good")
    form.kind.activated.emit(form.kind.currentIndex())
    qtbot.waitUntil(lambda: len(importer.asked) == 3 and dialog.keep.isEnabled())
    assert form.template.text() == "text: {text}"


def test_what_is_not_there_is_told(qtbot: QtBot, dialog: ImportPanel) -> None:
    dialog.show_path("gone.csv")
    qtbot.waitUntil(lambda: dialog.text == "There is no file or folder 'gone.csv'.")
    assert not dialog.keep.isEnabled()


def test_what_is_dropped_on_the_page_is_the_window_s(
    qtbot: QtBot, window: MainWindow, importer: FakeImporter, tmp_path: Path
) -> None:
    window.show_page(window.data)
    panel = window.data.importing
    assert not any(part.acceptDrops() for part in (panel, panel.what, panel.page.viewport()))


def test_columns_can_be_chosen_where_no_task_could_be_made(
    qtbot: QtBot, dialog: ImportPanel, importer: FakeImporter
) -> None:
    dialog.show_path("unclear.csv")
    qtbot.waitUntil(lambda: dialog.text.startswith("It is not clear."))
    assert "Choose the answer column" in dialog.text
    assert not dialog.keep.isEnabled()
    answer = dialog.form.answer
    assert answer.isEnabled()
    assert [answer.itemData(at) for at in range(answer.count())] == ["text", "label", "stars"]
    answer.setCurrentIndex(2)
    answer.activated.emit(2)
    qtbot.waitUntil(dialog.keep.isEnabled)
    assert importer.asked[1][2] == {"kind": "classification", "label_field": "stars"}


def test_the_kind_can_be_chosen_before_the_column(
    qtbot: QtBot, dialog: ImportPanel, importer: FakeImporter
) -> None:
    dialog.show_path("unclear.csv")
    qtbot.waitUntil(lambda: dialog.text.startswith("It is not clear."))
    dialog.form.kind.setCurrentIndex(1)
    dialog.form.kind.activated.emit(1)
    qtbot.waitUntil(dialog.keep.isEnabled)
    assert importer.asked[1][2] == {"kind": "generation"}


def test_progress_is_shown_and_cancel_ends_it(
    qtbot: QtBot, dialog: ImportPanel, importer: FakeImporter
) -> None:
    bar = dialog.progress.bar
    assert not bar.isVisible()
    dialog.show_path("slow.csv")
    qtbot.waitUntil(lambda: bar.text() == "Reading train: 1,200 rows (25%)")
    qtbot.mouseClick(dialog.progress.cancel, Qt.MouseButton.LeftButton)
    assert dialog.text == "Cancelled. Nothing was written."
    assert not bar.isVisible()
    look(qtbot, dialog, "reviews.csv")
    assert dialog.keep.isEnabled()


def test_other_data_take_the_place_of_what_is_looked_at(
    qtbot: QtBot, dialog: ImportPanel, importer: FakeImporter
) -> None:
    dialog.show_path("slow.csv")
    qtbot.waitUntil(lambda: len(importer.asked) == 1)
    look(qtbot, dialog, "reviews.csv")
    assert [asked[0] for asked in importer.asked] == ["slow.csv", "reviews.csv"]
    assert dialog.keep.isEnabled()


def test_keeping_can_be_cancelled_and_tried_again(
    qtbot: QtBot, dialog: ImportPanel, importer: FakeImporter
) -> None:
    look(qtbot, dialog, "reviews.csv")
    importer.card = dataclasses.replace(importer.card, key="slow")
    dialog.keep.click()
    qtbot.waitUntil(lambda: dialog.progress.bar.text().startswith("Writing train"))
    dialog.progress.cancel.click()
    assert dialog.keep.isEnabled()
    importer.card = dataclasses.replace(importer.card, key="reviews")
    with qtbot.waitSignal(dialog.kept):
        dialog.keep.click()
    assert len(importer.keeps) == 1
    assert not dialog.keep.isEnabled()


def test_a_bug_is_told_with_its_report(
    qtbot: QtBot, dialog: ImportPanel, importer: FakeImporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(importer, "look", broken)
    with qtbot.waitSignal(dialog.failed) as told:
        dialog.show_path("reviews.csv")
    assert "ZeroDivisionError" in told.args[1]
    assert not dialog.progress.isVisible()


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


def test_a_shipped_task_of_the_same_name_is_back_at_once(
    qtbot: QtBot, window: MainWindow, importer: FakeImporter, fakes: SimpleNamespace
) -> None:
    shipped = fakes.cards["film_sentiment"]
    importer.card = dataclasses.replace(shipped, title="My films", family="own data")
    importer.shipped = {shipped.key: shipped}
    window.show_page(window.data)
    look(qtbot, window.data.importing, "films.csv")
    with qtbot.waitSignal(window.data.kept):
        window.data.importing.keep.click()
    tasks, catalogue = window.study.form.tasks, window.services.catalogue
    tasks.search("own data")
    assert tasks.visible_keys() == (shipped.key,)
    own = window.data.own
    own.list.setCurrentRow(0)
    own.remove.click()
    assert catalogue[shipped.key] is shipped
    assert tasks.visible_keys() == ()
    assert shipped.key not in (*tasks.sources(), *tasks.targets())
    assert window.statusBar().currentMessage() == (
        "Removed. The shipped task 'Film sentiment' is back; Edit > Undo brings yours back."
    )
    tasks.search("film sentiment sentiment")
    tasks.tick(shipped.key, source=False)
    window.commands.undo.trigger()
    assert catalogue[shipped.key] is importer.card
    tasks.search("own data")
    assert tasks.visible_keys() == (shipped.key,)


def test_broken_cards_are_told(window: MainWindow, importer: FakeImporter) -> None:
    window.show_page(window.data)
    assert not window.data.own.problems.isVisible()
    importer.problems = ["Task card 'a.toml' is not valid TOML."]
    window.show_page(window.data)
    assert window.data.own.problems.text() == "Task card 'a.toml' is not valid TOML."
    assert window.data.own.problems.isVisible()


def test_a_removed_card_gives_way_to_the_shipped_one(tmp_path: Path) -> None:
    work = tmp_path / "work"
    shipped = load_catalogue().cards["film_sentiment"]
    (work / "tasks").mkdir(parents=True)
    (work / "tasks/film_sentiment.toml").write_text(
        'key = "film_sentiment"\ntitle = "Mine"\nkind = "classification"\nmetric = "accuracy"\n'
        'template = "{text}"\nlabels = {0 = "bad", 1 = "good"}\n'
        '[source]\ntype = "file"\npath = "mine"\n'
    )
    cards = dict(load_catalogue(work / "tasks").cards)
    assert cards["film_sentiment"].title == "Mine"
    importer = DataImporter(work, cards)
    assert importer.remove("film_sentiment") == shipped
    assert cards["film_sentiment"] == shipped
    assert cards == load_catalogue(work / "tasks").cards
    assert importer.restore("film_sentiment").title == "Mine"
    assert cards["film_sentiment"].title == "Mine"


def test_real_rows_become_a_card_of_the_window(tmp_path: Path) -> None:
    path = tmp_path / "reviews.csv"
    path.write_text("text,label\n" + "\n".join(f"some words {n},{n % 2}" for n in range(8)))
    cards: dict[str, TaskCard] = {}
    importer = DataImporter(tmp_path / "work", cards)
    told: list[str] = []
    watch = Watch(lambda doing, rows, of: told.append(f"{doing} {rows} {of}"))
    found = importer.look(str(path), "mine", {"labels": "0=bad, 1=good"}, watch)
    assert isinstance(found, Understood)
    assert (found.labels, found.template) == ("0=bad, 1=good", "text: {text}")
    assert cards == {}
    assert (found.kind, found.answer, found.rows) == ("classification", "label", 3)
    assert found.columns[1] == ("label", "text, 8 filled", "0")
    assert found.rendered("<{text}>", 1) == "<some words 1>"
    with pytest.raises(TaskError, match="nothing"):
        found.rendered("{nothing}", 0)
    assert importer.keep(found, watch) is cards["mine"]
    assert told[-1] == "writing train 8 8"
    assert importer.own() == ([cards["mine"]], ())
    importer.remove("mine")
    assert (importer.own(), cards) == (([], ()), {})
    assert importer.restore("mine").key == "mine"
    assert (tmp_path / "work/tasks/mine.toml").is_file()
