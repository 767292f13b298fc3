import json
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from promptstudio.core.errors import TaskError
from promptstudio.core.paths import resource
from promptstudio.tasks.cards import TaskCard, load_cards
from promptstudio.tasks.examples import read_examples
from promptstudio.tasks.preview import preview_rows
from promptstudio.tasks.sources import available_splits, first_rows, read_rows

MakeCard = Callable[..., TaskCard]
WriteRows = Callable[[Path, list[dict[str, Any]]], Path]

TRICKY = [
    {"text": 'two\nlines, "quoted"', "label": 0},
    {"text": "NA", "label": 1},
    {"text": "007", "label": 1},
    {"text": "2024-01-02", "label": 0},
    {"text": "", "label": 0},
    {"text": "naïve \u2028 café", "label": 1},
]


def file_card(make_card: MakeCard, path: Path, **changes: Any) -> TaskCard:
    return make_card({"path": str(path)}, **changes)


def rows_of(make_card: MakeCard, path: Path) -> list[dict[str, object]]:
    return read_rows(file_card(make_card, path), "train")


@pytest.mark.parametrize("form", ["jsonl", "csv", "tsv", "parquet"])
def test_every_format_gives_the_same_rows(
    tmp_path: Path, make_card: MakeCard, write_jsonl: WriteRows, write_table: WriteRows, form: str
) -> None:
    write = write_jsonl if form == "jsonl" else write_table
    path = write(tmp_path / f"rows.{form}", TRICKY)
    examples = read_examples(file_card(make_card, path, template="{text}"), "train")
    assert [example.text for example in examples] == [row["text"] for row in TRICKY]
    assert [example.label for example in examples] == [row["label"] for row in TRICKY]


@pytest.mark.parametrize("task", ["sst2", "rte", "mrpc"])
def test_real_data_reads_alike_from_every_format(
    tmp_path: Path, make_card: MakeCard, write_table: WriteRows, shared_data: Path, task: str
) -> None:
    source = shared_data / task / "validation.jsonl"
    rows = [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines()]
    assert rows_of(make_card, source) == rows
    assert rows_of(make_card, write_table(tmp_path / "rows.parquet", rows)) == rows
    as_text = [{name: str(value) for name, value in row.items()} for row in rows]
    assert rows_of(make_card, write_table(tmp_path / "rows.csv", rows)) == as_text


def test_folder_of_splits(make_card: MakeCard, shared_data: Path) -> None:
    card = make_card(
        {"path": str(shared_data / "rte")},
        template="{sentence1} / {sentence2}",
        labels={"0": "yes", "1": "no"},
    )
    assert set(available_splits(card)) == {"train", "validation", "test"}
    sizes = [len(read_rows(card, split)) for split in ("train", "validation", "test")]
    assert sizes == [2238, 249, 277]
    test = read_examples(card, "test")
    assert [sum(row.label == k for row in test) for k in (0, 1)] == [146, 131]
    first = read_rows(card, "test")[0]
    assert test[0].text == f"{first['sentence1']} / {first['sentence2']}"
    assert test[0].target == ("yes", "no")[int(str(first["label"]))]


def test_squad_style_answers(make_card: MakeCard, shared_data: Path) -> None:
    card = make_card(
        {"path": str(shared_data / "xquad_en"), "answer_field": "answers"},
        kind="generation",
        metric="token_f1",
        template="{question} {context}",
        labels=None,
    )
    rows = read_rows(card, "test")
    examples = read_examples(card, "test")
    assert len(examples) == len(rows) == 258
    for row, example in zip(rows, examples, strict=True):
        answers = row["answers"]
        assert isinstance(answers, dict)
        assert example.target == answers["text"][0]
        assert set(example.answers) == set(answers["text"])
        assert example.label == -1


