"""An axis of a chart that is painted quickly."""

from typing import Any

import pyqtgraph as pg


class Axis(pg.AxisItem):  # type: ignore[misc]
    """Has two levels of ticks, and is not recorded as a picture.

    Text that is played back from a picture is laid out anew each time. That and the finest
    lines of the grid made up half of what a frame with twenty growing curves takes.
    """

    def __init__(self, side: str) -> None:
        super().__init__(side)
        self.setStyle(maxTickLevel=1)
        self.picture: Any = None

    def paint(self, painter: Any, _option: Any, _widget: Any) -> None:
        """Draw line, ticks and their texts; ``picture`` is None where they have changed."""
        if self.picture is None:
            if self.style["tickFont"]:
                painter.setFont(self.style["tickFont"])
            self.picture = self.generateDrawSpecs(painter)
        if self.picture is not None:
            painter.save()
            self.drawPicture(painter, *self.picture)
            painter.restore()
