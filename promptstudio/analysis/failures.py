"""Signs in a run's curves that it did not learn, each with what to change."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from promptstudio.core.phrases import Phrase

Curve = Sequence[tuple[int, float]]
"""(step, value) in the order of steps."""

Kind = Literal["not_finite", "flat", "one_class", "norm_blow_up", "loss_rising"]

_EVALUATIONS: Final = 5
_NORM_FACTOR: Final = 10.0
_LOSS_POINTS: Final = 8
_STANDARD_ERRORS: Final = 2.0
_NOISE: Final = 1e-9
_LOWER_RATE: Final = Phrase("Lower 'Learning rate' or raise 'Warm-up steps'.")
_HIGHER_RATE: Final = Phrase("Raise 'Learning rate' (soft prompts need 0.1 or more) or 'Steps'.")
_OTHER_START: Final = Phrase("Raise 'Learning rate' or set 'Initialisation' to label words.")


@dataclass(frozen=True, slots=True)
class LearningFailure:
    """One sign: what was seen, and which setting to change."""

    kind: Kind
    sentence: str
    suggestion: str


def learning_failures(
    curves: Mapping[str, Curve],
    *,
    metric: str,
    validation_rows: int,
    majority: float | None = None,
) -> list[LearningFailure]:
    """Return the signs of failure in one run.

    Parameters
    ----------
    curves
        The training ``loss`` (or ``.../loss``, one per stage), ``prompt_norm``, and
        ``validation/...`` per validation metric, as far as there are any. Others are looked at
        for values that are not finite.
    metric
        The target's own metric, for example ``accuracy``.
    validation_rows
        How many rows a validation score rests on, one at least.
    majority
        Accuracy of always naming the most frequent class of the validation rows.
    """
    one = 1 / validation_rows
    values = {name: np.array([value for _, value in curve]) for name, curve in curves.items()}
    finite = {name: known[np.isfinite(known)] for name, known in values.items()}
    scores = finite.get(f"validation/{metric}", np.empty(0))
    accuracy = finite.get("validation/accuracy", np.empty(0))
    share = finite.get("validation/predicted_share", np.empty(0))
    found = (
        _not_finite(curves),
        _flat(scores, metric, one),
        _one_class(accuracy, share, majority, one),
        _norm_blow_up(finite.get("prompt_norm", np.empty(0))),
        *(_loss_rising(name, finite[name]) for name in curves if _is_training_loss(name)),
    )
    return [failure for failure in found if failure]


def _is_training_loss(name: str) -> bool:
    stage, _, last = name.rpartition("/")
    return last == "loss" and stage != "validation"


def _not_finite(curves: Mapping[str, Curve]) -> LearningFailure | None:
    bad = [
        (step, name, value)
        for name, curve in curves.items()
        for step, value in curve
        if not math.isfinite(value)
    ]
    if not bad:
        return None
    step, name, value = min(bad, key=lambda point: point[0])
    sentence = Phrase("'{0}' is {1} from step {2} on.", name, value, step)
    return LearningFailure("not_finite", sentence, _LOWER_RATE)


def _flat(scores: NDArray[np.float64], metric: str, one: float) -> LearningFailure | None:
    """Tell a score that never moves by more than one row, unless nothing is left to gain."""
    if len(scores) < _EVALUATIONS or np.ptp(scores) > one + _NOISE:
        return None
    if scores.min() >= 1 - one - _NOISE:
        return None
    sentence = Phrase(
        "The validation {0} stays at {1:.3f} over {2} evaluations: it never moves by more than one "
        "example.",
        metric,
        scores[-1],
        len(scores),
    )
    return LearningFailure("flat", sentence, _HIGHER_RATE)


def _one_class(
    accuracy: NDArray[np.float64],
    share: NDArray[np.float64],
    majority: float | None,
    one: float,
) -> LearningFailure | None:
    """Tell a last evaluation that names one class; the share predicted decides if known."""
    if majority is not None and majority > 1 - one / 2:
        return None
    if len(share):
        if share[-1] < 1 - one / 2:
            return None
        sentence = Phrase("At the last evaluation every row is given the same class.")
    elif len(accuracy) and majority is not None and abs(accuracy[-1] - majority) < one / 2:
        sentence = Phrase(
            "The last validation accuracy, {0:.3f}, is that of always naming the most frequent "
            "class.",
            accuracy[-1],
        )
    else:
        return None
    return LearningFailure("one_class", sentence, _OTHER_START)


def _norm_blow_up(norms: NDArray[np.float64]) -> LearningFailure | None:
    if len(norms) < 2 or norms[0] == 0 or norms[-1] <= _NORM_FACTOR * norms[0]:
        return None
    sentence = Phrase("The prompt's norm went from {0:.3g} to {1:.3g}.", norms[0], norms[-1])
    suggestion = Phrase("Lower 'Learning rate' or raise 'Weight decay'.")
    return LearningFailure("norm_blow_up", sentence, suggestion)


def _loss_rising(name: str, losses: NDArray[np.float64]) -> LearningFailure | None:
    """Compare the last quarter of the losses with the first, by two standard errors."""
    if len(losses) < _LOSS_POINTS:
        return None
    quarter = len(losses) // 4
    first, last = losses[:quarter], losses[-quarter:]
    error = math.sqrt((first.var(ddof=1) + last.var(ddof=1)) / quarter)
    if last.mean() - first.mean() <= _STANDARD_ERRORS * error + _NOISE:
        return None
    sentence = Phrase(
        "The training '{0}' rises, from {1:.3g} to {2:.3g}.", name, first.mean(), last.mean()
    )
    return LearningFailure("loss_rising", sentence, _LOWER_RATE)