def test_json_values_keep_their_types(
    tmp_path: Path, make_card: MakeCard, write_jsonl: WriteRows
) -> None:
    rows = [
        {"text": "a", "label": 0, "more": {"deep": [1, None]}, "day": "2024-01-02"},
        {"text": "b", "label": 1, "more": None, "day": "2024-01-03"},
    ]
    assert rows_of(make_card, write_jsonl(tmp_path / "a.jsonl", rows)) == rows


def test_a_large_json_file_is_read_whole(
    tmp_path: Path, make_card: MakeCard, write_jsonl: WriteRows
) -> None:
    rows = [{"text": f"{n} " + "word " * 1200, "label": n % 2} for n in range(2000)]
    path = write_jsonl(tmp_path / "large.jsonl", rows)
    assert path.stat().st_size > 11e6
    assert rows_of(make_card, path) == rows


def test_a_byte_order_mark_and_a_nameless_column_do_no_harm(
    tmp_path: Path, make_card: MakeCard
) -> None:
    path = tmp_path / "excel.csv"
    path.write_text("\ufefftext,,label\na,1,0\n\nb,2,1\n", encoding="utf-8")
    expected = [
        {"text": "a", "column 2": "1", "label": "0"},
        {"text": "b", "column 2": "2", "label": "1"},
    ]
    assert rows_of(make_card, path) == expected
    assert first_rows(file_card(make_card, path), "train", 5) == expected
    path = tmp_path / "mark.jsonl"
    path.write_text('\ufeff{"text": "a", "label": 0}\n', encoding="utf-8")
    assert rows_of(make_card, path) == [{"text": "a", "label": 0}]


def test_tsv_without_quoting_keeps_its_marks(tmp_path: Path, make_card: MakeCard) -> None:
    path = tmp_path / "glue.tsv"
    path.write_text('text\tlabel\n"Open, he said\t0\n"a" b\t1\n')
    expected = [{"text": '"Open, he said', "label": "0"}, {"text": '"a" b', "label": "1"}]
    assert rows_of(make_card, path) == expected


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (
            "a.csv",
            'text,label\na,0\n"two\nlines",1\nb,c,1\n',
            r"File '.*a.csv', row 3 \(line 5\): there are 3 cells but 2 columns \(text, label\)",
        ),
        (
            "a.csv",
            "text,label\na,0\nb\n",
            r"a.csv', row 2 \(line 3\): the column 'label' is missing; there are 1 cells and 2",
        ),
        (
            "a.csv",
            'text,label\na,0\n"b,1\nc,0\n',
            r"a.csv', row 2 \(line 3\): .* A quotation mark is probably not closed",
        ),
        ("a.csv", "text,text\na,0\n", "has two columns called 'text'"),
        ("a.csv", "", r"The file '.*a.csv' is empty\."),
        ("a.csv", "text,label\n", r"Task 'mine', file '.*a.csv' holds no rows\."),
        ("a.jsonl", "", r"Task 'mine', file '.*a.jsonl' holds no rows\."),
        (
            "a.jsonl",
            '{"text": "a", "label": 0}\n{"text": "b", "label": }\n',
            r"File '.*a.jsonl', row 2 \(line 2\), column 24: Expecting value\.",
        ),
        ("a.jsonl", '{"text": "a"}\n\n[]\n', r"a.jsonl', row 2 \(line 3\): this is no JSON"),
        ("a.jsonl", "null\n", r"a.jsonl', row 1 \(line 1\): this is no JSON object"),
        ("a.jsonl", '{"text":\n{}\n', r"row 1 \(line 1\), column 9: Expecting value\."),
        ("a.jsonl", '{"a": 1, "b": 2, "a": 3}', r"\(line 1\): the name 'a' stands twice in one"),
        ("a.jsonl", "[" * 10**5 + "]" * 10**5, r"\(line 1\): there are too many brackets in each"),
        ("a.jsonl", '{"a": ' + "1" * 5000 + "}", r"\(line 1\): a number has too many digits"),
        ("a.csv", "text,label\na,0\nb\0c,1\n", r"a.csv', line 3: there is a NUL byte"),
        ("a.jsonl", '{"text": "\0"}\n', r"a.jsonl', line 1: there is a NUL byte"),
        ("a.parquet", "PAR? no", r"The file '.*a.parquet' can not be read as Parquet: "),
        ("a.xlsx", "", r"The file '.*a.xlsx' is of no known kind\. Known endings: .jsonl"),
    ],
)
def test_broken_files_are_named_with_the_place(
    tmp_path: Path, make_card: MakeCard, name: str, content: str, message: str
) -> None:
    path = tmp_path / name
    path.write_text(content)
    with pytest.raises(TaskError, match=message):
        rows_of(make_card, path)


