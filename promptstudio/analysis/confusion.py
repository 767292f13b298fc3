"""Predictions of single rows: which ones are wrong, and what is taken for what."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from promptstudio.core.phrases import Phrase, phrases
from promptstudio.core.predictions import Prediction
from promptstudio.core.tables import Table

MOST_LABELS: Final = 20
"""With more different answers than this a matrix tells nothing."""


def confusion(predictions: Sequence[Prediction]) -> Table | None:
    """Return how often each answer was predicted for each right one.

    Of several right answers the predicted one counts, or else the first. None where the
    answers are too many for a matrix, or there are none.
    """
    counts = Counter((_meant(each), each.predicted) for each in predictions)
    labels = sorted({label for pair in counts for label in pair})
    if not labels or len(labels) > MOST_LABELS:
        return None
    values = tuple(tuple(counts[gold, told] for told in labels) for gold in labels)
    right = sum(each.is_right for each in predictions)
    return Table(
        key="confusion",
        title=Phrase("Confusion matrix"),
        columns=(Phrase("right answer"), *labels),
        rows=tuple((gold, *map(str, row)) for gold, row in zip(labels, values, strict=True)),
        notes=(
            Phrase(
                "Rows are right answers, columns predictions. {0} of {1} rows are right ({2:.3f}).",
                right,
                len(predictions),
                right / len(predictions),
            ),
        ),
        numeric=frozenset(range(1, len(labels) + 1)),
        values=tuple(tuple(map(float, row)) for row in values),
    )


def chosen(
    predictions: Iterable[Prediction],
    *,
    only_errors: bool = False,
    pair: tuple[str, str] | None = None,
) -> list[Prediction]:
    """Return the errors alone, or those of one cell (right answer, prediction)."""
    return [
        each
        for each in predictions
        if not (only_errors and each.is_right)
        and (pair is None or pair == (_meant(each), each.predicted))
    ]


def prediction_table(predictions: Iterable[Prediction]) -> Table:
    """Return a line for every row of the test split."""
    return Table(
        key="predictions",
        title=Phrase("Predictions"),
        columns=phrases("row", "", "right answer", "predicted", "probability", "loss", "input"),
        rows=tuple(
            (
                str(each.row),
                "✓" if each.is_right else "✗",
                " | ".join(each.gold),
                each.predicted,
                _number(each.probability),
                _number(each.loss),
                each.text,
            )
            for each in predictions
        ),
        numeric=frozenset({0, 4, 5}),
    )


def _meant(each: Prediction) -> str:
    return each.predicted if each.is_right else (each.gold[0] if each.gold else "")


def _number(value: float | None) -> str:
    return "—" if value is None else f"{value:.3f}"
