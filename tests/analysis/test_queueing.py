from typing import NamedTuple

import pytest

from promptstudio.analysis.queueing import in_view, moved, shifted, worth_drawing
from promptstudio.core.events import Status


class Job(NamedTuple):
    name: str
    status: Status
    position: int


JOBS = [
    Job("done", Status.FINISHED, 0),
    Job("later", Status.QUEUED, 9),
    Job("held", Status.PAUSED, 3),
    Job("next", Status.QUEUED, 4),
    Job("failed", Status.FAILED, 1),
    Job("runs", Status.RUNNING, 2),
]


def test_work_comes_first_then_the_queue_then_what_has_ended() -> None:
    names = [job.name for job in in_view(JOBS)]
    assert names == ["runs", "held", "next", "later", "done", "failed"]


def test_what_has_begun_is_drawn_the_last_to_end_first() -> None:
    assert [job.name for job in worth_drawing(JOBS)] == ["runs", "held", "failed", "done"]


@pytest.mark.parametrize(
    ("chosen", "before", "found"),
    [
        ("c", "a", "cabd"),
        ("ac", "d", "bacd"),
        ("a", None, "bcda"),
        ("bc", "b", "abcd"),
        ("b", "b", "abcd"),
        ("d", "d", "abcd"),
        ("x", "a", "abcd"),
    ],
)
def test_what_is_moved_stands_together_before_the_place(
    chosen: str, before: str | None, found: str
) -> None:
    assert "".join(moved("abcd", set(chosen), before)) == found


@pytest.mark.parametrize(
    ("chosen", "by", "found"),
    [
        ("c", -1, "acbd"),
        ("ab", -1, "abcd"),
        ("bc", 1, "adbc"),
        ("d", 1, "abcd"),
        ("bd", -1, "badc"),
    ],
)
def test_shifting_moves_by_one_place_and_stops_at_the_ends(
    chosen: str, by: int, found: str
) -> None:
    assert "".join(shifted("abcd", set(chosen), by)) == found
