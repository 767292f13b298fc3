import json
import random

import pytest

from promptstudio.analysis.intervals import mean_interval
from promptstudio.analysis.leaderboard import Leaderboard, Row, leaderboard
from promptstudio.analysis.outcomes import Outcome
from promptstudio.core.errors import AnalysisError
from tests.analysis.builders import outcome, outcomes

SCRATCH = {"film": [0.50, 0.52, 0.54, 0.56], "hotel": [0.40, 0.42, 0.44, 0.46]}
BETTER = {"film": [0.55, 0.58, 0.61, 0.64], "hotel": [0.41, 0.44, 0.47, 0.50]}
BASE = outcomes("Prompt tuning", SCRATCH)
SPOT = outcomes("SPoT", BETTER)
LOW = {target: [0.3] * 4 for target in SCRATCH}
CONTROL = outcomes("Unchanged", LOW, is_control=True)


def row_of(board: Leaderboard, method: str) -> Row:
    return next(row for row in board.rows if row.method == method)


def test_cells_means_and_verdicts() -> None:
    board = leaderboard([*BASE, *SPOT, *CONTROL])
    assert [row.method for row in board.rows] == ["SPoT", "Prompt tuning", "Unchanged"]
    assert (board.targets, board.withheld) == (("film", "hotel"), "")
    spot = board.rows[0]
    assert spot.cells["film"].mean == pytest.approx(0.595)
    assert spot.cells["film"].interval == mean_interval(BETTER["film"])
    assert (spot.cells["film"].runs, spot.cells["film"].test_rows) == (4, 100)
    assert spot.mean == pytest.approx((0.595 + 0.455) / 2)
    assert spot.gains is not None
    assert spot.gains.average_relative == pytest.approx((0.065 / 0.53 + 0.025 / 0.43) / 2)
    assert spot.judgement is not None
    # eight pairs on one side, p = 2 / 2^8, twice in a family of two
    assert spot.judgement.p_corrected == pytest.approx(2 * 2 / 2**8)
    assert [row.judgement.verdict if row.judgement else None for row in board.rows] == [
        "better",
        None,
        "worse",
    ]
    assert [row.is_control for row in board.rows] == [False, False, True]


def test_the_cells_of_several_seeds_rest_on_the_means_of_splits() -> None:
    scores = {(0, 0): 0.2, (0, 1): 0.4, (1, 0): 0.9}
    runs = [outcome(score=v, split_seed=split, seed=seed) for (split, seed), v in scores.items()]
    (row,) = leaderboard(runs, baseline="A").rows
    assert row.cells["film"].mean == pytest.approx(0.6)
    assert row.cells["film"].interval == mean_interval([0.30000000000000004, 0.9])
    assert row.cells["film"].runs == 3


def test_without_a_control_no_gain_is_shown() -> None:
    board = leaderboard([*BASE, *SPOT])
    spot = row_of(board, "SPoT")
    assert (spot.gains, spot.comparison) == (None, None)
    assert spot.judgement is not None
    assert spot.judgement.verdict == "no_control"
    assert spot.judgement.sentence == board.withheld
    assert "the study has no control" in board.withheld
    assert row_of(board, "Prompt tuning").judgement is None


def test_a_control_has_to_stand_on_every_target() -> None:
    board = leaderboard([*BASE, *SPOT, *(o for o in CONTROL if o.target == "film")])
    assert board.withheld == "No gains are shown: no control was scored on hotel."
    assert row_of(board, "SPoT").gains is None


def test_without_the_baseline_no_gain_is_shown() -> None:
    board = leaderboard([*SPOT, *CONTROL])
    assert board.withheld.startswith("No gains are shown: the baseline 'Prompt tuning' has no")
    assert all(row.judgement and row.judgement.verdict == "no_control" for row in board.rows)


def test_only_shared_runs_are_compared_and_missing_ones_are_counted() -> None:
    board = leaderboard([*BASE, *SPOT[:6], *CONTROL])
    spot = row_of(board, "SPoT")
    assert spot.missing == 2
    assert spot.comparison is not None
    assert spot.comparison.runs == 6
    # the shared splits of hotel alone, not the baseline's mean over all four
    assert spot.gains is not None
    assert spot.gains.absolute["hotel"] == pytest.approx(0.015)
    assert row_of(board, "Prompt tuning").missing == 0


