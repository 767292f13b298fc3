"""Events and stored messages as lines of the log."""

from collections.abc import Iterable

from promptstudio.analysis.log_book import Level, LogLine
from promptstudio.core.events import Event, Message, RunEnded, RunStarted, StageStarted, Status
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
        reason = f": {row.reason}" if row.reason else ""
        text = f"{row.title}: {row.status.value} after {row.seconds:.1f} s of work{reason}"
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
        again = f", continued from step {event.resumed_at[1]}" if event.resumed_at else ""
        return f"started on {event.device} ({event.sharing.replace('_', ' ')}){again}"
    if isinstance(event, StageStarted):
        return f"stage {event.title}, {event.steps:,} steps"
    if isinstance(event, RunEnded):
        reason = f": {event.reason}" if event.reason else ""
        return f"{event.status.value} after {event.seconds:.1f} s of work{reason}"
    return None
