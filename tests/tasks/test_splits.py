from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from promptstudio.core.errors import TaskError
from promptstudio.tasks.cards import TaskCard, load_catalogue
from promptstudio.tasks.splits import Splits, make_splits

MakeCard = Callable[..., TaskCard]
WriteRows = Callable[[Path, list[dict[str, Any]]], Path]


def rows(prefix: str, count: int) -> list[dict[str, Any]]:
    return [{"text": f"{prefix}{n}", "label": n % 2} for n in range(count)]


def texts(splits: Splits) -> list[set[str]]:
    parts = (splits.train, splits.validation, splits.test)
    return [{example.text for example in part} for part in parts]


def assert_disjoint(splits: Splits) -> None:
    train, validation, test = texts(splits)
    assert not train & validation
    assert not train & test
    assert not validation & test


@pytest.fixture
def folder_card(tmp_path: Path, make_card: MakeCard, write_jsonl: WriteRows) -> TaskCard:
    """40 training, 10 validation and 20 test rows, all different, half of each class."""
    for name, count in (("train", 40), ("validation", 10), ("test", 20)):
        write_jsonl(tmp_path / f"{name}.jsonl", rows(name, count))
    return make_card({"path": str(tmp_path)}, template="{text}")


def test_shots_draw_equal_splits_from_the_training_rows(folder_card: TaskCard) -> None:
    splits = make_splits(folder_card, shots=4, split_seed=0)
    assert Counter(example.label for example in splits.train) == {0: 4, 1: 4}
    assert Counter(example.label for example in splits.validation) == {0: 4, 1: 4}
    assert all(e.text.startswith("train") for e in (*splits.train, *splits.validation))
    assert texts(splits)[2] == {f"test{n}" for n in range(20)}
    assert_disjoint(splits)


def test_a_seed_fixes_the_sample_and_another_changes_it(folder_card: TaskCard) -> None:
    first = make_splits(folder_card, shots=4, split_seed=1)
    assert make_splits(folder_card, shots=4, split_seed=1) == first
    other = make_splits(folder_card, shots=4, split_seed=2)
    assert texts(other)[0] != texts(first)[0]
    assert other.test == first.test


def test_a_larger_sample_of_a_seed_contains_the_smaller(folder_card: TaskCard) -> None:
    small = texts(make_splits(folder_card, shots=3, split_seed=5))
    large = texts(make_splits(folder_card, shots=10, split_seed=5))
    assert small[0] < large[0]
    assert small[1] < large[1]


def test_without_shots_the_cards_own_splits_are_used(folder_card: TaskCard) -> None:
    splits = make_splits(folder_card, shots=None, split_seed=0)
    assert texts(splits) == [
        {f"train{n}" for n in range(40)},
        {f"validation{n}" for n in range(10)},
        {f"test{n}" for n in range(20)},
    ]
    assert splits.dropped == 0


def test_a_missing_validation_split_is_cut_from_training(
    folder_card: TaskCard, tmp_path: Path
) -> None:
    (tmp_path / "validation.jsonl").unlink()
    splits = make_splits(folder_card, shots=None, split_seed=0)
    assert [len(part) for part in texts(splits)] == [36, 4, 20]
    assert_disjoint(splits)
    assert texts(make_splits(folder_card, shots=None, split_seed=1))[1] != texts(splits)[1]


def test_a_missing_test_split_is_the_validation_split(
    folder_card: TaskCard, tmp_path: Path
) -> None:
    (tmp_path / "test.jsonl").unlink()
    splits = make_splits(folder_card, shots=None, split_seed=0)
    assert texts(splits)[2] == {f"validation{n}" for n in range(10)}
    assert [len(part) for part in texts(splits)] == [36, 4, 10]
    assert_disjoint(splits)


def test_one_file_gives_all_splits_and_the_test_rows_stay(
    tmp_path: Path, make_card: MakeCard, write_jsonl: WriteRows
) -> None:
    path = write_jsonl(tmp_path / "all.jsonl", rows("row", 50))
    card = make_card({"path": str(path)}, splits={"validation": 0.25, "test": 0.2, "seed": 7})
    full = make_splits(card, shots=None, split_seed=0)
    assert [len(part) for part in texts(full)] == [30, 10, 10]
    assert_disjoint(full)
    for seed in (0, 1, 2):
        few = make_splits(card, shots=3, split_seed=seed)
        assert few.test == full.test
        assert_disjoint(few)
    moved = card.model_copy(update={"splits": card.splits.model_copy(update={"seed": 8})})
    assert texts(make_splits(moved, shots=None, split_seed=0))[2] != texts(full)[2]


