"""The tree of tasks: ticks, search, filter and what is known of relations."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from promptstudio.gui.study.task_selector import TaskSelector

RELATIONS = {
    "hotel_sentiment": "same_skill",
    "work_boolean": "adversarial",
    "topic_home": "unrelated",
    "gadget_sentiment": "same_skill_other_words",
}


@pytest.fixture
def cards(fakes: SimpleNamespace) -> dict[str, object]:
    cards = dict(fakes.cards)
    film = cards["film_sentiment"]
    cards["film_sentiment"] = replace(film, related=RELATIONS)
    for key, origin in (("topic_home", "own"), ("work_boolean", "hub"), ("trec", "verified")):
        cards[key] = replace(cards.get(key, film), key=key, origin=origin, related={})
    return cards


@pytest.fixture
def tasks(qtbot: QtBot, cards: dict[str, object]) -> TaskSelector:
    tasks = TaskSelector(cards)
    qtbot.addWidget(tasks)
    return tasks


def choose(tasks: TaskSelector, kind: str) -> tuple[str, ...]:
    tasks.kind.setCurrentIndex(tasks.kind.findData(kind))
    return tasks.visible_keys()


def test_the_filter_is_a_sound_model(tasks: TaskSelector, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(tasks.filter)
    tasks.search("sentiment")
    tasks.set_selection(("film_sentiment",), ())
    choose(tasks, "ticked")
    qtmodeltester.check(tasks.filter)


def test_source_and_target_exclude_each_other(tasks: TaskSelector) -> None:
    tasks.tick("film_sentiment", source=True)
    assert (tasks.sources(), tasks.targets()) == (("film_sentiment",), ())
    tasks.tick("film_sentiment", source=False)
    assert (tasks.sources(), tasks.targets()) == ((), ("film_sentiment",))


def test_search_looks_at_title_key_family_and_summary(tasks: TaskSelector) -> None:
    tasks.search("ENTAIL")
    assert tasks.visible_keys() == ("work_entailment",)
    tasks.search("hotel_sent")
    assert tasks.visible_keys() == ("hotel_sentiment",)
    tasks.search("which domain")
    assert tasks.visible_keys() == ("topic_home",)
    tasks.search("")
    assert len(tasks.visible_keys()) == 9


def test_a_search_unticks_nothing(tasks: TaskSelector) -> None:
    tasks.set_selection(("film_sentiment",), ("topic_home",))
    tasks.search("boolean")
    assert (tasks.sources(), tasks.targets()) == (("film_sentiment",), ("topic_home",))


def test_tasks_are_shown_by_where_their_rows_come_from(tasks: TaskSelector) -> None:
    assert choose(tasks, "own") == ("topic_home",)
    assert choose(tasks, "verified") == ("trec",)
    assert set(choose(tasks, "hub")) == {"trec", "work_boolean"}
    assert len(choose(tasks, "sandbox")) == 6
    assert len(choose(tasks, "all")) == 9


def test_ticked_tasks_alone_can_be_shown(tasks: TaskSelector) -> None:
    tasks.tick("topic_home", source=True)
    assert choose(tasks, "ticked") == ("topic_home",)
    tasks.set_selection(("work_boolean",), ("trec",))
    assert set(tasks.visible_keys()) == {"work_boolean", "trec"}
    tasks.search("trec")
    assert tasks.visible_keys() == ("trec",)


def test_a_task_that_comes_anew_goes_under_its_family_and_keeps_its_ticks(
    tasks: TaskSelector, cards: dict[str, object], qtmodeltester: ModelTester
) -> None:
    def families() -> dict[str, list[str]]:
        model = tasks.filter.sourceModel()
        tops = [model.index(row, 0) for row in range(model.rowCount())]
        return {
            top.data(): [model.index(row, 0, top).data() for row in range(model.rowCount(top))]
            for top in tops
        }

    tasks.tick("topic_home", source=True)
    tasks.add(replace(cards["topic_home"], title="Mine", family="boolean"))
    assert families()["Topic (0)"] == []
    assert sorted(families()["Boolean (2)"]) == ["Mine", "Yes or no at work"]
    assert tasks.sources() == ("topic_home",)
    tasks.tick("topic_home", source=False)
    assert (tasks.sources(), tasks.targets()) == ((), ("topic_home",))
    qtmodeltester.check(tasks.filter)
    tasks.remove("topic_home")
    assert families()["Boolean (1)"] == ["Yes or no at work"]


def test_relations_to_the_targets_are_told(tasks: TaskSelector) -> None:
    assert tasks.related_text("hotel_sentiment") == ""
    tasks.tick("film_sentiment", source=False)
    texts = {key: tasks.related_text(key) for key in (*RELATIONS, "film_sentiment", "trec")}
    assert texts == {
        "hotel_sentiment": "same",
        "work_boolean": "contrary",
        "topic_home": "",
        "gadget_sentiment": "words",
        "film_sentiment": "",
        "trec": "",
    }


def test_the_current_task_is_told_once(qtbot: QtBot, tasks: TaskSelector) -> None:
    heard: list[str] = []
    tasks.shown.connect(heard.append)
    tasks.show_rows("topic_home")
    tasks.show_rows("topic_home")
    tasks.search("film")
    heard.clear()
    tasks.show_rows("work_boolean")  # hidden by the search
    assert heard == ["work_boolean"]


def test_a_task_that_is_taken_in_joins_its_family(
    tasks: TaskSelector, cards: dict[str, object]
) -> None:
    tasks.add(replace(cards["trec"], key="mine", title="Mine", family="topic"))
    assert "mine" in tasks.visible_keys()
    families = [tasks.filter.index(row, 0).data() for row in range(tasks.filter.rowCount())]
    assert "Topic (2)" in families


def test_keys_tick_the_current_task(qtbot: QtBot, tasks: TaskSelector) -> None:
    tasks.show()
    tasks.activateWindow()
    tasks._tree.setFocus()
    qtbot.waitUntil(tasks._tree.hasFocus)
    tasks.show_rows("trec")
    qtbot.keyClick(tasks._tree, Qt.Key.Key_Space)
    assert tasks.targets() == ("trec",)
    qtbot.keyClick(tasks._tree, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    assert (tasks.sources(), tasks.targets()) == (("trec",), ())
    qtbot.keyClick(tasks._tree, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    assert tasks.sources() == ()


def test_a_removed_task_is_ticked_no_more(tasks: TaskSelector) -> None:
    tasks.set_selection(("trec",), ("topic_home",))
    tasks.remove("trec")
    tasks.remove("trec")
    assert (tasks.sources(), tasks.targets()) == ((), ("topic_home",))
    assert "trec" not in tasks.visible_keys()


def test_a_task_that_comes_again_is_shown_as_it_is_now(
    tasks: TaskSelector, cards: dict[str, object]
) -> None:
    tasks.set_selection(("trec",), ())
    tasks.add(replace(cards["trec"], title="Renamed", summary="About zebras."))
    assert tasks.sources() == ("trec",)
    tasks.search("zebras")
    assert tasks.visible_keys() == ("trec",)
    family = tasks.filter.index(0, 0)
    assert tasks.filter.index(0, 0, family).data() == "Renamed"
