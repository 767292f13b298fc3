"""The import command: it tells first, then writes; bad input changes nothing."""

import json
from pathlib import Path

import pytest

from promptstudio.cli.app import run


@pytest.fixture
def reviews(tmp_path: Path) -> Path:
    path = tmp_path / "reviews.csv"
    rows = "\n".join(f"review number {n},{n % 2}" for n in range(12))
    path.write_text(f"text,stars\n{rows}\n")
    return path


def test_own_csv_becomes_a_task(
    reviews: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    work = ["--workspace", str(tmp_path / "work")]
    given = [str(reviews), "--label-column", "stars", "--labels", "0=bad, 1=good"]
    assert run(["import", *given, *work]) == 0
    said = capsys.readouterr().out
    assert "a CSV file" in said
    assert "0=bad, 1=good" in said
    assert "review number 0" in said
    assert "Kept as task 'reviews'" in said
    assert run(["tasks", "--json", *work]) == 0
    assert '"reviews"' in capsys.readouterr().out


def test_a_dry_run_writes_nothing(
    reviews: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["import", str(reviews), "--label-column", "stars", "--workspace", str(tmp_path / "w")]
    assert run([*given, "--dry-run", "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert facts["written"] is None
    assert facts["rows"]["train"] == {
        "used": 12,
        "left_out": 0,
        "repeated": 0,
        "labels": {"0": 6, "1": 6},
    }
    assert facts["tokens"]["cut"] == 0
    assert not (tmp_path / "w").exists()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--labels", "bad,good"], "Label words are written label=word"),
        (["--label-column", "star"], "There is no column 'star'"),
        (["--label-column", "stars", "--kind", "guess"], "kind"),
        (["--backbone", "nowhere"], "There is no tokenizer"),
        ([], "It is not clear which column"),
    ],
)
def test_bad_options_change_nothing(
    reviews: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    options: list[str],
    sentence: str,
) -> None:
    assert run(["import", str(reviews), *options, "--workspace", str(tmp_path / "w")]) == 2
    heard = capsys.readouterr().err
    assert sentence in heard
    assert "Traceback" not in heard
    assert not (tmp_path / "w").exists()
