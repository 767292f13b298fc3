"""Everything that data can lie in: one reader each, and a sentence for what is none."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from promptstudio.core.errors import TaskError
from promptstudio.tasks.importing.layouts import Layout, find_layout
from promptstudio.tasks.texts import guessed_lines

WriteRows = Callable[[Path, list[dict[str, Any]]], Path]

ROWS = [{"text": f"row {n}", "label": n % 2} for n in range(4)]


def rows_of(layout: Layout) -> dict[str, list[Any]]:
    return {split: list(read()) for split, read in layout.splits.items()}


@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.ndjson"])
def test_json_lines_under_any_name(tmp_path: Path, write_jsonl: WriteRows, name: str) -> None:
    layout = find_layout(str(write_jsonl(tmp_path / name, ROWS)))
    assert layout.kind == "a JSON Lines file"
    assert rows_of(layout) == {"train": ROWS}
    assert layout.name == "a"


@pytest.mark.parametrize(
    ("value", "kind", "splits"),
    [
        (ROWS, "a JSON list", {"train": ROWS}),
        ({"data": ROWS}, "a JSON document", {"train": ROWS}),
        (
            {"train": ROWS, "test": ROWS[:1]},
            "a JSON document with splits",
            {"train": ROWS, "test": ROWS[:1]},
        ),
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_json_documents(
    tmp_path: Path, value: Any, kind: str, splits: dict[str, Any], indent: int | None
) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(value, indent=indent))
    layout = find_layout(str(path))
    assert (layout.kind, rows_of(layout)) == (kind, splits)


@pytest.mark.parametrize("definition", ["Say it.", ["Say", "it."]])
def test_natural_instructions_of_both_generations(tmp_path: Path, definition: object) -> None:
    path = tmp_path / "task1.json"
    instances = [{"input": "a", "output": ["x"]}, {"input": "b", "output": "y"}]
    path.write_text(json.dumps({"Definition": definition, "Instances": instances}))
    layout = find_layout(str(path))
    assert layout.instruction == "Say it."
    assert rows_of(layout) == {
        "train": [{"input": "a", "output": "x"}, {"input": "b", "output": "y"}]
    }


def test_several_accepted_answers_stay_together(tmp_path: Path) -> None:
    path = tmp_path / "task1.json"
    instances = [{"input": "a", "output": ["x", "z"]}, {"input": "b", "output": ["y"]}]
    path.write_text(json.dumps({"Definition": "d", "Instances": instances}))
    assert rows_of(find_layout(str(path)))["train"] == instances


def test_squad_files(tmp_path: Path) -> None:
    asked = {"id": "1", "question": "q ?", "answers": [{"text": "a", "answer_start": 0}] * 2}
    value = {"data": [{"title": "t", "paragraphs": [{"context": "a b", "qas": [asked]}]}]}
    path = tmp_path / "dev.json"
    path.write_text(json.dumps(value))
    layout = find_layout(str(path))
    assert layout.kind == "a file in SQuAD's format"
    row = {"id": "1", "title": "t", "context": "a b", "question": "q ?", "answers": ["a"]}
    assert rows_of(layout) == {"train": [row]}


@pytest.mark.parametrize("ending", ["csv", "tsv", "jsonl", "parquet"])
def test_folders_of_splits(
    tmp_path: Path, write_table: WriteRows, write_jsonl: WriteRows, ending: str
) -> None:
    write = write_jsonl if ending == "jsonl" else write_table
    for name in ("train", "dev", "test"):
        write(tmp_path / f"{name}.{ending}", ROWS)
    (tmp_path / "README.md").write_text("no data")
    layout = find_layout(str(tmp_path))
    assert layout.kind == f"a folder of {ending} files"
    texts = {split: [row["text"] for row in rows] for split, rows in rows_of(layout).items()}
    expected = [row["text"] for row in ROWS]
    assert texts == {"train": expected, "validation": expected, "test": expected}


def test_shards_come_in_their_order(tmp_path: Path, write_table: WriteRows) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    for number in range(2):
        write_table(folder / f"train-0000{number}-of-00002.parquet", ROWS[2 * number :][:2])
    assert rows_of(find_layout(str(tmp_path))) == {"train": ROWS}


@pytest.mark.parametrize("with_splits", [True, False])
def test_saved_data_sets_bring_their_label_names(tmp_path: Path, *, with_splits: bool) -> None:
    import datasets

    features = datasets.Features(
        {"text": datasets.Value("string"), "label": datasets.ClassLabel(names=["bad", "good"])}
    )
    table = datasets.Dataset.from_list(ROWS, features=features)
    bars = datasets.are_progress_bars_disabled()
    datasets.disable_progress_bars()
    try:
        both = datasets.DatasetDict({"train": table, "validation": table})
        (both if with_splits else table).save_to_disk(tmp_path / "saved")
    finally:
        if not bars:
            datasets.enable_progress_bars()
    layout = find_layout(str(tmp_path / "saved"))
    assert layout.kind == "a data set saved by `datasets`"
    assert layout.label_names == {"label": ("bad", "good")}
    splits = ("train", "validation") if with_splits else ("train",)
    assert rows_of(layout) == dict.fromkeys(splits, ROWS)


def test_crossfit_folders_give_one_sample(tmp_path: Path) -> None:
    for seed in (13, 100):
        for part in ("train", "dev", "test"):
            text = f"sentence {seed}\tgood\nother {seed}\tbad\tpoor\n"
            (tmp_path / f"glue-sst2_16_{seed}_{part}.tsv").write_text(text)
    layout = find_layout(str(tmp_path))
    assert (layout.name, layout.kind) == ("glue-sst2", "a CrossFit folder")
    assert layout.notes == ("It has 2 samples; the one of 16 rows and seed 13 is taken.",)
    expected = [
        {"input": "sentence 13", "output": "good"},
        {"input": "other 13", "output": ["bad", "poor"]},
    ]
    assert rows_of(layout) == dict.fromkeys(("train", "validation", "test"), expected)


@pytest.mark.parametrize("what", ["gone.csv", "./gone", "~/gone", "a/b/c", "word"])
def test_a_mistyped_path_is_no_data_set_of_the_hub(what: str) -> None:
    with pytest.raises(TaskError, match=r"There is no file or folder '.*gone.*'|'a/b/c'|'word'"):
        find_layout(what)


def test_a_path_in_a_folder_that_is_there_is_a_path(tmp_path: Path) -> None:
    with pytest.raises(TaskError, match="There is no file or folder"):
        find_layout(str(tmp_path / "rewiews"))


def test_a_data_set_of_the_hub_without_network_is_told_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def no_network(*_: object, **__: object) -> None:
        raise OSError("no address")

    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)
    monkeypatch.setattr("socket.getaddrinfo", no_network)
    monkeypatch.setattr("urllib.request.getproxies", dict)
    with pytest.raises(
        TaskError, match=r"^There is no file or folder 'owner/name' here\. .*of the hub can not"
    ):
        find_layout("owner/name")


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, r"holds no train file \(train.jsonl, train.csv, ...\)\."),
        ({"a.csv": "x", "b.csv": "y"}, r"It has: a.csv, b.csv\."),
        ({"test.csv": "x", "dev.csv": "y"}, r"holds no training rows: there are validation, test"),
        ({"train.csv": "x", "training.csv": "y"}, r"two files for train: 'train.csv' and 'traini"),
        ({"train.csv": "x", "test.tsv": "y"}, r"mixes files of several kinds: .csv, .tsv"),
        ({"a_16_13_dev.tsv": "x\ty"}, r"holds no train file of the sample 16_13"),
        ({"state.json": "{}"}, r"state.json' is missing or broken.* Save it again\."),
        ({"dataset_dict.json": "no"}, r"dataset_dict.json' is missing or broken"),
        ({"dataset_dict.json": '{"splits": ["train"]}'}, r"train/state.json' is missing or broken"),
    ],
)
def test_folders_that_can_not_be_used(tmp_path: Path, files: dict[str, str], message: str) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(TaskError, match=message):
        find_layout(str(tmp_path))


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.json", b'{"a": [1],\n"b": 2}', r"of no known form. Known are"),
        ("a.json", b"[1, 2]", r"a.json', row 1: this is no JSON object"),
        ("a.json", b'{"data": [\n{"a": }]}', r"a.json', line 2, column 7"),
        ("a.json", b'{"Instances": [{"input": 1}]}', r"instance 1: it needs 'input' and 'output'"),
        ("a.json", b'[{"a": "\xff"}]', r"line 1: byte 9 of the file \(0xFF\) is not UTF-8"),
        ("a.json", b" \n", r"The file '.*a.json' is empty\."),
        ("a.json", b"3", r"a.json', row 1 \(line 1\): this is no JSON object"),
        ("a.jsonl", b"", r"The file '.*a.jsonl' is empty\."),
        ("a.jsonl", b'{"a": \n{"a": 1}\n', r"a.jsonl', row 1 \(line 1\), column 6: Expecting val"),
        ("a.json", b'[{"a": 1, "a": 2}]', r"a.json': the name 'a' stands twice in one object"),
        ("a.json", b"[" * 10**5, r"a.json': there are too many brackets in each other"),
        (
            "a.json",
            b'{"data": [{"paragraphs": [{"qas": ["x"]}]}]}',
            r"article 1: in SQuAD's format",
        ),
        ("a.json", b'{"data": [{"paragraphs": []}, 3]}', r"article 2: in SQuAD's format it holds"),
        ("a.parquet", b"PAR1 no", r"a.parquet' can not be read"),
        ("a.arrow", b"no", r"a.arrow' can not be read"),
        ("a.xlsx", b"", r"of no known kind. Known endings"),
    ],
)
def test_files_that_can_not_be_used(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(TaskError, match=message):
        rows_of(find_layout(str(tmp_path / name)))


def test_what_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TaskError, match=r"^'~nobody-at-all/a\.csv' can not be read: Could not"):
        find_layout("~nobody-at-all/a.csv")
    with pytest.raises(TaskError, match=r"^'/x+' can not be read: File name too long\.$"):
        find_layout(f"/{'x' * 5000}")

    def forbidden(_self: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", forbidden)
    with pytest.raises(TaskError, match=r"' can not be read: Permission denied\.$"):
        find_layout(str(tmp_path))


def test_how_many_rows_there_will_be(
    tmp_path: Path, write_jsonl: WriteRows, write_table: WriteRows
) -> None:
    parquet = tmp_path / "rows.parquet"
    pq.write_table(pa.table({"text": ["a", "b", "c"]}), parquet)
    documents = tmp_path / "rows.json"
    documents.write_text(json.dumps(ROWS))
    lines, table = write_jsonl(tmp_path / "a.jsonl", ROWS), write_table(tmp_path / "a.csv", ROWS)
    found = [find_layout(str(path)).expected for path in (lines, table, parquet, documents)]
    assert found == [{"train": 4}, {"train": 5}, {"train": 3}, {"train": 4}]


def test_the_lines_of_a_long_file_are_guessed_from_its_beginning(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("0123456789abcde\n" * 200_000)  # 16 divides the bytes that are looked at
    assert guessed_lines(path) == 200_000
    assert guessed_lines(tmp_path / "gone.txt") == 0