def test_text_in_another_encoding_is_named_with_the_line(
    tmp_path: Path, make_card: MakeCard
) -> None:
    path = tmp_path / "latin.csv"
    path.write_bytes("text,label\na,0\ncafé,1\n".encode("latin-1"))
    with pytest.raises(TaskError, match=r"latin.csv', line 3: byte 19 of the file \(0xE9\) is not"):
        rows_of(make_card, path)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            [{"text": "a", "label": 0}, {"text": "b", "label": "yes"}],
            r"row 2, column 'label': the label 'yes' is text, but row 1 has a number \(0\)",
        ),
        (
            [{"text": "a", "label": 0}, {"text": "b", "label": True}],
            r"row 2, column 'label': the label True is true or false, but row 1 has a number",
        ),
        (
            [{"text": "a", "label": 0}, {"text": "b", "label": 2}],
            r"row 2, column 'label': the label '2' is unknown\. Known labels: 0, 1\.",
        ),
        (
            [{"text": "a", "label": 0}, {"text": "b"}],
            r"row 2: there is no column 'label'\. Columns: text\.",
        ),
        (
            [{"text": "a", "label": 0}, {"text": None, "label": 1}],
            r"row 2: the column 'text' holds no value\.",
        ),
        (
            [{"text": "a", "label": 0}, {"text": "b\0", "label": 1}],
            r"row 2: the column 'text' holds a NUL character",
        ),
        (
            [{"text": "\ud83d", "label": 0}],
            r"row 1: the column 'text' holds half a character",
        ),
        (
            [{"body": "a", "label": 0}],
            r"row 1: there is no column 'text'. Columns: body, label\.",
        ),
        (
            [{"text": "a", "gold": 0}],
            r"row 1: there is no column 'label'. Columns: text, gold\.",
        ),
    ],
)
def test_rows_that_do_not_fit_the_card_are_named(
    tmp_path: Path,
    make_card: MakeCard,
    write_jsonl: WriteRows,
    rows: list[dict[str, Any]],
    message: str,
) -> None:
    card = file_card(make_card, write_jsonl(tmp_path / "a.jsonl", rows))
    with pytest.raises(TaskError, match=rf"Task 'mine', file '.*a.jsonl', {message}"):
        read_examples(card, "train")


def test_a_cell_may_be_as_long_as_a_book(tmp_path: Path, make_card: MakeCard) -> None:
    book = "word " * 40_000
    path = tmp_path / "a.csv"
    path.write_text(f"text,label\n{book},1\n")
    assert rows_of(make_card, path) == [{"text": book, "label": "1"}]


def test_a_parquet_column_that_stands_twice_is_named(tmp_path: Path, make_card: MakeCard) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table([["a"], ["b"], [0]], names=["text", "text", "label"]), path)
    with pytest.raises(TaskError, match=r"a.parquet' has two columns called 'text'\. Give one"):
        rows_of(make_card, path)


