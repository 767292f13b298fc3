"""The list of tasks with its filters, and the comparison of cards with the hub."""

import json
from pathlib import Path
from typing import Any

import pytest

from promptstudio.cli.app import run
from promptstudio.core.errors import ConfigError
from tests.tasks.hubs import COMMIT, FakeHub

GOOD = [{"sentence": "a", "label": 1}]
DATA = {
    "nyu-mll/glue": {"sst2": {"train": GOOD, "validation": GOOD}},
    "SetFit/sst5": {"default": {"train": GOOD}},
}


def listed(capsys: pytest.CaptureFixture[str], workspace: Path, *options: str) -> dict[str, Any]:
    capsys.readouterr()
    assert run(["tasks", *options, "--json", "--workspace", str(workspace)]) == 0
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def keys_of(facts: dict[str, Any]) -> list[str]:
    return [card["key"] for card in facts["tasks"]]


def test_the_list_can_be_narrowed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    every = listed(capsys, tmp_path)
    assert len(every["tasks"]) > 130
    assert "partition" not in every
    stances = listed(capsys, tmp_path, "--family", "Stance")
    assert {card["family"] for card in stances["tasks"]} == {"stance"}
    assert len(stances["tasks"]) == 5
    assert keys_of(listed(capsys, tmp_path, "--search", "COPA")) == ["balanced_copa", "copa"]
    both = listed(capsys, tmp_path, "--family", "stance", "--search", "climate")
    assert keys_of(both) == ["tweet_eval_stance_climate"]


def test_a_partition_is_listed_by_role_with_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts = listed(capsys, tmp_path, "--partition", "meta_cls_to_noncls")
    assert facts["partition"]["name"] == "meta_cls_to_noncls"
    assert "quoref" in facts["partition"]["missing"]
    assert "samsum" in keys_of(facts)
    assert len(facts["tasks"]) + len(facts["partition"]["missing"]) == 60
    command = ["tasks", "--partition", "meta_cls_to_noncls", "--workspace", str(tmp_path)]
    assert run(command) == 0
    lines = [line.split("│")[1:] for line in capsys.readouterr().out.splitlines() if "│" in line]
    rows = {cells[0].strip(): [cell.strip() for cell in cells] for cells in lines}
    assert rows["samsum"][1:6] == ["target", "summary", "generation", "rouge_l", "no"]
    assert rows["quoref"][1:3] == ["target", "no card"]
    assert rows["cola"][1] == "source"


def test_an_unknown_partition_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["tasks", "--partition", "no", "--workspace", str(tmp_path)]) == 2
    assert "There is no partition 'no'" in capsys.readouterr().err


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> FakeHub:
    fake = FakeHub(DATA)
    monkeypatch.setattr("promptstudio.cli.tasks.open_hub", lambda: fake)
    return fake


def test_a_verified_card_is_kept_and_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], hub: FakeHub
) -> None:
    assert run(["--workspace", str(tmp_path), "tasks", "verify", "sst2"]) == 0
    assert "sst2: verified" in capsys.readouterr().out
    assert hub.asked == ["nyu-mll/glue"]
    (card,) = [c for c in listed(capsys, tmp_path)["tasks"] if c["key"] == "sst2"]
    assert card["source"]["verified"] is True
    assert card["source"]["revision"] == COMMIT
    assert run(["tasks", "--search", "sst2", "--workspace", str(tmp_path)]) == 0
    assert "yes" in capsys.readouterr().out


def test_cards_that_do_not_fit_are_told_and_not_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], hub: FakeHub
) -> None:
    work = ["--workspace", str(tmp_path), "--json"]
    assert run(["tasks", "verify", "sst2", "sst5", "imdb", "hotel_sentiment", *work]) == 2
    heard = capsys.readouterr()
    facts = json.loads(heard.out.splitlines()[-1])
    assert facts["verified"] == {"sst2": str(tmp_path / "tasks" / "sst2.toml")}
    assert "has no split 'validation'" in facts["problems"]["sst5"][0]
    assert "404" in facts["problems"]["imdb"][0]
    assert "do not come from the hub" in facts["problems"]["hotel_sentiment"][0]
    assert "3 of 4 cards do not fit the hub." in heard.err
    assert [path.name for path in (tmp_path / "tasks").iterdir()] == ["sst2.toml"]


