"""Looks into prompts: nearest tokens, how alike they are, where they lie."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QTabWidget, QVBoxLayout, QWidget

from promptstudio.analysis.heat import HeatGrid
from promptstudio.analysis.lens import map_table, neighbour_table
from promptstudio.core.commands import Refused
from promptstudio.core.prompts import PromptEntry
from promptstudio.core.questions import Neighbours, NeighboursFound
from promptstudio.core.spec import BackboneSpec
from promptstudio.core.tables import Table
from promptstudio.gui.parts.maker import Maker
from promptstudio.gui.parts.theme import Theme
from promptstudio.gui.parts.twin import Twin
from promptstudio.gui.ports import Controller, PromptLibrary
from promptstudio.nn.similarity import MEASURES

if TYPE_CHECKING:
    from promptstudio.gui.parts.heat_map import HeatMap
    from promptstudio.gui.prompts.prompt_map import PromptMap

_MOST = 64
_FILE, _SIMILARITY, _PLACES = "file", "similarity", "map"


class Lens(QWidget):
    """Follows the chosen prompts; with none or one chosen, all that fit are compared."""

    failed = Signal(str, str)

    def __init__(
        self,
        controller: Controller,
        library: PromptLibrary,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._library = library
        self._theme = theme
        self._maker = Maker(self)
        self._one: PromptEntry | None = None
        self._many: tuple[PromptEntry, ...] = ()
        self._asked = ""
        self._known: dict[str, Table] = {}
        self._heat: HeatMap | None = None
        self._map: PromptMap | None = None
        self.tokens = Twin(theme)
        self.tokens.as_table.hide()
        self.alike = Twin(theme)
        self.places = Twin(theme)
        self.measure = QComboBox()
        for measure in MEASURES.values():
            self.measure.addItem(measure.title, measure.key)
        self.measure.setAccessibleName(self.tr("Measure of similarity"))
        self.alike.head.insertWidget(0, self.measure)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(self.tr("Prompt lens"))
        self.tabs.addTab(self.tokens, self.tr("&Nearest tokens"))
        self.tabs.addTab(self.alike, self.tr("&Similarity"))
        self.tabs.addTab(self.places, self.tr("&Map"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tabs)
        self.tabs.currentChanged.connect(self._on_wanted)
        self.measure.currentIndexChanged.connect(self._on_wanted)
        self._maker.made.connect(self._on_made)
        self._maker.failed.connect(self._on_failed)
        controller.answered.connect(self._on_answered)

    def build_charts(self) -> None:
        """Import pyqtgraph and put the charts in."""
        if self._heat is not None:
            return
        from promptstudio.gui.parts.heat_map import HeatMap
        from promptstudio.gui.prompts.prompt_map import PromptMap

        self._heat = HeatMap(self.tr("Similarity of prompts"), self._theme)
        self._map = PromptMap(self.tr("Map of prompts"), self._theme)
        self.alike.set_chart(self._heat)
        self.places.set_chart(self._map)

    def show_prompts(self, chosen: Sequence[PromptEntry], all_shown: Sequence[PromptEntry]) -> None:
        """Look into these prompts; one alone is compared with all that are shown."""
        self._one = chosen[0] if chosen else None
        many = list(chosen if len(chosen) > 1 else all_shown)
        width = self._one.token_dim if self._one else (many[0].token_dim if many else 0)
        self._many = tuple(entry for entry in many if entry.token_dim == width)[:_MOST]
        self._on_wanted()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        for twin in (self.tokens, self.alike, self.places):
            twin.set_theme(theme)
        for chart in (self._heat, self._map):
            if chart is not None:
                chart.set_theme(theme)

    def rest(self) -> None:
        """Wait for what is being read."""
        self._maker.end()

    @property
    def map_chart(self) -> "PromptMap | None":
        """The map, once built."""
        return self._map

    @property
    def heat_chart(self) -> "HeatMap | None":
        """The heat map of similarities, once built."""
        return self._heat

    @Slot()
    def _on_wanted(self) -> None:
        match self.tabs.currentIndex():
            case 0:
                self._want_tokens()
            case 1:
                self._want(self.alike, _SIMILARITY)
            case _:
                self._want(self.places, _PLACES)

    def _want_tokens(self) -> None:
        if self._one is None:
            self.tokens.show_note(self.tr("Choose a prompt to see its nearest tokens."))
        elif self._one.prompt_id in self._known:
            self.tokens.show_table(self._known[self._one.prompt_id])
        else:
            self.tokens.show_note(self.tr("Asking the model…"))
            one = self._one.prompt_id
            self._maker.ask(f"{_FILE}:{one}", partial(self._library.file, one))

    def _want(self, twin: Twin, what: str) -> None:
        if len(self._many) < 2:
            twin.show_note(self.tr("Two prompts of equal width are needed to compare."))
            return
        names = [entry.prompt_id for entry in self._many]
        if what == _PLACES:
            self._maker.ask(what, partial(self._library.map, names))
        else:
            measure = self.measure.currentData()
            self._maker.ask(what, partial(self._library.similarity, names, measure))

    @Slot(str, object)
    def _on_made(self, key: str, result: Any) -> None:
        if key == _SIMILARITY:
            self._show_similarity(result)
        elif key == _PLACES:
            self._show_map(result)
        elif self._one is not None and key == f"{_FILE}:{self._one.prompt_id}":
            backbone = self._one.backbone or BackboneSpec()
            self._asked = self._controller.ask(Neighbours(backbone=backbone, prompt=str(result)))

    @Slot(str, str)
    def _on_failed(self, sentence: str, _report: str) -> None:
        twin = (self.tokens, self.alike, self.places)[self.tabs.currentIndex()]
        twin.show_note(sentence)

    @Slot(object)
    def _on_answered(self, answer: Any) -> None:
        if answer.request_id != self._asked:
            return
        if isinstance(answer, NeighboursFound) and self._one is not None:
            table = neighbour_table(answer)
            self._known[self._one.prompt_id] = table
            self.tokens.show_table(table)
        elif isinstance(answer, Refused):
            self.tokens.show_note(answer.reason)

    def _show_similarity(self, table: Table) -> None:
        self.alike.show_table(table)
        if self._heat is not None and len(table.rows) == len(self._many):
            import numpy as np

            values = np.array(table.values, dtype=float)
            names = tuple(_short(name) for name in table.columns[1:])
            low, high = float(np.nanmin(values)), float(np.nanmax(values))
            grid = HeatGrid(rows=names, columns=names, values=values)
            self._heat.draw(grid, low, high if high > low else low + 1.0)

    def _show_map(self, places: Any) -> None:
        names = [_short(entry.name) for entry in self._many]
        if len(places) != len(names):
            return  # other prompts were chosen meanwhile; their map follows
        self.places.show_table(map_table(names, places))
        if self._map is not None:
            groups = [entry.method or entry.task for entry in self._many]
            self._map.draw(names, groups, places)


def _short(name: str) -> str:
    """Return the last two parts of a name that is a path."""
    return "/".join(name.split("/")[-2:])