def test_a_method_without_the_hard_target_does_not_lead() -> None:
    board = leaderboard([*BASE, *SPOT[:4], *CONTROL])
    assert [row.method for row in board.rows] == ["Prompt tuning", "Unchanged", "SPoT"]
    assert row_of(board, "SPoT").mean == pytest.approx(0.595)


def test_a_control_that_scores_as_high_is_named() -> None:
    strong = outcomes("Unchanged", BETTER, is_control=True)
    assert row_of(leaderboard([*BASE, *SPOT, *strong]), "SPoT").outdone_by == ("Unchanged",)
    assert row_of(leaderboard([*BASE, *SPOT, *strong]), "Unchanged").outdone_by == ()
    assert row_of(leaderboard([*BASE, *SPOT, *CONTROL]), "SPoT").outdone_by == ()


def test_too_few_pairs_have_a_verdict_of_their_own() -> None:
    few = [o for o in (*BASE, *SPOT, *CONTROL) if o.split_seed < 2]
    spot = row_of(leaderboard(few), "SPoT")
    assert spot.judgement is not None
    assert (spot.judgement.verdict, spot.judgement.p_corrected) == ("not_enough", None)
    by_target = row_of(leaderboard([*BASE, *SPOT, *CONTROL], unit="target"), "SPoT")
    assert by_target.judgement is not None
    assert by_target.judgement.sentence.startswith("There are 2 pairs to compare (one per target)")


def test_a_method_that_shares_no_run_with_the_baseline_is_not_judged() -> None:
    other = [outcome("SPoT", "hotel", 0.9, split_seed=9, seed=9)]
    spot = row_of(leaderboard([*BASE, *other, *CONTROL]), "SPoT")
    assert spot.judgement is not None
    assert spot.judgement.verdict == "not_enough"
    assert spot.gains is not None
    assert spot.gains.average_relative is None


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_runs_does_not_matter(seed: int) -> None:
    runs: list[Outcome] = [*BASE, *SPOT, *CONTROL]
    expected = leaderboard(runs)
    random.Random(seed).shuffle(runs)
    assert leaderboard(runs) == expected


def test_records_are_flat_and_alike() -> None:
    records = leaderboard([*BASE, *SPOT[:4], *CONTROL]).records()
    assert len({tuple(record) for record in records}) == 1
    first, _, spot = records
    assert (first["method"], first["verdict"]) == ("Prompt tuning", "baseline")
    assert first["p"] is None
    assert spot["score film"] == pytest.approx(0.595)
    assert spot["score hotel"] is None
    assert (spot["missing"], spot["pairs"], spot["verdict"]) == (4, 4, "not enough runs")
    assert (spot["wins"], spot["ties"], spot["losses"]) == (1, 0, 0)
    assert spot["mean_gain"] == pytest.approx(0.065)
    assert (spot["most_influential"], spot["gain_low"]) == (None, None)


def test_records_of_many_targets_have_interval_and_influence() -> None:
    base = {f"t{n}": [0.5] for n in range(6)}
    high = base | {"t3": [0.9], "t0": [0.6]}
    controls = outcomes("Unchanged", base, is_control=True)
    board = leaderboard([*outcomes("Prompt tuning", base), *outcomes("SPoT", high), *controls])
    spot = board.records()[0]
    assert spot["method"] == "SPoT"
    assert spot["most_influential"] == "t3"
    assert spot["influence"] == pytest.approx(1.0 / 6 - 0.2 / 5)
    gained = board.rows[0].gains
    assert gained is not None
    assert gained.interval is not None
    assert (spot["gain_low"], spot["gain_high"]) == (gained.interval.low, gained.interval.high)
    assert json.loads(json.dumps(board.records())) == board.records()


def test_a_target_with_two_metrics_is_refused() -> None:
    with pytest.raises(AnalysisError, match="scored by accuracy in one run and by f1"):
        leaderboard([*BASE, outcome("SPoT", metric="f1")])