def test_without_keys_all_are_asked_that_are_not_verified(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], hub: FakeHub
) -> None:
    work = ["--workspace", str(tmp_path)]
    assert run(["tasks", "verify", "sst2", *work]) == 0
    hub.asked.clear()
    assert run(["tasks", "verify", *work]) == 2
    cards = listed(capsys, tmp_path)["tasks"]
    assert len(hub.asked) == len([c for c in cards if c["source"]["type"] == "hub"]) - 1


def test_an_unknown_task_and_a_missing_network_are_sentences(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    work = ["--workspace", str(tmp_path)]

    def refuse() -> None:
        raise ConfigError("Cards are verified by asking the hub, but there is no network.")

    monkeypatch.setattr("promptstudio.cli.tasks.open_hub", refuse)
    assert run(["tasks", "verify", "sst3", *work]) == 2
    assert "There is no task 'sst3'" in capsys.readouterr().err
    assert run(["tasks", "verify", "sst2", *work]) == 2
    assert capsys.readouterr().err == (
        "promptstudio: Cards are verified by asking the hub, but there is no network.\n"
    )
    assert not (tmp_path / "tasks").exists()


CARD = """
key = "own"
title = "Own"
kind = "classification"
metric = "accuracy"
template = "text: {text}"
[source]
type = "file"
path = "own.csv"
left_out = ["-1"]
[labels]
0 = "bad"
1 = "good"
"""
STUDY = """
name = "left out"
target_tasks = ["own"]
[[methods]]
key = "majority"
"""


def told_in_a_run(
    folder: Path, capsys: pytest.CaptureFixture[str], card: str, study: str
) -> list[str]:
    """Run a study on 240 rows, a third of them labelled -1; return its messages."""
    (folder / "tasks").mkdir()
    (folder / "tasks" / "own.toml").write_text(card)
    rows = [f"row {n},{(0, 1, -1)[n % 3]}" for n in range(240)]
    (folder / "tasks" / "own.csv").write_text("\n".join(["text,label", *rows]) + "\n")
    (folder / "study.toml").write_text(study)
    work = ["--workspace", str(folder), "--json"]
    assert run(["run", str(folder / "study.toml"), "--in-process", *work]) == 0
    done = json.loads(capsys.readouterr().out.splitlines()[-1])["runs"][0]
    assert run(["show", done["run_id"], *work]) == 0
    messages: list[str] = json.loads(capsys.readouterr().out.splitlines()[-1])["messages"]
    return messages


def test_a_run_tells_how_many_rows_its_card_leaves_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    messages = told_in_a_run(tmp_path, capsys, CARD, STUDY)
    told = "warning: Task 'own': 80 rows were left out for their label, as the card says."
    assert told in messages
    assert not any("cut" in message for message in messages)


def test_a_run_tells_what_is_cut_although_the_card_did_not_allow_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    card = CARD.replace("text: {text}", "one two three four five six seven eight {text|cut}")
    messages = told_in_a_run(tmp_path, capsys, card, f"{STUDY}[backbone]\nmax_input_tokens = 8\n")
    beyond = "inputs are too long even without the fields that may be cut"
    for told in ("inputs were cut at 8 tokens", beyond):
        assert f"warning: Task 'own': 96 {told}." in messages


def test_a_row_is_shown_as_the_model_reads_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    work = ["--workspace", str(tmp_path)]
    command = ["tasks", "show", "hotel_sentiment", "--row", "2", *work]
    options = ["--tokens", "2", "--position", "append", "--max-tokens", "8", "--json"]
    assert run([*command, *options]) == 0
    shown = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert shown["text"].startswith("text: ")
    assert shown["target"] in ("negative", "positive")
    assert (len(shown["tokens"]), shown["tokens"][-1]) == (8, "</s>")
    assert shown["slots"] == [*shown["tokens"], "[P1]", "[P2]"]
    assert shown["lost"] > 0
    assert run([*command, "--tokens", "1", "--max-tokens", "8"]) == 0
    told = capsys.readouterr().out
    assert shown["text"] in told
    assert "[P1] Ġtext :" in told
    assert f"{shown['lost']} tokens" in told
    assert run([*command, "--max-tokens", "99"]) == 0
    assert "cut" not in capsys.readouterr().out
    assert run(["tasks", "show", "no", *work]) == 2
    assert "There is no task 'no'" in capsys.readouterr().err
