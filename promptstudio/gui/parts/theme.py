"""Colours, pens and icons, in a light and a dark set that follows the system."""

import tomllib
from dataclasses import dataclass
from functools import cache
from string import Template
from typing import Any, Final

from PySide6.QtCore import QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPalette, QPen, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from promptstudio.core.paths import resource
from promptstudio.core.preferences import ThemeChoice

DASHES: Final = (
    Qt.PenStyle.SolidLine,
    Qt.PenStyle.DashLine,
    Qt.PenStyle.DotLine,
    Qt.PenStyle.DashDotLine,
    Qt.PenStyle.DashDotDotLine,
)
_SWATCH: Final = QSize(26, 12)
_ICON_SIZES: Final = (16, 32)
_TICK_PX: Final = 13
_SETS: Final = ("light", "dark", "contrast")


@dataclass(frozen=True, slots=True)
class Theme:
    """One set of colours, as ``#rrggbb``."""

    is_dark: bool
    has_frames: bool
    window: str
    base: str
    alternate: str
    button: str
    text: str
    muted: str
    line: str
    highlight: str
    highlighted_text: str
    link: str
    good: str
    warn: str
    bad: str
    banner: str
    series: tuple[str, ...]

    def palette(self) -> QPalette:
        """Return the palette of all widgets."""
        palette = QPalette()
        role = QPalette.ColorRole
        for target, colour in {
            role.Window: self.window,
            role.Base: self.base,
            role.AlternateBase: self.alternate,
            role.ToolTipBase: self.base,
            role.Button: self.button,
            role.WindowText: self.text,
            role.Text: self.text,
            role.ButtonText: self.text,
            role.ToolTipText: self.text,
            role.PlaceholderText: self.muted,
            role.Mid: self.line,
            role.Highlight: self.highlight,
            role.HighlightedText: self.highlighted_text,
            role.Link: self.link,
        }.items():
            palette.setColor(target, QColor(colour))
        for target in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, target, QColor(self.muted))
        return palette

    def style_sheet(self, percent: int = 100) -> str:
        """Return the few rules that the plain style lacks; ``percent`` is the size of texts.

        Tick boxes lose their frames in the dark. In high contrast everything has a frame.
        """
        text = resource("theme/style.qss").read_text(encoding="utf-8")
        if self.has_frames:
            text += resource("theme/frames.qss").read_text(encoding="utf-8")
        names: dict[str, str | int] = {
            "side": round(_TICK_PX * percent / 100),
            "check": resource("icons/check.svg").as_posix(),
            "dark_check": resource("icons/check_black.svg").as_posix(),
            "up": resource("icons/arrow_up.svg").as_posix(),
            "down": resource("icons/arrow_down.svg").as_posix(),
            "muted": self.muted,
            "base": self.base,
            "line": self.line,
            "highlight": self.highlight,
        }
        return Template(text).substitute(names)

    def pen(self, group: int, seed: int) -> QPen:
        """Return the line of a series: colour by group, dash by seed. Width 1 draws fast.

        Where there are more groups than colours, dashes start further on.
        """
        turn, colour = divmod(group, len(self.series))
        pen = QPen(QColor(self.series[colour]))
        pen.setCosmetic(True)
        pen.setStyle(DASHES[(seed + 2 * turn) % len(DASHES)])
        return pen

    def swatch(self, group: int, seed: int) -> QPixmap:
        """Return a short sample of a series' line, for tables and legends."""
        picture = QPixmap(_SWATCH)
        picture.fill(Qt.GlobalColor.transparent)
        pen = self.pen(group, seed)
        pen.setWidth(2)
        painter = QPainter(picture)
        painter.setPen(pen)
        middle = _SWATCH.height() // 2
        painter.drawLine(1, middle, _SWATCH.width() - 2, middle)
        painter.end()
        return picture

    def icon(self, name: str) -> QIcon:
        """Return a shipped icon in the colours of this theme."""
        icon = QIcon()
        for mode, colour in ((QIcon.Mode.Normal, self.text), (QIcon.Mode.Disabled, self.line)):
            drawing = resource(f"icons/{name}.svg").read_text(encoding="utf-8")
            for size in _ICON_SIZES:
                picture = QPixmap()
                sized = drawing.replace("#000000", colour).replace(
                    'width="16" height="16"', f'width="{size}" height="{size}"'
                )
                picture.loadFromData(sized.encode(), "SVG")
                icon.addPixmap(picture, mode)
        return icon


@cache
def themes() -> tuple[Theme, ...]:
    """Return the sets of colours: light, dark, and dark of high contrast."""
    values = tomllib.loads(resource("theme/theme.toml").read_text(encoding="utf-8"))
    return tuple(_theme(name, values[name]) for name in _SETS)


def app_icon() -> QIcon:
    """Return the icon of the application."""
    return QIcon(str(resource("icons/promptstudio.svg")))


class ThemeKeeper(QObject):
    """Gives the application its colours and text size, by the person's choice.

    ``whole`` gets the style sheet, with all that lies in it.
    """

    changed = Signal(object)

    def __init__(self, app: QApplication, whole: QApplication | QWidget) -> None:
        super().__init__(whole)
        self._app = app
        self._whole = whole
        self._plain_font = QFont(app.font())
        self._choice: ThemeChoice = "system"
        self._percent = 100
        self._theme = self._wanted()
        app.setPalette(self._theme.palette())
        app.styleHints().colorSchemeChanged.connect(self._on_scheme_changed)

    @property
    def theme(self) -> Theme:
        """The set in use."""
        return self._theme

    def dress(self) -> None:
        """Give the style sheet, once the widgets are there.

        Where there is one already, each widget that gets a parent is styled anew with all its
        children. So parts of many layers are built first, and put into the window then.
        """
        sheet = self._theme.style_sheet(self._percent)
        if self._whole.styleSheet() != sheet:
            self._whole.setStyleSheet(sheet)

    def choose(self, choice: ThemeChoice) -> None:
        """Follow the system, or stay with one set."""
        self._choice = choice
        self._update()

    def scale(self, percent: int) -> None:
        """Give texts so many percent of the system's size."""
        if percent == self._percent:
            return
        self._percent = percent
        font = QFont(self._plain_font)
        font.setPointSizeF(self._plain_font.pointSizeF() * percent / 100)
        self._app.setFont(font)
        self._paint()
        self.changed.emit(self._theme)

    def rest(self) -> None:
        """Give the application its own text size back."""
        self._app.setFont(self._plain_font)

    @Slot()
    def _on_scheme_changed(self) -> None:
        self._update()

    def _update(self) -> None:
        wanted = self._wanted()
        if wanted is not self._theme:
            self._theme = wanted
            self._paint()
            self.changed.emit(wanted)

    def _paint(self) -> None:
        self._app.setPalette(self._theme.palette())
        self.dress()

    def _wanted(self) -> Theme:
        choice = self._choice
        if choice == "system":
            is_dark = self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark
            choice = "dark" if is_dark else "light"
        return themes()[_SETS.index(choice)]


def _theme(name: str, values: dict[str, Any]) -> Theme:
    series = tuple(values["series"])
    is_dark, has_frames = name != "light", name == "contrast"
    return Theme(is_dark=is_dark, has_frames=has_frames, **{**values, "series": series})