def test_a_template_that_shows_no_row_is_refused(
    tmp_path: Path, make_card: MakeCard, write_jsonl: WriteRows
) -> None:
    rows = [{"text": f"t {n}", "label": n % 2} for n in range(4)]
    path = write_jsonl(tmp_path / "a.jsonl", rows)
    card = file_card(make_card, path, template="review: {texts?}")
    with pytest.raises(TaskError, match=r"all 4 rows read alike .* name the column of the text"):
        read_examples(card, "train")
    write_jsonl(path, [{"text": "t", "label": 1}] * 2)
    assert len(read_examples(file_card(make_card, path), "train")) == 2


def test_an_answer_must_be_there(
    tmp_path: Path, make_card: MakeCard, write_jsonl: WriteRows
) -> None:
    rows = [{"text": "a", "answer": ["x", "y", "x"]}, {"text": "b", "answer": " "}]
    path = write_jsonl(tmp_path / "a.jsonl", rows)
    card = file_card(make_card, path, kind="generation", metric="exact_match", labels=None)
    assert preview_rows(card, 1)[0].target == "x"
    with pytest.raises(TaskError, match=r"row 2: the column 'answer' holds no answer\."):
        read_examples(card, "train")
    del rows[1]["answer"]
    write_jsonl(path, [{"text": "a", "answer": ["b", "\ud83d"]}])
    with pytest.raises(TaskError, match=r"row 1: the column 'answer' holds half a character"):
        read_examples(card, "train")
    rows[0] = {"text": "a", "answer": None}
    write_jsonl(path, rows)
    with pytest.raises(TaskError, match=r"row 1: the column 'answer' holds no value\."):
        read_examples(card, "train")


def test_a_mistyped_path_is_a_missing_file_not_a_hub_error(
    tmp_path: Path, make_card: MakeCard
) -> None:
    for name in ("no/such.csv", "nowhere"):
        with pytest.raises(TaskError, match=rf"^There is no file '{tmp_path / name}'\. Put it"):
            rows_of(make_card, tmp_path / name)


def test_folders_that_can_not_be_told_apart(tmp_path: Path, make_card: MakeCard) -> None:
    with pytest.raises(TaskError, match="holds no train file"):
        rows_of(make_card, tmp_path)
    (tmp_path / "anything.csv").write_text("text,label\na,0\n")
    assert len(rows_of(make_card, tmp_path)) == 1
    (tmp_path / "train.csv").write_text("text,label\na,0\n")
    assert len(rows_of(make_card, tmp_path)) == 1
    (tmp_path / "train.jsonl").write_text('{"text": "a", "label": 0}\n')
    with pytest.raises(TaskError, match=r"two files for train: 'train.csv' and 'train.jsonl'"):
        rows_of(make_card, tmp_path)


def test_an_unknown_split_lists_the_known(tmp_path: Path, make_card: MakeCard) -> None:
    (tmp_path / "train.csv").write_text("text,label\na,0\n")
    with pytest.raises(TaskError, match=r"'mine' has no split 'test'\. It has: train\."):
        read_rows(file_card(make_card, tmp_path), "test")


