"""How fast something goes on, how long it still takes, and how a person reads that."""

from collections import deque

_WINDOW = 50
_MINUTE_S = 60
_HOUR_S = 3600


class Pace:
    """Time left from the last observations of (done, time)."""

    __slots__ = ("_seen",)

    def __init__(self) -> None:
        self._seen: deque[tuple[float, float]] = deque(maxlen=_WINDOW)

    def observe(self, done: float, time_s: float) -> None:
        """Note that ``done`` units were done at ``time_s``; going back starts anew."""
        if self._seen and done < self._seen[-1][0]:
            self._seen.clear()
        self._seen.append((done, time_s))

    @property
    def per_s(self) -> float | None:
        """Units per second of the last observations; None while unknown."""
        if len(self._seen) < 2:
            return None
        (first, start), (last, now) = self._seen[0], self._seen[-1]
        if last <= first or now <= start:
            return None
        return (last - first) / (now - start)

    def left_s(self, total: float) -> float | None:
        """Return the seconds until ``total`` units are done; None while unknown."""
        rate = self.per_s
        return None if rate is None else max(0.0, (total - self._seen[-1][0]) / rate)


def duration_text(seconds: float | None) -> str:
    """Return a duration as a person says it: ``"8 s"``, ``"2 min 05 s"``, ``"1 h 20 min"``."""
    if seconds is None:
        return ""
    whole = round(seconds)
    if whole < _MINUTE_S:
        return f"{whole} s"
    if whole < _HOUR_S:
        return f"{whole // _MINUTE_S} min {whole % _MINUTE_S:02d} s"
    return f"{whole // _HOUR_S} h {whole % _HOUR_S // _MINUTE_S:02d} min"


def rate_text(per_s: float) -> str:
    """Return a rate with three significant digits: ``"0.25"``, ``"87.3"``, ``"1,240"``."""
    rounded = float(f"{per_s:.3g}")
    return f"{rounded:,.0f}" if rounded >= 100 else f"{rounded:g}"


class Lateness:
    """How late a periodic timer ticks: the worst of the last window, in milliseconds."""

    __slots__ = ("_last_s", "_late_ms", "_period_s")

    def __init__(self, period_s: float, window: int = _WINDOW) -> None:
        self._period_s = period_s
        self._last_s: float | None = None
        self._late_ms: deque[float] = deque(maxlen=window)

    def tick(self, now_s: float) -> None:
        """Note a tick at ``now_s`` (a monotonic clock)."""
        if self._last_s is not None:
            self._late_ms.append(max(0.0, now_s - self._last_s - self._period_s) * 1000.0)
        self._last_s = now_s

    def rest(self) -> None:
        """Forget the last tick: the timer pauses on purpose."""
        self._last_s = None

    @property
    def worst_ms(self) -> float:
        """The longest delay of the window."""
        return max(self._late_ms, default=0.0)
