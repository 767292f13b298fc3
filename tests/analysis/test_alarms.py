import pytest

from promptstudio.analysis.alarms import RunCheck, check_runs, check_targets
from promptstudio.analysis.intervals import mean_interval
from promptstudio.analysis.outcomes import Outcome
from tests.analysis.builders import outcome, outcomes


def scratch(scores: list[float], **more: object) -> list[Outcome]:
    return outcomes("Prompt tuning", {"film": scores}, **({"rows": 1000} | more))


def spot(scores: list[float], **more: object) -> list[Outcome]:
    values = {"rows": 1000, "sources": ("food",)} | more
    return outcomes("SPoT", {"film": scores}, **values)


def checked(runs: list[Outcome], base: list[Outcome]) -> list[RunCheck]:
    return check_runs([*base, *runs], "Prompt tuning")


def test_worse_by_more_than_one_example_is_harm() -> None:
    # of 100 test rows, one example is 0.01
    checks = checked(spot([0.79, 0.78, 0.9]), scratch([0.8, 0.8, 0.8]))
    assert [check.finding for check in checks] == ["unharmed", "harmed", "unharmed"]
    assert [check.difference for check in checks] == [-0.01, -0.02, 0.1]
    assert checks[1].sentence == (
        "Negative transfer: 'SPoT' on 'film' (split 1, seed 1) scores 0.780, and 0.800 from "
        "scratch."
    )


def test_only_runs_with_sources_are_checked() -> None:
    other = outcomes("Residual", {"film": [0.1]}, rows=1000)
    assert checked([*other, *spot([0.7])], scratch([0.8]))[0].run.method == "SPoT"
    assert len(checked([*other, *spot([0.7])], scratch([0.8]))) == 1


@pytest.mark.parametrize(
    ("rows", "finding"),
    [(9000, "harmed"), (1000, "harmed"), (800, "harmed"), (799, "spent_less")],
)
def test_only_a_run_that_had_less_is_let_off(rows: int, finding: str) -> None:
    (check,) = checked(spot([0.5], rows=rows), scratch([0.8]))
    assert check.finding == finding
    if finding == "spent_less":
        assert check.sentence.endswith(f"but it had less: {rows:,} and 1,000 gradient rows.")
        assert check.difference == pytest.approx(-0.3)


def test_a_stricter_factor() -> None:
    runs = [*scratch([0.8]), *spot([0.5], rows=900)]
    (check,) = check_runs(runs, "Prompt tuning", budget_factor=1.05)
    assert check.finding == "spent_less"


def test_unknown_budgets_and_missing_runs_are_said() -> None:
    (check,) = checked(spot([0.5], rows=None), scratch([0.8]))
    assert check.finding == "spent_less"
    assert check.sentence.endswith("but the budgets are not known.")
    alone = checked(spot([0.5, 0.5]), scratch([0.8]))[1]
    assert (alone.finding, alone.difference) == ("no_scratch", None)
    assert alone.sentence.endswith("(split 1, seed 1) has no run from scratch beside it.")


def test_harm_over_all_runs_of_a_target() -> None:
    differences = [-0.05, -0.06, -0.07]
    (check,) = check_targets(checked(spot([0.75, 0.74, 0.73]), scratch([0.8] * 3)))
    assert (check.method, check.target, check.finding) == ("SPoT", "film", "harmed")
    assert (check.repetitions, check.difference) == (3, pytest.approx(-0.06))
    expected = mean_interval(differences)
    assert expected is not None
    assert check.interval is not None
    assert (check.interval.low, check.interval.high) == pytest.approx((expected.low, expected.high))
    assert check.sentence == (
        "Negative transfer: 'SPoT' on 'film' -6.0 points over 3 splits "
        "(95 % interval -8.5 to -3.5)."
    )


def test_an_interval_that_reaches_zero_is_no_alarm() -> None:
    (check,) = check_targets(checked(spot([0.75, 0.5, 0.9]), scratch([0.8] * 3)))
    assert check.difference is not None
    assert check.difference < 0
    assert check.finding == "not_shown"
    assert check.sentence.startswith("No harm shown: 'SPoT' on 'film' -8.3 points")


def test_one_example_less_in_every_run_is_no_alarm() -> None:
    (check,) = check_targets(checked(spot([0.79] * 4), scratch([0.8] * 4)))
    assert check.interval is not None
    assert check.interval.high < 0
    assert check.finding == "not_shown"


def test_too_few_repetitions_are_said_and_other_budgets_left_out() -> None:
    runs = [*spot([0.5, 0.5]), *spot([0.5] * 3, rows=90)[2:]]
    (check,) = check_targets(checked(runs, scratch([0.8] * 3)))
    assert (check.finding, check.repetitions) == ("too_few", 2)
    assert check.sentence == (
        "Too few to tell: 'SPoT' on 'film' has 2 repetitions of no less a budget, 3 are "
        "needed. Left out: 1, with no run from scratch, or with less of a budget than it."
    )
    (none,) = check_targets(checked(spot([0.5], rows=90), scratch([0.8])))
    assert (none.repetitions, none.difference, none.interval) == (0, None, None)


def test_seeds_of_one_split_are_called_so() -> None:
    def runs(method: str, scores: list[float], **more: object) -> list[Outcome]:
        return [
            outcome(method, score=score, seed=seed, rows=1000, **more)
            for seed, score in enumerate(scores)
        ]

    base = runs("Prompt tuning", [0.8] * 3)
    (check,) = check_targets(checked(runs("SPoT", [0.5, 0.51, 0.52], sources=("food",)), base))
    assert check.finding == "harmed"
    assert "over 3 seeds of one split" in check.sentence
