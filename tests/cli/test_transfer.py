"""Transfer scores measured elsewhere, shown as matrices and written to files."""

import json
from pathlib import Path

import pytest

from promptstudio.cli.app import run

ROWS = [
    ("m1", "a", "a", 0.8),
    ("m1", "a", "b", 0.3),
    ("m1", "b", "a", 0.2),
    ("m1", "b", "b", 0.5),
    ("m2", "a", "b", 0.9),
]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "scores.jsonl"
    names = ("model", "source", "target", "score")
    path.write_text("\n".join(json.dumps(dict(zip(names, row, strict=True))) for row in ROWS))
    return path


def test_every_model_has_its_matrices(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["transfer", str(table), "--json"]) == 0
    tables = {entry["key"]: entry for entry in json.loads(capsys.readouterr().out)["tables"]}
    assert list(tables) == ["transfer-m1", "transfer-m1-relative", "transfer-m2"]
    assert tables["transfer-m1"]["values"] == [[0.8, 0.3], [0.2, 0.5]]
    assert tables["transfer-m1-relative"]["values"] == [[1.0, 0.6], [0.25, 1.0]]
    assert tables["transfer-m2"]["rows"] == [["a", "0.900"]]


def test_one_model_can_be_chosen_and_written(table: Path, tmp_path: Path) -> None:
    path = tmp_path / "matrix.csv"
    assert run(["transfer", str(table), "--model", "m2", "--to", str(path)]) == 0
    assert path.read_text() == "source,b\na,0.900\n"


def test_families_stand_together(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    families = tmp_path / "families.csv"
    families.write_text("task,family\na,z\nb,y\n")
    given = ["transfer", str(table), "--model", "m1", "--families", str(families), "--json"]
    assert run(given) == 0
    first = json.loads(capsys.readouterr().out)["tables"][0]
    assert first["columns"] == ["source", "b", "a"]


def test_what_is_no_table_is_told(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["transfer", str(table), "--model", "m3"]) == 2
    assert "holds no scores of the model 'm3'" in capsys.readouterr().err
    assert run(["transfer", str(tmp_path / "none.csv")]) == 2
    assert "none.csv" in capsys.readouterr().err


def test_the_measured_table_of_others_is_a_matrix(
    shared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["transfer", str(shared / "prompts/transfer_results.jsonl"), "--json"]) == 0
    tables = json.loads(capsys.readouterr().out)["tables"]
    cells = [
        value
        for table in tables
        if "relative" not in table["key"]
        for row in table["values"]
        for value in row
        if value is not None
    ]
    assert len(cells) == 991
