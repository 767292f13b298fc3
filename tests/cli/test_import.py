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
        (["--label-column", "stars", "--labels", "0=a,0=b"], "label '0' has two label words"),
        (["--label-column", "stars", "--template", "{texts}"], "row 1: there is no column 'texts'"),
        (["--label-column", "stars", "--template", "{text"], "a single or empty brace"),
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


BAD_FILES = [
    ("a.csv", b"", "a.csv' is empty"),
    ("a.csv", b"text,label\n", "holds no rows for train"),
    ("a.csv", b"text,label\na b,1\nc d,1\n", "have the label '1' in their column 'label'"),
    ("a.csv", b"text,label\na b,0\n\xe9,1\n", "line 3: byte 18 of the file (0xE9)"),
    ("a.csv", b"text,text,label\na,b,0\n", "two columns called 'text'"),
    ("a.csv", b"text,label\na b,0\nc\n", "row 2 (line 3): the column 'label' is missing"),
    ("a.jsonl", b'{"text": "a", "label": 0}\n{"text": \n', "row 2 (line 2), column 9"),
    ("a.jsonl", b'{"text": "a", "label": 0}\n{"text": "b", "label": "x"}\n', "'x' is text, but"),
    ("a.csv", b"text,label\na\0b,0\n", "line 2: there is a NUL byte"),
    ("a.txt", b"text", "of no known kind"),
]


@pytest.mark.parametrize(("name", "content", "sentence"), BAD_FILES)
def test_bad_files_end_in_one_sentence_and_change_nothing(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    content: bytes,
    sentence: str,
) -> None:
    path = tmp_path / "data" / name
    path.parent.mkdir()
    path.write_bytes(content)
    assert run(["import", str(path), "--workspace", str(tmp_path / "w")]) == 2
    captured = capsys.readouterr()
    assert sentence in captured.err
    assert captured.err.startswith("promptstudio: ")
    assert captured.err.strip().count("\n") == 0
    assert captured.out == ""
    assert [*tmp_path.iterdir()] == [path.parent]


@pytest.mark.parametrize("what", ["nowhere.csv", "./nowhere", "nowhere", "folder"])
def test_a_path_without_data_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    assert run(["import", what, "--workspace", str(tmp_path / "w")]) == 2
    heard = capsys.readouterr().err
    assert "holds no train file" in heard or f"There is no file or folder '{what}'" in heard
    assert "reached" not in heard
    assert not (tmp_path / "w").exists()


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.csv"
    rows = "".join(f"row number {n},{n % 2}\r\n" for n in range(8))
    path.write_bytes(f"\ufefftext,label\r\n{rows}".encode())
    assert run(["import", str(path), "--json", "--workspace", str(tmp_path / "w")]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert facts["card"]["template"] == "text: {text}"
    assert facts["rows"]["train"]["labels"] == {"0": 4, "1": 4}
