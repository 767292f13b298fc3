"""Encoded tasks on disk come back equal, or not at all."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import safetensors.numpy
from hypothesis import given, settings
from hypothesis import strategies as st

from promptstudio.methods.contract import Row
from promptstudio.tasks import cache
from promptstudio.tasks.cache import EncodedTasks, is_lasting, name_of, tokenizer_mark
from promptstudio.tasks.cards import TaskCard, load_catalogue
from promptstudio.tasks.encoding import TaskData
from tests.tasks.conftest import sentiment_card

CARD = sentiment_card({"path": "rows.csv"})
COUNTS = {"truncated": 1, "cut_beyond": 2, "truncated_targets": 3, "dropped": 4, "left_out": 5}


def row(number: int, *answers: str) -> Row:
    ids = tuple(range(number, number + number % 3))
    return Row(task="mine", input_ids=ids, target_ids=(number, 1), label=-1, answers=answers)


def task(rows: int = 5) -> TaskData:
    return TaskData(
        card=CARD,
        train=tuple(row(n, "é", f"{n}") for n in range(rows)),
        validation=(),
        test=(row(7),),
        candidates=((5, 1), (6, 7, 1)),
        **COUNTS,
    )


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> EncodedTasks:
    monkeypatch.setattr(cache, "LEAST_ROWS", 1)
    return EncodedTasks(tmp_path / "cache")


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "cache").iterdir())


def test_a_task_comes_back_equal_with_the_card_of_today(kept: EncodedTasks, tmp_path: Path) -> None:
    kept.write("one", task())
    titled = CARD.model_copy(update={"title": "Other"})
    assert kept.read("one", titled) == replace(task(), card=titled)
    assert kept.read("two", CARD) is None
    assert files(tmp_path) == ["one.rows.safetensors"]


IDS = st.lists(st.integers(0, 2**31 - 1), max_size=4).map(tuple)
ROWS = st.lists(
    st.builds(
        Row,
        task=st.just("mine"),
        input_ids=IDS,
        target_ids=IDS,
        label=st.integers(-1, 100),
        answers=st.lists(st.text(), max_size=2).map(tuple),
    ),
    max_size=4,
).map(tuple)


@settings(max_examples=60, deadline=None)
@given(train=ROWS, validation=ROWS, test=ROWS)
def test_every_task_comes_back_equal(
    tmp_path_factory: pytest.TempPathFactory,
    train: tuple[Row, ...],
    validation: tuple[Row, ...],
    test: tuple[Row, ...],
) -> None:
    data = TaskData(card=CARD, train=train, validation=validation, test=test, candidates=())
    kept = EncodedTasks(tmp_path_factory.mktemp("cache"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cache, "LEAST_ROWS", 0)
        kept.write("one", data)
    assert kept.read("one", CARD) == data


def test_a_broken_file_is_as_good_as_missing(kept: EncodedTasks, tmp_path: Path) -> None:
    kept.write("one", task())
    path = tmp_path / "cache/one.rows.safetensors"
    whole = path.read_bytes()
    for length in (0, 7, 8, 40, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        assert kept.read("one", CARD) is None
    for place in range(len(whole)):  # one bit, anywhere
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert kept.read("one", CARD) in (None, task())
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert kept.read("one", CARD) is None
    path.write_bytes(whole)
    assert kept.read("one", CARD) == task()


def test_another_programs_file_is_as_good_as_missing(kept: EncodedTasks, tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    path = tmp_path / "cache/one.rows.safetensors"
    safetensors.numpy.save_file({}, path)
    assert kept.read("one", CARD) is None
    safetensors.numpy.save_file({}, path, metadata={"sha256": cache._sha256({})})
    assert kept.read("one", CARD) is None


def test_small_tasks_are_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "LEAST_ROWS", 7)
    kept = EncodedTasks(tmp_path / "cache")
    kept.write("small", task(5))
    assert not (tmp_path / "cache").exists()
    kept.write("large", task(6))
    assert files(tmp_path) == ["large.rows.safetensors"]


def test_a_full_disk_is_no_error_and_leaves_nothing(
    kept: EncodedTasks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_arrays: object, path: Path, metadata: object) -> None:
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(cache, "save_file", full)
    kept.write("one", task())
    assert files(tmp_path) == []


def test_those_not_used_for_the_longest_time_go(
    kept: EncodedTasks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for age, name in enumerate("abc"):
        kept.write(name, task())
        os.utime(tmp_path / f"cache/{name}.rows.safetensors", (age, age))
    assert kept.read("a", CARD) is not None  # now it is the youngest
    size = (tmp_path / "cache/a.rows.safetensors").stat().st_size
    monkeypatch.setattr(cache, "MOST_BYTES", 3 * size)
    kept.write("d", task())
    assert files(tmp_path) == [f"{name}.rows.safetensors" for name in "acd"]


def test_a_name_stands_for_all_its_parts() -> None:
    names = {name_of("a", 1, None), name_of("a", 1, 2), name_of("b", 1, None), name_of("a", 2)}
    assert len(names) == 4
    assert name_of("a", 1) == name_of("a", 1)


def test_rows_of_the_hub_last_where_a_commit_is_named(make_card: Callable[..., TaskCard]) -> None:
    hub = {"type": "hub", "id": "some/data"}
    assert is_lasting(CARD)
    assert not is_lasting(make_card({}, source=hub))
    pinned = make_card({}, source=hub | {"revision": "c0ffee"})
    assert is_lasting(pinned)
    assert not is_lasting(pinned.model_copy(update={"training": make_card({}, source=hub)}))
    assert not is_lasting(load_catalogue().cards["axb"])


def test_a_tokenizer_without_known_rules_has_no_mark() -> None:
    assert tokenizer_mark(object()) == ""
