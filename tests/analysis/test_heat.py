import numpy as np
import pytest

from promptstudio.analysis.heat import cell_of, heat_grid


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("router/film/hotel", ("router", "film", "hotel")),
        ("router/film", None),
        ("loss", None),
        ("a/b/c/d", None),
        ("a//c", None),
    ],
)
def test_cells_have_three_parts(name: str, cell: tuple[str, str, str] | None) -> None:
    assert cell_of(name) == cell


def test_grid_is_sorted_filled_and_marks_gaps() -> None:
    grid = heat_grid([("b", "y", 1.0), ("a", "x", 2.0), ("b", "y", 3.0)])
    assert grid.rows == ("a", "b")
    assert grid.columns == ("x", "y")
    np.testing.assert_array_equal(grid.values, [[2.0, np.nan], [np.nan, 3.0]])


def test_an_empty_grid_has_no_cells() -> None:
    assert heat_grid([]).values.shape == (0, 0)
