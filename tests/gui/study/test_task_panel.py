"""The current task as rows, tokens, labels and lengths."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from promptstudio.core.spec import BackboneSpec, TextSpec
from promptstudio.gui.parts.theme import themes
from promptstudio.gui.study.bars import Bar, BarRows
from promptstudio.gui.study.task_panel import TaskPanel
from promptstudio.gui.study.token_view import TokenBoxes

ROWS, TOKENS, LABELS, LENGTHS = range(4)


@pytest.fixture
def panel(qtbot: QtBot, facts: Any) -> TaskPanel:
    panel = TaskPanel(facts, themes()[0])
    qtbot.addWidget(panel, before_close_func=lambda panel: panel.rest())
    panel.resize(400, 300)
    panel.show()
    return panel


def test_rows_are_shown_as_the_model_sees_them_and_warnings_follow(
    qtbot: QtBot, panel: TaskPanel, fakes: SimpleNamespace
) -> None:
    panel.show_task(fakes.cards["film_sentiment"])
    qtbot.waitUntil(lambda: "rare: 10 of 40" in panel.warnings_text())
    assert "text: the film_sentiment <film> was not dull at all ." in panel.rows_text()
    assert "→ positive" in panel.rows_text()


def test_slots_are_as_many_as_the_method_has(
    qtbot: QtBot, panel: TaskPanel, fakes: SimpleNamespace
) -> None:
    panel.set_prompt(3, BackboneSpec(prompt_position="append"), TextSpec())
    panel.tabs.setCurrentIndex(TOKENS)
    panel.show_task(fakes.cards["film_sentiment"])
    spelled = ["Ġtext", ":", "Ġthe", "Ġ<film>", "</s>", "[P1]", "[P2]", "[P3]"]
    qtbot.waitUntil(lambda: [box.token for box in panel.boxes.boxes] == spelled)
    assert panel.answer_text() == "→ positive  ·  8 places"
    panel.set_prompt(1, BackboneSpec(), TextSpec())
    qtbot.waitUntil(lambda: panel.boxes.boxes[0].text == "[P1]")
    assert len(panel.boxes.boxes) == 6


def test_rows_are_in_the_words_of_the_study(
    qtbot: QtBot, panel: TaskPanel, fakes: SimpleNamespace
) -> None:
    panel.show_task(fakes.cards["film_sentiment"])
    qtbot.waitUntil(lambda: "→ positive" in panel.rows_text())
    panel.set_prompt(1, BackboneSpec(), TextSpec(label_words="numeric"))
    qtbot.waitUntil(lambda: "→ numeric" in panel.rows_text())


def test_another_row_can_be_chosen_and_one_that_is_not_there_is_told(
    qtbot: QtBot, panel: TaskPanel, fakes: SimpleNamespace
) -> None:
    panel.tabs.setCurrentIndex(TOKENS)
    panel.show_task(fakes.cards["topic_home"])
    panel.row.setValue(3)
    qtbot.waitUntil(lambda: "2 tokens were cut" in panel.answer_text())
    panel.row.setValue(4)
    qtbot.waitUntil(lambda: "there is no row 4" in panel.answer_text())
    assert panel.boxes.boxes == []


def test_labels_and_lengths_are_bars_and_tables(
    qtbot: QtBot, panel: TaskPanel, fakes: SimpleNamespace
) -> None:
    panel.tabs.setCurrentIndex(LABELS)
    panel.show_task(fakes.cards["topic_home"])
    chart = panel.labels.chart
    told = "negative: 30 (75%); positive: 10 (25%)"
    qtbot.waitUntil(lambda: chart.accessibleDescription() == told)
    panel.labels.as_table.setChecked(True)
    assert panel.labels.table.isVisible()
    assert panel.labels.table.selected_text().startswith("label\ttrain\ttest\nnegative\t30\t10")
    panel.tabs.setCurrentIndex(LENGTHS)
    assert panel.lengths.note.text() == "Median 12, longest 30 tokens."


def test_a_task_that_can_not_be_read_says_why(
    qtbot: QtBot, panel: TaskPanel, facts: Any, fakes: SimpleNamespace
) -> None:
    facts.lost.add("topic_home")
    panel.show_task(fakes.cards["topic_home"])
    sentence = "The task 'topic_home' has no file."
    qtbot.waitUntil(lambda: panel.rows_text() == sentence)
    panel.tabs.setCurrentIndex(LABELS)
    qtbot.waitUntil(lambda: panel.labels.note.text() == sentence)
    panel.show_task(fakes.cards["film_sentiment"])
    qtbot.waitUntil(lambda: panel.labels.note.text() == "")


def test_what_is_known_is_not_asked_again(
    qtbot: QtBot, panel: TaskPanel, facts: Any, fakes: SimpleNamespace
) -> None:
    panel.show_task(fakes.cards["topic_home"])
    qtbot.waitUntil(lambda: bool(panel.warnings_text()))
    for tab in (LABELS, LENGTHS, ROWS):
        panel.tabs.setCurrentIndex(tab)
    assert [entry[0] for entry in facts.asked] == ["rows", "overview"]


def test_of_many_tasks_only_the_last_is_shown(
    qtbot: QtBot, panel: TaskPanel, fakes: SimpleNamespace
) -> None:
    texts: list[str] = []
    panel._rows.textChanged.connect(lambda: texts.append(panel.rows_text()))
    for card in fakes.cards.values():
        panel.show_task(card)
    last = list(fakes.cards)[-1]
    qtbot.waitUntil(lambda: last in panel.rows_text())
    assert not [text for text in texts if text and last not in text]


def test_bars_and_data_can_be_saved(
    qtbot: QtBot, panel: TaskPanel, fakes: SimpleNamespace, tmp_path: Path
) -> None:
    panel.tabs.setCurrentIndex(LABELS)
    panel.show_task(fakes.cards["topic_home"])
    qtbot.waitUntil(lambda: bool(panel.labels.chart.accessibleDescription()))
    panel.labels.save_picture(str(tmp_path / "labels.png"))
    panel.labels.save_data(str(tmp_path / "labels.csv"))
    assert (tmp_path / "labels.png").read_bytes().startswith(b"\x89PNG")
    assert "negative,30,10" in (tmp_path / "labels.csv").read_text()
    heard: list[str] = []
    panel.failed.connect(lambda sentence, _: heard.append(sentence))
    panel.labels.save_picture(str(tmp_path / "none" / "labels.png"))
    panel.labels.save_data(str(tmp_path / "labels.doc"))
    assert heard[0].startswith("The picture can not be saved as")
    assert "names no table format" in heard[1]


def test_bars_are_as_long_as_their_numbers(qtbot: QtBot) -> None:
    chart = BarRows("Numbers", themes()[0])
    qtbot.addWidget(chart)
    chart.resize(400, 200)
    chart.show_bars([Bar("a", 100, "100"), Bar("b", 50, "50"), Bar("c", 0, "0"), Bar("d", 1, "1")])
    widths = [rect.width() for rect in chart.bar_rects()]
    assert widths[0] == pytest.approx(2 * widths[1], abs=1)
    assert widths[2] == 0
    assert widths[3] >= 1
    tops = [rect.top() for rect in chart.bar_rects()]
    assert tops == sorted(set(tops))
    chart.show_bars([])
    assert chart.bar_rects() == []
    chart.grab()


def test_boxes_stand_in_lines_that_fit(qtbot: QtBot) -> None:
    boxes = TokenBoxes(themes()[1])
    qtbot.addWidget(boxes)
    boxes.resize(200, 100)
    tokens = [f"[P{n}]" for n in range(1, 8)] + ["Ġhotel"] * 8 + ["▁", "</s>"]
    boxes.show_tokens(tokens)
    rects = [box.rect for box in boxes.boxes]
    assert all(rect.right() <= 200 for rect in rects)
    assert not any(a.intersects(b) for n, a in enumerate(rects) for b in rects[:n])
    assert len({rect.top() for rect in rects}) > 2
    assert boxes.minimumHeight() > rects[-1].bottom()
    assert [box.text for box in boxes.boxes][-3:] == ["hotel", "▁", "</s>"]
    boxes.resize(2000, 100)
    boxes.grab()
    assert len({box.rect.top() for box in boxes.boxes}) == 1
    boxes.copy()
    assert QGuiApplication.clipboard().text() == " ".join(tokens)


def test_the_menu_of_bars_is_reached_by_keyboard(qtbot: QtBot, panel: TaskPanel) -> None:
    (holder,) = (area for area in panel.labels.findChildren(QScrollArea) if area.actions())
    assert holder.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert holder.contextMenuPolicy() is Qt.ContextMenuPolicy.ActionsContextMenu
    assert [action.text() for action in holder.actions()] == ["Save picture…", "Save data…"]
