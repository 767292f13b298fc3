"""A growing curve: numpy buffers that double, and its exponential smoothing."""

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
        for index in range(self._smooth_length, self._length):
            value = self._y[index]
            last = self._smooth_y[index - 1] if index else value
            if not np.isfinite(last):
                last = value
            steady = weight * last + (1.0 - weight) * value
            self._smooth_y[index] = steady if np.isfinite(value) else last
        self._smooth_length = self._length
        return self._smooth_y[: self._length]
