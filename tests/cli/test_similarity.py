"""Similarities of a folder of prompts; on real prompts where they are there."""

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save_file

from promptstudio.cli.app import run

FAMILIES = {
    "sentiment": ["imdb", "sst2", "movierationales", "laptop", "restaurant", "tweetevalsentiment"],
    "inference": ["mnli", "snli", "qnli"],
    "ethics": ["ethicsdeontology", "ethicsjustice"],
    "paraphrase": ["qqp", "mrpc"],
    "questions": ["squad", "nq_open"],
    "summaries": ["multi_news", "samsum"],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four prompts in a plane; b lies near a, d far from all."""
    to = tmp_path / "prompts"
    to.mkdir()
    for name, angle in {"a": 0.0, "b": 0.2, "c": 0.8, "d": 2.5}.items():
        prompt = np.array([[np.cos(angle), np.sin(angle)]], np.float32)
        save_file({"prompt_embeddings": prompt}, to / f"{name}.safetensors")
    return to


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Scores that fall with the distance of the names; there is a random prompt, too."""
    lines = [
        f"{source},{target},{1 - 0.1 * abs(ord(source) - ord(target)):.1f}"
        for source in "abcd"
        for target in "abcd"
    ]
    path = tmp_path / "transfer.csv"
    path.write_text("\n".join(["source,target,score", *lines, "random,a,0.2"]))
    return path


def told(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict[str, Any]:
    assert run(["similarity", *map(str, arguments), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def refused(capsys: pytest.CaptureFixture[str], sentence: str, *arguments: object) -> None:
    assert run(["similarity", *map(str, arguments)]) == 2
    heard = capsys.readouterr()
    assert sentence in heard.err
    assert "Traceback" not in heard.err


def write_families(path: Path) -> Path:
    rows = [f"{task},{family}" for family, tasks in FAMILIES.items() for task in tasks]
    path.write_text("\n".join(["task,family", *rows]))
    return path


def test_neighbours_are_printed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["similarity", str(folder)]) == 0
    out = capsys.readouterr().out
    assert "Cosine of mean tokens" in out
    line = next(line for line in out.splitlines() if line.startswith("│ a "))
    assert [cell.strip() for cell in line.split("│")[2:5]] == ["b 0.980", "c 0.697", "d -0.801"]


def test_facts_are_told_as_json(
    folder: Path, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts = told(capsys, folder, "--transfer", table, "--measure", "mean_token")
    [measure] = facts["measures"]
    assert measure["names"] == ["a", "b", "c", "d"]
    assert measure["values"][0][1] == pytest.approx(np.cos(0.2))
    [prediction] = facts["predictions"]
    found = prediction["by_target"]
    assert found["cells"] == 12
    assert found["unknown"] == ["random"]
    assert found["lines"]["a"]["spearman"] == pytest.approx(1.0)
    assert found["regret"]["1"] == 0.0
    assert facts["incomparable"] == []


def test_the_prediction_is_printed(
    folder: Path, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["similarity", str(folder), "--transfer", str(table), "--measure", "all"]
    assert run(arguments) == 0
    out = capsys.readouterr().out
    assert "12 of 4 targets" in out
    assert "euclidean_pairwise" in out
    assert "random" in out


def test_a_target_without_its_own_score_is_named(
    folder: Path, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = table.read_text().replace("d,d,1.0\n", "")
    assert text != table.read_text()
    table.write_text(text)
    facts = told(capsys, folder, "--transfer", table)
    assert facts["incomparable"] == ["d"]
    [prediction] = facts["predictions"]
    assert prediction["by_target"]["cells"] == 12
    assert prediction["by_source"]["cells"] == 3  # only of d three other targets are left
    assert run(["similarity", str(folder), "--transfer", str(table)]) == 0
    assert "Targets without a score of their own prompt" in capsys.readouterr().out


def test_all_leaves_out_what_needs_one_length(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    long = np.ones((3, 2), np.float32)
    save_file({"prompt_embeddings": long}, folder / "long.safetensors")
    facts = told(capsys, folder, "--measure", "all")
    assert facts["unfit"] == ["flatten", "euclidean"]
    assert len(facts["measures"]) == 5
    refused(capsys, "different numbers of tokens (1, 3)", folder, "--measure", "flatten")


def test_a_csv_holds_every_pair(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    to = tmp_path / "out.csv"
    arguments = (folder, "--csv", to, "--measure", "max_pairwise", "--measure", "flatten")
    facts = told(capsys, *arguments)
    with to.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 32
    assert rows[1] | {"similarity": ""} == {
        "measure": "max_pairwise",
        "from": "a",
        "to": "b",
        "similarity": "",
    }
    assert float(rows[1]["similarity"]) == facts["measures"][0]["values"][0][1]
    refused(capsys, "can not be written", folder, "--csv", tmp_path / "none" / "out.csv")


def test_one_prompt_alone_has_no_neighbours(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in "bcd":
        (folder / f"{name}.safetensors").unlink()
    assert run(["similarity", str(folder)]) == 0
    assert "│ a " in capsys.readouterr().out


def test_bad_input_ends_with_a_sentence_and_code_2(
    folder: Path, table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    refused(capsys, "There is no folder", tmp_path / "none")
    refused(capsys, "holds no prompt", tmp_path)
    refused(capsys, "There is no measure 'cosine'", folder, "--measure", "cosine")
    refused(capsys, "There is no file", folder, "--transfer", tmp_path / "none.csv")
    refused(capsys, "Give one with --transfer", folder, "--model", "t5-base")
    refused(capsys, "no scores of the model", folder, "--transfer", table, "--model", "t5-base")
    table.write_text("source,target,score\nx,y,0.5\n")
    refused(capsys, "names none of the prompts. It has 'y'", folder, "--transfer", table)


@pytest.fixture
def real(shared: Path) -> Path:
    folder = shared / "prompts"
    if not folder.is_dir():
        pytest.skip(f"there is no folder '{folder}' with real prompts")
    return folder


@pytest.mark.parametrize(
    ("model", "measure", "spearman"),
    [
        ("t5-base", "mean_token", 0.51),
        ("t5-small", "mean_token", 0.48),
        ("t5-base", "flatten", 0.14),
        ("t5-small", "flatten", 0.09),
    ],
)
def test_published_prompts_predict_published_transfer(
    real: Path,
    capsys: pytest.CaptureFixture[str],
    model: str,
    measure: str,
    spearman: float,
) -> None:
    """All 17 targets with the 16 other tasks as sources; the random prompt is not counted."""
    folder = real / "prompt-transferability" / model
    arguments = ("--transfer", real / "transfer_results.jsonl", "--model", model)
    facts = told(capsys, folder, *arguments, "--measure", measure)
    found = facts["predictions"][0]["by_target"]
    assert (found["cells"], len(found["lines"])) == (17 * 16, 17)
    assert (found["unknown"], found["constant"], found["short"]) == (["random"], [], [])
    assert round(found["spearman"], 2) == spearman


@pytest.mark.parametrize("model", ["t5-base", "t5-small"])
@pytest.mark.parametrize("measure", ["mean_token", "pairwise"])
def test_published_prompts_of_one_family_are_more_alike(
    real: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], model: str, measure: str
) -> None:
    families = write_families(tmp_path / "families.csv")
    folder = real / "prompt-transferability" / model
    facts = told(capsys, folder, "--families", families, "--measure", measure)
    [told_of] = facts["measures"]
    found = told_of["families"]
    assert (found["same_pairs"], found["other_pairs"]) == (44, 228)  # 30 + 6 + 4 * 2 of 17 * 16
    assert found["same"] > found["other"]
    assert told_of["names"][:2] == ["ethicsdeontology", "ethicsjustice"]


def test_a_table_of_several_models_asks_which(
    real: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = real / "prompt-transferability" / "t5-base"
    sentence = "Choose one: roberta-base, roberta-large, t5-base, t5-small."
    refused(capsys, sentence, folder, "--transfer", real / "transfer_results.jsonl")


def test_prompts_of_another_repository_are_read(
    real: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts = told(capsys, real / "attempt" / "t5-base", "--measure", "all")
    assert facts["measures"][0]["names"] == ["mnli", "qnli", "qqp", "record", "squad", "sst2"]
    assert facts["unfit"] == []
