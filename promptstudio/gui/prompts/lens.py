"""Looks into prompts: nearest tokens, how alike they are, where they lie."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final, NamedTuple

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QTabWidget, QVBoxLayout, QWidget

from promptstudio.analysis.lens import Lineup, lineup, map_table
from promptstudio.analysis.run_lines import short_titles
from promptstudio.core.prompts import PromptEntry
from promptstudio.core.tables import Table
from promptstudio.gui.parts.declared import declared
from promptstudio.gui.parts.figure import Figure
from promptstudio.gui.parts.maker import Maker
from promptstudio.gui.parts.theme import Theme
from promptstudio.gui.ports import Controller, PromptLibrary
from promptstudio.gui.prompts.backbone_choice import BackboneChoice
from promptstudio.gui.prompts.token_lens import TokenLens
from promptstudio.nn.similarity import MEASURES

MOST: Final = 64
"""Prompts that are compared at once; the cells of more can not be told apart."""


class _Wanted(NamedTuple):
    """What a picture shows: prompts by identity, and a measure of similarity."""

    prompt_ids: tuple[str, ...]
    measure: str = ""


class Lens(QWidget):
    """Follows the chosen prompts; with none or one chosen, all that fit are compared.

    ``said`` and ``failed`` tell how saving a picture or table went.
    """

    said = Signal(str)
    failed = Signal(str, str)

    def __init__(
        self,
        controller: Controller,
        library: PromptLibrary,
        backbone: BackboneChoice,
        theme: Theme,
        method_title: Callable[[str], str] = str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._theme = theme
        self._method_title = method_title
        self._maker = Maker(self)
        self._lineup = Lineup((), 0, 0)
        self._chosen = 0
        self._drawn: dict[Figure, _Wanted] = {}
        self.tokens = TokenLens(controller, library, backbone, theme)
        self.alike = Figure(theme)
        self.places = Figure(theme)
        self.measure = QComboBox()
        for measure in MEASURES.values():
            self.measure.addItem(declared(measure.title), measure.key)
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
        for figure in (self.alike, self.places):
            figure.said.connect(self.said)
            figure.failed.connect(self.failed)

    def show_prompts(self, chosen: Sequence[PromptEntry], all_shown: Sequence[PromptEntry]) -> None:
        """Look into these prompts; one alone is compared with all that are shown."""
        self.tokens.show_prompt(chosen[0] if chosen else None)
        self._lineup = lineup(chosen, all_shown, MOST)
        self._chosen = len(chosen)
        self._on_wanted()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        for twin in (self.tokens, self.alike, self.places):
            twin.set_theme(theme)

    def rest(self) -> None:
        """Wait for what is being read."""
        self.tokens.rest()
        self._maker.end()

    def showEvent(self, event: QShowEvent) -> None:
        """Look into what was chosen meanwhile."""
        super().showEvent(event)
        self._on_wanted()

    @Slot()
    def _on_wanted(self) -> None:
        figure = self.tabs.currentWidget()
        if not isinstance(figure, Figure) or not self.isVisible():
            return
        if len(self._lineup.entries) < 2:
            self._drawn.pop(figure, None)
            figure.show_note(self.tr("Two prompts of equal width are needed to compare."))
        elif self._drawn.get(figure) != (wanted := self._wanted(figure)):
            if figure.chart is None:
                figure.show_note(self.tr("Comparing…"))
            self._maker.ask("", partial(self._make, figure, wanted))

    def _wanted(self, figure: Figure) -> _Wanted:
        names = tuple(entry.prompt_id for entry in self._lineup.entries)
        return _Wanted(names, self.measure.currentData() if figure is self.alike else "")

    def _make(self, figure: Figure, wanted: _Wanted) -> tuple[Figure, _Wanted, Any]:
        if wanted.measure:
            return figure, wanted, self._library.similarity(wanted.prompt_ids, wanted.measure)
        return figure, wanted, self._library.map(wanted.prompt_ids)

    @Slot(str, object)
    def _on_made(self, _key: str, made: tuple[Figure, _Wanted, Any]) -> None:
        figure, wanted, result = made
        if wanted != self._wanted(figure):
            return  # others were chosen meanwhile; what is wanted of them follows
        self._drawn[figure] = wanted
        if figure is self.alike:
            self._show_similarity(result)
        else:
            self._show_map(result)
        figure.note.setText("\n".join(filter(None, (figure.note.text(), self._left_out()))))

    @Slot(str, str)
    def _on_failed(self, sentence: str, _report: str) -> None:
        figure = self.tabs.currentWidget()
        if isinstance(figure, Figure):
            self._drawn.pop(figure, None)
            figure.show_note(sentence)

    def _show_similarity(self, table: Table) -> None:
        import numpy as np

        from promptstudio.analysis.heat import HeatGrid
        from promptstudio.gui.parts.heat_map import HeatMap  # loads pyqtgraph

        if not isinstance(self.alike.chart, HeatMap):
            self.alike.set_chart(HeatMap(self.tr("Similarity of prompts"), self._theme))
        self.alike.show_table(table)
        values = np.array(table.values, dtype=float)
        names = tuple(short_titles(table.columns[1:]))
        low, high = float(np.nanmin(values)), float(np.nanmax(values))
        grid = HeatGrid(rows=names, columns=names, values=values)
        chart = self.alike.chart
        assert isinstance(chart, HeatMap)  # noqa: S101 - tells the type checker
        chart.draw(grid, low, high if high > low else low + 1.0)

    def _show_map(self, places: Any) -> None:
        from promptstudio.gui.prompts.prompt_map import PromptMap  # loads pyqtgraph

        if not isinstance(self.places.chart, PromptMap):
            self.places.set_chart(PromptMap(self.tr("Map of prompts"), self._theme))
        entries = self._lineup.entries
        names = short_titles([entry.name for entry in entries])
        groups = [self._group(entry) for entry in entries]
        self.places.show_table(map_table(names, places))
        chart = self.places.chart
        assert isinstance(chart, PromptMap)  # noqa: S101 - tells the type checker
        chart.draw(names, groups, places, marked=self._chosen if self._chosen == 1 else 0)

    def _group(self, entry: PromptEntry) -> str:
        """Return the method of a prompt, or the folder that an imported one came with."""
        if entry.method:
            return self._method_title(entry.method)
        folder, _, rest = entry.name.partition("/")
        return folder if rest else self.tr("imported")

    def _left_out(self) -> str:
        """Tell which prompts are not compared, and how to have them."""
        sentences = []
        known = len(self._lineup.entries)
        if self._lineup.left_out:
            sentence = self.tr(
                "{0} of {1} prompts are compared. Choose those that you want to see, or narrow the "
                "list at the left."
            )
            sentences.append(sentence.format(known, known + self._lineup.left_out))
        if self._lineup.other_width:
            sentence = self.tr("Left out, because of another width: {0}.")
            sentences.append(sentence.format(self._lineup.other_width))
        return " ".join(sentences)
