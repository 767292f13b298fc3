"""Cards compared with a hub, and the copy that is written for those that fit."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from promptstudio.core.errors import ConfigError, TaskError
from promptstudio.core.paths import resource
from promptstudio.tasks.cards import HubSource, TaskCard, load_card, load_catalogue
from promptstudio.tasks.verify import keep_verified, open_hub, verify
from tests.tasks.hubs import COMMIT, FakeHub

MakeCard = Callable[..., TaskCard]
ROWS = [{"text": "a", "label": 0}, {"text": "b", "label": 1}]
DATA = {"some/data": {"plain": {"train": ROWS, "dev": ROWS}}}
SOURCE: dict[str, Any] = {"type": "hub", "id": "some/data", "validation": "dev"}


def problems_of(make_card: MakeCard, hub: FakeHub, **changes: Any) -> tuple[str, ...]:
    checked = verify(make_card({}, source=SOURCE | changes), hub)
    return checked.problems


def test_a_card_that_fits_is_pinned_and_marked(make_card: MakeCard) -> None:
    card = make_card({}, source=SOURCE | {"config": "plain"})
    checked = verify(card, FakeHub(DATA, {"label": ("bad", "good")}))
    assert checked.problems == ()
    assert isinstance(checked.card.source, HubSource)
    assert (checked.card.source.verified, checked.card.source.revision) == (True, COMMIT)
    assert isinstance(card.source, HubSource)
    assert not card.source.verified


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"id": "other/data"}, "'other/data' of the hub can not be read: 404."),
        ({"config": "no"}, "has no config 'no'. It has: plain."),
        ({"test": "test"}, "has no split 'test'. It has: train, dev."),
        ({"label_field": "gold"}, "row 1: there is no column 'gold'. Columns: text, label."),
    ],
)
def test_what_the_hub_has_not_is_told(
    make_card: MakeCard, changes: dict[str, Any], sentence: str
) -> None:
    (problem, *_) = problems_of(make_card, FakeHub(DATA), **changes)
    assert sentence in problem


def test_a_data_set_of_several_configs_wants_one_named(make_card: MakeCard) -> None:
    several = FakeHub({"some/data": {"one": {}, "two": {}}})
    assert (
        "has several configs: one, two. The card names none." in problems_of(make_card, several)[0]
    )
    usual = FakeHub({"some/data": {"default": DATA["some/data"]["plain"], "two": {}}})
    assert problems_of(make_card, usual) == ()


def test_a_wrong_template_and_an_unknown_label_are_told_with_their_split(
    make_card: MakeCard,
) -> None:
    rows = {"train": [{"body": "a", "label": 0}], "dev": [{"text": "a", "label": 5}]}
    first, second = problems_of(make_card, FakeHub({"some/data": {"plain": rows}}))
    assert "split 'train', row 1: there is no column 'text'" in first
    assert "split 'validation', row 1, column 'label': the label '5' is unknown" in second


def test_classes_that_the_card_does_not_know_are_told_though_no_row_shows_them(
    make_card: MakeCard,
) -> None:
    hub = FakeHub(DATA, {"label": ("bad", "good", "mixed")})
    (problem,) = problems_of(make_card, hub)
    assert "has a class 2 ('mixed'), which the card neither names nor leaves out" in problem
    assert problems_of(make_card, hub, left_out=["2"]) == ()


def test_own_data_are_not_verified(make_card: MakeCard) -> None:
    hub = FakeHub({})
    checked = verify(make_card({"path": "x.csv"}), hub)
    assert "do not come from the hub" in checked.problems[0]
    assert hub.asked == []


def test_the_written_card_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    shipped = load_card(resource("tasks/hub/sst2.toml"))
    rows = [{"sentence": "a", "label": 1}]
    hub = FakeHub({"nyu-mll/glue": {"sst2": {"train": rows, "validation": rows}}})
    checked = verify(shipped, hub)
    path = keep_verified(checked.card, tmp_path / "tasks")
    assert path == tmp_path / "tasks" / "sst2.toml"
    assert [item.name for item in path.parent.iterdir()] == ["sst2.toml"]
    cards, problems = load_catalogue(tmp_path / "tasks")
    assert problems == ()
    assert cards["sst2"] == checked.card
    assert cards["sst2"].source.revision == COMMIT


def test_a_card_of_the_user_is_written_where_it_is(tmp_path: Path, make_card: MakeCard) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "broken.toml").write_text("key =")
    card = make_card({}, source=SOURCE)
    first = keep_verified(card, tmp_path / "deep")
    first.rename(tmp_path / "deep" / "other name.toml")
    assert keep_verified(card, tmp_path) == tmp_path / "deep" / "other name.toml"


def test_a_folder_that_can_not_be_written_is_a_sentence(
    tmp_path: Path, make_card: MakeCard
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(TaskError, match=r"The card '.*mine.toml' can not be written"):
        keep_verified(make_card({}, source=SOURCE), tmp_path / "file")


def test_without_a_network_nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(ConfigError, match="but HF_HUB_OFFLINE is set"):
        open_hub()

    def refuse(where: str) -> None:
        raise TaskError(where)

    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)
    monkeypatch.setattr("promptstudio.tasks.verify.check_network", refuse)
    with pytest.raises(ConfigError, match="but there is no network"):
        open_hub()


@pytest.fixture
def real_hub(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The real client, with the libraries below it replaced."""
    import datasets

    class Api:
        def dataset_info(self, name: str) -> Any:
            return type("Info", (), {"sha": f"commit of {name}"})

    features = datasets.Features(
        {"text": datasets.Value("string"), "label": datasets.ClassLabel(names=["no", "yes"])}
    )
    table = datasets.Dataset.from_list(ROWS * 50, features=features).to_iterable_dataset()
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)
    monkeypatch.setattr("promptstudio.tasks.verify.check_network", lambda _: None)
    monkeypatch.setattr("huggingface_hub.HfApi", Api)
    monkeypatch.setattr(datasets, "get_dataset_config_names", lambda *_, **__: ["plain"])
    monkeypatch.setattr(datasets, "get_dataset_split_names", lambda *_, **__: ["train", "dev"])
    monkeypatch.setattr(datasets, "load_dataset", lambda *_, **__: table)
    return datasets