def test_reading_is_silent_and_leaves_nothing_behind(
    tmp_path: Path,
    make_card: MakeCard,
    write_table: WriteRows,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import datasets

    path = write_table(tmp_path / "a.parquet", [{"text": "a", "label": 0}])
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    level = datasets.logging.get_verbosity()
    datasets.enable_progress_bars()
    rows_of(make_card, path)
    assert not datasets.are_progress_bars_disabled()
    assert datasets.logging.get_verbosity() == level
    assert capfd.readouterr() == ("", "")
    assert list((tmp_path / "temporary").iterdir()) == []
    assert {item.name for item in tmp_path.iterdir()} == {"temporary", "a.parquet"}


def test_own_data_never_touch_the_network(
    tmp_path: Path,
    make_card: MakeCard,
    write_jsonl: WriteRows,
    write_table: WriteRows,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked for")

    rows = [{"text": "a", "label": 0}]
    paths = [
        write_jsonl(tmp_path / "a.jsonl", rows),
        write_table(tmp_path / "a.parquet", rows),
    ]
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert [rows_of(make_card, path) for path in paths] == [rows, rows]


def hub_card(make_card: MakeCard) -> TaskCard:
    return make_card({}, source={"type": "hub", "id": "some/data", "revision": "abc", "test": "t"})


def test_the_hub_without_a_network_is_refused_at_once(
    make_card: MakeCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown_host(*_: object) -> None:
        raise socket.gaierror("no such host")

    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)
    monkeypatch.setattr("urllib.request.getproxies", dict)
    monkeypatch.setattr(socket, "getaddrinfo", unknown_host)
    with pytest.raises(TaskError, match="'some/data' of the hub can not be reached: there is no"):
        read_rows(hub_card(make_card), "train")


def test_a_hub_that_does_not_answer_is_given_up_soon(
    make_card: MakeCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def silent(address: object, timeout: float) -> None:
        asked.append((address, timeout))
        raise TimeoutError

    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)
    monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", "http://mirror.example")
    monkeypatch.setattr("urllib.request.getproxies", dict)
    monkeypatch.setattr(socket, "create_connection", silent)
    with pytest.raises(TaskError, match="can not be reached: there is no network"):
        read_rows(hub_card(make_card), "train")
    assert asked == [(("mirror.example", 80), 5.0)]


def test_the_hub_is_asked_for_the_cards_revision_and_split(
    make_card: MakeCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    import datasets

    asked: list[object] = []

    def load(*args: object, **kwargs: object) -> datasets.Dataset:
        asked.extend([args, kwargs])
        return datasets.Dataset.from_list([{"text": "a", "label": 1}])

    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    monkeypatch.setattr(datasets, "load_dataset", load)
    card = hub_card(make_card)
    assert available_splits(card) == ("train", "test")
    assert read_rows(card, "test") == [{"text": "a", "label": 1}]
    assert asked == [("some/data", None), {"revision": "abc", "split": "t"}]

    def fail(*_: object, **__: object) -> None:
        raise ConnectionError("offline")

    monkeypatch.setattr(datasets, "load_dataset", fail)
    with pytest.raises(TaskError, match=r"'some/data' of the hub can not be read: offline\."):
        read_rows(card, "train")

    def refuse(*_: object, **__: object) -> None:
        raise RuntimeError("Dataset scripts are no longer supported, but found data.py")

    monkeypatch.setattr(datasets, "load_dataset", refuse)
    with pytest.raises(TaskError, match=r"can not be read: Dataset scripts are no longer"):
        read_rows(card, "train")


@pytest.mark.parametrize("count", [1, 2, 20])
def test_first_rows_of_the_sandbox_are_those_that_a_run_reads(count: int) -> None:
    card = load_cards(resource("tasks") / "sandbox")["hotel_sentiment"]
    assert first_rows(card, "train", count) == read_rows(card, "train")[:count]


def test_first_rows_of_parquet_come_without_datasets(tmp_path: Path) -> None:
    """The window previews rows in its own process, where `datasets` is not loaded."""
    path = tmp_path / "own.parquet"
    pq.write_table(pa.table({"text": ["a", "b", "c"], "label": [0, 1, 0]}), path)
    code = f"""
import sys
from promptstudio.tasks.cards import build_card
from promptstudio.tasks.preview import preview_rows
card = build_card({{
    "key": "own", "title": "Own", "kind": "classification", "metric": "accuracy",
    "template": "text: {{text}}", "labels": {{"0": "no", "1": "yes"}},
    "source": {{"type": "file", "path": {str(path)!r}}},
}}, "test")
rows = preview_rows(card, 2)
assert [(row.text, row.target) for row in rows] == [("text: a", "no"), ("text: b", "yes")], rows
assert not {{"datasets", "torch", "transformers"}} & sys.modules.keys()
"""
    subprocess.run([sys.executable, "-c", code], check=True)
