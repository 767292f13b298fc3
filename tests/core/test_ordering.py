from hypothesis import given
from hypothesis import strategies as st

from promptstudio.core.ordering import in_order

QUEUE = {"s": None, "a": "s", "t": "s", "b": "t", "c": None}


def test_the_wanted_come_first_each_behind_what_it_needs() -> None:
    assert in_order(["c"], QUEUE) == ("c", "s", "a", "t", "b")
    assert in_order(["b", "c"], QUEUE) == ("s", "t", "b", "c", "a")
    assert in_order(["c", "b", "a", "t", "s"], QUEUE) == ("c", "s", "t", "b", "a")


def test_what_is_not_in_the_queue_is_left_out() -> None:
    assert in_order(["x", "c", "x"], {"a": "gone", "c": None}) == ("c", "a")
    assert in_order([], QUEUE) == tuple(QUEUE)


@given(st.lists(st.sampled_from([*QUEUE, "x"])))
def test_nothing_is_lost_doubled_or_before_what_it_needs(wanted: list[str]) -> None:
    order = in_order(wanted, QUEUE)
    assert sorted(order) == sorted(QUEUE)
    assert all(need is None or order.index(need) < order.index(j) for j, need in QUEUE.items())
