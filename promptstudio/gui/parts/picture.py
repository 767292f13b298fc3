"""Pictures of widgets as files: PNG in twice the size of the screen, or SVG."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QFileInfo, QPoint, Qt
from PySide6.QtGui import QPaintDevice, QPainter, QPixmap
from PySide6.QtWidgets import QGraphicsView, QWidget

from promptstudio.core.errors import ExportError

_SCALE: Final = 2
KINDS: Final = "PNG (*.png);;SVG (*.svg)"


def save_picture(widget: QWidget, path: Path) -> None:
    """Write what a widget shows; the suffix names the format, PNG where it is another.

    Raises
    ------
    ExportError
        If the file can not be written.
    """
    is_written = _as_svg(widget, path) if path.suffix.lower() == ".svg" else _as_png(widget, path)
    if not is_written:
        raise ExportError(
            f"The picture '{path}' can not be written. Choose another folder, or free some space."
        )


def _as_png(widget: QWidget, path: Path) -> bool:
    picture = QPixmap(widget.size() * _SCALE)
    picture.setDevicePixelRatio(_SCALE)
    picture.fill(Qt.GlobalColor.transparent)
    return _paint(widget, picture) and picture.save(str(path), "PNG")


def _as_svg(widget: QWidget, path: Path) -> bool:
    from PySide6.QtSvg import QSvgGenerator  # loads another library

    if not QFileInfo(str(path.parent)).isWritable():
        return False
    generator = QSvgGenerator()
    generator.setFileName(str(path))
    generator.setSize(widget.size())
    generator.setViewBox(widget.rect())
    generator.setTitle(widget.accessibleName())
    return _paint(widget, generator)


def _paint(widget: QWidget, device: QPaintDevice) -> bool:
    painter = QPainter()
    if not painter.begin(device):
        return False
    try:
        if isinstance(widget, QGraphicsView):  # has a way of its own, for its scene alone
            widget.render(painter)
        else:
            widget.render(painter, QPoint())
    finally:
        painter.end()
    return True
