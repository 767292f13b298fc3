"""What is told of tasks and backbones."""

import shutil
from pathlib import Path

import pytest

from promptstudio.core.errors import TaskError
from promptstudio.core.paths import resource
from promptstudio.core.spec import BackboneSpec, TextSpec
from promptstudio.facts import CardFacts, backbone_words
from promptstudio.tasks.cards import load_catalogue


@pytest.fixture(scope="module")
def facts() -> CardFacts:
    return CardFacts(load_catalogue().cards)


def test_a_backbone_is_put_in_words(tmp_path: Path) -> None:
    assert backbone_words(BackboneSpec()) == (
        "t5, encoder-decoder, 1.6 million parameters, width 128, float32, shipped with the program"
    )
    folder = shutil.copytree(resource("sandbox/model"), tmp_path / "model")
    words = backbone_words(BackboneSpec(source=str(folder), dtype="bfloat16"))
    assert words.endswith("bfloat16, in its folder")


def test_what_is_no_folder_may_be_on_the_hub() -> None:
    sentence = "Not a folder: would be fetched from the hub as some/model."
    assert backbone_words(BackboneSpec(source="some/model")) == sentence


@pytest.mark.parametrize("source", ["/nowhere/model", "./model", "~nobody/model"])
def test_what_is_a_path_is_not_on_the_hub(source: str) -> None:
    assert "hub as" not in backbone_words(BackboneSpec(source=source))


def test_a_folder_that_is_no_model_says_why(tmp_path: Path) -> None:
    assert "config.json" in backbone_words(BackboneSpec(source=str(tmp_path)))


def test_rows_tokens_and_overview_speak_of_the_same_task(facts: CardFacts) -> None:
    rows = facts.rows("hotel_sentiment")
    shown = facts.tokens("hotel_sentiment", 2, 3, BackboneSpec())
    assert (shown.text, shown.target) == rows[1]
    assert shown.slots[:3] == ("[P1]", "[P2]", "[P3]")
    found = facts.overview("hotel_sentiment", BackboneSpec())
    assert sum(found.lengths.values()) == 2800


def test_the_backbone_decides_where_slots_stand_and_what_is_cut(facts: CardFacts) -> None:
    spec = BackboneSpec(prompt_position="append", max_input_tokens=8)
    shown = facts.tokens("hotel_sentiment", 1, 2, spec)
    assert shown.slots[-2:] == ("[P1]", "[P2]")
    assert len(shown.tokens) == 8
    assert shown.lost > 0
    assert facts.overview("hotel_sentiment", spec).warnings[-1].startswith("100.0% of the inputs")


def test_what_is_not_on_this_machine_is_told(facts: CardFacts) -> None:
    with pytest.raises(TaskError, match="fetched when a run begins"):
        facts.rows("trec")
    with pytest.raises(TaskError, match="once the backbone 'some/model' is on this machine"):
        facts.tokens("hotel_sentiment", 1, 1, BackboneSpec(source="some/model"))


def test_rows_and_tokens_are_in_the_words_of_a_study(facts: CardFacts) -> None:
    text = TextSpec(label_words="numeric", task_prefix=True)
    rows = facts.rows("film_sentiment", text)
    assert {word for _, word in rows} == {"0", "1"}
    assert rows[0][0].startswith("film sentiment text:")
    shown = facts.tokens("film_sentiment", 1, 0, BackboneSpec(), text)
    assert shown.target == rows[0][1]
    assert set(facts.overview("film_sentiment", BackboneSpec(), text).labels) == {"0", "1"}
