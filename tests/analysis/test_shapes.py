import numpy as np
import pytest

from promptstudio.analysis.heat import heat_grid
from promptstudio.analysis.live import JobState
from promptstudio.analysis.series import Series
from promptstudio.analysis.shapes import bars_of, bars_table, gap, gap_edges, grid_table, shape_of
from promptstudio.core.events import Status

NAN = float("nan")


def job(done: int = 0, **numbers: list[tuple[float, float]]) -> JobState:
    made = JobState("run-1", status=Status.RUNNING, step=done)
    for name, points in numbers.items():
        made.numbers[name.replace("__", "/")] = series = Series()
        for x, y in points:
            series.append(x, y)
    return made


def test_three_parts_are_cells() -> None:
    assert shape_of(job(router__film__hotel=[(1, 0.5)]), "router") == "cells"


def test_what_came_once_is_bars_as_soon_as_that_is_sure() -> None:
    once = {"similarity__a": [(1, 0.5)], "similarity__b": [(1, 0.9)]}
    assert shape_of(job(1, **once), "similarity") is None
    assert shape_of(job(3, **once), "similarity") is None
    assert shape_of(job(4, **once), "similarity") == "bars"
    ended = job(1, **once)
    ended.status = Status.FINISHED
    assert shape_of(ended, "similarity") == "bars"


def test_all_others_are_curves() -> None:
    assert shape_of(job(9, loss=[(1, 0.5)]), "loss") == "curves"
    several = job(9, query__before=[(1, 1.0), (5, 0.5)], query__after=[(1, 0.5)])
    assert shape_of(several, "query") == "curves"
    assert shape_of(several, "loss") is None


def test_bars_stand_in_order_with_the_unknown_last() -> None:
    made = job(9, s__a=[(1, 0.5)], s__odd=[(1, NAN)], s__b=[(1, 0.9)])
    assert [name for name, _ in bars_of(made, "s")] == ["b", "a", "odd"]
    assert bars_table("S", bars_of(made, "s")).rows[0] == ("b", "0.9")


def test_the_gap_is_what_adaptation_gains() -> None:
    made = job(9, q__before=[(1, 2.0), (5, 3.0)], q__after=[(1, 1.0), (2, 1.5), (6, 3.5)])
    assert gap(made, "q") == pytest.approx(3.0 - 1.5)
    low, high = gap_edges(made, "q") or ((), ())
    np.testing.assert_allclose(low, [1.0, 3.0])
    np.testing.assert_allclose(high, [2.0, 3.0])
    assert gap(made, "loss") is None
    assert gap_edges(made, "loss") is None


def test_a_gap_without_a_common_step_is_not_known() -> None:
    assert gap(job(9, q__before=[(5, 2.0)], q__after=[(1, 1.0)]), "q") is None


def test_cells_are_told_as_a_matrix() -> None:
    table = grid_table("Router", heat_grid([("a", "x", 0.25), ("a", "y", NAN), ("b", "y", 1.0)]))
    assert table.columns == ("", "x", "y")
    assert table.rows == (("a", "0.25", ""), ("b", "", "1"))
    assert table.values == ((0.25, None), (None, 1.0))
