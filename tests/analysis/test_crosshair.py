import numpy as np
import pytest

from promptstudio.analysis.crosshair import nearest, neighbour, readings

NAN = float("nan")


def test_every_curve_is_read_at_its_nearest_point_greatest_first() -> None:
    curves = {
        "low": (np.array([0.0, 10.0, 20.0]), np.array([1.0, 2.0, 3.0])),
        "high": (np.array([8.0, 30.0]), np.array([5.0, 6.0])),
        "odd": (np.array([11.0]), np.array([NAN])),
        "empty": (np.empty(0), np.empty(0)),
    }
    found = readings(curves, 12.0)
    assert [(r.name, r.x) for r in found] == [("high", 8.0), ("low", 10.0), ("odd", 11.0)]


@pytest.mark.parametrize(("at", "place"), [(-5, 0), (4, 0), (5, 0), (5.1, 1), (99, 2), (10, 1)])
def test_the_nearest_of_two_is_the_first_when_both_are_as_near(at: float, place: int) -> None:
    assert nearest(np.array([0.0, 10.0, 20.0]), at) == place


def test_the_neighbour_is_the_next_point_of_any_curve() -> None:
    curves = [np.array([0.0, 10.0]), np.array([4.0])]
    assert neighbour(curves, 0.0, forward=True) == 4.0
    assert neighbour(curves, 5.0, forward=True) == 10.0
    assert neighbour(curves, 10.0, forward=True) is None
    assert neighbour(curves, 10.0, forward=False) == 4.0
    assert neighbour(curves, 0.0, forward=False) is None
