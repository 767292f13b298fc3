"""One curve and the view of a chart on it. Kept apart from what draws it: that loads pyqtgraph."""

from dataclasses import dataclass

from PySide6.QtGui import QPen

from promptstudio.analysis.series import Values


@dataclass(frozen=True, slots=True)
class Curve:
    """What a chart draws under one name; ``low`` and ``high`` are the edges of a band."""

    x: Values
    y: Values
    pen: QPen
    title: str = ""
    low: Values | None = None
    high: Values | None = None

    @property
    def has_band(self) -> bool:
        """Whether both edges are given."""
        return self.low is not None and self.high is not None


@dataclass(frozen=True, slots=True)
class View:
    """The part of a chart that is seen: positions, pixel columns, and a logarithmic height."""

    low: float
    high: float
    columns: int
    log: bool
