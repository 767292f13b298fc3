"""Chooses the step at which pictures are shown; at its end it follows the run."""

from math import inf

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QWidget

from promptstudio.gui.parts.declared import count_text


class StepSlider(QWidget):
    """``moved`` tells that another step is wanted."""

    moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._follows = True
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName(self.tr("Step that is shown"))
        self.slider.setToolTip(self.tr("Go back in time; at the right end the run is followed"))
        self.slider.setRange(0, 0)
        self._label = QLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.slider, 1)
        row.addWidget(self._label)
        self.slider.valueChanged.connect(self._on_moved)
        self._tell()

    def set_last(self, step: int) -> None:
        """Tell the last step that is known."""
        if step == self.slider.maximum():
            return
        with QSignalBlocker(self.slider):
            self.slider.setMaximum(step)
            self.slider.setPageStep(max(1, step // 20))
            if self._follows:
                self.slider.setValue(step)
        self._tell()

    @property
    def step(self) -> float:
        """The step to show; infinite while the run is followed."""
        return inf if self._follows else self.slider.value()

    @Slot(int)
    def _on_moved(self, step: int) -> None:
        self._follows = step == self.slider.maximum()
        self._tell()
        self.moved.emit()

    def _tell(self) -> None:
        step = count_text(self.slider.value())
        text = self.tr("Step {0}, following") if self._follows else self.tr("Step {0}")
        self._label.setText(text.format(step))