def test_doubles_are_dropped_and_counted(
    tmp_path: Path, make_card: MakeCard, write_jsonl: WriteRows
) -> None:
    train = [*rows("a", 20), *rows("a", 3), *rows("t", 2), *rows("v", 1)]
    write_jsonl(tmp_path / "train.jsonl", train)
    write_jsonl(tmp_path / "validation.jsonl", [*rows("v", 4), *rows("t", 1)])
    write_jsonl(tmp_path / "test.jsonl", [*rows("t", 4), *rows("t", 1)])
    card = make_card({"path": str(tmp_path)}, template="{text}")
    splits = make_splits(card, shots=None, split_seed=0)
    assert texts(splits) == [
        {f"a{n}" for n in range(20)},
        {f"v{n}" for n in range(4)},
        {f"t{n}" for n in range(4)},
    ]
    assert len(splits.train) == 20
    assert len(splits.test) == 5
    assert splits.dropped == 3 + 2 + 1 + 1
    few = make_splits(card, shots=5, split_seed=0)
    assert_disjoint(few)
    assert few.dropped == 3 + 2


def test_doubles_within_one_file_never_reach_two_splits(
    tmp_path: Path, make_card: MakeCard, write_jsonl: WriteRows
) -> None:
    path = write_jsonl(tmp_path / "all.jsonl", rows("row", 20) * 3)
    splits = make_splits(make_card({"path": str(path)}), shots=None, split_seed=0)
    assert_disjoint(splits)
    assert len(set.union(*texts(splits))) == 20
    assert len(splits.train) + len(splits.validation) + len(splits.test) + splits.dropped == 60


def test_the_first_of_two_contradicting_rows_is_kept(
    tmp_path: Path, make_card: MakeCard, write_jsonl: WriteRows
) -> None:
    train = [*rows("a", 4), {"text": "a0", "label": 1}]
    write_jsonl(tmp_path / "train.jsonl", train)
    write_jsonl(tmp_path / "test.jsonl", rows("t", 2))
    card = make_card({"path": str(tmp_path)}, template="{text}")
    splits = make_splits(card, shots=None, split_seed=0)
    kept = {e.text: e.label for e in (*splits.train, *splits.validation)}
    assert kept == {"a0": 0, "a1": 1, "a2": 0, "a3": 1}


def test_too_few_rows_are_counted(folder_card: TaskCard) -> None:
    with pytest.raises(
        TaskError,
        match=r"The class '0' of the task 'mine' has 20 different training rows, but 11 shots "
        r"need 22 \(as many to validate as to train\)\.",
    ):
        make_splits(folder_card, shots=11, split_seed=0)


def test_a_single_row_can_not_be_cut(
    tmp_path: Path, make_card: MakeCard, write_jsonl: WriteRows
) -> None:
    path = write_jsonl(tmp_path / "one.jsonl", rows("a", 1))
    with pytest.raises(TaskError, match="The task 'mine' has no row left to train"):
        make_splits(make_card({"path": str(path)}), shots=None, split_seed=0)


def test_free_text_counts_rows_in_all(
    tmp_path: Path, make_card: MakeCard, write_jsonl: WriteRows
) -> None:
    data = [{"text": f"q{n}", "answer": f"a{n}"} for n in range(20)]
    path = write_jsonl(tmp_path / "qa.jsonl", data)
    card = make_card({"path": str(path)}, kind="generation", metric="exact_match", labels=None)
    splits = make_splits(card, shots=8, split_seed=0)
    assert [len(part) for part in texts(splits)] == [8, 8, 4]
    assert_disjoint(splits)
    with pytest.raises(TaskError, match=r"The task 'mine' has 16 different training rows, but 9"):
        make_splits(card, shots=9, split_seed=0)


