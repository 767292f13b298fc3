"""Events as lines of the log."""

from datetime import datetime

from promptstudio.core.events import Event, Message, RunEnded, RunStarted, StageStarted


def log_text(event: Event, title: str) -> str | None:
    """Return the line that the log shows for an event; None for those too frequent."""
    text = _text(event)
    if text is None:
        return None
    clock = datetime.fromtimestamp(event.time).astimezone().strftime("%H:%M:%S")
    return f"{clock}  {title}: {text}"


def _text(event: Event) -> str | None:
    if isinstance(event, Message):
        return event.text if event.level == "info" else f"{event.level.upper()}: {event.text}"
    if isinstance(event, RunStarted):
        again = f", continued from step {event.resumed_at[1]}" if event.resumed_at else ""
        return f"started on {event.device} ({event.sharing.replace('_', ' ')}){again}"
    if isinstance(event, StageStarted):
        return f"stage {event.title}, {event.steps:,} steps"
    if isinstance(event, RunEnded):
        reason = f": {event.reason}" if event.reason else ""
        return f"{event.status.value} after {event.seconds:.1f} s of work{reason}"
    return None
