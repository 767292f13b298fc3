import csv
import io

import numpy as np
import pytest

from promptstudio.analysis.curve_tables import (
    MOST_ROWS,
    curve_table,
    curves_csv,
    number_text,
)

CURVES = {
    "a": (np.array([1.0, 2.0]), np.array([0.123456789, 1e-7])),
    "b, quoted": (np.array([2.0]), np.array([float("nan")])),
}


def test_a_table_has_a_row_per_step_and_a_column_per_curve() -> None:
    table = curve_table("Loss", {**CURVES, "empty": (np.empty(0), np.empty(0))})
    assert table.columns == ("Step", "a", "b, quoted")
    assert table.rows == (("1", "0.1235", ""), ("2", "1e-07", "nan"))
    assert table.numeric == {0, 1, 2}
    assert not table.notes


def test_of_many_steps_an_even_choice_is_shown() -> None:
    x = np.arange(10_000.0)
    table = curve_table("Loss", {"a": (x, x)})
    assert len(table.rows) == MOST_ROWS
    assert (table.rows[0][0], table.rows[-1][0]) == ("0", "9,999")
    assert table.notes == ("200 of 10,000 steps are shown. 'Save data' writes all of them.",)


def test_no_curve_makes_an_empty_table() -> None:
    assert curve_table("Loss", {}).rows == ()


def test_saved_data_read_back_to_the_same_numbers() -> None:
    rows = list(csv.reader(io.StringIO(curves_csv(CURVES))))
    assert rows[0] == ["series", "step", "value"]
    assert [(name, float(step)) for name, step, _ in rows[1:]] == [
        ("a", 1),
        ("a", 2),
        ("b, quoted", 2),
    ]
    assert [float(value) for _, _, value in rows[1:3]] == [0.123456789, 1e-7]


@pytest.mark.parametrize(
    ("value", "text"), [(0.81234, "0.8123"), (1234567.0, "1.235e+06"), (2.0, "2")]
)
def test_numbers_have_four_digits(value: float, text: str) -> None:
    assert number_text(value) == text
