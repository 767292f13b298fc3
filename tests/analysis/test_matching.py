"""What is typed finds what is meant."""

import pytest

from promptstudio.analysis.matching import best, score

TITLES = ["Run", "Stop and keep", "Resume", "Open study", "Prompts", "Runs of a study"]


def test_beginnings_come_before_words_before_parts_before_letters() -> None:
    assert score("run", "Run") == 4.0
    assert score("keep", "Stop and keep") == 3.0
    assert score("eep", "Stop and keep") == 2.0
    spread = score("sak", "Stop and keep")
    assert spread is not None
    assert 0 < spread < 1


def test_letters_close_together_are_better() -> None:
    near, far = score("st", "ask it"), score("st", "a step")
    assert near is not None
    assert far == 3.0
    assert near < far


@pytest.mark.parametrize("typed", ["xyz", "nur", "runs!"])
def test_what_does_not_fit(typed: str) -> None:
    assert score(typed, "Run") is None


def test_nothing_typed_leaves_all_in_order() -> None:
    assert best("", TITLES, 3) == [0, 1, 2]


def test_the_best_come_first() -> None:
    assert [TITLES[place] for place in best("run", TITLES, 9)] == ["Run", "Runs of a study"]
    assert [TITLES[place] for place in best("st", TITLES, 2)] == ["Stop and keep", "Open study"]
