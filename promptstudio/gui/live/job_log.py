"""Events and stored messages as lines of the log."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from promptstudio.analysis.log_book import Level, LogLine
from promptstudio.core.events import Event, Message, RunEnded, RunStarted, StageStarted, Status
from promptstudio.gui.parts.declared import count_text, declared
from promptstudio.gui.ports import LogLine as StoredLine
from promptstudio.gui.ports import RunRow

_LEVELS: dict[str, Level] = {"info": "info", "warning": "warning", "error": "error"}


def log_line(event: Event, title: str) -> LogLine | None:
    """Return the line that the log shows for an event; None for those too frequent."""
    text = _text(event)
    if text is None:
        return None
    return LogLine(event.time, _level(event), event.job_id, f"{title}: {text}")


def stored_lines(row: RunRow, messages: Iterable[StoredLine]) -> list[LogLine]:
    """Return the stored log of a run that has ended, with how it ended."""
    lines = [
        LogLine(
            m.time.timestamp(), _LEVELS.get(m.level, "info"), row.job_id, f"{row.title}: {m.text}"
        )
        for m in messages
    ]
    if row.status.is_final:
        text = f"{row.title}: {_ended(row.status, row.seconds, row.reason)}"
        last = lines[-1].time if lines else 0.0
        lines.append(LogLine(last, _ending(row.status), row.job_id, text))
    return lines


def _level(event: Event) -> Level:
    if isinstance(event, Message):
        return event.level
    return _ending(event.status) if isinstance(event, RunEnded) else "info"


def _ending(status: Status) -> Level:
    if status is Status.FAILED:
        return "error"
    return "info" if status is Status.FINISHED else "warning"


def _text(event: Event) -> str | None:
    if isinstance(event, Message):
        return event.text
    if isinstance(event, RunStarted):
        sharing = declared(event.sharing.replace("_", " "))
        if event.resumed_at:
            text = _tr("started on {0} ({1}), continued from step {2}")
            return text.format(event.device, sharing, count_text(event.resumed_at[1]))
        return _tr("started on {0} ({1})").format(event.device, sharing)
    if isinstance(event, StageStarted):
        return _tr("stage {0}, {1} steps").format(declared(event.title), count_text(event.steps))
    if isinstance(event, RunEnded):
        return _ended(event.status, event.seconds, event.reason)
    return None


def _ended(status: Status, seconds: float, reason: str) -> str:
    text = _tr("{0} after {1:.1f} s of work").format(declared(status.value), seconds)
    return f"{text}: {reason}" if reason else text


def _tr(text: str) -> str:
    return QCoreApplication.translate("JobLog", text)
