"""What the study as set up would do, before anything runs."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from promptstudio.analysis.plan import plan_of
from promptstudio.core.spec import StudySpec
from promptstudio.gui.parts.theme import Theme
from promptstudio.gui.services import Services


class PlanPanel(QWidget):
    """The runs that a study expands to, or what is missing for it."""

    def __init__(self, services: Services, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._theme = theme
        self._sentence = QLabel()
        self._sentence.setWordWrap(True)
        self._sentence.setAccessibleName(self.tr("Plan of the study"))
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.addWidget(self._sentence)
        column.addStretch(1)

    def show_study(self, study: StudySpec) -> str:
        """Show the plan of a study and return it as a line.

        Raises
        ------
        ConfigError
            If the study can not be expanded.
        """
        sentence = plan_of(study, self._services.methods).sentence
        self._sentence.setText(sentence)
        return sentence

    def show_problem(self, sentence: str) -> None:
        """Show why there is no plan."""
        self._sentence.setText(sentence)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
