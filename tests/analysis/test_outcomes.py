import math

import pytest

from promptstudio.analysis.outcomes import (
    RunKey,
    by_method,
    check_metrics,
    pairs_of,
    repetitions,
    unit_differences,
)
from promptstudio.core.errors import AnalysisError
from tests.analysis.builders import outcome


def test_runs_are_paired_by_target_split_and_seed() -> None:
    runs = [
        outcome("A", score=0.9, split_seed=1, seed=2),
        outcome("A", score=0.1, split_seed=2, seed=1),
        outcome("A", target="hotel"),
        outcome("B", score=0.6, split_seed=1, seed=2),
        outcome("B", score=0.2, split_seed=2, seed=2),
    ]
    table = by_method(runs)
    (pair,) = pairs_of(table["A"], table["B"])
    assert pair.key == RunKey("film", 1, 2)
    assert pair.difference == 0.3  # not 0.30000000000000004


def test_pairs_stand_in_the_order_of_their_keys() -> None:
    places = [("hotel", 0), ("film", 1), ("film", 0)]
    runs = [outcome(m, t, split_seed=split) for m in ("A", "B") for t, split in places]
    table = by_method(runs)
    keys = [pair.key[:2] for pair in pairs_of(table["A"], table["B"])]
    assert keys == [("film", 0), ("film", 1), ("hotel", 0)]


def test_units_are_averages() -> None:
    scores = {(0, 0): 0.1, (0, 1): 0.3, (1, 0): 0.4}
    film = [outcome("A", "film", v, split_seed=s, seed=e) for (s, e), v in scores.items()]
    hotel = [outcome("A", "hotel", 0.5)]
    base = [outcome("B", o.target, 0.0, split_seed=o.split_seed, seed=o.seed) for o in film + hotel]
    table = by_method([*film, *hotel, *base])
    found = pairs_of(table["A"], table["B"])
    assert unit_differences(found, "run") == (0.1, 0.3, 0.4, 0.5)
    assert unit_differences(found, "split") == (0.2, 0.4, 0.5)
    assert unit_differences(found[::-1], "target") == (round(0.8 / 3, 12), 0.5)


def test_repetitions_are_splits_or_the_seeds_of_the_only_one() -> None:
    values = [(RunKey("film", 0, 0), 1.0), (RunKey("film", 0, 1), 3.0)]
    assert repetitions(values) == (1.0, 3.0)
    assert repetitions([*values, (RunKey("film", 1, 0), 7.0)]) == (2.0, 7.0)


def test_the_same_run_twice_is_refused() -> None:
    with pytest.raises(AnalysisError, match="'A' has two runs on 'film' with split 0 and seed 0"):
        by_method([outcome(), outcome(score=0.7)])


def test_two_metrics_of_a_target_are_refused() -> None:
    check_metrics([outcome(), outcome("B"), outcome(target="hotel", metric="f1")])
    with pytest.raises(AnalysisError, match="'film' is scored by accuracy in one run and by f1"):
        check_metrics([outcome(), outcome("B", metric="f1")])


@pytest.mark.parametrize(
    ("score", "rows", "message"),
    [
        (math.nan, 10, r"score of 'A' on 'film' \(split 0, seed 0\) is nan\. Leave out"),
        (81.2, 10, r"is 81\.2 and must be from -1 to 1\. Divide percentages"),
        (0.5, 0, "needs one test row at least"),
    ],
)
def test_what_is_no_score_is_refused(score: float, rows: int, message: str) -> None:
    with pytest.raises(AnalysisError, match=message):
        outcome(score=score, test_rows=rows)
