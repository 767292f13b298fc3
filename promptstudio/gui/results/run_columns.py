"""The columns of the list of runs."""

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from PySide6.QtCore import QCoreApplication, Qt

from promptstudio.analysis.groups import score_text
from promptstudio.analysis.pace import duration_text
from promptstudio.analysis.run_lines import RunLine
from promptstudio.gui.parts.declared import declared, metric_text, moment_text

FAVOURITE: Final = "favourite"
STATUS: Final = "status"
STARS: Final = ("☆", "★")

_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_MIDDLE: Final = Qt.AlignmentFlag.AlignCenter


class Column(NamedTuple):
    """A column; ``width`` is in characters. ``sort`` gives None where nothing is known."""

    key: str
    title: str
    width: int
    is_shown: bool
    side: Qt.AlignmentFlag
    text: Callable[[RunLine], str]
    sort: Callable[[RunLine], Any]


def run_columns(task_title: Callable[[str], str]) -> tuple[Column, ...]:
    """Return all columns; ``task_title`` gives the titles of tasks."""

    def words(
        key: str, title: str, width: int, text: Callable[[RunLine], str], *, is_shown: bool = True
    ) -> Column:
        return Column(key, title, width, is_shown, _LEFT, text, lambda run: text(run).lower())

    def count(
        key: str, title: str, width: int, sort: Callable[[RunLine], int], *, is_shown: bool = True
    ) -> Column:
        return Column(key, title, width, is_shown, _MIDDLE, lambda run: str(sort(run)), sort)

    def number(
        key: str,
        title: str,
        width: int,
        text: Callable[[RunLine], str],
        sort: Callable[[RunLine], float | None],
    ) -> Column:
        return Column(key, title, width, is_shown=True, side=_RIGHT, text=text, sort=sort)

    return (
        Column(
            FAVOURITE,
            STARS[1],
            3,
            is_shown=True,
            side=_MIDDLE,
            text=lambda run: STARS[run.is_favourite],
            sort=lambda run: not run.is_favourite,
        ),
        words("method", _tr("Method"), 30, lambda run: run.label),
        words("target", _tr("Target"), 20, lambda run: task_title(run.target)),
        count("seed", _tr("Seed"), 6, lambda run: run.seed),
        words(STATUS, _tr("Status"), 11, lambda run: declared(run.status.value)),
        number(
            "validation",
            _tr("Validation"),
            10,
            lambda run: score_text(run.validation),
            lambda run: run.validation,
        ),
        number("test", _tr("Test"), 8, lambda run: score_text(run.test), lambda run: run.test),
        number(
            "time",
            _tr("Work time"),
            11,
            lambda run: duration_text(run.seconds) if run.seconds else "—",
            lambda run: run.seconds or None,
        ),
        words("study", _tr("Study"), 18, lambda run: run.study),
        words("tags", _tr("Tags"), 14, lambda run: ", ".join(run.tags)),
        words("note", _tr("Note"), 24, lambda run: " ".join(run.note.split())),
        words(
            "sources",
            _tr("Sources"),
            24,
            lambda run: ", ".join(map(task_title, run.sources)),
            is_shown=False,
        ),
        count("split", _tr("Split seed"), 10, lambda run: run.split_seed, is_shown=False),
        words("metric", _tr("Metric"), 10, lambda run: metric_text(run.metric), is_shown=False),
        words(
            "queued",
            _tr("Queued"),
            17,
            lambda run: moment_text(run.created),
            is_shown=False,
        )._replace(sort=lambda run: run.created),
        words("device", _tr("Device"), 10, lambda run: run.device, is_shown=False),
        words("backbone", _tr("Backbone"), 14, lambda run: run.backbone, is_shown=False),
        words("reason", _tr("Reason"), 30, lambda run: run.reason, is_shown=False),
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("RunColumns", text)
