"""What was measured beside what is wanted."""

from collections.abc import Sequence
from dataclasses import dataclass

_HEAD = ("| what | target | measured | met |", "|---|---:|---:|---|")


@dataclass(frozen=True, slots=True)
class Reading:
    """One measured number. ``target`` is its greatest good value, or with ``at_least`` its least.

    None is a number that is told without a target.
    """

    what: str
    measured: float
    unit: str
    target: float | None = None
    at_least: bool = False
    digits: int = 0

    @property
    def is_met(self) -> bool:
        """Whether the target is reached; true where there is none."""
        if self.target is None:
            return True
        return self.measured >= self.target if self.at_least else self.measured < self.target

    def line(self) -> str:
        """Return the reading as a line of the table."""
        value = f"{self.measured:,.{self.digits}f} {self.unit}"
        if self.target is None:
            return f"| {self.what} | | {value} | |"
        sign = "at least" if self.at_least else "under"
        wanted = f"{sign} {self.target:g} {self.unit}"
        return f"| {self.what} | {wanted} | {value} | {'yes' if self.is_met else 'no'} |"


def table(readings: Sequence[Reading]) -> list[str]:
    """Return the readings as lines of a Markdown table."""
    return [*_HEAD, *(reading.line() for reading in readings)]
