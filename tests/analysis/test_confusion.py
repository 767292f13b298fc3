"""Confusion matrices and tables of predictions."""

import numpy as np
import pytest
from sklearn.metrics import confusion_matrix

from promptstudio.analysis.confusion import MOST_LABELS, chosen, confusion, prediction_table
from promptstudio.core.predictions import Prediction

RIGHT = Prediction(0, "good film", ("yes",), "yes", 0.9, 0.105)
WRONG = Prediction(1, "bad film", ("no",), "yes", 0.6, 0.9)
EITHER = Prediction(2, "free", ("maybe", "no"), "no")
PREDICTIONS = (RIGHT, WRONG, EITHER)


def test_the_matrix_is_that_of_sklearn() -> None:
    draw = np.random.default_rng(3)
    gold, told = (draw.choice(["a", "b", "c"], 60) for _ in range(2))
    table = confusion(
        [Prediction(i, "", (g,), t) for i, (g, t) in enumerate(zip(gold, told, strict=True))]
    )
    assert table is not None
    assert table.columns == ("right answer", "a", "b", "c")
    assert np.array_equal(table.values, confusion_matrix(gold, told))
    right = int((gold == told).sum())
    assert f"{right} of 60 rows are right" in table.notes[0]


def test_of_several_right_answers_the_predicted_one_counts() -> None:
    table = confusion(PREDICTIONS)
    assert table is not None
    assert table.rows == (("no", "1", "1"), ("yes", "0", "1"))
    assert "2 of 3 rows are right (0.667)" in table.notes[0]


@pytest.mark.parametrize(("labels", "is_shown"), [(MOST_LABELS, True), (MOST_LABELS + 1, False)])
def test_too_many_answers_make_no_matrix(labels: int, is_shown: bool) -> None:  # noqa: FBT001
    told = [Prediction(i, "", (str(i),), str(i)) for i in range(labels)]
    assert (confusion(told) is not None) == is_shown


def test_no_prediction_makes_no_matrix() -> None:
    assert confusion([]) is None


def test_errors_and_cells_are_chosen() -> None:
    assert chosen(PREDICTIONS) == list(PREDICTIONS)
    assert chosen(PREDICTIONS, only_errors=True) == [WRONG]
    assert chosen(PREDICTIONS, pair=("no", "no")) == [EITHER]
    assert chosen(PREDICTIONS, pair=("no", "no"), only_errors=True) == []


def test_the_table_marks_errors() -> None:
    table = prediction_table(PREDICTIONS)
    assert [row[1] for row in table.rows] == ["✓", "✗", "✓"]
    assert table.rows[0][4:] == ("0.900", "0.105", "good film")
    assert table.rows[2][2:6] == ("maybe | no", "no", "—", "—")