def test_the_clients_of_the_hub_are_asked(real_hub: Any, make_card: MakeCard) -> None:
    source = HubSource(id="some/data", validation="dev", revision="abc")
    sample = open_hub().sample(source, "train")
    assert len(sample.rows) == 50
    assert sample.class_names == {"label": ("no", "yes")}
    checked = verify(make_card({}, source=SOURCE), open_hub())
    assert checked.problems == ()
    assert isinstance(checked.card.source, HubSource)
    assert checked.card.source.revision == "commit of some/data"
    assert "huggingface_hub" in sys.modules


@pytest.mark.parametrize(
    ("raised", "wanted"),
    [
        (RuntimeError("Dataset scripts are no longer supported, but found data.py"), None),
        (ValueError("Bad split"), None),
        (ConnectionError("no route"), "The hub can not be reached: no route"),
    ],
)
def test_a_data_set_that_fails_is_told_and_a_hub_out_of_reach_ends_it(
    real_hub: Any,
    make_card: MakeCard,
    monkeypatch: pytest.MonkeyPatch,
    raised: Exception,
    wanted: str | None,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise raised

    monkeypatch.setattr(real_hub, "load_dataset", fail)
    card = make_card({}, source=SOURCE)
    if wanted:
        with pytest.raises(ConfigError, match=wanted):
            verify(card, open_hub())
        return
    (problem,) = verify(card, open_hub()).problems
    assert problem == f"The data set 'some/data' of the hub can not be read: {raised}."
