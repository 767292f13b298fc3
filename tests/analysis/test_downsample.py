import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from promptstudio.analysis.downsample import Thinner, thinned, visible

NAN, INF = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("low", "high", "found"),
    [(2, 4, [1, 2, 3, 4, 5]), (2.5, 2.6, [2, 3]), (-5, 0, [0, 1]), (9, 12, [8, 9]), (20, 30, [9])],
)
def test_the_visible_part_has_one_point_more_at_either_side(
    low: float, high: float, found: list[int]
) -> None:
    x = np.arange(10.0)
    assert x[visible(x, low, high)].tolist() == found


def test_each_column_keeps_its_least_and_greatest_point_in_order() -> None:
    y = np.array([3.0, 1.0, 2.0, 0.0, 5.0, 9.0, 7.0, 8.0])
    x, thin = thinned(np.arange(8.0), y, 2)
    assert list(zip(x, thin, strict=True)) == [
        (0, 3.0),
        (3, 0.0),
        (4, 5.0),
        (5, 9.0),
    ]


def test_a_short_curve_comes_back_as_it_is() -> None:
    x, y = np.arange(8.0), np.arange(8.0)
    assert thinned(x, y, 4)[0] is x
    assert len(thinned(x, y, 3)[0]) < 8


def test_the_last_column_may_be_narrower() -> None:
    y = np.array([0.0, 1.0, 2.0, 3.0, 4.0, 5.0, -1.0])
    x, thin = thinned(np.arange(7.0), y, 2)
    assert thin.tolist() == [0.0, 3.0, 5.0, -1.0]
    assert x.tolist() == [0, 3, 5, 6]


def test_values_that_are_not_finite_give_way_and_are_gaps_alone() -> None:
    y = np.array([1.0, NAN, 2.0, -INF, INF, 4.0, NAN, NAN, NAN])
    _, thin = thinned(np.arange(9.0), y, 3)
    assert thin[:4].tolist() == [1.0, 2.0, 4.0, 4.0]
    assert np.isnan(thin[4:]).all()


@given(
    hnp.arrays(np.float64, st.integers(1, 400), elements=st.floats(-1e6, 1e6)),
    st.integers(1, 50),
)
def test_no_extreme_is_lost_and_nothing_is_made_up(y: np.ndarray, columns: int) -> None:
    x = np.arange(float(len(y)))
    places, thin = thinned(x, y, columns)
    assert len(thin) <= max(2 * columns + 2, 2)
    assert (np.diff(places) >= 0).all()
    assert (thin.min(), thin.max()) == (y.min(), y.max())
    np.testing.assert_array_equal(y[places.astype(int)], thin)


def test_logarithms_leave_out_what_has_none() -> None:
    y = np.array([100.0, 0.0, -3.0, 10.0])
    _, found = Thinner().points(np.arange(4.0), y, -1, 5, 100, log=True)
    np.testing.assert_array_equal(found, [2.0, NAN, NAN, 1.0])


def test_the_same_question_is_answered_from_memory_and_a_longer_curve_anew() -> None:
    thinner = Thinner()
    x, y = np.arange(1000.0), np.zeros(1000)
    first = thinner.points(x, y, 0, 1000, 10)
    assert thinner.points(x, y, 0, 1000, 10) is first
    assert thinner.points(x, y, 0, 500, 10) is not first
    assert len(thinner.points(x[:999], y[:999], 0, 500, 10)[0]) > 0
    y[-1] = 7.0
    assert thinner.points(x, y, 0, 1000, 10)[1][-1] == 7.0
