import numpy as np
import pytest

from promptstudio.analysis.series import Series


def filled(values: list[float]) -> Series:
    series = Series()
    for step, value in enumerate(values):
        series.append(step, value)
    return series


def test_keeps_all_points_when_buffers_double() -> None:
    series = filled([float(v) for v in range(1000)])
    assert len(series) == 1000
    np.testing.assert_array_equal(series.x, np.arange(1000.0))
    np.testing.assert_array_equal(series.y, np.arange(1000.0))


def test_going_back_replaces_the_tail_instead_of_zig_zagging() -> None:
    series = filled([0.0, 1.0, 2.0, 3.0])
    series.append(2, 20.0)
    np.testing.assert_array_equal(series.x, [0, 1, 2])
    np.testing.assert_array_equal(series.y, [0, 1, 20])


def test_smoothing_is_the_recursion_of_its_definition() -> None:
    series = filled([1.0, 0.0, 4.0])
    np.testing.assert_allclose(series.smoothed(0.5), [1.0, 0.5, 2.25])


def test_smoothing_goes_on_where_it_stopped_and_starts_anew_with_another_weight() -> None:
    values = list(np.random.default_rng(0).normal(size=200))
    growing = Series()
    for step, value in enumerate(values):
        growing.append(step, value)
        growing.smoothed(0.9)
    np.testing.assert_array_equal(growing.smoothed(0.9), filled(values).smoothed(0.9))
    np.testing.assert_array_equal(growing.smoothed(0.5), filled(values).smoothed(0.5))


def test_smoothing_follows_a_replaced_tail() -> None:
    series = filled([1.0, 1.0, 9.0])
    series.smoothed(0.5)
    series.append(2, 3.0)
    np.testing.assert_allclose(series.smoothed(0.5), [1.0, 1.0, 2.0])


def test_a_value_that_is_not_finite_leaves_the_average_alone() -> None:
    series = filled([float("nan"), 2.0, float("inf"), 4.0])
    smooth = series.smoothed(0.5)
    np.testing.assert_allclose(smooth[1:], [2.0, 2.0, 3.0])


def test_without_smoothing_the_values_come_back() -> None:
    np.testing.assert_array_equal(filled([3.0, 1.0]).smoothed(0.0), [3.0, 1.0])


@pytest.mark.parametrize("weight", [1.0, -0.1, 2.0])
def test_refuses_weights_outside_the_range(weight: float) -> None:
    with pytest.raises(ValueError, match=rf"weight {weight} is not in \[0, 1\)"):
        filled([1.0]).smoothed(weight)


def test_the_value_at_a_place_is_the_last_one_up_to_it() -> None:
    series = filled([5.0, 6.0, 7.0])
    assert [series.at(x) for x in (0, 1.5, 99)] == [5.0, 6.0, 7.0]
    assert np.isnan(series.at(-1))
