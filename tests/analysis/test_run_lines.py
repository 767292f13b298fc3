"""Searching, filtering, sorting and marking long lists of runs."""

from typing import Any

import pytest

from promptstudio.analysis.run_lines import RunFilter, RunList, short_titles, titles_of
from promptstudio.core.events import Status
from promptstudio.core.marks import MarkChange
from tests.gui.stored import line

LINES = [
    line(0, status=Status.FAILED, reason="out of memory"),
    line(1, tags=("paper",), note="Best so far", is_favourite=True),
    line(2, is_archived=True),
    line(3, study_id="study-new", study="New", test=None),
]


def found(**wanted: Any) -> list[int]:
    titles = {"film_sentiment": "Films liked or not"}
    return RunList(LINES, lambda key: titles.get(key, key)).matching(RunFilter(**wanted))


@pytest.mark.parametrize(
    ("wanted", "places"),
    [
        ({}, [0, 1, 3]),
        ({"with_archived": True}, [0, 1, 2, 3]),
        ({"words": "MEMORY out"}, [0]),
        ({"words": "memory best"}, []),
        ({"words": "films liked"}, [0, 1]),
        ({"words": "best"}, [1]),
        ({"words": "paper"}, [1]),
        ({"words": "run-3"}, [3]),
        ({"study_id": "study-new"}, [3]),
        ({"method": "SPoT"}, [1]),
        ({"target": "gadget_sentiment"}, [3]),
        ({"status": Status.FAILED}, [0]),
        ({"tag": "paper"}, [1]),
        ({"tag": "pap"}, []),
        ({"only_favourites": True}, [1]),
        ({"job_ids": frozenset({"run-0", "run-2"})}, [0]),
        ({"words": "sentiment", "method": "Prompt tuning", "study_id": "study-old"}, [0]),
    ],
)
def test_a_run_has_to_pass_every_part_of_the_filter(
    wanted: dict[str, Any], places: list[int]
) -> None:
    assert found(**wanted) == places


def test_what_is_not_known_comes_last_in_both_directions() -> None:
    runs = RunList([line(0, test=0.5), line(1, test=None), line(2, test=0.9), line(3, test=0.1)])
    places = range(4)
    assert runs.ordered(places, lambda run: run.test, descending=False) == [3, 0, 2, 1]
    assert runs.ordered(places, lambda run: run.test, descending=True) == [2, 0, 3, 1]


def test_equal_runs_keep_their_order() -> None:
    runs = RunList([line(number, test=0.5) for number in range(5)])
    assert runs.ordered([3, 1, 4], lambda run: run.test, descending=True) == [3, 1, 4]


def test_marks_are_found_at_once() -> None:
    runs = RunList(LINES)
    runs.mark(["run-0", "not there"], MarkChange(add_tags=("slow", "a"), note="Look again"))
    assert runs.lines[0].tags == ("a", "slow")
    assert runs.matching(RunFilter(words="look again")) == [0]
    runs.mark(["run-0"], MarkChange(remove_tags=("slow",), is_archived=True))
    assert runs.lines[0].tags == ("a",)
    assert runs.lines[0].note == "Look again"
    assert runs.matching(RunFilter()) == [1, 3]


def test_choices_are_what_the_runs_have() -> None:
    choices = RunList(LINES, str.upper).choices()
    assert choices.studies == (("study-new", "New"), ("study-old", "Old"))
    assert [name for name, _ in choices.methods] == ["CrossPT", "Prompt tuning", "SPoT"]
    assert choices.targets[0] == ("film_sentiment", "FILM_SENTIMENT")
    assert [status for status, _ in choices.statuses] == [Status.FINISHED, Status.FAILED]
    assert choices.tags == (("paper", "paper"),)


def test_studies_of_one_name_are_told_apart() -> None:
    lines = [line(0, study_id=f"study-{number}", study="Same") for number in range(3)]
    titles = [title for _, title in RunList(lines).choices().studies]
    assert titles == ["Same (3)", "Same (2)", "Same"]


def test_titles_of_runs_are_told_apart() -> None:
    titles = titles_of([line(0), line(1), line(0, job_id="run-again")])
    assert len(set(titles.values())) == 3
    assert titles["run-1"] == "SPoT: film_sentiment, seed 0"
    assert titles["run-again"].endswith("(run-again)")


def test_titles_leave_out_what_all_have_in_common() -> None:
    swept = [f"Prompt tuning, rate {rate}: film, seed {seed}" for rate in (1, 3) for seed in (0, 1)]
    assert short_titles(swept) == [
        "rate 1, seed 0",
        "rate 1, seed 1",
        "rate 3, seed 0",
        "rate 3, seed 1",
    ]
    assert short_titles(["SPoT: film, seed 0", "SPoT: work, seed 0"]) == ["film", "work"]
    assert short_titles(["a/base/mnli", "b/base/mnli"]) == ["a", "b"]
    assert short_titles(["a/base/mnli", "b/base/sst2"]) == ["a/mnli", "b/sst2"]
    assert short_titles(["SPoT: film", "CrossPT: work"]) == ["SPoT: film", "CrossPT: work"]


def test_what_is_left_of_a_title_is_never_nothing() -> None:
    assert short_titles(["SPoT: film", "SPoT: film, seed 1"]) == ["SPoT: film", "seed 1"]
    assert short_titles(["SPoT: film"]) == ["SPoT: film"]
    assert short_titles([]) == []
