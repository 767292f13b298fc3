"""What goes wrong, with what to change, as a strip that never blocks."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from promptstudio.analysis.remedies import Remedy
from promptstudio.gui.parts.declared import declared, told
from promptstudio.gui.parts.theme import Theme


class Alarm(NamedTuple):
    """A sign of a job: what was seen, which change may help, and that change if it is known."""

    job_id: str
    kind: str
    title: str
    sentence: str
    suggestion: str
    remedy: Remedy | None


class AlarmStrip(QFrame):
    """Shows one alarm at a time. ``wanted`` tells one whose change shall go into the form."""

    wanted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._alarms: tuple[Alarm, ...] = ()
        self._dismissed: set[tuple[str, str]] = set()
        self._place = 0
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.apply = QPushButton(self.tr("&Apply to the form"))
        self.next = QPushButton()
        self.dismiss = QPushButton(self.tr("Dismiss"))
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 10, 4)
        row.addWidget(self._text, 1)
        for button in (self.apply, self.next, self.dismiss):
            row.addWidget(button)
        self.setAutoFillBackground(True)
        self.apply.clicked.connect(self._on_apply)
        self.next.clicked.connect(self._on_next)
        self.dismiss.clicked.connect(self._on_dismiss)
        self.set_theme(theme)
        self.hide()

    def show_alarms(self, alarms: Sequence[Alarm]) -> None:
        """Show these alarms, save those that were dismissed; the one in view stays if it can."""
        known = tuple(a for a in alarms if (a.job_id, a.kind) not in self._dismissed)
        if known == self._alarms:
            return
        current = self.current
        self._alarms = known
        keys = [(a.job_id, a.kind) for a in known]
        same = (current.job_id, current.kind) if current is not None else None
        self._place = keys.index(same) if same in keys else 0
        self._show()

    @property
    def current(self) -> Alarm | None:
        """The alarm in view."""
        return self._alarms[self._place] if self._alarms else None

    @property
    def text(self) -> str:
        """The words in view."""
        return self._text.text()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        palette = QPalette(theme.palette())
        palette.setColor(QPalette.ColorRole.Window, QColor(theme.banner))
        self.setPalette(palette)

    def _show(self) -> None:
        alarm = self.current
        self.setVisible(alarm is not None)
        if alarm is None:
            return
        text = f"{alarm.title}: {told(alarm.sentence)} {told(alarm.suggestion)}"
        self._text.setText(text.strip())
        self.apply.setVisible(alarm.remedy is not None)
        if alarm.remedy is not None:
            tip = self.tr("Put this run into the form with {0} = {1:g} rather than {2:g}")
            remedy = alarm.remedy
            self.apply.setToolTip(tip.format(declared(remedy.title), remedy.wanted, remedy.present))
        self.next.setVisible(len(self._alarms) > 1)
        self.next.setText(self.tr("&Next ({0} of {1})").format(self._place + 1, len(self._alarms)))

    @Slot()
    def _on_apply(self) -> None:
        if self.current is not None:
            self.wanted.emit(self.current)

    @Slot()
    def _on_next(self) -> None:
        if self._alarms:
            self._place = (self._place + 1) % len(self._alarms)
            self._show()

    @Slot()
    def _on_dismiss(self) -> None:
        alarm = self.current
        if alarm is not None:
            self._dismissed.add((alarm.job_id, alarm.kind))
            self.show_alarms(self._alarms)
