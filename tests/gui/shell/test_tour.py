"""The tour leads to a finished study and can be left at any time."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from promptstudio.core.spec import StudySpec
from promptstudio.gui.shell.main_window import MainWindow
from promptstudio.gui.shell.tour import Tour
from promptstudio.gui.shell.tour_steps import tour_steps

Tell = Callable[..., None]


@pytest.fixture
def tour(window: MainWindow, fakes: Any) -> Tour:
    study: StudySpec = fakes.study
    tour = Tour(window, lambda: study.model_copy(update={"name": "tour"}))
    window.live.changed.connect(tour.look)
    return tour


def test_the_tour_ends_with_a_finished_study(
    qtbot: QtBot, window: MainWindow, tour: Tour, controller: Any, tell_story: Tell
) -> None:
    tour.begin()
    assert window.study.study().name == "tour"
    titles = [tour.title]
    while not tour_steps()[len(titles) - 1].waits:
        qtbot.mouseClick(tour.next, Qt.MouseButton.LeftButton)
        titles.append(tour.title)
    assert window.stack.currentWidget() is window.live
    assert [study.name for study in controller.studies] == ["tour"]
    assert tour.title == "Watch"
    for job in controller.jobs:
        tell_story(job)
    qtbot.waitUntil(lambda: tour.title == "Compare")
    assert window.stack.currentWidget() is window.results
    while tour.isVisible():
        titles.append(tour.title)
        qtbot.mouseClick(tour.next, Qt.MouseButton.LeftButton)
    assert titles == [step.title for step in tour_steps()]
    assert window.stack.currentWidget() is window.data


def test_the_tour_waits_while_runs_are_at_work(
    qtbot: QtBot, window: MainWindow, tour: Tour, controller: Any, tell_story: Tell
) -> None:
    tour.begin()
    while tour.title != "Watch":
        tour.next.click()
    tell_story(controller.jobs[0])
    qtbot.waitUntil(lambda: not tour._settle.isActive())
    assert tour.title == "Watch"
    tour.leave()


@pytest.mark.parametrize("way", ["skip", "escape"])
def test_the_tour_can_be_left(qtbot: QtBot, window: MainWindow, tour: Tour, way: str) -> None:
    tour.begin()
    tour.next.click()
    with qtbot.waitSignal(tour.ended):
        if way == "skip":
            tour.skip.click()
        else:
            qtbot.keyClick(tour, Qt.Key.Key_Escape)
    assert not tour.isVisible()


def test_one_can_go_back(window: MainWindow, tour: Tour) -> None:
    tour.begin()
    assert not tour.back.isEnabled()
    tour.next.click()
    tour.back.click()
    assert tour.title == tour_steps()[0].title
    tour.leave()


def test_the_card_stays_in_the_window(qtbot: QtBot, window: MainWindow, tour: Tour) -> None:
    tour.begin()
    window.resize(window.width() + 60, window.height() + 40)
    qtbot.waitUntil(lambda: not tour._settle.isActive())
    assert window.rect().contains(tour.geometry())
    tour.leave()
