"""A growing curve: numpy buffers that double, and its exponential smoothing."""

import math

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]

_FIRST_SIZE = 64


class Series:
    """Points (x, y) in order of x. Appending an x again replaces what stood from there on.

    So a run that continues from an earlier checkpoint never draws a zig-zag.
    """

    __slots__ = ("_length", "_smooth_length", "_smooth_y", "_weight", "_x", "_y")

    def __init__(self) -> None:
        self._x: Values = np.empty(_FIRST_SIZE)
        self._y: Values = np.empty(_FIRST_SIZE)
        self._smooth_y: Values = np.empty(_FIRST_SIZE)
        self._length = 0
        self._smooth_length = 0
        self._weight = 0.0

    def __len__(self) -> int:
        return self._length

    @property
    def x(self) -> Values:
        """Positions so far (a view)."""
        return self._x[: self._length]

    @property
    def y(self) -> Values:
        """Values so far (a view)."""
        return self._y[: self._length]

    def append(self, x: float, y: float) -> None:
        """Add a point; points at ``x`` and beyond are dropped first."""
        if self._length and x <= self._x[self._length - 1]:
            self._length = int(np.searchsorted(self.x, x))
            self._smooth_length = min(self._smooth_length, self._length)
        if self._length == len(self._x):
            self._x, self._y, self._smooth_y = (
                np.concatenate([part, np.empty_like(part)])
                for part in (self._x, self._y, self._smooth_y)
            )
        self._x[self._length] = x
        self._y[self._length] = y
        self._length += 1

    def at(self, x: float) -> float:
        """Return the last value at or before a position; NaN before the first."""
        place = int(np.searchsorted(self.x, x, side="right"))
        return float(self._y[place - 1]) if place else float("nan")

    def smoothed(self, weight: float) -> Values:
        """Return the exponential moving average of the values (a view).

        ``weight`` in [0, 1) is what the past keeps: s[t] = weight s[t-1] + (1 - weight) y[t],
        s[0] = y[0]. A value that is not finite leaves the average where it was. Only points
        that came since the last call are computed.

        Raises
        ------
        ValueError
            If ``weight`` lies outside [0, 1).
        """
        if not 0.0 <= weight < 1.0:
            raise ValueError(f"The smoothing weight {weight} is not in [0, 1).")
        if weight == 0.0:
            return self.y
        if weight != self._weight:
            self._weight, self._smooth_length = weight, 0
        first = self._smooth_length
        last = float(self._smooth_y[first - 1]) if first else math.nan
        # Python's own numbers: single elements of an array are ten times as slow.
        smooth = []
        for value in self._y[first : self._length].tolist():
            if not math.isfinite(last):
                last = value
            if math.isfinite(value):
                last = weight * last + (1.0 - weight) * value
            smooth.append(last)
        self._smooth_y[first : self._length] = smooth
        self._smooth_length = self._length
        return self._smooth_y[: self._length]
