from promptstudio.analysis.outcomes import Outcome
from promptstudio.comparison.boards import board_tables
from promptstudio.comparison.facts import Group

TARGETS = ("food", "hotel")


def outcomes(method: str, scores: list[float], *, control: bool = False) -> list[Outcome]:
    """Scores target by target, split by split."""
    splits = len(scores) // len(TARGETS)
    return [
        Outcome(
            method=method,
            target=target,
            split_seed=split,
            seed=split,
            score=scores[place * splits + split],
            test_rows=50,
            metric="accuracy",
            is_control=control,
            rows=100,
        )
        for place, target in enumerate(TARGETS)
        for split in range(splits)
    ]


def group(*found: list[Outcome], name: str = "") -> Group:
    every = tuple(outcome for own in found for outcome in own)
    return Group(name=name, baseline="Prompt tuning", runs=(), outcomes=every)


PLAIN = outcomes("Prompt tuning", [0.60, 0.62, 0.64, 0.66, 0.70, 0.72, 0.74, 0.76])
BETTER = outcomes("SVGD", [0.70, 0.71, 0.75, 0.74, 0.80, 0.83, 0.85, 0.86])
CONTROL = outcomes("Majority", [0.5] * 8, control=True)


def test_a_method_that_wins_everywhere_is_better() -> None:
    board, gains = board_tables(group(PLAIN, BETTER, CONTROL))
    assert board.columns == (
        "method",
        "mean",
        "food",
        "hotel",
        "runs",
        "against baseline",
        "p",
        "verdict",
    )
    assert [row[0] for row in board.rows] == ["SVGD", "Prompt tuning", "Majority (control)"]
    first = board.rows[0]
    assert first[1] == "0.780"
    assert first[2].startswith("0.725 ± ")
    assert first[4:7] == ("8", "+10.0", "0.016")  # 2 / 2^8, twice for two comparisons
    assert first[7] == "better"
    assert board.rows[1][5:] == ("—", "—", "baseline")
    assert board.rows[2][7] == "worse"
    assert gains.rows[0][5] == "2 / 0 / 0"
    assert gains.rows[0][4] == "+10.0"


def test_without_a_control_no_gain_is_shown() -> None:
    (board,) = board_tables(group(PLAIN, BETTER))
    assert board.rows[0][5:] == ("—", "—", "no control")
    assert any("the study has no control" in note for note in board.notes)


def test_too_few_seeds_are_said_plainly() -> None:
    few = [outcomes("Prompt tuning", [0.6, 0.7]), outcomes("SVGD", [0.9, 0.95])]
    board, _ = board_tables(group(*few, outcomes("Majority", [0.5, 0.5], control=True)))
    assert board.rows[0][6:] == ("—", "not enough runs")
    assert any("There are 2 pairs to compare" in note for note in board.notes)


def test_a_gain_that_a_control_has_too_is_told() -> None:
    better_control = outcomes("Instruction", [0.9] * 8, control=True)
    board, _ = board_tables(group(PLAIN, BETTER, better_control))
    row = next(row for row in board.rows if row[0] == "SVGD")
    assert row[7] == "better, but not than Instruction"


def test_what_one_row_is_worth_stands_below() -> None:
    (board,) = board_tables(group(PLAIN, BETTER))
    assert "food 50 test rows (accuracy, one row is 2 points)" in board.notes[1]


def test_runs_that_are_missing_are_counted() -> None:
    board, _ = board_tables(group(PLAIN, BETTER[:-1], CONTROL))
    row = next(row for row in board.rows if row[0] == "SVGD")
    assert row[4] == "7 of 8"


def test_swept_values_stand_in_the_title() -> None:
    (board,) = board_tables(group(PLAIN, BETTER, name="shots 4"))
    assert board.title == "Leaderboard (shots 4)"
