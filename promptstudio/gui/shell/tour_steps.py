"""What the tour says, step by step."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from promptstudio.gui.page import Page

if TYPE_CHECKING:
    from promptstudio.gui.shell.main_window import MainWindow


@dataclass(frozen=True, slots=True)
class TourStep:
    """One card: ``page`` is turned to, ``target`` gets a frame.

    With ``runs`` going on starts the tour's study; with ``waits`` the tour goes on by itself
    once that study has ended.
    """

    title: str
    text: str
    page: Callable[["MainWindow"], Page]
    target: Callable[["MainWindow"], QWidget]
    runs: bool = False
    waits: bool = False


def tour_steps() -> tuple[TourStep, ...]:
    """Return the steps in their order."""
    return (
        TourStep(
            _tr("Soft prompts"),
            _tr(
                "A soft prompt is a short row of learnt vectors in front of a text. The language "
                "model itself stays as it is. Prompts learnt on source tasks can help on a target "
                "task with few examples: this is what the program measures."
            ),
            lambda w: w.study,
            lambda w: w.study,
        ),
        TourStep(
            _tr("Tasks"),
            _tr("Here tasks are ticked as source or as target. Two sources and a target are."),
            lambda w: w.study,
            lambda w: w.study.form.tasks,
        ),
        TourStep(
            _tr("Methods"),
            _tr(
                "Here methods are ticked, each with its settings. Prompt tuning learns from the "
                "target alone; SPoT starts from the best source prompt. A control comes along: "
                "what no method beats is no gain."
            ),
            lambda w: w.study,
            lambda w: w.study.form.methods,
        ),
        TourStep(
            _tr("Plan"),
            _tr("Before anything runs, the plan says what would: runs, shared stages, warnings."),
            lambda w: w.study,
            lambda w: w.study.plan,
        ),
        TourStep(
            _tr("Run"),
            _tr("Go on, and the study runs. It takes about half a minute on two CPU cores."),
            lambda w: w.study,
            lambda w: w.study.form,
            runs=True,
        ),
        TourStep(
            _tr("Watch"),
            _tr(
                "Losses and scores come while they are measured. Every run can be stopped and "
                "kept, paused or cancelled. The tour goes on by itself when all runs have ended."
            ),
            lambda w: w.live,
            lambda w: w.live,
            waits=True,
        ),
        TourStep(
            _tr("Compare"),
            _tr(
                "The leaderboard sets the methods side by side, with intervals and tests. With "
                "two seeds it says that nothing is certain yet, and it is right."
            ),
            lambda w: w.results,
            lambda w: w.results,
        ),
        TourStep(
            _tr("Take the prompt away"),
            _tr(
                "Every trained prompt is in the library: look into it, try it on your own text, "
                "export it for PEFT."
            ),
            lambda w: w.prompts,
            lambda w: w.prompts,
        ),
        TourStep(
            _tr("Your own data"),
            _tr(
                "Drop a CSV file on this page to make a task of it, then tick it in the study. "
                "Ctrl+K finds everything that can be done, F1 explains it. Have a good time."
            ),
            lambda w: w.data,
            lambda w: w.data,
        ),
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Tour", text)
