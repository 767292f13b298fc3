import math

import numpy as np
import pytest

from promptstudio.analysis.transfer import (
    TransferMatrix,
    by_family,
    error_reduction,
    gain,
    relative_to_own,
    transfer_matrix,
)
from promptstudio.core.errors import AnalysisError
from promptstudio.core.transfer import TransferCell

CELLS = [
    TransferCell("a", "a", 0.8),
    TransferCell("a", "b", 0.5),
    TransferCell("b", "a", 0.3),
    TransferCell("b", "a", 0.5),
    TransferCell("b", "b", 0.4),
    TransferCell("c", "b", 0.9),
]


def values(matrix: TransferMatrix) -> list[list[float]]:
    return matrix.values.tolist()


def test_rows_are_sources_and_cells_are_means() -> None:
    matrix = transfer_matrix(CELLS)
    assert (matrix.sources, matrix.targets) == (("a", "b", "c"), ("a", "b"))
    np.testing.assert_allclose(matrix.values, [[0.8, 0.5], [0.4, 0.4], [math.nan, 0.9]])
    assert matrix.repetitions.tolist() == [[1, 1], [2, 1], [0, 1]]
    assert matrix.quantity == "score"


def test_cells_know_their_runs() -> None:
    cells = (
        TransferCell("a", "x", 0.1, "one"),
        TransferCell("b", "y", 0.2, "two"),
        TransferCell("a", "x", 0.3, "three"),
    )
    matrix = transfer_matrix(cells)
    assert matrix.runs == ((("one", "three"), ()), ((), ("two",)))
    assert gain(matrix, {"x": 0.1}).runs == matrix.runs
    assert transfer_matrix(CELLS).runs == ()


def test_the_order_of_cells_does_not_matter() -> None:
    first, second = transfer_matrix(CELLS), transfer_matrix(CELLS[::-1])
    assert (first.sources, first.targets) == (second.sources, second.targets)
    np.testing.assert_array_equal(first.values, second.values)


def test_families_lie_beside_each_other() -> None:
    families = {"c": "x", "a": "x", "b": "w"}
    assert transfer_matrix(CELLS, families=families).sources == ("b", "a", "c")
    assert by_family(["z", "c", "b", "a"], families) == ("b", "a", "c", "z")


def test_records_tell_what_was_not_measured() -> None:
    records = transfer_matrix(CELLS).records()
    assert len(records) == 6
    assert records[1] == {"source": "a", "target": "b", "value": 0.5}
    assert records[4] == {"source": "c", "target": "a", "value": None}


def test_gain_is_a_difference() -> None:
    found = gain(transfer_matrix(CELLS), {"a": 0.5, "b": 0.0})
    np.testing.assert_allclose(found.values, [[0.3, 0.5], [-0.1, 0.4], [math.nan, 0.9]])
    assert found.left_out == ()


def test_error_reduction_by_hand() -> None:
    # from 0.6 to 0.8 removes half of the error, from 0.6 to 0.4 adds half of it
    found = error_reduction(transfer_matrix(CELLS), {"a": 0.6, "b": 1.0})
    np.testing.assert_allclose(found.values[:, 0], [0.5, -0.5, math.nan])
    assert np.isnan(found.values[:, 1]).all()
    assert found.left_out == ("b",)


def test_error_reduction_refuses_percentages() -> None:
    matrix = transfer_matrix([TransferCell("a", "b", 80.0)])
    with pytest.raises(AnalysisError, match=r"one here is 80\. Divide percentages by 100"):
        error_reduction(matrix, {"b": 0.5})
    with pytest.raises(AnalysisError, match="one here is 50"):
        error_reduction(transfer_matrix(CELLS), {"a": 50.0})


def test_relative_to_own_by_hand() -> None:
    found = relative_to_own(transfer_matrix(CELLS))
    np.testing.assert_allclose(found.values, [[1.0, 1.25], [0.5, 1.0], [math.nan, 2.25]])
    assert found.left_out == ()


@pytest.mark.parametrize("own", [None, 0.0, -0.2])
def test_a_target_without_a_usable_own_score_is_left_out(own: float | None) -> None:
    cells = CELLS[1:] if own is None else [TransferCell("a", "a", own), *CELLS[1:]]
    found = relative_to_own(transfer_matrix(cells))
    assert found.left_out == ("a",)
    assert np.isnan(found.values[:, 0]).all()
    assert np.isfinite(found.values[:, 1]).all()


def test_a_missing_reference_is_named() -> None:
    assert gain(transfer_matrix(CELLS), {"a": 0.5}).left_out == ("b",)


def test_the_given_matrix_stays() -> None:
    matrix = transfer_matrix(CELLS)
    before = values(matrix)
    relative_to_own(matrix)
    np.testing.assert_array_equal(matrix.values, before)


@pytest.mark.parametrize("score", [math.nan, math.inf])
def test_a_score_that_is_no_number_is_refused(score: float) -> None:
    with pytest.raises(AnalysisError, match="source 'a' on target 'b' is"):
        transfer_matrix([TransferCell("a", "b", score)])
