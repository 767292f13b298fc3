"""Long curves cut to what a chart can show: the visible part, two points per pixel column."""

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]


def visible(x: Values, low: float, high: float) -> slice:
    """Return the points between two positions and one more at either side.

    The points beside the edges keep a line that leaves the view from ending inside it.
    ``x`` ascends.
    """
    first = int(np.searchsorted(x, low, side="left"))
    last = int(np.searchsorted(x, high, side="right"))
    return slice(max(0, first - 1), min(len(x), last + 1))


def thinned(x: Values, y: Values, columns: int) -> tuple[Values, Values]:
    """Return the least and the greatest point of every pixel column, in order of position.

    A curve of at most two points per column comes back as it is. Every extreme value stays, so
    a spike of one point is never lost. A column without any finite value becomes a gap; what is
    not finite beside finite values is left out.

    Parameters
    ----------
    x, y
        The curve (N,), ``x`` ascending. Points are shared out evenly by their number, which
        for steps is the same as by their position.
    columns
        How many pixel columns the curve covers, at least 1.
    """
    count = len(x)
    size = -(-count // max(1, columns))
    if size <= 2:
        return x, y
    full = count // size
    head, tail = y[: full * size].reshape(full, size), y[full * size :]
    places = np.concatenate([_extremes(head, size), _tail_extremes(tail, full * size)])
    return x[places], y[places]


def _extremes(blocks: Values, size: int) -> NDArray[np.intp]:
    """Return the places of the least and greatest value of each block (B, S), ascending."""
    starts = np.arange(len(blocks)) * size
    low, high = blocks.argmin(1), blocks.argmax(1)
    # A value that is not finite wins every comparison; only such blocks are looked at again.
    odd = ~np.isfinite(blocks[np.arange(len(blocks)), low]) | ~np.isfinite(
        blocks[np.arange(len(blocks)), high]
    )
    if odd.any():
        known = np.where(np.isfinite(blocks[odd]), blocks[odd], np.nan)
        low[odd] = np.where(np.isnan(known), np.inf, known).argmin(1)
        high[odd] = np.where(np.isnan(known), -np.inf, known).argmax(1)
    pairs = np.stack([np.minimum(low, high), np.maximum(low, high)], axis=1)
    return (pairs + starts[:, None]).ravel()


def _tail_extremes(tail: Values, start: int) -> NDArray[np.intp]:
    if not len(tail):
        return np.empty(0, np.intp)
    return _extremes(tail[None, :], len(tail)) + start


class Thinner:
    """Thins one curve and remembers the last result, since most frames ask for the same again."""

    __slots__ = ("_found", "_key")

    def __init__(self) -> None:
        self._key: object = None
        self._found: tuple[Values, Values] = (np.empty(0), np.empty(0))

    def points(
        self, x: Values, y: Values, low: float, high: float, columns: int, *, log: bool = False
    ) -> tuple[Values, Values]:
        """Return what a chart of so many pixel columns draws between two positions.

        With ``log`` the values are their decimal logarithms, and those of 0 and less are gaps.
        """
        samples = y[[0, len(y) // 2, -1]].tolist() if len(y) else []
        key = (len(x), low, high, columns, log, str(samples))
        if key != self._key:
            part = visible(x, low, high)
            values = y[part]
            if log:
                values = np.where(values > 0, values, np.nan)
            places, thin = thinned(x[part], values, columns)
            self._key, self._found = key, (places, np.log10(thin) if log else thin)
        return self._found
