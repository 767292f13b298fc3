import numpy as np
import pytest

from promptstudio.analysis.paired import Comparison, compare
from promptstudio.analysis.verdicts import fewest_pairs, holm, judge
from tests.analysis.builders import pairs


def shifted(by: list[float]) -> Comparison:
    return compare(pairs({"film": [0.4 + d for d in by]}, {"film": [0.4] * len(by)}))


def test_holm_by_hand() -> None:
    # sorted 0.01, 0.02, 0.03, 0.2 times 4, 3, 2, 1 gives 0.04, 0.06, 0.06, 0.2
    assert holm([0.03, 0.01, 0.2, 0.02]) == pytest.approx([0.06, 0.04, 0.2, 0.06])
    assert holm([0.6, 0.7]) == [1.0, 1.0]
    assert holm([]) == []


@pytest.mark.parametrize("seed", range(10))
def test_holm_is_never_below_p_and_keeps_the_order(seed: int) -> None:
    p = np.random.default_rng(seed).uniform(0, 0.3, 6)
    corrected = np.array(holm(p.tolist()))
    assert (corrected >= p).all()
    assert (np.diff(corrected[np.argsort(p)]) >= 0).all()
    assert corrected[np.argmin(p)] == pytest.approx(min(1.0, 6 * p.min()))
    assert holm(p[::-1].tolist()) == corrected[::-1].tolist()


def test_how_many_pairs_a_family_needs() -> None:
    assert [fewest_pairs(number) for number in (1, 2, 3, 4, 5)] == [6, 7, 7, 8, 8]


def test_better_and_worse() -> None:
    rise = [0.01, 0.02, 0.03, 0.04, 0.05, 0.06]
    (better,) = judge([shifted(rise)])
    assert better.verdict == "better"
    assert better.p_corrected == pytest.approx(0.03125)
    assert better.sentence == (
        "Better by 3.5 points over 6 pairs (one per target and split, seeds averaged), p = 0.031."
    )
    (worse,) = judge([shifted([-step for step in rise])])
    assert worse.verdict == "worse"
    assert worse.sentence.startswith("Worse by 3.5 points over 6 pairs")


def test_five_pairs_are_not_enough_whatever_the_scores() -> None:
    (found,) = judge([shifted([0.1, 0.2, 0.3, 0.4, 0.5])])
    assert (found.verdict, found.p_corrected) == ("not_enough", None)
    assert found.sentence == (
        "There are 5 pairs to compare (one per target and split, seeds averaged) and 6 are "
        "needed: with fewer, the test can not reach 0.05 whatever the scores."
    )
    assert judge([shifted([0.1])])[0].sentence.startswith("There is 1 pair to compare")
    assert judge([compare([])])[0].sentence.startswith("There are 0 pairs to compare")


def test_in_a_family_more_pairs_are_needed() -> None:
    six = shifted([0.01, 0.02, 0.03, 0.04, 0.05, 0.06])
    first, second = judge([six, six])
    assert (first.verdict, second.verdict) == ("not_enough", "not_enough")
    assert first.p_corrected == pytest.approx(0.0625)
    assert "There are 6 pairs" in first.sentence
    assert "and 7 are needed among 2 comparisons" in first.sentence


def test_one_without_p_does_not_burden_the_others() -> None:
    six = shifted([0.01, 0.02, 0.03, 0.04, 0.05, 0.06])
    first, second = judge([shifted([0.1]), six])
    assert first.verdict == "not_enough"
    assert "7 are needed among 2 comparisons" in first.sentence  # it would be a second test
    assert (second.verdict, second.p_corrected) == ("better", pytest.approx(0.03125))


def test_no_difference_shown() -> None:
    (found,) = judge([shifted([0.01, -0.02, 0.03, -0.04, 0.05, -0.06])])
    assert found.verdict == "no_difference"
    assert found.sentence.startswith("No difference shown over 6 pairs")


def test_a_mean_made_by_one_pair_is_no_gain() -> None:
    # the ranks speak against, the one large difference makes the mean positive
    (found,) = judge([shifted([-0.01, -0.02, -0.03, -0.04, -0.05, -0.06, -0.07, -0.08, 0.5])])
    comparison = shifted([-0.01, -0.02, -0.03, -0.04, -0.05, -0.06, -0.07, -0.08, 0.5])
    assert comparison.difference is not None
    assert comparison.difference > 0
    assert comparison.p_value == pytest.approx(2 * 0.064453125, abs=1e-9)
    assert found.verdict == "no_difference"


def test_mean_and_ranks_on_different_sides_are_no_gain() -> None:
    by = [-step / 1000 for step in range(1, 15)] + [0.5]
    comparison = shifted(by)
    assert comparison.difference is not None
    assert comparison.difference > 0
    assert comparison.p_value is not None
    assert comparison.p_value < 0.05
    (found,) = judge([comparison])
    assert found.verdict == "no_difference"
    assert "mean and ranks point to different sides" in found.sentence


def test_ties_are_no_pairs_to_test() -> None:
    """Six pairs of which two are ties can not reach 0.05, whatever the other four are."""
    tied = shifted([0.1, 0.2, 0.3, 0.4, 0.0, 0.0])
    (found,) = judge([tied])
    assert found.verdict == "not_enough"
    assert "6 pairs to compare" in found.sentence
    assert "2 of them without a difference, and 6 are needed" in found.sentence
