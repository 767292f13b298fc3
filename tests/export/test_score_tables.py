import json
from pathlib import Path

import pytest

from promptstudio.core.errors import LibraryError, TaskError
from promptstudio.core.transfer import TransferCell
from promptstudio.export.score_tables import read_families, read_transfer


def write(path: Path, *rows: dict[str, object]) -> Path:
    path.write_text("\n".join(map(json.dumps, rows)))
    return path


def row(score: object = 0.5, **more: object) -> dict[str, object]:
    return {"source": "a", "target": "b", "score": score, **more}


def refuse(path: Path, sentence: str, model: str | None = None) -> None:
    with pytest.raises(LibraryError) as caught:
        read_transfer(path, model)
    assert sentence in str(caught.value)


def test_json_lines_and_csv_say_the_same(tmp_path: Path) -> None:
    expected = [TransferCell("a", "b", 0.5), TransferCell("b", "b", 1.0)]
    lines = write(tmp_path / "t.jsonl", row(), row(1, source="b"))
    assert read_transfer(lines) == expected
    cells = tmp_path / "t.csv"
    cells.write_text("score,target_task,source_task,note\n0.5,b,a,x\n1,b,b,\n")
    assert read_transfer(cells) == expected


def test_one_model_is_chosen(tmp_path: Path) -> None:
    path = write(tmp_path / "t.jsonl", row(0.1, model="small"), row(0.2, model="base"))
    assert read_transfer(path, "base") == [TransferCell("a", "b", 0.2)]
    refuse(path, "holds scores of several models. Choose one: base, small.")
    refuse(path, "no scores of the model 'huge'. Models in it: base, small.", "huge")


def test_a_table_of_one_model_needs_no_choice(tmp_path: Path) -> None:
    path = write(tmp_path / "t.jsonl", row(model="base"), row(model="base"))
    assert len(read_transfer(path)) == 2
    refuse(write(tmp_path / "u.jsonl", row()), "It has no column 'model'.", "base")


@pytest.mark.parametrize("score", [None, "high", "", "nan", float("inf"), True, [0.5]])
def test_a_score_that_is_no_number_is_told_with_its_row(tmp_path: Path, score: object) -> None:
    path = write(tmp_path / "t.jsonl", row(), row(score))
    refuse(path, f"File '{path}', row 2: the score is {score!r} and must be a finite number.")


@pytest.mark.parametrize("column", ["source", "target", "score"])
def test_a_missing_column_is_told_with_its_row(tmp_path: Path, column: str) -> None:
    bad = row()
    del bad[column]
    path = write(tmp_path / "t.jsonl", row(), row(), bad)
    refuse(path, f"File '{path}', row 3: ")
    refuse(path, column)


def test_files_that_are_no_table_are_told(tmp_path: Path) -> None:
    empty = tmp_path / "t.csv"
    empty.write_text("source,target,score\n")
    refuse(empty, f"The table '{empty}' has no rows.")
    parquet = tmp_path / "t.parquet"
    parquet.write_bytes(b"PAR1")
    refuse(parquet, "must be a JSON Lines, CSV or TSV file")
    with pytest.raises(TaskError, match="There is no file"):
        read_transfer(tmp_path / "none.csv")
    broken = tmp_path / "t.jsonl"
    broken.write_text(json.dumps(row()) + "\n{")
    with pytest.raises(TaskError, match=r"row 2 \(line 2\)"):
        read_transfer(broken)


def test_families_are_read(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("task,family\nsnli,nli\nmnli,nli\nsnli,nli\n")
    assert read_families(path) == {"snli": "nli", "mnli": "nli"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("task,kind\nsnli,nli\n", "row 1: there is no text in a column 'family'"),
        ("task,family\nsnli,nli\n,nli\n", "row 2: there is no text in a column 'task'"),
        ("task,family\nsnli,nli\nsnli,qa\n", "row 2: the task 'snli' is of the family 'qa' here"),
    ],
)
def test_bad_families_are_told(tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "f.csv"
    path.write_text(text)
    with pytest.raises(LibraryError) as caught:
        read_families(path)
    assert sentence in str(caught.value)
