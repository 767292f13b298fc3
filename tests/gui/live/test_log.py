from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from pytestqt.qtbot import QtBot

from promptstudio.analysis.log_book import LogLine
from promptstudio.core.events import Message, RunEnded, StageStarted, Status, StepDone
from promptstudio.gui.live.job_log import log_line, stored_lines
from promptstudio.gui.live.log_view import LogView

NOON = datetime(2026, 1, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def log(qtbot: QtBot) -> LogView:
    view = LogView()
    qtbot.addWidget(view)
    view.add(LogLine(1.0, "info", "a", "A: stage Tuning"))
    view.add(LogLine(2.0, "warning", "a", "A: Labels were cut"))
    view.add(LogLine(3.0, "error", "b", "B: failed"))
    return view


def shown(log: LogView) -> list[str]:
    lines = log.text.toPlainText().split("\n")
    return [line.partition("  ")[2] for line in lines if line]


def test_lines_are_narrowed_by_level_and_words(log: LogView) -> None:
    assert shown(log) == ["A: stage Tuning", "WARNING A: Labels were cut", "ERROR B: failed"]
    log.level.setCurrentIndex(1)
    assert shown(log) == ["WARNING A: Labels were cut", "ERROR B: failed"]
    log.search.setText("labels")
    assert shown(log) == ["WARNING A: Labels were cut"]
    log.add(LogLine(4.0, "info", "a", "A: labels again"))
    assert len(shown(log)) == 1
    log.level.setCurrentIndex(0)
    assert shown(log)[-1] == "A: labels again"


def test_lines_of_chosen_jobs_are_shown_alone(log: LogView) -> None:
    log.show_jobs(frozenset({"b"}))
    assert shown(log) == ["ERROR B: failed"]
    assert log.scope.text() == "Selected jobs"
    log.show_jobs(None)
    assert len(shown(log)) == 3


def test_stored_lines_come_in_at_their_time(log: LogView) -> None:
    log.add_stored({"old": [LogLine(1.5, "info", "old", "Old: begun")]})
    assert shown(log)[1] == "Old: begun"


def test_old_lines_tell_their_day(log: LogView) -> None:
    assert log.text.toPlainText().startswith("1970-01-01 ")


def test_events_become_lines_with_their_level() -> None:
    where = {"job_id": "a", "attempt": 0, "seq": 0, "time": 5.0}
    ended = {"status": Status.FAILED, "reason": "no memory", "seconds": 2.0}
    lines = [
        log_line(event, "Run A")
        for event in (
            Message(**where, level="warning", text="Cut."),
            StageStarted(**where, stage="s", title="Tuning", steps=1200, first_step=0),
            RunEnded(**where, **ended),
            RunEnded(**where, status=Status.CANCELLED),
            StepDone(**where, stage="s", step=1, metrics={}, rows=1, seconds=0.0),
        )
    ]
    assert lines == [
        LogLine(5.0, "warning", "a", "Run A: Cut."),
        LogLine(5.0, "info", "a", "Run A: stage Tuning, 1,200 steps"),
        LogLine(5.0, "error", "a", "Run A: failed after 2.0 s of work: no memory"),
        LogLine(5.0, "warning", "a", "Run A: cancelled after 0.0 s of work"),
        None,
    ]


def test_a_stored_log_ends_with_how_the_run_ended() -> None:
    row = SimpleNamespace(
        job_id="a", title="Run A", status=Status.FAILED, reason="no memory", seconds=2.0
    )
    messages = [SimpleNamespace(time=NOON, level="warning", text="Cut.")]
    first, last = stored_lines(row, messages)
    assert first == LogLine(NOON.timestamp(), "warning", "a", "Run A: Cut.")
    assert last == LogLine(
        NOON.timestamp(), "error", "a", "Run A: failed after 2.0 s of work: no memory"
    )
