import itertools

import numpy as np
import pytest
from scipy import stats

from promptstudio.analysis.outcomes import by_method, pairs_of
from promptstudio.analysis.paired import FEWEST, Comparison, compare, wilcoxon_p
from tests.analysis.builders import outcome, outcomes, pairs


def compared(method: list[float], base: list[float]) -> Comparison:
    return compare(pairs({"film": method}, {"film": base}))


def exact_p(differences: np.ndarray) -> float:
    """Count the sign patterns whose rank sum lies at least as far from its middle."""
    moved = differences[differences != 0]
    ranks = stats.rankdata(np.abs(moved))
    middle = ranks.sum() / 2
    seen = abs(ranks[moved > 0].sum() - middle)
    sums = (sum(itertools.compress(ranks, p)) for p in itertools.product((0, 1), repeat=len(ranks)))
    return float(np.mean([abs(total - middle) >= seen - 1e-9 for total in sums]))


@pytest.mark.parametrize(
    "differences",
    [
        [0.1, 0.2, 0.3, 0.4, 0.5, 0.6],
        [-0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7],
        [0.1, 0.1, -0.1, 0.2, 0.3, 0.3, 0.5],
        [0.0, 0.1, 0.2, 0.3, -0.4, 0.5, 0.0, 0.6],
        [0.1] * 8,
    ],
)
def test_p_counts_sign_patterns(differences: list[float]) -> None:
    found = np.array(differences)
    assert wilcoxon_p(found) == pytest.approx(exact_p(found), abs=1e-12)


@pytest.mark.parametrize(("count", "method"), [(30, "exact"), (50, "exact"), (51, "approx")])
@pytest.mark.parametrize("sign", [1, -1])
def test_p_of_a_large_sample_is_that_of_scipy(count: int, method: str, sign: int) -> None:
    differences = sign * np.random.default_rng(2).normal(0.3, 1.0, count)
    expected = stats.wilcoxon(differences, method=method).pvalue
    assert wilcoxon_p(differences) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("count", [20, 30, 200])
def test_p_of_many_ties_is_that_of_scipy(count: int) -> None:
    differences = np.random.default_rng(count).integers(-2, 5, count).astype(float)
    expected = stats.wilcoxon(differences, method="approx").pvalue
    assert wilcoxon_p(differences) == pytest.approx(expected, rel=1e-12)


def test_pairs_without_difference_do_not_make_the_p_approximate() -> None:
    differences = np.array([0.0] * 10 + [0.1, 0.2, 0.3, 0.4, 0.5, 0.6])
    assert wilcoxon_p(differences) == pytest.approx(2 / 64)


def test_six_on_one_side_reach_the_level_and_five_do_not() -> None:
    assert wilcoxon_p(np.arange(1.0, 7.0)) == pytest.approx(2 / 64)
    assert exact_p(np.arange(1.0, 6.0)) > 0.05


def test_no_difference_at_all() -> None:
    found = compared([0.5] * 6, [0.5] * 6)
    assert (found.p_value, found.difference, found.rank_biserial) == (1.0, 0.0, 0.0)
    assert (found.superiority, found.cohens_dz) == (0.5, None)


def test_figures_by_hand() -> None:
    found = compared([0.6, 0.7, 0.5, 0.9, 0.4, 0.8], [0.5, 0.5, 0.6, 0.5, 0.4, 0.3])
    # differences 0.1, 0.2, -0.1, 0.4, 0, 0.5; ranks 1.5, 3, 1.5, 4, -, 5
    assert (found.units, found.runs) == (6, 6)
    assert found.difference == pytest.approx(1.1 / 6)
    deviation = np.std([0.1, 0.2, -0.1, 0.4, 0.0, 0.5], ddof=1)
    assert found.cohens_dz == pytest.approx(1.1 / 6 / deviation)
    assert found.rank_biserial == pytest.approx((13.5 - 1.5) / 15)
    assert found.superiority == pytest.approx(4.5 / 6)


def test_differences_that_only_floating_point_tells_apart_are_ties() -> None:
    # 0.8 - 0.7 and 0.7 - 0.6 differ in the last digit
    found = compared([0.8, 0.6, 0.7, 0.6, 0.9, 0.7], [0.7, 0.7, 0.6, 0.5, 1.0, 0.5])
    assert found.p_value == pytest.approx(
        exact_p(np.array([0.1, -0.1, 0.1, 0.1, -0.1, 0.2])), abs=1e-12
    )


def test_fewer_than_six_units_have_no_p() -> None:
    found = compared([0.9] * (FEWEST - 1), [0.1] * (FEWEST - 1))
    assert found.p_value is None
    assert found.difference == pytest.approx(0.8)
    nothing = compare([])
    assert (nothing.units, nothing.difference, nothing.superiority) == (0, None, None)


def test_seeds_of_one_sample_are_one_unit() -> None:
    table = by_method(
        [
            outcome(method, target, score, split_seed=split, seed=seed)
            for target in ("film", "hotel")
            for split in range(3)
            for seed in range(4)
            for method, score in (("A", 0.6 + seed / 100), ("B", 0.5))
        ]
    )
    found = pairs_of(table["A"], table["B"])
    units = {unit: compare(found, unit).units for unit in ("target", "split", "run")}
    assert units == {"target": 2, "split": 6, "run": 24}
    assert compare(found).unit == "split"
    assert compare(found).runs == 24


def drawn(seed: int) -> tuple[list[float], list[float]]:
    random = np.random.default_rng(seed)
    first, second = np.round(random.uniform(0.2, 0.7, (2, 9)), 2)
    return first.tolist(), second.tolist()


@pytest.mark.parametrize("seed", range(10))
def test_swapping_the_sides_turns_the_signs(seed: int) -> None:
    first, second = drawn(seed)
    one, other = compared(first, second), compared(second, first)
    assert one.p_value == pytest.approx(other.p_value)
    for name in ("difference", "cohens_dz", "rank_biserial"):
        assert getattr(one, name) == pytest.approx(-getattr(other, name))
    assert one.superiority is not None
    assert other.superiority == pytest.approx(1 - one.superiority)


@pytest.mark.parametrize("seed", range(10))
def test_adding_the_same_to_both_sides_changes_nothing(seed: int) -> None:
    first, second = drawn(seed)
    assert compared(first, second) == compared(
        [score + 0.25 for score in first], [score + 0.25 for score in second]
    )


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_runs_does_not_matter(seed: int) -> None:
    first, second = drawn(seed)
    runs = [*outcomes("A", {"film": first}), *outcomes("B", {"film": second})]
    order = np.random.default_rng(seed).permutation(len(runs))
    table = by_method(runs[place] for place in order)
    assert compare(pairs_of(table["A"], table["B"])) == compared(first, second)
    assert compare(reversed(pairs_of(table["A"], table["B"]))) == compared(first, second)
