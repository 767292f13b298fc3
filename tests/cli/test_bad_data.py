"""A study over data that can not be used ends in one sentence, before anything is written."""

from pathlib import Path

import pytest

from promptstudio.cli.app import run

STUDY = """
name = "bad data"
source_tasks = ["film_sentiment"]
target_tasks = ["mine"]
shots = 2
[[methods]]
key = "prompt_tuning"
"""
CARD = """
key = "mine"
title = "Mine"
kind = "classification"
metric = "accuracy"
template = "TEMPLATE"
[source]
type = "file"
path = "FILE"
SOURCE
[labels]
0 = "bad"
1 = "good"
"""
GOOD = b"text,label\n" + b"".join(b"row number %d,%d\n" % (n, n % 2) for n in range(12))


@pytest.mark.parametrize(
    ("content", "changes", "sentence"),
    [
        (b"", {}, "rows.csv' is empty. Its first line must name the columns."),
        (b"text,label\n", {}, "rows.csv' holds no rows."),
        (b"text,label\na,1\nb,1\nc,1\n", {}, "all training rows have one class, 'good'."),
        (b"text,label\na,0\nb,2\n", {}, "row 2, column 'label': the label '2' is unknown."),
        (b"text,label\na,0\nb\n", {}, "row 2 (line 3): the column 'label' is missing"),
        (b"text,label\na,0\n\xe9,1\n", {}, "line 3: byte 16 of the file (0xE9) is not UTF-8"),
        (b"text,label\na\0,0\n", {}, "line 2: there is a NUL byte"),
        (b"text,text,label\na,a,0\n", {}, "two columns called 'text'"),
        (GOOD, {"FILE": "no.csv"}, "There is no file '"),
        (GOOD, {"TEMPLATE": "{body}"}, "row 1: there is no column 'body'. Columns: text, label."),
        (GOOD, {"TEMPLATE": "{text"}, "has a single or empty brace"),
        (GOOD, {"TEMPLATE": "a review"}, "the template names no field"),
        (GOOD, {"TEMPLATE": "{body?}"}, "all 12 rows read alike"),
        (GOOD, {"TEMPLATE": "{text} {label}"}, "the template shows the column 'label'"),
        (GOOD, {"SOURCE": 'left_out = ["0", "1"]'}, "the card leaves out all 12 for their column"),
        (GOOD, {"SOURCE": 'label_field = "gold"'}, "row 1: there is no column 'gold'."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    content: bytes,
    changes: dict[str, str],
    sentence: str,
) -> None:
    work = tmp_path / "work"
    (work / "tasks").mkdir(parents=True)
    card = CARD
    for mark, text in ({"TEMPLATE": "{text}", "FILE": "rows.csv", "SOURCE": ""} | changes).items():
        card = card.replace(mark, text)
    (work / "tasks/mine.toml").write_text(card)
    (work / "tasks/rows.csv").write_bytes(content)
    (tmp_path / "study.toml").write_text(STUDY)
    before = sorted(tmp_path.rglob("*"))
    assert run(["run", str(tmp_path / "study.toml"), "--workspace", str(work)]) == 2
    captured = capsys.readouterr()
    assert sentence in captured.err
    assert captured.err.strip().count("\n") == 0
    assert captured.out == ""
    assert sorted(tmp_path.rglob("*")) == before
