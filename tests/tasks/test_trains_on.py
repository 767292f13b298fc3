"""Tasks with rows for the test alone train on the rows of another task."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from promptstudio.core.errors import TaskError
from promptstudio.core.spec import TextSpec
from promptstudio.tasks.cards import (
    HubSource,
    TaskCard,
    dump_card,
    fingerprint,
    load_card,
    load_catalogue,
)
from promptstudio.tasks.preview import preview_rows
from promptstudio.tasks.showing import row_at
from promptstudio.tasks.sources import available_splits, place_of, read_rows
from promptstudio.tasks.splits import Splits, make_splits
from promptstudio.tasks.verify import verify
from promptstudio.tasks.wording import worded
from tests.tasks.hubs import COMMIT, FakeHub

CARD = """
key = "probe"
title = "Probe"
kind = "classification"
metric = "accuracy"
template = "premise: {a} hypothesis: {b}"
trains_on = "superglue_rte"
[source]
type = "hub"
id = "some/probe"
test = "test"
[labels]
yes = "entailment"
no = "not_entailment"
"""


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows of RTE with the columns of RTE, and two rows of the probe with other columns."""

    def table(source: HubSource, split: str) -> Any:
        rte = [
            {"premise": f"{split} {n}", "hypothesis": "h", "label": n % 2}
            for n in range({"train": 40, "validation": 6}.get(split, 0))
        ]
        probe = [{"a": "x", "b": "y", "label": "no"}, {"a": "z", "b": "y", "label": "yes"}]
        rows = {("some/probe", "test"): probe, ("aps/super_glue", split): rte}[source.id, split]
        return SimpleNamespace(to_list=lambda: rows)

    monkeypatch.setattr("promptstudio.tasks.sources.hub_table", table)


def probe_in(folder: Path, text: str = CARD) -> TaskCard:
    (folder / "probe.toml").write_text(text)
    catalogue = load_catalogue(folder)
    assert catalogue.problems == ()
    return catalogue.cards["probe"]


def begins(splits: Splits) -> list[set[str]]:
    parts = (splits.train, splits.validation, splits.test)
    return [{" ".join(example.text.split()[1:3]) for example in part} for part in parts]


@pytest.mark.usefixtures("hub")
def test_it_trains_and_validates_on_the_other_tasks_rows(tmp_path: Path) -> None:
    card = probe_in(tmp_path)
    assert available_splits(card) == ("train", "validation", "test")
    splits = make_splits(card, shots=None, split_seed=0)
    assert [len(part) for part in (splits.train, splits.validation, splits.test)] == [40, 6, 2]
    train, validation, test = begins(splits)
    assert train == {f"train {n}" for n in range(40)}
    assert validation == {f"validation {n}" for n in range(6)}
    assert test == {"x hypothesis:", "z hypothesis:"}
    assert {(e.label, e.target) for e in splits.test} == {
        (1, "not_entailment"),
        (0, "entailment"),
    }
    few = make_splits(card, shots=4, split_seed=0)
    assert all(name.startswith("train ") for part in begins(few)[:2] for name in part)
    assert read_rows(card, "train")[0] == {"premise": "train 0", "hypothesis": "h", "label": 0}
    assert read_rows(card, "test")[0] == {"a": "x", "b": "y", "label": "no"}
    assert place_of(card, "train") == "Task 'superglue_rte', split 'train'"
    assert preview_rows(card, 1)[0].text == "premise: train 0 hypothesis: h"
    assert row_at(card, 1).text == "premise: train 0 hypothesis: h"
    assert row_at(card, 1, split="test").text == "premise: x hypothesis: y"


@pytest.mark.usefixtures("hub")
def test_a_studys_words_are_the_same_in_training_and_test(tmp_path: Path) -> None:
    card = worded(probe_in(tmp_path), TextSpec(label_words="nonsense", task_prefix=True))
    splits = make_splits(card, shots=4, split_seed=0)
    words = list((card.labels or {}).values())
    assert words[0] not in ("entailment", "not_entailment")
    for part in (splits.train, splits.validation, splits.test):
        assert {example.target for example in part} == set(words)
        assert all(example.text.startswith("probe premise: ") for example in part)
        assert all(words[example.label] == example.target for example in part)


def test_the_card_is_written_without_the_other_and_sent_with_it(tmp_path: Path) -> None:
    card = probe_in(tmp_path)
    assert card.training is not None
    path = tmp_path / "written.toml"
    path.write_text(dump_card(card))
    assert "[training" not in path.read_text()
    assert load_card(path) == card.model_copy(update={"training": None})
    assert TaskCard.model_validate(card.model_dump(mode="json")) == card


def test_the_fingerprint_follows_the_other_task(tmp_path: Path) -> None:
    card = probe_in(tmp_path)
    assert card.training is not None
    other = card.training.model_copy(update={"template": "{premise} {hypothesis}"})
    assert fingerprint(card.model_copy(update={"training": other})) != fingerprint(card)


def test_only_its_own_rows_are_verified(tmp_path: Path) -> None:
    rows = {"test": [{"a": "x", "b": "y", "label": "no"}]}
    checked = verify(probe_in(tmp_path), FakeHub({"some/probe": {"default": rows}}))
    assert checked.problems == ()
    assert isinstance(checked.card.source, HubSource)
    assert checked.card.source.revision == COMMIT


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"superglue_rte"', '"nothing"', "Task 'probe': there is no task 'nothing' with training"),
        ('"superglue_rte"', '"axb"', "there is no task 'axb' with training rows"),
        ('"superglue_rte"', '"mnli"', "'probe' can not train on 'mnli': both need the same kind"),
        ('test = "test"', "", "a card with 'trains_on' needs a hub source that names its 'test'"),
    ],
)
def test_a_card_that_can_not_train_so_is_reported(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    (tmp_path / "probe.toml").write_text(CARD.replace(old, new))
    catalogue = load_catalogue(tmp_path)
    assert "probe" not in catalogue.cards
    (problem,) = catalogue.problems
    assert message in problem


def test_without_the_other_task_there_is_only_a_test(tmp_path: Path) -> None:
    probe_in(tmp_path)
    card = load_card(tmp_path / "probe.toml")
    with pytest.raises(TaskError, match=r"'probe' has no split 'train'\. It has: test"):
        read_rows(card, "train")


@pytest.mark.parametrize("key", ["axb", "axg"])
def test_the_diagnostics_of_superglue_train_on_rte(key: str) -> None:
    card = load_catalogue().cards[key]
    assert card.training is not None
    assert card.training.key == "superglue_rte"
    assert available_splits(card) == ("train", "validation", "test")
