"""The command line: what it prints, its exit codes, and its sentences for bad input."""

import io
import json
from pathlib import Path

import pytest
from safetensors import safe_open

from promptstudio.cli.app import run
from promptstudio.core.spec import dump_study
from promptstudio.store.database import open_writer
from tests.integration.conftest import quick_study


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which a small study has run."""
    folder = tmp_path_factory.mktemp("workspace")
    study = folder / "quick.toml"
    study.write_text(dump_study(quick_study("prompt_tuning")))
    assert run(["run", str(study), "--workspace", str(folder), "--in-process"]) == 0
    return folder


def last_json(text: str) -> dict:
    return json.loads(text.strip().splitlines()[-1])


def listed(workspace: Path, capsys: pytest.CaptureFixture[str]) -> list[dict]:
    capsys.readouterr()
    assert run(["runs", "--workspace", str(workspace), "--json"]) == 0
    return last_json(capsys.readouterr().out)["runs"]


def test_runs_are_listed_with_their_scores(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    runs = listed(workspace, capsys)
    assert [entry["target"] for entry in runs] == ["hotel_sentiment", "book_sentiment"]
    for entry in runs:
        assert entry["status"] == "finished"
        assert entry["method"] == "prompt_tuning"
        assert 0 <= entry["test"]["accuracy"] <= 1
        assert entry["prompt_id"]


def test_a_study_is_read_from_standard_input(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = dump_study(quick_study("prompt_tuning", target_tasks=("hotel_sentiment",)))
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    assert run(["run", "-", "--workspace", str(tmp_path), "--in-process", "--json"]) == 0
    assert last_json(capsys.readouterr().out)["study"] == "quick"
    monkeypatch.setattr("sys.stdin", io.StringIO("name = "))
    assert run(["run", "-", "--workspace", str(tmp_path)]) == 2
    assert "The study on standard input is not valid TOML" in capsys.readouterr().err


def test_a_run_is_shown_by_the_beginning_of_its_name(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = listed(workspace, capsys)[0]["run_id"]
    assert run(["show", name[:-2], "--workspace", str(workspace), "--json"]) == 0
    shown = last_json(capsys.readouterr().out)
    assert shown["run_id"] == name
    assert shown["params"]["steps"] == 6
    assert shown["prompts"][0]["num_virtual_tokens"] == 10


@pytest.mark.parametrize("wanted", ["peft", "safetensors", "npz"])
def test_a_prompt_is_exported(
    workspace: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path, wanted: str
) -> None:
    name = listed(workspace, capsys)[0]["run_id"]
    to = tmp_path / "out"
    arguments = ["--format", wanted, "--to", str(to), "--workspace", str(workspace)]
    assert run(["export", name, *arguments]) == 0
    assert (to / "promptstudio.json").exists()
    if wanted == "peft":
        with safe_open(to / "adapter_model.safetensors", framework="np") as file:
            assert file.get_tensor("prompt_embeddings").shape == (10, 128)
    assert run(["export", name, *arguments]) == 2
    assert str(to) in capsys.readouterr().err


def test_tasks_are_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["tasks", "--workspace", str(tmp_path), "--json"]) == 0
    keys = {card["key"] for card in last_json(capsys.readouterr().out)["tasks"]}
    assert "hotel_sentiment" in keys
    assert len(keys) >= 18


BAD = {
    "no such study": (["run", "missing.toml"], "There is no study file 'missing.toml'"),
    "no such built-in": (["run", "sandbocks"], "Built-in studies: bmtpt-inspired, "),
    "no store": (["runs"], "There is no store"),
    "unknown option": (["runs", "--yson"], "No such option"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_command_lines_end_with_a_sentence_and_code_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], case: str
) -> None:
    arguments, sentence = BAD[case]
    assert run([*arguments, "--workspace", str(tmp_path)]) == 2
    heard = capsys.readouterr()
    assert sentence in heard.err
    assert "Traceback" not in heard.err


STUDIES = {
    "typo": ('name = "x"\ntarget_tasks = ["hotel_sentiment"]\nshotz = 3\n', "no setting 'shotz'"),
    "no TOML": ("name = \n", "is not valid TOML"),
    "task": ("", "There is no task 'hotel_sentimend'"),
    "method": ("", "There is no method 'prompt_tunning'"),
    "setting": ("", "there is no setting 'stepz'"),
    "bound": ("", "steps = 0"),
}
METHOD = '\n[[methods]]\nkey = "prompt_tuning"\n'
GOOD = 'name = "x"\ntarget_tasks = ["hotel_sentiment"]\n' + METHOD


@pytest.mark.parametrize("case", STUDIES)
def test_bad_studies_end_with_a_sentence_and_code_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], case: str
) -> None:
    text, sentence = STUDIES[case]
    texts = {
        "typo": text + METHOD,
        "no TOML": text,
        "task": GOOD.replace("hotel_sentiment", "hotel_sentimend"),
        "method": GOOD.replace("prompt_tuning", "prompt_tunning"),
        "setting": GOOD + "config = { stepz = 3 }\n",
        "bound": GOOD + "config = { steps = 0 }\n",
    }
    study = tmp_path / "study.toml"
    study.write_text(texts[case])
    assert run(["run", str(study), "--workspace", str(tmp_path / "w")]) == 2
    heard = capsys.readouterr()
    assert sentence in heard.err
    assert "Traceback" not in heard.err


def test_a_folder_that_is_no_model_is_refused_before_anything_is_stored(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    study = tmp_path / "study.toml"
    study.write_text(GOOD + f'\n[backbone]\nsource = "{tmp_path}"\n')
    code = run(["run", str(study), "--workspace", str(tmp_path / "w"), "--in-process", "--json"])
    heard = capsys.readouterr()
    assert (code, heard.out) == (2, "")
    assert heard.err == (
        f"promptstudio: The folder '{tmp_path}' is no model: it has no config.json. "
        "Name a folder that transformers' save_pretrained wrote.\n"
    )
    assert not (tmp_path / "w").exists()


def test_a_store_of_a_newer_version_is_left_alone(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = tmp_path / "promptstudio.db"
    with open_writer(store) as db:
        db.execute("PRAGMA user_version")
        db["_sqlite_migrations"].insert(
            {"migration_set": "promptstudio", "name": "m9999_future", "applied_at": "2999-01-01"},
            alter=True,
        )
    before = store.read_bytes()
    assert run(["runs", "--workspace", str(tmp_path)]) == 2
    assert "newer" in capsys.readouterr().err
    assert store.read_bytes() == before


CARD = """
key = "own"
title = "Own"
kind = "classification"
metric = "accuracy"
template = "text: {text}"
[source]
type = "file"
path = "own.csv"
[labels]
bad = "negative"
good = "positive"
"""
FILES = {
    "missing file": (None, "There is no file"),
    "broken row": ("text,label\n" + "nice,good\npoor,bad\n" * 40 + "one,two,three\n", "row 81"),
    "unknown label": ("text,label\n" + "nice,good\npoor,bad\n" * 40 + "fine,goood\n", "goood"),
    "no rows": ("text,label\n", "no rows"),
    "too few rows": ("text,label\nnice,good\npoor,bad\n", "rows"),
}


@pytest.mark.parametrize("case", FILES)
def test_bad_own_data_ends_with_a_sentence_and_code_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], case: str
) -> None:
    text, sentence = FILES[case]
    (tmp_path / "tasks").mkdir()
    (tmp_path / "tasks" / "own.toml").write_text(CARD)
    if text is not None:
        (tmp_path / "tasks" / "own.csv").write_text(text)
    study = tmp_path / "study.toml"
    study.write_text(GOOD.replace("hotel_sentiment", "own") + "config = { steps = 2 }\n")
    code = run(["run", str(study), "--workspace", str(tmp_path), "--in-process"])
    heard = capsys.readouterr()
    assert code == 2
    assert sentence in heard.err
    assert ("own.csv" in heard.err) == (case != "too few rows")
    assert "Traceback" not in heard.err


def test_a_workspace_named_before_the_command_counts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = str(tmp_path / "first"), str(tmp_path / "second")
    assert run(["--workspace", first, "runs"]) == 2
    assert first in capsys.readouterr().err
    assert run(["--workspace", first, "runs", "--workspace", second]) == 2
    assert second in capsys.readouterr().err
