"""`promptstudio plan`: what it prints, and what it leaves alone."""

import json
from pathlib import Path

import pytest

from promptstudio.cli.app import run


def test_a_study_is_planned_and_nothing_is_written(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run(["plan", "sandbox", "--workspace", str(tmp_path / "work")]) == 0
    text = capsys.readouterr().out
    for words in ("shared stages", "Weights of the model", "Pre-flight:", "GB of memory", "about"):
        assert words in text
    assert not (tmp_path / "work").exists()


def test_json_has_the_numbers(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["plan", "sandbox", "--workspace", str(tmp_path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["runs"], found["shared_stages"], found["steps"]) == (24, 8, 2720)
    assert found["fits"] is (found["memory_bytes"] <= found["free_bytes"])
    assert found["seconds"][0] < found["seconds"][1]
    assert [table["key"] for table in found["tables"]] == ["forecast", "memory"]


def test_a_study_that_can_not_run_is_one_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    study = tmp_path / "s.toml"
    study.write_text(
        'name = "x"\ntarget_tasks = ["hotel_sentiment"]\nshots = 4000\n'
        'methods = [{key = "prompt_tuning"}]\n'
    )
    assert run(["plan", str(study), "--workspace", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert said.startswith("promptstudio: ")
    assert "different training rows, but 4000 shots" in said
