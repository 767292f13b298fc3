"""Signs that a run does not learn, looked for while it runs."""

from typing import Final

import numpy as np

from promptstudio.analysis.failures import Curve, LearningFailure, learning_failures
from promptstudio.analysis.live import JobState
from promptstudio.analysis.series import Series

_MOST: Final = 2_000
_NORM: Final = "prompt_norm"


def signs_of(job: JobState, metric: str) -> list[LearningFailure]:
    """Return the signs in a job's curves so far; none before it was scored on validation.

    Of longer curves an even choice of points is looked at, with every value that is not finite.

    Parameters
    ----------
    metric
        The target's own metric.
    """
    if not job.validation_rows:
        return []
    curves = {name: points_of(series) for name, series in job.numbers.items()}
    for name, series in job.validation.items():
        curves[name if name == _NORM else f"validation/{name}"] = points_of(series)
    return learning_failures(curves, metric=metric, validation_rows=job.validation_rows)


def points_of(series: Series, most: int = _MOST) -> Curve:
    """Return (step, value) of at most so many points, and of all that are not finite."""
    x, y = series.x, series.y
    if len(x) > most:
        even = np.linspace(0, len(x) - 1, most).round().astype(np.intp)
        places = np.union1d(even, np.flatnonzero(~np.isfinite(y)))
        x, y = x[places], y[places]
    return list(zip(x.astype(int).tolist(), y.tolist(), strict=True))
