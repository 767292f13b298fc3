from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest

from promptstudio.core.errors import TaskError
from promptstudio.methods.contract import Batch, Feed, Part, Row
from promptstudio.tasks.feeds import batch_at


def rows(task: str, count: int) -> tuple[Row, ...]:
    return tuple(Row(task=task, input_ids=(n,), target_ids=(1,)) for n in range(count))


def numbers(part: Part) -> list[int]:
    return [row.input_ids[0] for row in part.rows]


def plain(size: int, **more: Any) -> Feed:
    return Feed(tasks="sources", batch_size=size, **more)


def episodes(sets: int, size: int, query: int, per_step: int | None = None) -> Feed:
    return plain(size, support_sets=sets, query_size=query, tasks_per_step=per_step)


def run(feed: Feed, tasks: dict[str, Sequence[Row]], steps: int, seed: int = 0) -> list[Batch]:
    return [batch_at(feed, tasks, seed=seed, index=index) for index in range(steps)]


def test_an_epoch_shows_every_row_once_and_batches_wrap() -> None:
    batches = run(plain(4), {"a": rows("a", 10)}, 10)  # 40 rows: four epochs
    assert [batch.index for batch in batches] == list(range(10))
    stream = [n for batch in batches for part in batch.parts for n in numbers(part)]
    epochs = [stream[start : start + 10] for start in range(0, 40, 10)]
    assert all(sorted(epoch) == list(range(10)) for epoch in epochs)
    assert len({tuple(epoch) for epoch in epochs}) == 4


def test_a_batch_larger_than_the_task_repeats_it_evenly() -> None:
    (part,) = batch_at(plain(7), {"a": rows("a", 3)}, seed=0, index=0).parts
    assert sorted(Counter(numbers(part)).values()) == [2, 2, 3]


def test_all_tasks_come_in_their_order() -> None:
    tasks = {"b": rows("b", 5), "a": rows("a", 9)}
    for batch in run(plain(2), tasks, 5):
        assert [(part.task, part.role, part.episode) for part in batch.parts] == [
            ("b", "train", 0),
            ("a", "train", 0),
        ]
        assert all(row.task == part.task for part in batch.parts for row in part.rows)


@pytest.mark.parametrize("feed", [plain(3, tasks_per_step=2), episodes(2, 2, 3, 2)])
def test_a_batch_depends_on_seed_and_index_alone(feed: Feed) -> None:
    tasks = {name: rows(name, 11) for name in "abcde"}
    forward = run(feed, tasks, 30)
    backward = [batch_at(feed, tasks, seed=0, index=index) for index in reversed(range(30))]
    assert forward == backward[::-1]
    assert run(feed, tasks, 30, seed=1) != forward


def test_tasks_have_streams_of_their_own() -> None:
    (first, second) = batch_at(
        plain(20), {"a": rows("a", 20), "b": rows("b", 20)}, seed=0, index=0
    ).parts
    assert numbers(first) != numbers(second)
    (alone,) = batch_at(plain(20), {"b": rows("b", 20)}, seed=0, index=0).parts
    assert numbers(alone) == numbers(second)


def test_drawn_tasks_come_equally_often_and_never_twice_in_a_step() -> None:
    tasks = {name: rows(name, 6) for name in "abcdef"}
    batches = run(plain(3, tasks_per_step=2), tasks, 30)
    drawn = [tuple(part.task for part in batch.parts) for batch in batches]
    assert all(len(set(names)) == 2 for names in drawn)
    assert Counter(name for names in drawn for name in names) == dict.fromkeys("abcdef", 10)
    assert len(set(drawn)) > 10
    seen = Counter((p.task, n) for b in batches for p in b.parts for n in numbers(p))
    assert set(seen.values()) == {5}  # 10 visits of 3 rows: five epochs of each task's 6 rows


def test_numbers_that_do_not_divide_still_mix_all_tasks() -> None:
    tasks = {name: rows(name, 6) for name in "abcde"}
    batches = run(plain(1, tasks_per_step=2), tasks, 400)
    counts = Counter(part.task for batch in batches for part in batch.parts)
    assert all(len({part.task for part in batch.parts}) == 2 for batch in batches)
    assert all(130 < counts[name] < 190 for name in "abcde")  # 160 expected, sd 6


def test_more_tasks_asked_than_there_are() -> None:
    batch = batch_at(plain(2, tasks_per_step=9), {"a": rows("a", 5)}, seed=0, index=3)
    assert [part.task for part in batch.parts] == ["a"]


def test_episodes_keep_support_and_query_apart_for_good() -> None:
    tasks = {"a": rows("a", 31), "b": rows("b", 12)}
    support: dict[str, set[int]] = {"a": set(), "b": set()}
    query: dict[str, set[int]] = {"a": set(), "b": set()}
    for batch in run(episodes(2, 3, 5), tasks, 60):
        shape = [(p.task, p.role, p.episode, len(p.rows)) for p in batch.parts]
        assert shape == [
            ("a", "support", 0, 3),
            ("a", "support", 0, 3),
            ("a", "query", 0, 5),
            ("b", "support", 1, 3),
            ("b", "support", 1, 3),
            ("b", "query", 1, 5),
        ]
        for first, second, last in (batch.parts[:3], batch.parts[3:]):
            assert len({*numbers(first), *numbers(second)}) == 6
            assert len(set(numbers(last))) == 5
            support[first.task] |= {*numbers(first), *numbers(second)}
            query[first.task] |= set(numbers(last))
    for task, size in (("a", 31), ("b", 12)):
        assert not support[task] & query[task]
        assert support[task] | query[task] == set(range(size))
        assert len(support[task]) == size // 2


def test_small_halves_reuse_rows_evenly() -> None:
    parts = batch_at(episodes(2, 3, 4), {"a": rows("a", 5)}, seed=0, index=2).parts
    support = Counter(numbers(parts[0]) + numbers(parts[1]))
    query = Counter(numbers(parts[2]))
    assert sorted(support.values()) == [3, 3]
    assert sorted(query.values()) == [1, 1, 2]
    assert not set(support) & set(query)


def test_one_row_makes_no_episode() -> None:
    with pytest.raises(TaskError, match="The task 'a' has 1 training row; an episode needs two"):
        batch_at(episodes(1, 1, 1), {"a": rows("a", 1)}, seed=0, index=0)
