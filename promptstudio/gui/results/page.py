"""The page of what came out: methods compared."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from promptstudio.gui.page import Page
from promptstudio.gui.parts.theme import Theme
from promptstudio.gui.results.comparison_panel import ComparisonPanel
from promptstudio.gui.services import Services


class ResultsPage(Page):
    """Tables over the runs of a study."""

    def __init__(self, services: Services, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.comparison = ComparisonPanel(services.comparisons, theme)
        column = QVBoxLayout(self)
        column.addWidget(self.comparison)
        self.comparison.failed.connect(self.failed)
        self.comparison.said.connect(self.said)

    def arrive(self) -> None:
        """Show the newest study where none is shown."""
        if self.comparison.choice.currentIndex() < 0:
            self.comparison.show_study(None)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.comparison.set_theme(theme)

    def rest(self) -> None:
        """Stop following."""
        self.comparison.rest()
