"""Rows that a card leaves out for their label: not used, counted, and never all of them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from promptstudio.core.errors import TaskError
from promptstudio.tasks.cards import TaskCard, fingerprint
from promptstudio.tasks.examples import read_counted, read_examples
from promptstudio.tasks.splits import make_splits

MakeCard = Callable[..., TaskCard]
WriteRows = Callable[[Path, list[dict[str, Any]]], Path]


def rows_of(labels: list[Any], name: str = "label") -> list[dict[str, Any]]:
    return [{"text": f"row {n}", name: label} for n, label in enumerate(labels)]


@pytest.mark.parametrize(
    ("left_out", "labels", "kept"),
    [
        (["-1"], [0, -1, 1, -1], [0, 1]),
        ([""], [0, None, 1], [0, 1]),
        (["-1", "3"], [3, 1, -1], [1]),
        ([""], ["0", "", "1", " "], [0, 1]),
    ],
)
def test_rows_are_left_out_and_counted(
    tmp_path: Path,
    make_card: MakeCard,
    write_jsonl: WriteRows,
    left_out: list[str],
    labels: list[Any],
    kept: list[int],
) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", rows_of(labels))
    examples, count = read_counted(make_card({"path": str(path), "left_out": left_out}), "train")
    assert [example.label for example in examples] == kept
    assert count == len(labels) - len(kept)


def test_a_label_that_is_not_left_out_is_an_error_with_its_own_row_number(
    tmp_path: Path, make_card: MakeCard, write_jsonl: WriteRows
) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", rows_of([0, -1, 7]))
    with pytest.raises(TaskError, match=r"a.jsonl', row 2, .* '-1' is unknown"):
        read_examples(make_card({"path": str(path)}), "train")
    with pytest.raises(TaskError, match=r"a.jsonl', row 3, .* '7' is unknown"):
        read_examples(make_card({"path": str(path), "left_out": ["-1"]}), "train")


def test_a_split_whose_rows_are_all_left_out_is_a_sentence(
    tmp_path: Path, make_card: MakeCard, write_jsonl: WriteRows
) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", rows_of([-1, -1]))
    with pytest.raises(TaskError, match=r"no row to use: the card leaves out all 2 .* 'label'"):
        read_examples(make_card({"path": str(path), "left_out": ["-1"]}), "train")


def test_free_answers_are_left_out_where_there_is_none(
    tmp_path: Path, make_card: MakeCard, write_jsonl: WriteRows
) -> None:
    answers = ["yes", None, "", [], ["a", "b"], {"text": []}, {"text": ["c"]}]
    path = write_jsonl(tmp_path / "a.jsonl", rows_of(answers, "answer"))
    changes: dict[str, Any] = {"kind": "generation", "metric": "exact_match", "labels": None}
    card = make_card({"path": str(path), "left_out": [""]}, **changes)
    examples, count = read_counted(card, "train")
    assert [example.answers for example in examples] == [("yes",), ("a", "b"), ("c",)]
    assert count == 4
    card = make_card({"path": str(path), "no_answer": "none"}, **changes)
    assert [example.target for example in read_examples(card, "train")] == [
        "yes", "none", "none", "none", "a", "none", "c",
    ]  # fmt: skip


def test_the_splits_count_what_was_left_out_of_all_that_they_read(
    tmp_path: Path, make_card: MakeCard, write_jsonl: WriteRows
) -> None:
    for split, hidden in (("train", 3), ("validation", 2), ("test", 1)):
        labels = [0, 1] * 10 + [-1] * hidden
        rows = [row | {"text": f"{split} {row['text']}"} for row in rows_of(labels)]
        write_jsonl(tmp_path / f"{split}.jsonl", rows)
    card = make_card({"path": str(tmp_path), "left_out": ["-1"]})
    assert make_splits(card, shots=None, split_seed=0).left_out == 6
    few = make_splits(card, shots=4, split_seed=0)
    assert (few.left_out, few.dropped) == (4, 0)
    assert len(few.test) == 20
    (tmp_path / "test.jsonl").unlink()
    assert make_splits(card, shots=4, split_seed=0).left_out == 5


def test_a_label_among_names_is_its_place(
    tmp_path: Path, make_card: MakeCard, write_jsonl: WriteRows
) -> None:
    rows = [
        {"text": "a", "names": ["A", "B"], "label": "B"},
        {"text": "b", "names": ["1", "2"], "label": "1"},
        {"text": "c", "names": ["1", "2"], "label": "2"},
    ]
    card = make_card({"path": str(write_jsonl(tmp_path / "a.jsonl", rows)), "label_among": "names"})
    assert [example.label for example in read_examples(card, "train")] == [1, 0, 1]
    write_jsonl(tmp_path / "a.jsonl", [{**rows[0], "label": "C"}])
    with pytest.raises(TaskError, match=r"row 1, .* the label 'C' is unknown"):
        read_examples(card, "train")


def test_what_is_left_out_changes_the_fingerprint_and_plain_cards_keep_theirs(
    tmp_path: Path, make_card: MakeCard, write_jsonl: WriteRows
) -> None:
    (tmp_path / "a.csv").write_text("text,label\na,0\n")
    plain = make_card({"path": str(tmp_path / "a.csv")})
    assert fingerprint(plain) == "bdd23048af08"  # of the first release of cards
    assert fingerprint(make_card({"path": str(tmp_path / "a.csv"), "left_out": ["-1"]})) != (
        fingerprint(plain)
    )
