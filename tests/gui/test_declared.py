"""Words from below the window are told in its language, data and numbers as they are."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtGui import QGuiApplication, QValidator
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from promptstudio.core.phrases import Phrase, counted, joined, phrases
from promptstudio.core.settings import FieldSpec, fields_of
from promptstudio.core.tables import Table
from promptstudio.gui.app import speak
from promptstudio.gui.parts.declared import (
    choice_text,
    count_text,
    day_text,
    declared,
    metric_text,
    moment_text,
    told,
    told_lines,
    told_table,
)
from promptstudio.gui.parts.editors import FloatEditor, IntEditor, default_text, help_text
from promptstudio.gui.parts.help_page import help_html
from promptstudio.gui.parts.several import SeveralEditor
from promptstudio.gui.parts.table_view import TableView
from promptstudio.gui.parts.theme import themes
from promptstudio.methods.registry import methods

GAP = "\u202f"
FIELDS = {field.name: field for field in fields_of(methods()["prompt_tuning"].config_type)}


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    before = QLocale()
    assert speak(qapp, "de")
    yield
    QLocale.setDefault(before)
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.deleteLater()


@pytest.fixture
def english(qapp: QApplication) -> Iterator[None]:
    before = QLocale()
    assert not speak(qapp, "en")
    yield
    QLocale.setDefault(before)


def table() -> Table:
    return Table(
        key="plan",
        title=Phrase("Runs and shared stages"),
        columns=(*phrases("method", "runs"), "target"),
        rows=(
            ("target", "1,234", Phrase("{0} of {1}", 1, 2)),
            ("a,b", Phrase("about {0} to {1} {2}", "1,200", "3,000", "min"), "5,000"),
        ),
        notes=(Phrase("Only the first {0:,} rows of {1} were looked at.", 20_000, "train"),),
        numeric=frozenset({1}),
    )


def test_english_is_told_as_it_is(english: None) -> None:
    plan = joined(", ", (counted(1234, "1 run", "{0:,} runs"), Phrase("1 step")))
    assert told(plan) == "1,234 runs, 1 step"
    assert told_table(table()) == table()
    assert count_text(1234567) == "1,234,567"


def test_a_phrase_is_told_with_its_values(german: None) -> None:
    plan = joined(", ", (counted(1234, "1 run", "{0:,} runs"), Phrase("1 step")))
    assert told(plan) == f"1{GAP}234 Läufe, 1 Schritt"
    assert told(Phrase("{0:.3f} to {1}", 0.5, "target")) == "0.500 to target"
    assert count_text(1234567) == f"1{GAP}234{GAP}567"


def test_what_is_no_phrase_is_data(german: None) -> None:
    assert told("target") == "target"
    assert declared("target") == "Ziel"
    assert declared("") == ""
    assert declared("no such declaration") == "no such declaration"


def test_a_table_is_told_and_its_data_stay(german: None) -> None:
    german_table = told_table(table())
    assert german_table.title == "Läufe und gemeinsame Stufen"
    assert german_table.columns == ("Methode", "Läufe", "target")
    assert german_table.rows == (
        ("target", f"1{GAP}234", "1 von 2"),
        ("a,b", f"etwa 1{GAP}200 bis 3{GAP}000 min", "5,000"),
    )
    assert told_lines(german_table.notes) == (
        f"Nur die ersten 20{GAP}000 Zeilen von train wurden angesehen."
    )


def test_a_shown_table_is_german_and_a_copied_one_english(german: None, qtbot: QtBot) -> None:
    view = TableView(themes()[0])
    qtbot.addWidget(view)
    view.show_table(table())
    header = view.horizontalHeader().model()
    assert header.headerData(0, view.horizontalHeader().orientation()) == "Methode"
    assert view.cells.index(0, 2).data() == "1 von 2"
    view.copy()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[:2] == ["method\truns\ttarget", "target\t1,234\t1 of 2"]


def test_moments_have_the_form_of_the_language(german: None) -> None:
    time = datetime(2026, 3, 9, 8, 5, tzinfo=UTC)
    here = time.astimezone()
    assert day_text(date(2026, 3, 9)) == "09.03.26"
    assert moment_text(time) == f"{day_text(here)} {here:%H:%M}"


def test_english_days_are_not_ambiguous(english: None) -> None:
    assert day_text(date(2026, 3, 9)) == "2026-03-09"


def test_metrics_have_words_where_there_are_some(german: None) -> None:
    assert metric_text("invalid_rate") == "Ungültige Antworten"
    assert metric_text("rouge_l") == "rouge l"


def test_settings_are_told(german: None) -> None:
    steps: FieldSpec = FIELDS["steps"]
    assert help_text(steps).startswith("Wie viele Aktualisierungen die Stufe macht.\n")
    assert default_text(FIELDS["init"]) == "Standard: Vokabular."
    assert choice_text("full_vocabulary") == "ganzes Vokabular"
    page = help_html(methods()["prompt_tuning"])
    assert "Training auf dem Ziel (Ziel)" in page
    assert "Eines von: Vokabular, ganzes Vokabular" in page


def test_several_choices_are_typed_as_they_are_shown(german: None, qtbot: QtBot) -> None:
    editor = SeveralEditor(FIELDS["init"])
    qtbot.addWidget(editor)
    editor.set_value(["full_vocabulary", "random"])
    assert editor.line.text() == "ganzes Vokabular, zufällig"
    assert editor.value() == ["full_vocabulary", "random"]
    editor.line.setText("Zufällig, label words, nothing_known")
    assert editor.value() == ["random", "label_words", "nothing_known"]


def test_numbers_keep_their_point_and_take_a_comma(german: None, qtbot: QtBot) -> None:
    rate: Any = FloatEditor(FIELDS["learning_rate"])
    steps: Any = IntEditor(FIELDS["steps"])
    for editor in (rate, steps):
        qtbot.addWidget(editor)
    rate.set_value(0.05)
    assert rate.box.text() == "0.05"
    assert rate.box.validate("0,3", 3)[0] is QValidator.State.Acceptable
    assert rate.box.valueFromText("0,3") == 0.3
    steps.set_value(12_345)
    assert steps.box.cleanText() == "12345"


def test_an_english_number_takes_no_comma(english: None, qtbot: QtBot) -> None:
    rate: Any = FloatEditor(FIELDS["learning_rate"])
    steps: Any = IntEditor(FIELDS["steps"])
    for editor in (rate, steps):
        qtbot.addWidget(editor)
    assert rate.box.validate("0,3", 3)[0] is QValidator.State.Invalid
    steps.set_value(12_345)
    assert steps.box.cleanText() == "12,345"