@pytest.mark.parametrize("task", ["sst2", "rte", "mrpc"])
def test_real_data(make_card: MakeCard, shared_data: Path, task: str) -> None:
    template = "{sentence}" if task == "sst2" else "{sentence1} | {sentence2}"
    card = make_card({"path": str(shared_data / task)}, template=template)
    splits = make_splits(card, shots=16, split_seed=3)
    assert [len(part) for part in (splits.train, splits.validation)] == [32, 32]
    assert_disjoint(splits)
    full = make_splits(card, shots=None, split_seed=3)
    assert_disjoint(full)
    assert len(full.train) + len(full.validation) > 2400
    # A shuffled test split: its first rows hold both classes as the whole does.
    share = sum(example.label for example in full.test) / len(full.test)
    first = sum(example.label for example in full.test[:100]) / 100
    assert abs(first - share) < 0.15


def test_a_sandbox_task() -> None:
    cards = load_catalogue().cards
    if "film_sentiment" not in cards:
        pytest.skip("no sandbox cards are shipped yet")
    splits = make_splits(cards["film_sentiment"], shots=16, split_seed=0)
    assert Counter(example.label for example in splits.train) == {0: 16, 1: 16}
    assert_disjoint(splits)
    assert splits.dropped == 0


def counts(examples: Any) -> list[int]:
    return sorted(Counter(example.label for example in examples).values())


def test_shots_in_total_are_shared_out_evenly(folder_card: TaskCard) -> None:
    splits = make_splits(folder_card, shots=7, split_seed=0, split_rule="total")
    assert counts(splits.train) == [3, 4]
    assert counts(splits.validation) == [3, 4]
    assert_disjoint(splits)
    who = {
        next(
            label
            for label, n in Counter(
                e.label
                for e in make_splits(
                    folder_card, shots=7, split_seed=seed, split_rule="total"
                ).train
            ).items()
            if n == 4
        )
        for seed in range(12)
    }
    assert who == {0, 1}


def test_a_larger_total_contains_a_smaller_one(folder_card: TaskCard) -> None:
    small, large = (
        texts(make_splits(folder_card, shots=shots, split_seed=3, split_rule="total"))[0]
        for shots in (5, 12)
    )
    assert small < large


def test_fewer_shots_in_total_than_classes_are_refused(folder_card: TaskCard) -> None:
    with pytest.raises(TaskError, match="has 2 classes, so 1 rows in total leave some without"):
        make_splits(folder_card, shots=1, split_seed=0, split_rule="total")


def test_a_tenth_of_the_training_split_validates(folder_card: TaskCard) -> None:
    splits = make_splits(folder_card, shots=None, split_seed=0, split_rule="train_derived")
    assert (len(splits.train), len(splits.validation), len(splits.test)) == (36, 4, 20)
    assert all(e.text.startswith("train") for e in splits.validation)
    assert_disjoint(splits)
    few = make_splits(folder_card, shots=3, split_seed=0, split_rule="train_derived")
    assert counts(few.train) == [3, 3]
    assert texts(few)[1] == texts(splits)[1]
    assert_disjoint(few)


def test_the_official_validation_split_tests_where_there_is_no_other(
    tmp_path: Path, make_card: MakeCard, write_jsonl: WriteRows
) -> None:
    write_jsonl(tmp_path / "train.jsonl", rows("train", 30))
    write_jsonl(tmp_path / "validation.jsonl", rows("validation", 8))
    card = make_card({"path": str(tmp_path)}, template="{text}")
    splits = make_splits(card, shots=None, split_seed=0, split_rule="train_derived")
    assert texts(splits)[2] == {f"validation{n}" for n in range(8)}
    assert len(splits.validation) == 3


def test_too_few_rows_for_a_train_derived_sample(folder_card: TaskCard) -> None:
    with pytest.raises(TaskError, match=r"30 shots need 30 \(4 more validate\)"):
        make_splits(folder_card, shots=30, split_seed=0, split_rule="train_derived")


def test_two_cards_over_one_file_hold_back_the_same_rows(
    tmp_path: Path, make_card: MakeCard, write_jsonl: WriteRows
) -> None:
    """Else the source rows of one would be test rows of the other."""
    rows = [{"text": f"text {n}", "label": n % 2} for n in range(60)]
    write_jsonl(tmp_path / "train.jsonl", rows)
    held: list[set[str]] = []
    for key, words in (("one", ("bad", "good")), ("two", ("no", "yes"))):
        labels = dict(zip("01", words, strict=True))
        card = make_card({"path": str(tmp_path)}, key=key, labels=labels, template="{text}")
        held.append({row.text for row in make_splits(card, shots=4, split_seed=3).test})
    assert held[0] == held[1]
    assert len(held[0]) == 12
