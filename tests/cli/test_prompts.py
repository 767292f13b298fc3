"""The library of prompts and the playground on the command line."""

import json
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from promptstudio.cli.app import run
from promptstudio.core.spec import dump_study
from promptstudio.store.writer import RunWriter
from promptstudio.supervisor import SPOOL_NAME, STORE_NAME
from tests.integration.conftest import quick_study

TEXT = "review: the soup was awful"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the prompt of one run and one that was taken in."""
    folder = tmp_path_factory.mktemp("workspace")
    study = folder / "quick.toml"
    target = ("hotel_sentiment",)
    study.write_text(dump_study(quick_study("prompt_tuning", target_tasks=target)))
    assert run(["run", str(study), "--workspace", str(folder), "--in-process"]) == 0
    mine = folder / "mine"
    mine.mkdir()
    save_file({"prompt_embeddings": np.ones((2, 5), np.float32)}, mine / "wide.safetensors")
    assert run(["prompts", "import", str(mine), "--workspace", str(folder)]) == 0
    return folder


def facts(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict:
    capsys.readouterr()
    assert run([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out.strip().splitlines()[-1])


def test_prompts_are_listed_with_their_origin(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = facts(capsys, "prompts", "--workspace", str(workspace))["prompts"]
    assert [entry["kind"] for entry in found] == ["plain", "imported"]
    assert found[0]["origin"].startswith("run run-")
    assert found[0]["backbone"]["source"] == "sandbox"
    assert (found[1]["name"], found[1]["backbone"]) == ("wide", None)
    assert run(["prompts", "--workspace", str(workspace)]) == 0
    shown = capsys.readouterr().out
    assert "2 x 5" in shown
    assert found[0]["prompt_id"] in shown


def test_an_empty_workspace_has_no_prompts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert facts(capsys, "prompts", "--workspace", str(tmp_path)) == {"prompts": []}
    assert not list(tmp_path.iterdir())


def test_the_workspace_may_stand_before_the_command(
    tmp_path: Path, workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["prompts", "--workspace", str(tmp_path), "import", str(workspace / "mine")]
    (entry,) = facts(capsys, *arguments)["prompts"]
    assert entry["name"] == "wide"
    assert (tmp_path / STORE_NAME).exists()


def test_nothing_is_taken_in_while_another_program_writes(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with RunWriter(workspace / STORE_NAME, workspace / SPOOL_NAME):
        arguments = ["prompts", "import", str(workspace / "mine"), "--workspace", str(workspace)]
        assert run(arguments) == 2
    assert "Another PromptStudio is writing to the store" in capsys.readouterr().err


def test_prompts_are_tried_beside_none(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same numbers come from the library and from the prompt's export."""
    where = ["--workspace", str(workspace)]
    entry = facts(capsys, "prompts", *where)["prompts"][0]
    to = tmp_path / "taken"
    run_id = entry["origin"].removeprefix("run ")
    assert run(["export", run_id, *where, "--format", "npz", "--to", str(to)]) == 0
    asked = ["--text", TEXT, "--labels", "good, bad", "--max-new-tokens", "3"]
    found = facts(capsys, "try", entry["prompt_id"], str(to), *asked, *where)["outcomes"]
    assert list(found) == ["no prompt", entry["prompt_id"], str(to)]
    assert found[str(to)] == found[entry["prompt_id"]] != found["no prompt"]
    for outcome in found.values():
        assert list(outcome["probabilities"]) == ["good", "bad"]
        assert sum(outcome["probabilities"].values()) == pytest.approx(1.0, abs=1e-6)
    capsys.readouterr()
    assert run(["try", entry["name"], *asked, *where]) == 0
    shown = capsys.readouterr().out
    assert f"{found['no prompt']['probabilities']['good']:.3f}" in shown


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["wide"], "The prompt 'wide' is 5 wide, but the model 'sandbox' has token width"),
        (["none"], "There is no prompt 'none' in the store."),
        (["wide", "--device", "cup"], "Command line: device = 'cup'"),
        (["wide", "--backbone", "/nowhere"], "There is no folder '/nowhere'."),
    ],
)
def test_what_can_not_be_tried_is_one_sentence(
    workspace: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    assert run(["try", *arguments, "--text", TEXT, "--workspace", str(workspace)]) == 2
    assert sentence in capsys.readouterr().err


def test_prompts_of_the_library_are_taken_away(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An imported prompt has no model, that of a run has the run's."""
    where = ["--workspace", str(workspace), "--to", str(tmp_path / "out")]
    assert run(["prompts", "export", "wide", *where, "--format", "npz"]) == 0
    assert "verified: Read back from 'prompt.npz': every number" in capsys.readouterr().out
    assert run(["prompts", "export", "wide", *where, "--format", "npz"]) == 2
    assert "is not empty. Choose another one, or allow" in capsys.readouterr().err
    again = [*where, "--overwrite"]
    assert run(["prompts", "export", "wide", *again, "--no-verify", "--format", "npz"]) == 0
    assert "verified" not in capsys.readouterr().out
    assert run(["prompts", "export", "wide", *again]) == 2
    assert "which has to name its model" in capsys.readouterr().err
    assert run(["prompts", "export", "wide", *again, "--backbone", "sandbox"]) == 2
    assert "is 5 wide, but the model 'sandbox' has token width 128" in capsys.readouterr().err
    name = facts(capsys, "prompts", "--workspace", str(workspace))["prompts"][0]["prompt_id"]
    assert run(["prompts", "export", name, *again, "--format", "npz"]) == 0
    assert "and the model's scores" in capsys.readouterr().out
    assert run(["prompts", "export", name, *again, "--backbone", "sandbox"]) == 2
    assert "has the model of its run" in capsys.readouterr().err


def test_a_folder_of_several_prompts_is_not_one(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a", "b"):
        array = np.ones((2, 5), np.float32)
        save_file({"prompt_embeddings": array}, tmp_path / f"{name}.safetensors")
    assert run(["try", str(tmp_path), "--text", TEXT, "--workspace", str(workspace)]) == 2
    assert "holds 2 prompts. Name one of them." in capsys.readouterr().err
